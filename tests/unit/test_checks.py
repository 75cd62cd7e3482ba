"""What the teaching checks say of whole projects, and that every fix they offer works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.checks import callbacks, check_project
from netbuilder.checks.fixes import mended
from netbuilder.dataset import DataChoice, Profile, TensorProfile
from netbuilder.graph import Config, Graph, Params, Value
from netbuilder.project import Project
from netbuilder.training.settings import ACCURACY, DEFAULT_OPTIMIZER, TrainingSettings
from netbuilder.validation import Problem, Report, Severity
from netbuilder.validation.validate import Validator
from tests.unit.drawing import Drawn, chain, draw, image, layer

VALIDATOR = Validator(load_catalog())

PIXELS = TensorProfile((28, 28, 1), "uint8", 0, 255, 33, 78)
UNIT_PIXELS = TensorProfile((28, 28, 1), "float32", 0, 1, 0.13, 0.3)
TABLE = TensorProfile((6,), "float32", -3, 3, 0, 1)
STEPS = TensorProfile((24, 1), "float32", -2, 3, 0, 1)
TOKENS = TensorProfile((20,), "int64", 0, 60, 12, 11)

DIGITS = Profile(
    5000, 0, PIXELS, TensorProfile((), "int64", 0, 9, 4.5, 2.9), "classes", class_counts=(500,) * 10
)
COLUMNS = replace(DIGITS, y=TensorProfile((10,), "float32", 0, 1, 0.1, 0.3), target="one-hot")
ILL = Profile(
    400, 0, TABLE, TensorProfile((), "int64", 0, 1, 0.4, 0.5), "binary", class_counts=(240, 160)
)
SPECIES = Profile(
    300, 0, TABLE, TensorProfile((), "int64", 0, 2, 1, 0.8), "classes", class_counts=(99, 99, 102)
)
PRICES = Profile(400, 0, TABLE, TensorProfile((), "float64", 5, 108, 50, 20), "number")
SUNSPOTS = Profile(3000, 0, STEPS, TensorProfile((1,), "float32", -2, 3, 0, 1), "number")
NAMES = Profile(
    900, 0, TOKENS, TensorProfile((), "int64", 0, 7, 3, 2), "classes", class_counts=(100,) * 8
)
COPIES = Profile(5000, 0, UNIT_PIXELS, UNIT_PIXELS, "same as input")

SPARSE = Config("SparseCategoricalCrossentropy")
CATEGORICAL = Config("CategoricalCrossentropy")
BINARY = Config("BinaryCrossentropy")
SQUARES = Config("MeanSquaredError")
MAE = (Config("MeanAbsoluteError"),)

SCALE = layer("scale", "Rescaling", scale=1 / 255)
LOOK = layer("look", "Conv2D", filters=8, kernel_size=3, activation="relu")
SHRINK = layer("shrink", "MaxPooling2D")
FLAT = layer("flat", "Flatten")


def scores(units: int, activation: Value = "softmax") -> Drawn:
    return layer("scores", "Dense", units=units, activation=activation)


CNN = chain(image(28, 28, 1), SCALE, LOOK, SHRINK, FLAT, scores(10))
EXACT = chain(
    image(28, 28, 1),
    SCALE,
    FLAT,
    layer("scores", "Dense", units=10, activation="softmax", dtype="float32"),
)
FROZEN = chain(
    image(28, 28, 1),
    SCALE,
    layer("look", "Conv2D", filters=2, kernel_size=3, trainable=False),
    FLAT,
    scores(10),
)
LOGISTIC = chain(image(6), scores(1, "sigmoid"))


def named_data(**inputs: Value) -> DataChoice:
    """Return data that feed several inputs by their names."""
    return DataChoice("penguins", None, Params(inputs=Params(inputs)))


def project(
    graph: Graph,
    loss: Config = SPARSE,
    metrics: Sequence[Config] = (ACCURACY,),
    optimizer: Config = DEFAULT_OPTIMIZER,
    callbacks: Sequence[Config] = (),
    epochs: int = 5,
    validation_split: float = 0.2,
    class_weights: bool = False,
) -> Project:
    training = TrainingSettings(
        loss=loss,
        optimizer=optimizer,
        metrics=tuple(metrics),
        callbacks=tuple(callbacks),
        epochs=epochs,
        validation_split=validation_split,
        class_weights=class_weights,
    )
    return Project(graph=graph, data=DataChoice("mnist_5k"), training=training)


def trained(checked: Project, **settings: Any) -> Project:
    """Return a project that is trained otherwise."""
    return replace(checked, training=replace(checked.training, **settings))


def check(checked: Project, profile: Profile | None) -> Report:
    return check_project(checked, VALIDATOR.validate(checked.graph), profile)


RIGHT: dict[str, tuple[Project, Profile | None]] = {
    "digits by convolution": (project(CNN), DIGITS),
    "the same without data yet": (project(CNN), None),
    "softmax as a layer": (
        project(chain(image(28, 28, 1), SCALE, FLAT, scores(10, None), layer("share", "Softmax"))),
        DIGITS,
    ),
    "scores for a loss from logits": (
        project(
            chain(image(28, 28, 1), SCALE, FLAT, scores(10, None)),
            Config("SparseCategoricalCrossentropy", Params(from_logits=True)),
        ),
        DIGITS,
    ),
    "columns": (project(CNN, CATEGORICAL), COLUMNS),
    "normalization behind the input": (
        project(chain(image(28, 28, 1), layer("norm", "Normalization"), FLAT, scores(10))),
        DIGITS,
    ),
    "batch normalization first": (
        project(chain(image(28, 28, 1), layer("norm", "BatchNormalization"), FLAT, scores(10))),
        DIGITS,
    ),
    "input without the channel axis": (
        project(chain(image(28, 28), SCALE, FLAT, scores(10))),
        DIGITS,
    ),
    "prices": (project(chain(image(6), scores(1, None)), SQUARES, MAE), PRICES),
    "prices, a column of them": (
        project(chain(image(6), scores(1, None)), SQUARES, MAE),
        replace(PRICES, y=replace(PRICES.y, shape=(1,))),
    ),
    "prices are never negative": (
        project(chain(image(6), scores(1, "relu")), SQUARES, MAE),
        PRICES,
    ),
    "ill or well": (project(LOGISTIC, BINARY), ILL),
    "ill or well by two numbers": (project(chain(image(6), scores(2))), ILL),
    "species": (project(chain(image(6), scores(3))), SPECIES),
    "sunspots": (
        project(chain(image(24, 1), layer("read", "LSTM", units=8), scores(1, None)), SQUARES, MAE),
        SUNSPOTS,
    ),
    "names": (
        project(
            chain(
                image(20),
                layer("letters", "Embedding", input_dim=61, output_dim=8),
                layer("read", "GRU", units=16),
                scores(8),
            )
        ),
        NAMES,
    ),
    "autoencoder": (
        project(
            chain(
                image(28, 28, 1),
                FLAT,
                layer("code", "Dense", units=16, activation="relu"),
                layer("pixels", "Dense", units=784, activation="sigmoid"),
                layer("picture", "Reshape", target_shape=(28, 28, 1)),
            ),
            BINARY,
            MAE,
        ),
        COPIES,
    ),
    "autoencoder by convolution": (
        project(
            chain(
                image(28, 28, 1),
                layer("look", "Conv2D", filters=8, kernel_size=3, strides=2, padding="same"),
                layer(
                    "draw",
                    "Conv2DTranspose",
                    filters=1,
                    kernel_size=3,
                    strides=2,
                    padding="same",
                    activation="sigmoid",
                ),
            ),
            SQUARES,
            MAE,
        ),
        COPIES,
    ),
    "callbacks that see": (
        project(
            CNN,
            callbacks=(
                Config("EarlyStopping", Params(patience=3)),
                Config("ReduceLROnPlateau", Params(monitor="loss")),
                Config(
                    "ModelCheckpoint",
                    Params(filepath="a.keras", monitor="val_accuracy", save_best_only=True),
                ),
                Config("TerminateOnNaN"),
            ),
        ),
        DIGITS,
    ),
    "a schedule for the learning rate": (
        project(
            CNN,
            optimizer=Config(
                "Adam",
                Params(learning_rate=Config("CosineDecay", Params(initial_learning_rate=0.1))),
            ),
        ),
        DIGITS,
    ),
    "short names": (
        project(LOGISTIC, Config("binary_crossentropy"), optimizer=Config("adam")),
        ILL,
    ),
}


@pytest.mark.parametrize(("checked", "profile"), RIGHT.values(), ids=RIGHT.keys())
def test_right_projects_have_no_problem(checked: Project, profile: Profile | None) -> None:
    assert check(checked, profile).problems == ()


ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

WRONG: dict[str, tuple[Project, Profile | None, str, str | None, Severity, int]] = {
    # name: project, profile, code, node, severity, number of fixes
    "input of another size": (
        project(chain(image(32, 32, 1), SCALE, FLAT, scores(10))),
        DIGITS,
        "data.input_shape",
        "x",
        ERROR,
        1,
    ),
    "rows counted in the input": (
        project(chain(image(5000, 6), FLAT, scores(3))),
        SPECIES,
        "data.input_shape",
        "x",
        ERROR,
        1,
    ),
    "no input": (
        project(chain(FLAT, scores(3))),
        SPECIES,
        "graph.no_input",
        None,
        ERROR,
        1,
    ),
    "two inputs": (
        project(
            draw(
                image(6),
                layer("y", "InputLayer", shape=(6,)),
                layer("both", "Concatenate", "x", "y"),
                replace(scores(3), feeds=("both",)),
            )
        ),
        SPECIES,
        "data.inputs",
        "y",
        ERROR,
        0,
    ),
    "raw pixels": (
        project(chain(image(28, 28, 1), FLAT, scores(10))),
        DIGITS,
        "data.unscaled",
        "x",
        WARNING,
        1,
    ),
    "raw table": (
        project(chain(image(6), scores(3))),
        replace(SPECIES, x=TensorProfile((6,), "float32", 13, 6300, 1000, 1600)),
        "data.unscaled",
        "x",
        WARNING,
        1,
    ),
    "scaled twice": (
        project(CNN),
        replace(DIGITS, x=UNIT_PIXELS),
        "data.scaled_twice",
        "scale",
        WARNING,
        1,
    ),
    "empty cells": (
        project(chain(image(6), scores(3))),
        replace(SPECIES, x=replace(TABLE, missing=7)),
        "data.missing_values",
        None,
        ERROR,
        0,
    ),
    "no data": (
        replace(project(CNN), data=DataChoice()),
        None,
        "data.none",
        None,
        INFO,
        0,
    ),
    "picture left in the answer": (
        project(chain(image(28, 28, 1), SCALE, LOOK, scores(10))),
        DIGITS,
        "output.rank",
        "scores",
        ERROR,
        2,
    ),
    "every step answers": (
        project(
            chain(
                image(24, 1),
                layer("read", "LSTM", units=8, return_sequences=True),
                scores(1, None),
            ),
            SQUARES,
            MAE,
        ),
        SUNSPOTS,
        "output.rank",
        "scores",
        ERROR,
        3,
    ),
    "too few units": (
        project(chain(image(6), scores(2))),
        SPECIES,
        "output.units",
        "scores",
        ERROR,
        1,
    ),
    "spare units": (
        project(chain(image(6), scores(5))),
        SPECIES,
        "output.units",
        "scores",
        INFO,
        1,
    ),
    "columns of another number": (
        project(chain(image(28, 28, 1), SCALE, FLAT, scores(9)), CATEGORICAL),
        COLUMNS,
        "output.units",
        "scores",
        ERROR,
        1,
    ),
    "three prices at once": (
        project(chain(image(6), scores(3, None)), SQUARES, MAE),
        PRICES,
        "output.units",
        "scores",
        ERROR,
        1,
    ),
    "a larger picture than asked": (
        project(
            chain(
                image(28, 28, 1),
                layer("pad", "ZeroPadding2D", padding=2),
                layer("draw", "Conv2D", filters=1, kernel_size=1, activation="sigmoid"),
            ),
            BINARY,
            MAE,
        ),
        COPIES,
        "output.size",
        "draw",
        ERROR,
        1,
    ),
    "softmax of one": (
        project(chain(image(6), scores(1)), BINARY),
        ILL,
        "output.softmax_of_one",
        "scores",
        ERROR,
        1,
    ),
    "prices through a sigmoid": (
        project(chain(image(6), scores(1, "sigmoid")), SQUARES, MAE),
        PRICES,
        "output.range",
        "scores",
        ERROR,
        1,
    ),
    "erased answers": (
        project(chain(image(6), scores(3), layer("drop", "Dropout", rate=0.5))),
        SPECIES,
        "output.dropout",
        "drop",
        ERROR,
        1,
    ),
    "columns wanted": (
        project(CNN, CATEGORICAL),
        DIGITS,
        "loss.labels_are_numbers",
        None,
        ERROR,
        2,
    ),
    "numbers wanted": (project(CNN), COLUMNS, "loss.labels_are_columns", None, ERROR, 2),
    "prices as classes": (
        project(chain(image(6), scores(1, "sigmoid")), BINARY, MAE),
        PRICES,
        "loss.classes_for_numbers",
        None,
        ERROR,
        1,
    ),
    "class numbers as quantities": (
        project(CNN, SQUARES),
        DIGITS,
        "loss.one_number_for_many",
        None,
        ERROR,
        1,
    ),
    "columns as yes or no": (
        project(CNN, BINARY),
        COLUMNS,
        "loss.binary_for_classes",
        None,
        ERROR,
        1,
    ),
    "squares of columns": (
        project(CNN, SQUARES),
        COLUMNS,
        "loss.distance_for_classes",
        None,
        WARNING,
        1,
    ),
    "squares of yes or no": (
        project(LOGISTIC, SQUARES),
        ILL,
        "loss.distance_for_classes",
        None,
        INFO,
        1,
    ),
    "raw scores": (
        project(chain(image(6), scores(3, None))),
        SPECIES,
        "loss.needs_probabilities",
        "scores",
        ERROR,
        2,
    ),
    "raw scores from a layer": (
        project(chain(image(6), scores(3, None), layer("cut", "ReLU"))),
        SPECIES,
        "loss.needs_probabilities",
        "cut",
        ERROR,
        2,
    ),
    "raw score for yes or no": (
        project(chain(image(6), scores(1, None)), BINARY),
        ILL,
        "loss.needs_probabilities",
        "scores",
        ERROR,
        2,
    ),
    "yes or no for each class": (
        project(chain(image(6), scores(3, "sigmoid"))),
        SPECIES,
        "loss.sigmoid_for_classes",
        "scores",
        WARNING,
        1,
    ),
    "softmax twice": (
        project(CNN, Config("SparseCategoricalCrossentropy", Params(from_logits=True))),
        DIGITS,
        "loss.probability_twice",
        "scores",
        ERROR,
        2,
    ),
    "softmax twice, once as a layer": (
        project(
            chain(image(6), scores(3, None), layer("share", "Softmax")),
            Config("SparseCategoricalCrossentropy", Params(from_logits=True)),
        ),
        SPECIES,
        "loss.probability_twice",
        "share",
        ERROR,
        2,
    ),
    "accuracy of prices": (
        project(chain(image(6), scores(1, None)), SQUARES),
        PRICES,
        "metric.accuracy_of_numbers",
        None,
        WARNING,
        1,
    ),
    "unknown loss": (
        project(CNN, Config("Magic")),
        DIGITS,
        "training.unknown_loss",
        None,
        ERROR,
        0,
    ),
    "unknown optimizer": (
        project(CNN, optimizer=Config("Magic")),
        DIGITS,
        "training.unknown_optimizer",
        None,
        ERROR,
        1,
    ),
    "no epochs": (project(CNN, epochs=0), DIGITS, "training.epochs", None, ERROR, 1),
    "all held back": (
        project(CNN, validation_split=1.0),
        DIGITS,
        "training.validation_split",
        None,
        ERROR,
        1,
    ),
    "steps far too large": (
        project(CNN, optimizer=Config("Adam", Params(learning_rate=0.1))),
        DIGITS,
        "training.learning_rate",
        None,
        WARNING,
        1,
    ),
    "uphill": (
        project(CNN, optimizer=Config("SGD", Params(learning_rate=-0.1))),
        DIGITS,
        "training.learning_rate",
        None,
        ERROR,
        1,
    ),
    "gradients cut to nothing": (
        project(CNN, optimizer=Config("SGD", Params(clipnorm=0.0))),
        DIGITS,
        "training.clipping",
        None,
        ERROR,
        1,
    ),
    "watching what is not held back": (
        project(CNN, callbacks=(Config("EarlyStopping"),), validation_split=0.0),
        DIGITS,
        "callback.monitor",
        None,
        WARNING,
        2,
    ),
    "watching an old name": (
        project(CNN, callbacks=(Config("EarlyStopping", Params(monitor="val_acc")),)),
        DIGITS,
        "callback.monitor",
        None,
        WARNING,
        1,
    ),
    "watching the wrong way": (
        project(
            CNN,
            callbacks=(Config("EarlyStopping", Params(monitor="val_accuracy", mode="min")),),
        ),
        DIGITS,
        "callback.mode",
        None,
        WARNING,
        1,
    ),
    "texts for an input of numbers": (
        project(chain(image(), layer("words", "Identity"))),
        replace(SPECIES, x=TensorProfile((), "string")),
        "data.input_dtype",
        "x",
        ERROR,
        1,
    ),
    "weights of no classes": (
        project(
            chain(image(6), scores(1, "linear")), loss=SQUARES, metrics=MAE, class_weights=True
        ),
        PRICES,
        "training.class_weights",
        None,
        WARNING,
        1,
    ),
    "normalization that sees no data": (
        replace(
            project(
                draw(
                    image(6),
                    layer("other", "InputLayer", shape=(6,)),
                    layer("both", "Add", "x", "other"),
                    layer("norm", "Normalization", "both"),
                    layer("scores", "Dense", "norm", units=3, activation="softmax"),
                )
            ),
            data=named_data(x=("bill_length_mm",), other=("bill_depth_mm",)),
        ),
        None,
        "layer.not_adapted",
        "norm",
        WARNING,
        0,
    ),
    "a metric of rows for single numbers": (
        project(LOGISTIC, loss=BINARY, metrics=(BINARY,)),
        ILL,
        "metric.form",
        None,
        ERROR,
        1,
    ),
    "a metric of numbers for rows": (
        project(chain(image(6), scores(3)), metrics=(Config("Precision"),)),
        SPECIES,
        "metric.form",
        None,
        ERROR,
        2,
    ),
    "a metric that has a sparse sister": (
        project(chain(image(6), scores(3)), metrics=(CATEGORICAL,)),
        SPECIES,
        "metric.form",
        None,
        ERROR,
        3,
    ),
    "a sparse metric for columns": (
        project(CNN, loss=CATEGORICAL, metrics=(SPARSE,)),
        COLUMNS,
        "metric.form",
        None,
        ERROR,
        2,
    ),
    "a second phase that sets nothing free": (
        trained(project(CNN), tuning_epochs=2),
        DIGITS,
        "training.nothing_frozen",
        None,
        WARNING,
        1,
    ),
    "a second phase from nowhere": (
        trained(project(FROZEN), tuning_epochs=2, tuning_from="gone"),
        DIGITS,
        "training.tuning_from",
        None,
        ERROR,
        2,
    ),
    "half the bits": (
        trained(project(EXACT), precision="mixed_bfloat16"),
        DIGITS,
        "training.precision",
        None,
        INFO,
        1,
    ),
    "a schedule without its function": (
        project(CNN, callbacks=(Config("LearningRateScheduler"),)),
        DIGITS,
        "callback.argument",
        None,
        ERROR,
        1,
    ),
    "a function that is not there": (
        project(CNN, callbacks=(Config("LambdaCallback", Params(on_epoch_end=Config("gone"))),)),
        DIGITS,
        "callback.argument",
        None,
        ERROR,
        1,
    ),
    "a huge layer": (
        project(
            chain(image(300, 300, 1), FLAT, layer("wide", "Dense", units=1000), scores(3)),
        ),
        None,
        "layer.huge",
        "wide",
        WARNING,
        1,
    ),
}


def serious(report: Report) -> set[tuple[str, str | None]]:
    return {(p.code, p.node) for p in report.problems if p.severity is Severity.ERROR}


def found(report: Report, code: str, node: str | None) -> Problem:
    return next(p for p in report.problems if (p.code, p.node) == (code, node))


@pytest.mark.parametrize(
    ("checked", "profile", "code", "node", "severity", "fixes"), WRONG.values(), ids=WRONG.keys()
)
def test_wrong_projects_have_one_problem_with_fixes_that_work(
    checked: Project,
    profile: Profile | None,
    code: str,
    node: str | None,
    severity: Severity,
    fixes: int,
) -> None:
    report = check(checked, profile)
    assert [(p.code, p.node, p.severity) for p in report.problems] == [(code, node, severity)]
    problem = found(report, code, node)
    assert problem.message.endswith(".")
    assert len(problem.fixes) == fixes
    for fix in problem.fixes:
        better = mended(checked, fix)
        if better.data != checked.data:
            continue  # its data are to be measured anew; see the next test
        after = check(better, profile)
        assert (code, node) not in {(p.code, p.node) for p in after.problems}, fix.title
        assert serious(after) == set(), fix.title


@pytest.mark.parametrize(
    ("params", "instead"),
    [
        pytest.param(
            Params(directory="here", save_best_only=True, max_to_keep=3),
            Params(filepath="last.keras", save_best_only=True),
            id="the best",
        ),
        pytest.param(
            Params(directory="here", save_weights_only=True),
            Params(filepath="last.weights.h5", save_weights_only=True),
            id="weights alone",
        ),
    ],
)
def test_a_package_that_is_not_there_is_told_with_what_does_without(
    params: Params, instead: Params, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = project(CNN, callbacks=(Config("OrbaxCheckpoint", params),))
    monkeypatch.setattr(callbacks, "is_installed", lambda _package: False)
    problem = found(check(checked, DIGITS), "callback.package", None)
    assert "netbuilder[orbax]" in problem.why
    better = mended(checked, problem.fixes[0])
    assert better.training.callbacks == (Config("ModelCheckpoint", instead),)
    assert check(better, DIGITS).problems == ()
    monkeypatch.setattr(callbacks, "is_installed", lambda package: package == "orbax-checkpoint")
    assert check(checked, DIGITS).problems == ()


def test_answers_in_half_the_bits_are_told() -> None:
    checked = trained(project(CNN), precision="mixed_float16")
    problem = found(check(checked, DIGITS), "training.half_answers", "scores")
    after = check(mended(checked, problem.fixes[0]), DIGITS)
    assert [one.code for one in after.problems] == ["training.precision"]


@pytest.mark.parametrize(
    ("case", "labels"),
    [("columns wanted", "one-hot"), ("numbers wanted", "numbers")],
    ids=["columns", "numbers"],
)
def test_a_fix_may_choose_an_option_of_the_data(case: str, labels: str) -> None:
    checked, profile, code, node, *_ = WRONG[case]
    fix = found(check(checked, profile), code, node).fixes[1]
    assert mended(checked, fix).data.options["labels"] == labels


def test_problems_of_validation_and_checks_stand_together_worst_first() -> None:
    graph = chain(image(28, 28, 1), FLAT, scores(9), layer("apart", "Dense", units=-1))
    report = check(project(graph), DIGITS)
    assert [problem.severity for problem in report.problems] == sorted(
        (problem.severity for problem in report.problems), key=[ERROR, WARNING, INFO].index
    )
    assert {problem.code for problem in report.problems} >= {"param.units", "data.unscaled"}


def test_the_input_that_is_added_has_the_shape_of_the_data() -> None:
    graph = chain(FLAT, scores(3))
    report = check(project(graph), SPECIES)
    added = report.problems[0].fixes[0].edit(graph)
    shapes = [n.params["shape"] for n in added.nodes.values() if n.class_name == "InputLayer"]
    assert shapes == [(6,)]
