"""A project becomes one script that stands alone."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest
from hypothesis import given, settings

from netbuilder.catalog.library import load_catalog
from netbuilder.codegen.script import script
from netbuilder.codegen.starting import Start
from netbuilder.dataset import NO_DATA, DataChoice
from netbuilder.dataset.errors import DataError
from netbuilder.graph import Config, Params
from netbuilder.project import Project
from netbuilder.training.settings import TrainingSettings
from netbuilder.validation.validate import Validator
from tests.golden.projects import PROJECTS
from tests.golden.regenerate import code_of
from tests.unit import strategies
from tests.unit.drawing import Drawn, chain, image, layer
from tests.unit.formatters import by_black, by_ruff

_PROJECT = PROJECTS["mnist_mlp"]


@pytest.mark.parametrize(
    ("training", "written"),
    [
        pytest.param(TrainingSettings(seed=7), "SEED = 7\n", id="seed"),
        pytest.param(TrainingSettings(epochs=9), "EPOCHS = 9\n", id="epochs"),
        pytest.param(TrainingSettings(batch_size=8), "BATCH_SIZE = 8\n", id="batch size"),
        pytest.param(
            TrainingSettings(loss=Config("Huber", Params(delta=2.0))),
            "loss=keras.losses.Huber(delta=2.0),",
            id="loss",
        ),
        pytest.param(
            TrainingSettings(optimizer=Config("SGD", Params(learning_rate=0.01))),
            "optimizer=keras.optimizers.SGD(),",
            id="defaults left out",
        ),
        pytest.param(
            TrainingSettings(metrics=(Config("accuracy"), Config("AUC"))),
            'metrics=["accuracy", keras.metrics.AUC()],',
            id="metrics",
        ),
        pytest.param(TrainingSettings(shuffle=False), "shuffle=False,", id="no shuffling"),
        pytest.param(TrainingSettings(validation_split=0.1), "validation_split=0.1,", id="split"),
        pytest.param(
            TrainingSettings(class_weights=True),
            "class_weight=class_weights(y_train),",
            id="class weights",
        ),
        pytest.param(
            TrainingSettings(callbacks=(Config("TensorBoard", Params(log_dir="tb")),)),
            'callbacks=[keras.callbacks.TensorBoard(log_dir="tb")],',
            id="callbacks",
        ),
        pytest.param(
            TrainingSettings(callbacks=(Config("OrbaxCheckpoint", Params(directory="all")),)),
            'callbacks=[keras.callbacks.OrbaxCheckpoint(os.path.abspath("all"))],',
            id="a path from the root on",
        ),
        pytest.param(
            TrainingSettings(callbacks=(Config("OrbaxCheckpoint", Params(directory="all")),)),
            "import csv\nimport os\n",
            id="and its import",
        ),
    ],
)
def test_training_settings(training: TrainingSettings, written: str) -> None:
    assert written in code_of(replace(_PROJECT, training=training)).text


@pytest.mark.parametrize(
    ("training", "word"),
    [
        pytest.param(TrainingSettings(metrics=()), "metrics", id="metrics"),
        pytest.param(TrainingSettings(validation_split=0.0), "validation_split", id="split"),
        pytest.param(TrainingSettings(), "callbacks", id="callbacks"),
        pytest.param(TrainingSettings(), "shuffle", id="shuffle"),
        pytest.param(TrainingSettings(), "class_weights", id="class weights"),
    ],
)
def test_what_is_not_set_is_not_written(training: TrainingSettings, word: str) -> None:
    assert word not in code_of(replace(_PROJECT, training=training)).text


def test_spans_are_those_of_the_whole_script() -> None:
    source = code_of(_PROJECT)
    lines = source.text.splitlines()
    ((first, last),) = source.spans["dropout"]
    assert first == last
    assert lines[first - 1].strip() == "layers.Dropout(0.2),  # (None, 128)"


def test_without_data_the_network_is_only_shown() -> None:
    code = code_of(replace(_PROJECT, data=NO_DATA)).text
    assert "model.summary()" in code
    assert "fit" not in code
    assert "csv" not in code


def test_a_training_that_goes_on_takes_over_weights_and_counts_on() -> None:
    project = PROJECTS["mnist_mlp"]
    catalog = load_catalog()
    report = Validator(catalog).validate(project.graph)
    text = script(project, report, catalog, start=Start(epochs_done=3)).text
    assert text == by_black(text) == by_ruff(text)
    for line in (
        "EPOCHS_DONE = 3",
        "keras.utils.set_random_seed(SEED + EPOCHS_DONE)",
        "model.optimizer.build(model.trainable_variables)",
        'model.load_weights("start.keras")',
        "initial_epoch=EPOCHS_DONE,",
        "epochs=EPOCHS_DONE + EPOCHS,",
    ):
        assert line in text
    assert "EPOCHS_DONE" not in code_of(project).text


def test_incomplete_data_are_an_error() -> None:
    with pytest.raises(DataError):
        code_of(replace(_PROJECT, data=DataChoice("csv")))


def test_data_without_a_test_part_are_not_evaluated() -> None:
    code = code_of(PROJECTS["penguins"]).text
    assert "(x_train, y_train), _ = load_data()" in code
    assert "evaluate" not in code


@pytest.mark.parametrize(
    "title",
    [
        pytest.param('"""; import os', id="quotes"),
        pytest.param("a\\", id="backslash"),
        pytest.param('ends in "', id="quote at the end"),
        pytest.param("two\nlines\x00\u2028", id="line breaks"),
        pytest.param("word " * 60, id="long"),
        pytest.param("", id="none"),
    ],
)
def test_title_stays_within_the_docstring(title: str) -> None:
    code = code_of(replace(_PROJECT, title=title)).text
    tree = ast.parse(code)
    assert ast.get_docstring(tree)
    assert {type(part) for part in tree.body[1:6]} == {ast.Import, ast.ImportFrom}
    assert by_black(code) == code
    assert by_ruff(code) == code


@given(strategies.projects)
@settings(max_examples=60)
def test_any_project_gives_a_script_that_parses(project: Project) -> None:
    code = code_of(replace(project, data=NO_DATA)).text
    assert ast.parse(code)
    assert by_black(code) == code


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        pytest.param((), ['model.get_layer("norm").adapt(x_train)'], id="right behind the Input"),
        pytest.param(
            (layer("wide", "Rescaling", scale=2.0),),
            [
                'taken = model.get_layer("norm").input',
                "before = keras.Model(keras.utils.get_source_inputs(taken), taken)",
                'model.get_layer("norm").adapt(before.predict(x_train, verbose=0))',
            ],
            id="behind another layer",
        ),
    ],
)
def test_layers_are_shown_what_comes_to_them(
    before: tuple[Drawn, ...], expected: list[str]
) -> None:
    graph = chain(image(9), *before, layer("norm", "Normalization"), layer("y", "Dense", units=3))
    project = Project(graph=graph, data=DataChoice("penguins"))
    lines = [line.strip() for line in code_of(project).text.splitlines()]
    start = lines.index(expected[0])
    assert lines[start : start + len(expected)] == expected
    assert lines[start + len(expected)].startswith("model.compile(")


def test_a_layer_with_a_state_of_its_own_is_shown_nothing() -> None:
    known = layer("norm", "Normalization", mean=(1.0,) * 9, variance=(1.0,) * 9)
    graph = chain(image(9), known, layer("y", "Dense", units=3))
    assert "adapt" not in code_of(Project(graph=graph, data=DataChoice("penguins"))).text
