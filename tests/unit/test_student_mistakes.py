"""What students do with shapes: the right node, the right words, and a fix that clears it.

Each mistake is to give one error, at the node at fault. Its message names the axis or
says what is needed, and from which layer the wrong shape comes. The fix that a student
would want is among those offered, and every one offered leaves no error behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.checks import check_project
from netbuilder.checks.fixes import mended
from netbuilder.dataset import DataChoice, Profile, TensorProfile
from netbuilder.graph import Config, Graph, Params
from netbuilder.project import Project
from netbuilder.training.settings import TrainingSettings
from netbuilder.validation import NodeState, Problem, Report, Severity
from netbuilder.validation.validate import Validator
from tests.unit.drawing import Drawn, chain, draw, image, layer

VALIDATOR = Validator(load_catalog())

FLAT = layer("flat", "Flatten")
SCORES = layer("scores", "Dense", units=10)


@dataclass(frozen=True)
class Mistake:
    """A network as a student draws it.

    Attributes:
        graph: The network.
        node: The node at fault.
        words: What its message says.
        sources: The layers upstream that the message names.
        fix: The title of the fix that a student would want.
    """

    graph: Graph
    node: str
    words: Sequence[str]
    sources: Sequence[str]
    fix: str


def look(name: str = "look", *feeds: str, size: int = 3, filters: int = 8, **params: str) -> Drawn:
    """Write a convolution."""
    return layer(name, "Conv2D", *feeds, filters=filters, kernel_size=size, **params)


def lstm(name: str, *feeds: str, units: int = 8) -> Drawn:
    """Write an LSTM."""
    return layer(name, "LSTM", *feeds, units=units)


NEEDS_IMAGE = "needs height, width and channels (rank 4), but gets "
TEXTS = layer("x", "InputLayer", shape=(1,), dtype="string")
TABLE = layer("table", "InputLayer", shape=(6,))

MISTAKES = {
    "a convolution on flat pixels": Mistake(
        chain(image(784), look(), FLAT, SCORES),
        "look",
        [NEEDS_IMAGE, "(None, 784)"],
        ["x"],
        "Insert Reshape(target_shape=(28, 28, 1)) before 'look'",
    ),
    "grey pictures without a channel axis": Mistake(
        chain(image(28, 28), look(), FLAT, SCORES),
        "look",
        [NEEDS_IMAGE, "(None, 28, 28)"],
        ["x"],
        "Insert Reshape(target_shape=(28, 28, 1)) before 'look'",
    ),
    "a convolution after Flatten": Mistake(
        draw(
            image(28, 28, 1),
            layer("flat", "Flatten", "x"),
            look("look", "flat"),
            layer("mean", "GlobalAveragePooling2D", "look"),
        ),
        "look",
        [NEEDS_IMAGE, "(None, 784)"],
        ["flat"],
        "Insert Reshape(target_shape=(28, 28, 1)) before 'look'",
    ),
    "a convolution after global pooling": Mistake(
        chain(image(28, 28, 1), layer("mean", "GlobalAveragePooling2D"), look(), FLAT, SCORES),
        "look",
        [NEEDS_IMAGE, "(None, 1)"],
        ["mean"],
        "Remove 'mean'",
    ),
    "Conv1D on pictures": Mistake(
        chain(image(28, 28, 1), layer("look", "Conv1D", filters=8, kernel_size=3), FLAT, SCORES),
        "look",
        ["needs steps and channels (rank 3)", "(None, 28, 28, 1)"],
        ["x"],
        "Replace 'look' by Conv2D",
    ),
    "Conv3D on pictures": Mistake(
        chain(image(28, 28, 3), layer("look", "Conv3D", filters=8, kernel_size=3), FLAT, SCORES),
        "look",
        ["needs depth, height, width and channels (rank 5)", "(None, 28, 28, 3)"],
        ["x"],
        "Replace 'look' by Conv2D",
    ),
    "pooling too far": Mistake(
        chain(image(8, 8, 3), *(layer(f"p{n}", "MaxPooling2D") for n in range(4)), FLAT, SCORES),
        "p3",
        ["window of 2", "only 1 long on axis 1"],
        ["p2"],
        "Remove 'p3'",
    ),
    "a window larger than the map": Mistake(
        chain(image(7, 7, 3), look("a", size=5), look("b", size=5), FLAT, SCORES),
        "b",
        ["window of 5", "only 3 long on axis 1"],
        ["a"],
        "Set padding to 'same'",
    ),
    "pooling of flat numbers": Mistake(
        chain(image(12), layer("mean", "GlobalAveragePooling1D"), SCORES),
        "mean",
        ["needs steps and channels (rank 3)", "(None, 12)"],
        ["x"],
        "Insert Reshape(target_shape=(12, 1)) before 'mean'",
    ),
    "channels first, seen by a convolution": Mistake(
        chain(image(1, 28, 28), look(), FLAT, SCORES),
        "look",
        ["window of 3", "only 1 long on axis 1"],
        ["x"],
        "Insert Permute(dims=(2, 3, 1)) before 'look'",
    ),
    "channels first, seen later by pooling": Mistake(
        chain(image(3, 64, 64), look(), layer("shrink", "MaxPooling2D"), FLAT, SCORES),
        "shrink",
        ["window of 2", "only 1 long on axis 1"],
        ["look"],
        "Insert Permute(dims=(2, 3, 1)) before 'look'",
    ),
    "the batch axis as None in the Input": Mistake(
        chain(image(None, 28, 28, 1), look(), FLAT, SCORES),
        "look",
        [NEEDS_IMAGE, "(None, None, 28, 28, 1)"],
        ["x"],
        "Leave the batch axis out of 'x': (28, 28, 1)",
    ),
    "the batch size in the Input": Mistake(
        chain(image(32, 28, 28, 1), look(), FLAT, SCORES),
        "look",
        [NEEDS_IMAGE, "(None, 32, 28, 28, 1)"],
        ["x"],
        "Leave the batch axis out of 'x': (28, 28, 1)",
    ),
    "two LSTMs, the first without return_sequences": Mistake(
        chain(image(10, 4), lstm("first"), lstm("second"), SCORES),
        "second",
        ["needs the axes batch, time and features", "(None, 8)"],
        ["first"],
        "Let 'first' return every step",
    ),
    "a Bidirectional before an LSTM": Mistake(
        chain(
            image(10, 4),
            layer("first", "Bidirectional", layer=Config("LSTM", Params(units=8))),
            lstm("second"),
        ),
        "second",
        ["needs the axes batch, time and features", "(None, 16)"],
        ["first"],
        "Let 'first' return every step",
    ),
    "an LSTM behind a Dropout behind an LSTM": Mistake(
        chain(image(10, 4), lstm("first"), layer("drop", "Dropout", rate=0.2), lstm("second")),
        "second",
        ["(None, 8)"],
        ["drop"],
        "Let 'first' return every step",
    ),
    "an LSTM on a row of numbers": Mistake(
        chain(image(10), lstm("read"), SCORES),
        "read",
        ["needs the axes batch, time and features", "(None, 10)"],
        ["x"],
        "Insert Reshape(target_shape=(10, 1)) before 'read'",
    ),
    "an LSTM on pictures": Mistake(
        chain(image(28, 28, 1), lstm("read"), SCORES),
        "read",
        ["needs the axes batch, time and features", "(None, 28, 28, 1)"],
        ["x"],
        "Insert Reshape(target_shape=(28, 28)) before 'read'",
    ),
    "TimeDistributed on the last step only": Mistake(
        chain(
            image(10, 4),
            lstm("read"),
            layer("each", "TimeDistributed", layer=Config("Dense", Params(units=3))),
        ),
        "each",
        ["needs the axes batch, time and others", "(None, 8)"],
        ["read"],
        "Let 'read' return every step",
    ),
    "RepeatVector on a whole sequence": Mistake(
        chain(image(10, 4), layer("again", "RepeatVector", n=3), lstm("read")),
        "again",
        ["needs one vector for each example (rank 2)", "(None, 10, 4)"],
        ["x"],
        "Insert Flatten before 'again'",
    ),
    "Concatenate of unequal maps": Mistake(
        draw(
            image(32, 32, 3),
            look("a", "x", size=3),
            look("b", "x", size=5),
            layer("join", "Concatenate", "a", "b"),
        ),
        "join",
        ["axis 1 is 28 and 30"],
        ["a", "b"],
        "Insert Cropping2D(cropping=((0, 2), (0, 2))) before 'join'",
    ),
    "Concatenate of a picture and a table": Mistake(
        draw(image(32, 32, 3), TABLE, look("a", "x"), layer("join", "Concatenate", "a", "table")),
        "join",
        ["differ in the number of axes"],
        ["a", "table"],
        "Insert Flatten before 'join'",
    ),
    "a shortcut with other channels": Mistake(
        draw(
            image(32, 32, 16),
            look("a", "x", filters=64, padding="same"),
            layer("sum", "Add", "x", "a"),
        ),
        "sum",
        ["axis 3 is 16 and 64"],
        ["x", "a"],
        "Insert Conv2D(filters=64, kernel_size=1) before 'sum'",
    ),
    "a shortcut past a stride": Mistake(
        draw(
            image(32, 32, 16),
            layer("a", "Conv2D", "x", filters=16, kernel_size=3, strides=2, padding="same"),
            layer("sum", "Add", "x", "a"),
        ),
        "sum",
        ["axis 1 is 32 and 16"],
        ["x", "a"],
        "Insert Conv2D(filters=16, kernel_size=1, strides=(2, 2), padding='same') before 'sum'",
    ),
    "a shortcut past a convolution that loses the borders": Mistake(
        draw(
            image(32, 32, 8),
            look("a", "x", filters=8),
            layer("calm", "ReLU", "a"),
            layer("sum", "Add", "x", "calm"),
        ),
        "sum",
        ["axis 1 is 32 and 30"],
        ["x", "calm"],
        "Set padding of 'a' to 'same'",
    ),
    "a shortcut past a wider Dense": Mistake(
        draw(image(16), layer("a", "Dense", "x", units=32), layer("sum", "Add", "x", "a")),
        "sum",
        ["axis 1 is 16 and 32"],
        ["x", "a"],
        "Insert Dense(units=32) before 'sum'",
    ),
    "two branches of other widths": Mistake(
        draw(
            image(32, 32, 3),
            look("a", "x", filters=32),
            look("b", "x", filters=8),
            layer("calm", "ReLU", "b"),
            layer("sum", "Add", "a", "calm"),
        ),
        "sum",
        ["axis 3 is 32 and 8"],
        ["a", "calm"],
        "Set filters of 'b' to 32",
    ),
    "a U-Net on an odd size": Mistake(
        draw(
            image(75, 75, 3),
            look("a", "x", padding="same"),
            layer("down", "MaxPooling2D", "a"),
            layer("up", "UpSampling2D", "down"),
            layer("join", "Concatenate", "a", "up"),
        ),
        "join",
        ["axis 1 is 74 and 75"],
        ["a", "up"],
        "Insert ZeroPadding2D(padding=((0, 1), (0, 1))) before 'join'",
    ),
    "Reshape to another number of values": Mistake(
        chain(image(784), layer("pic", "Reshape", target_shape=(28, 29, 1)), FLAT),
        "pic",
        ["cannot turn (None, 784) into target_shape (28, 29, 1)"],
        ["x"],
        "Set target_shape to (28, -1, 1)",
    ),
    "a decoder's convolution on a Dense": Mistake(
        chain(
            image(64),
            layer("wide", "Dense", units=1568),
            layer("up", "Conv2DTranspose", filters=8, kernel_size=3, strides=2),
        ),
        "up",
        [NEEDS_IMAGE, "(None, 1568)"],
        ["wide"],
        "Insert Reshape(target_shape=(7, 7, 32)) before 'up'",
    ),
    "UpSampling2D on a series": Mistake(
        chain(image(10, 4), layer("up", "UpSampling2D")),
        "up",
        [NEEDS_IMAGE, "(None, 10, 4)"],
        ["x"],
        "Insert Reshape(target_shape=(10, 4, 1)) before 'up'",
    ),
    "Dot of vectors of unequal length": Mistake(
        draw(image(8), TABLE, layer("close", "Dot", "x", "table", axes=1)),
        "close",
        ["axis 1 of (None, 8) with axis 1 of (None, 6): 8 and 6"],
        ["x", "table"],
        "Insert Dense(units=8) before 'close'",
    ),
    "attention on other features": Mistake(
        draw(
            image(5, 8),
            layer("y", "InputLayer", shape=(7, 6)),
            layer("look", "Attention", "x", "y"),
        ),
        "look",
        ["a query of 8 features with 6"],
        ["x", "y"],
        "Insert Dense(units=8) before 'look'",
    ),
    "attention without a value": Mistake(
        draw(image(5, 8), layer("look", "MultiHeadAttention", "x", num_heads=2, key_dim=4)),
        "look",
        ["gets nothing at its port value"],
        [],
        "Wire 'x' to it",
    ),
    "Dense on a size that is not known": Mistake(
        chain(image(None, None, 3), look(), FLAT, SCORES),
        "scores",
        ["axis 1 of its input, which is None"],
        ["flat"],
        "Replace 'flat' by GlobalAveragePooling2D",
    ),
    "texts into Dense": Mistake(
        chain(TEXTS, SCORES),
        "scores",
        ["needs numbers, but gets texts"],
        ["x"],
        "Insert Hashing(num_bins=1000, output_mode='multi_hot') before 'scores'",
    ),
    "groups that do not divide the channels": Mistake(
        chain(image(9, 9, 6), layer("look", "Conv2D", filters=8, kernel_size=3, groups=4), FLAT),
        "look",
        ["gets 6 channels, which 4 groups cannot share"],
        ["x"],
        "Set groups to 2",
    ),
    "GroupNormalization with its 32 groups": Mistake(
        chain(image(9, 9, 30), layer("norm", "GroupNormalization"), FLAT),
        "norm",
        ["30 channels into 32 equal groups"],
        ["x"],
        "Set groups to 30",
    ),
    "an axis that is not there": Mistake(
        chain(image(10), layer("share", "Softmax", axis=2)),
        "share",
        ["2 for axis", "(None, 10)"],
        ["x"],
        "Reset axis to -1",
    ),
    "Permute counted from 0": Mistake(
        chain(image(28, 28, 1), layer("turn", "Permute", dims=(0, 2, 1)), FLAT),
        "turn",
        ["(0, 2, 1) for dims"],
        [],
        "Set dims to (1, 3, 2)",
    ),
    "cropping all away": Mistake(
        chain(image(28, 28, 1), layer("cut", "Cropping2D", cropping=14), FLAT),
        "cut",
        ["cuts off 28 of axis 1, which is only 28 long"],
        ["x"],
        "Reset cropping to ((0, 0), (0, 0))",
    ),
    "a number in quotes": Mistake(
        chain(image(4), layer("scores", "Dense", units="10")),
        "scores",
        ["whole number for units", "'10'"],
        [],
        "Set units to 10",
    ),
    "a rate in per cent": Mistake(
        chain(image(4), layer("drop", "Dropout", rate=50), SCORES),
        "drop",
        ["50 for rate"],
        [],
        "Set rate to 0.5",
    ),
    "an activation with a capital letter": Mistake(
        chain(image(4), layer("scores", "Dense", units=2, activation="ReLU")),
        "scores",
        ["'ReLU' for activation"],
        [],
        "Set activation to 'relu'",
    ),
}


def errors(report: Report) -> list[Problem]:
    return [problem for problem in report.problems if problem.severity is Severity.ERROR]


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_the_right_node_and_words(mistake: Mistake) -> None:
    report = VALIDATOR.validate(mistake.graph)
    (problem,) = report.problems
    assert problem.severity is Severity.ERROR
    assert problem.node == mistake.node
    assert f"'{mistake.node}'" in problem.message
    for words in (*mistake.words, *(f"'{name}'" for name in mistake.sources)):
        assert words in problem.message
    downstream = [known.state for key, known in report.nodes.items() if key != mistake.node]
    assert NodeState.ERROR not in downstream, "an error does not cascade"


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_fixes_clear_it(mistake: Mistake) -> None:
    (problem,) = VALIDATOR.validate(mistake.graph).problems
    assert mistake.fix in [fix.title for fix in problem.fixes]
    assert len(problem.fixes) <= 3
    assert len({fix.title for fix in problem.fixes}) == len(problem.fixes)
    for fix in problem.fixes:
        after = VALIDATOR.validate(fix.edit(mistake.graph))
        assert after.problems == (), fix.title
        node = after.nodes.get(mistake.node)
        assert node is None or fix.effect.startswith(f"{mistake.node}: (None, "), fix.title


DIGITS = Profile(
    5000,
    0,
    TensorProfile((28, 28, 1), "float32", 0, 1, 0.13, 0.3),
    TensorProfile((), "int64", 0, 9, 4.5, 2.9),
    "classes",
    class_counts=(500,) * 10,
)
PICTURES = replace(DIGITS, y=DIGITS.x, target="same as input", class_counts=())
CLASSES = Config("SparseCategoricalCrossentropy")
SQUARES = Config("MeanSquaredError")
SERIES = replace(
    DIGITS,
    x=TensorProfile((24, 1), "float32", -2, 3, 0, 1),
    y=TensorProfile((1,), "float32", -2, 3, 0, 1),
    target="number",
    class_counts=(),
)
ROWS = replace(DIGITS, x=TensorProfile((6,), "float32", -3, 3, 0, 1))
TOKENS = replace(DIGITS, x=TensorProfile((20,), "int64", 0, 60, 12, 11))
HIDDEN = layer("hidden", "Dense", units=64, activation="relu")
SHARES = layer("scores", "Dense", units=10, activation="softmax")
WORDS = layer("words", "Embedding", input_dim=50, output_dim=8)

WITH_DATA: dict[str, tuple[Mistake, Profile, Config]] = {
    "Dense on pictures without Flatten": (
        Mistake(
            chain(image(28, 28, 1), HIDDEN, SHARES),
            "scores",
            ["(None, 28, 28, 10)", "one row of numbers per sample", "axes 1 and 2"],
            ["x"],
            "Insert Flatten before 'hidden'",
        ),
        DIGITS,
        CLASSES,
    ),
    "no Flatten behind a convolution": (
        Mistake(
            chain(image(28, 28, 1), look(activation="relu"), SHARES),
            "scores",
            ["(None, 26, 26, 10)", "axes 1 and 2"],
            ["look"],
            "Insert Flatten before 'scores'",
        ),
        DIGITS,
        CLASSES,
    ),
    "a last LSTM that returns every step": (
        Mistake(
            chain(
                image(24, 1),
                layer("read", "LSTM", units=8, return_sequences=True),
                layer("next", "Dense", units=1),
            ),
            "next",
            ["(None, 24, 1)", "axis 1"],
            ["read"],
            "Let 'read' return only the last step",
        ),
        SERIES,
        SQUARES,
    ),
    "the number of rows in the Input": (
        Mistake(
            chain(image(5000, 28, 28, 1), FLAT, SHARES),
            "x",
            ["One sample of the data is (28, 28, 1)", "(5000, 28, 28, 1)"],
            [],
            "Set the shape to (28, 28, 1)",
        ),
        DIGITS,
        CLASSES,
    ),
    "an Input for other pictures": (
        Mistake(
            chain(image(32, 32, 3), FLAT, SHARES),
            "x",
            ["One sample of the data is (28, 28, 1)", "(32, 32, 3)"],
            [],
            "Set the shape to (28, 28, 1)",
        ),
        DIGITS,
        CLASSES,
    ),
    "too few answers": (
        Mistake(
            chain(image(28, 28, 1), FLAT, layer("scores", "Dense", units=9, activation="softmax")),
            "scores",
            ["10 classes", "9 numbers"],
            [],
            "Set units of 'scores' to 10",
        ),
        DIGITS,
        CLASSES,
    ),
    "an answer larger than the picture": (
        Mistake(
            chain(
                image(28, 28, 1),
                layer("up", "ZeroPadding2D", padding=((0, 1), (0, 1))),
                look("answer", filters=1, padding="same"),
            ),
            "answer",
            ["(None, 29, 29, 1)", "(None, 28, 28, 1)"],
            [],
            "Crop the answer to (28, 28)",
        ),
        PICTURES,
        SQUARES,
    ),
    "Embedding on measured numbers": (
        Mistake(
            chain(image(6), WORDS, FLAT, SHARES),
            "words",
            ["whole numbers from 0", "-3 to 3"],
            ["x"],
            "Remove 'words'",
        ),
        ROWS,
        CLASSES,
    ),
    "Embedding with too short a table": (
        Mistake(
            chain(image(20), WORDS, FLAT, SHARES),
            "words",
            ["50 rows", "up to 60"],
            ["x"],
            "Set input_dim of 'words' to 61",
        ),
        TOKENS,
        CLASSES,
    ),
}


def checked(project: Project, profile: Profile) -> Report:
    return check_project(project, VALIDATOR.validate(project.graph), profile)


@pytest.mark.parametrize(("mistake", "profile", "loss"), WITH_DATA.values(), ids=WITH_DATA)
def test_mistakes_that_the_data_show(mistake: Mistake, profile: Profile, loss: Config) -> None:
    training = TrainingSettings(loss=loss, metrics=())
    project = Project(graph=mistake.graph, data=DataChoice("mnist_5k"), training=training)
    (problem,) = errors(checked(project, profile))
    assert problem.node == mistake.node
    for words in (*mistake.words, *(f"'{name}'" for name in mistake.sources)):
        assert words in problem.message
    assert mistake.fix in [fix.title for fix in problem.fixes]
    for fix in problem.fixes:
        assert errors(checked(mended(project, fix), profile)) == [], fix.title
