"""Edits of generated code: what they change in the network, and what they leave alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from netbuilder.codegen import Source
from netbuilder.codegen.model import STYLES, Style
from netbuilder.codegen.product import Form, product
from netbuilder.graph import Config, Graph, Node, Params
from netbuilder.graph.edits import move_nodes, set_param
from netbuilder.graph.notes import add_note, frame_around
from netbuilder.importing.merging import Changes, Edited, EditError, read_edit, summary
from netbuilder.project import Project
from netbuilder.project.custom import catalog_of
from netbuilder.project.examples import examples
from netbuilder.project.file import read_project
from netbuilder.training.settings import TrainingSettings
from tests.golden.projects import PROJECTS
from tests.unit.round_trip import judged, styles_of

FORMS: Sequence[Form] = ("script", "model")
MLP, BRANCHES, SIAMESE = (PROJECTS[name] for name in ("mnist_mlp", "two_branches", "siamese"))
TRAINING = MLP.training
HALVES, UNFINISHED = PROJECTS["two_halves"], PROJECTS["unfinished"]


def code(project: Project, style: Style = "functional", form: Form = "script") -> Source:
    return product(project, judged(project), catalog_of(project), form, style).source


def edited(
    project: Project, *swaps: tuple[str, str], style: Style = "functional", form: Form = "script"
) -> Edited:
    """Replace parts of a project's code, each of which has to be there, and read it."""
    source = code(project, style, form)
    text = source.text
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    return read_edit(project, source, text)


def names(graph: Graph, keys: Sequence[str]) -> list[str]:
    return [graph.nodes[key].name for key in keys]


def said(found: Edited) -> tuple[list[str], list[str], list[str]]:
    """Return the names of what was added, changed and removed."""
    graph, changes = found.project.graph, found.changes
    return names(graph, changes.added), names(graph, changes.changed), list(changes.removed)


def places(graph: Graph) -> dict[str, tuple[float, float]]:
    return {key: (node.x, node.y) for key, node in graph.nodes.items()}


def named(graph: Graph, name: str) -> Node:
    return next(node for node in graph.nodes.values() if node.name == name)


def _all_code() -> list[object]:
    shown = {example.name: read_project(example.path) for example in examples()} | PROJECTS
    return [
        pytest.param(project, style, form, id=f"{name}-{style}-{form}")
        for name, project in shown.items()
        for style in STYLES
        for form in FORMS
        if style in styles_of(project) and name != "unfinished"
    ]


DENSE = 'x = layers.Dense(128, activation="relu")(x)'
TOP = "x = layers.Flatten()(x)"
ROOM = ["rescaling", "flatten"]

EDITS = [
    pytest.param(MLP, [("Dense(128", "Dense(64")], [], ["dense"], [], id="a size"),
    pytest.param(MLP, [("Dropout(0.2)", "Dropout(0.2, seed=1)")], [], ["dropout"], [], id="added"),
    pytest.param(
        MLP, [('(128, activation="relu")', "(128)")], [], ["dense"], [], id="back to the default"
    ),
    pytest.param(
        MLP,
        [("    x = layers.Dropout(0.2)(x)  # (None, 128)\n", "")],
        [],
        [],
        ["dropout"],
        id="a layer taken away",
    ),
    pytest.param(
        MLP,
        [(TOP, f"{TOP}\n    x = layers.Dense(32)(x)")],
        ["dense_2"],
        [],
        [],
        id="a layer of the same class put in before",
    ),
    pytest.param(
        MLP,
        [(TOP, f'{TOP}\n    x = layers.Dense(32, name="small")(x)\n    x = layers.ReLU()(x)')],
        ["small", "re_lu"],
        [],
        [],
        id="two layers put in",
    ),
    pytest.param(
        MLP,
        [("layers.Flatten()", "layers.GlobalAveragePooling2D()")],
        [],
        ["global_average_pooling2d"],
        [],
        id="a layer of another class in the same place",
    ),
    pytest.param(
        MLP, [("layers.Flatten()", 'layers.Flatten(name="flat")')], [], ["flat"], [], id="a name"
    ),
    pytest.param(
        MLP,
        [
            ("Dense(128", "Dense(16"),
            (TOP, f"{TOP}\n    x = layers.BatchNormalization()(x)"),
            ("    x = layers.Dropout(0.2)(x)  # (None, 128)\n", ""),
        ],
        ["batch_normalization"],
        ["dense"],
        ["dropout"],
        id="one each",
    ),
    pytest.param(
        BRANCHES,
        [("[fine_pool, x]", "[x, fine_pool]")],
        [],
        ["both"],
        [],
        id="inputs of a merging layer in another order",
    ),
    pytest.param(
        BRANCHES,
        [('name="scores")(x)', 'name="scores")(fine_pool)')],
        [],
        [],
        ["coarse", "coarse_pool", "both"],
        id="a branch that leads nowhere any more",
    ),
    pytest.param(
        SIAMESE,
        [("x = encode(x)", "x = encode(x)\n    x = layers.Dropout(0.1)(x)")],
        ["dropout"],
        [],
        [],
        id="a layer behind the second call of a shared one",
    ),
    pytest.param(
        SIAMESE, [("Dense(32", "Dense(8")], [], ["encode", "encode"], [], id="a shared layer"
    ),
]


@pytest.mark.parametrize(("project", "swaps", "added", "changed", "removed"), EDITS)
def test_what_an_edit_changes(
    project: Project,
    swaps: list[tuple[str, str]],
    added: list[str],
    changed: list[str],
    removed: list[str],
) -> None:
    found = edited(project, *swaps)
    assert said(found) == (added, changed, removed)
    before, after = project.graph.nodes, found.project.graph.nodes
    kept = before.keys() & after.keys()
    assert {before[key].name for key in before.keys() - kept} == set(removed)
    still = [key for key in kept if key not in found.changes.changed]
    assert [replace(after[key], x=0, y=0) for key in still] == [
        replace(before[key], x=0, y=0) for key in still
    ]
    if not added:
        assert {key: places(found.project.graph)[key] for key in kept} == {
            key: places(project.graph)[key] for key in kept
        }
    assert no_overlaps(found.project.graph, added)
    again = code(found.project)
    assert read_edit(found.project, again, again.text + "\n").project == found.project


def no_overlaps(graph: Graph, names: Sequence[str]) -> bool:
    """Tell whether nodes of these names lie on no other."""
    return not any(
        abs(one.x - other.x) < 168 and abs(one.y - other.y) < 72
        for one in graph.nodes.values()
        for other in graph.nodes.values()
        if one.name in names and one.id != other.id
    )


@pytest.mark.parametrize(
    ("swaps", "line", "words"),
    [
        pytest.param([("Dense(128", "Dense(=128")], "Dense(=128", "is no Python", id="syntax"),
        pytest.param([("Flatten()", "Flat()")], "Flat()", "Flat is not known", id="no layer"),
        pytest.param(
            [('"mnist_5k.npz"', '"other.npz"')], "other.npz", "comes from the Data panel", id="data"
        ),
        pytest.param(
            [("    model.save(", "    model.predict(x_test)\n    model.save(")],
            "predict",
            "no part of the network",
            id="something else in main",
        ),
    ],
)
def test_what_cannot_be_taken_over_is_named_by_line(
    swaps: list[tuple[str, str]], line: str, words: str
) -> None:
    source = code(MLP)
    text = source.text
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    with pytest.raises(EditError) as caught:
        read_edit(MLP, source, text)
    (note,) = caught.value.notes
    assert words in note.message
    assert note.line is not None
    assert line in text.splitlines()[note.line - 1]


@pytest.mark.parametrize(
    ("swap", "expected"),
    [
        pytest.param(("EPOCHS = 5", "EPOCHS = 3 * 4"), replace(TRAINING, epochs=12), id="epochs"),
        pytest.param(
            ("BATCH_SIZE = 32", "BATCH_SIZE = 8"), replace(TRAINING, batch_size=8), id="batch size"
        ),
        pytest.param(("SEED = 42", "SEED = 7"), replace(TRAINING, seed=7), id="seed"),
        pytest.param(
            ("validation_split=0.2", "validation_split=0.1"),
            replace(TRAINING, validation_split=0.1),
            id="split",
        ),
        pytest.param(
            ("keras.optimizers.Adam(", "keras.optimizers.SGD(momentum=0.9"),
            replace(TRAINING, optimizer=Config("SGD", Params(momentum=0.9))),
            id="optimizer",
        ),
        pytest.param(
            ('metrics=["accuracy"]', "metrics=[]"), replace(TRAINING, metrics=()), id="no metrics"
        ),
    ],
)
def test_settings_of_the_training_are_taken_over(
    swap: tuple[str, str], expected: TrainingSettings
) -> None:
    found = edited(MLP, swap)
    assert found.training
    assert not found.changes
    assert found.project == replace(MLP, training=expected)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        pytest.param('name="other_net"', "other_net", id="another name"),
        pytest.param('name="functional"', MLP.title, id="the name that Keras gives"),
    ],
)
def test_the_models_name_is_the_title(name: str, title: str) -> None:
    found = edited(MLP, ('name="a_first_network_for_mnist"', name))
    assert found.project == replace(MLP, title=title)


def test_what_changed_meanwhile_stays() -> None:
    source = code(MLP)
    text = source.text.replace("Dense(128", "Dense(64").replace("EPOCHS = 5", "EPOCHS = 6")
    graph = set_param(move_nodes(MLP.graph, {"dropout": (900.0, 30.0)}), "dropout", "rate", 0.4)
    now = replace(MLP, graph=graph, training=replace(MLP.training, seed=1))
    found = read_edit(now, source, text)
    assert found.project.graph == set_param(graph, "dense", "units", 64)
    assert found.project.training == replace(MLP.training, seed=1, epochs=6)


def test_frames_and_comments_stay_and_make_room() -> None:
    flat, dense = (MLP.graph.nodes[key] for key in ("flatten", "dense"))
    column = move_nodes(
        MLP.graph, {key: (0.0, 112.0 * at) for at, key in enumerate(MLP.graph.nodes)}
    )
    around = (0.0, 112.0 * 2, 168.0, 112.0 * 3 + 72)
    framed = add_note(column, frame_around(column, [around], 16, 24))
    found = edited(replace(MLP, graph=framed), (TOP, f"{TOP}\n    x = layers.ReLU()(x)"))
    graph = found.project.graph
    (key,) = found.changes.added
    (before,), (after,) = framed.notes.values(), graph.notes.values()
    assert after == replace(before, height=before.height + 112)
    assert (graph.nodes[key].x, graph.nodes[key].y) == (0.0, 112.0 * 3)
    assert graph.nodes[dense.id].y == 112.0 * 4
    assert graph.nodes[flat.id].y == 112.0 * 2


def test_an_edit_inside_a_submodel_is_described_there() -> None:
    found = edited(HALVES, ("layers.Dense(32", "layers.Dense(16"))
    encoder = named(found.project.graph, "encoder")
    assert found.changes.changed == (encoder.id,)
    assert found.changes.counts() == (0, 1, 0)
    inner = encoder.inner
    assert inner is not None
    assert names(inner, found.changes.at((encoder.id,)).changed) == ["code"]
    assert summary(found.changes) == "1 layer changed"


WAITS = "# dense: waits for a value for units"


@pytest.mark.parametrize(
    ("swap", "left"),
    [
        pytest.param(("layers.Flatten()", 'layers.Flatten(name="flat")'), Params(), id="stays"),
        pytest.param((WAITS, "layers.Dense(7),"), Params(units=7), id="is written now"),
        pytest.param((WAITS, ""), None, id="its comment goes"),
    ],
)
def test_a_layer_that_waits_for_a_value(swap: tuple[str, str], left: Params | None) -> None:
    found = edited(UNFINISHED, swap, style="sequential")
    graph, (before,) = found.project.graph, UNFINISHED.graph.incoming("dense")
    assert (graph.nodes["dense"].params if "dense" in graph.nodes else None) == left
    assert (before in graph.wires) == (left is not None)


def test_code_that_built_nothing_yet_is_completed() -> None:
    unfinished = "# The network has no input or no output yet."
    found = edited(
        UNFINISHED,
        (WAITS, "x = layers.Dense(7)(flatten)"),
        (unfinished, "return keras.Model(inputs, x)"),
    )
    assert found.changes.changed == ("dense",)
    assert found.project.graph.wires == UNFINISHED.graph.wires


def test_a_branch_ends_the_list_of_layers() -> None:
    listed = replace(MLP, sequential=True)
    branch = "y = layers.Flatten()(x)\n    x = layers.Flatten()(x)\n    x = layers.Add()([x, y])"
    found = edited(listed, (TOP, branch))
    assert not found.project.sequential
    assert edited(listed, ("Dense(128", "Dense(9")).project.sequential


def test_summaries() -> None:
    changes = Changes(("a", "b"), ("c",), ("d",))
    assert summary(changes) == "2 layers added, 1 changed, 1 removed"
    assert summary(Changes(removed=("d", "e")), training=True) == (
        "2 layers removed, training settings changed"
    )
    assert summary(changes, comments=True).endswith("own comments are not kept")
