"""Generated code does in the real Keras what the graph and its report say."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.spec import Family, LayerSpec
from netbuilder.cli.layer_table import layer_table
from netbuilder.codegen.data import data_source
from netbuilder.codegen.layer import layer_call
from netbuilder.codegen.model import Style, model_code
from netbuilder.codegen.model_names import MODEL_NAMES
from netbuilder.codegen.names import LayerNames, identifier
from netbuilder.codegen.notebook import notebook
from netbuilder.codegen.objects import arguments
from netbuilder.codegen.write import flat
from netbuilder.dataset import NO_DATA
from netbuilder.graph import Graph, Params, Port
from netbuilder.graph.edits import automatic_stem
from netbuilder.project import Project
from netbuilder.validation import NodeState, Report
from netbuilder.validation.validate import Validator
from tests.golden.projects import PROJECTS
from tests.golden.regenerate import code_of
from tests.keras.code_answers import ask
from tests.unit.drawing import chain, draw, layer

pytestmark = pytest.mark.keras

_CATALOG = load_catalog()
_BUILDABLE = [name for name in PROJECTS if name != "unfinished"]
_TRAINED = [name for name in PROJECTS if PROJECTS[name].data != NO_DATA]

_REFUSED = {"Equalization"}
_LAYERS = [spec for spec in _CATALOG.families[Family.LAYER].values() if isinstance(spec, LayerSpec)]
"""Layers that Keras 3.15 takes in no model: their symbolic result is their very input."""

_INPUTS = (
    ((12, 12, 3), "float32"),
    ((12, 4), "float32"),
    ((6,), "int32"),
    ((6, 6, 6, 2), "float32"),
    ((4, 8, 8, 2), "float32"),
    ((3, 6, 6, 6, 2), "float32"),
    ((8000,), "float32"),
    ((8000, 1), "float32"),
    ((1,), "string"),
    ((1,), "int32"),
)


@cache
def _built() -> dict[str, dict[str, Any]]:
    codes = [_model_code(PROJECTS[name].graph, PROJECTS[name].title) for name in _BUILDABLE]
    return dict(zip(_BUILDABLE, ask([{"build": [code]} for code in codes]), strict=True))


def _report(graph: Graph) -> Report:
    return Validator(_CATALOG).validate(graph)


def _model_code(graph: Graph, title: str = "", style: Style | None = None) -> str:
    return model_code(graph, _report(graph), _CATALOG, title, style).text


@pytest.mark.parametrize("name", _BUILDABLE)
def test_model_has_the_names_shapes_and_parameters_of_its_graph(name: str) -> None:
    graph, built = PROJECTS[name].graph, _built()[name]
    report = _report(graph)
    layers = {key: (shapes, params) for key, shapes, params in built["layers"]}
    expected = dict(_layers(graph, report))
    assert layers == expected
    assert len(built["layers"]) == len(expected)
    assert set(built["inputs"]) == {graph.nodes[key].name for key in report.inputs}


@pytest.mark.parametrize("name", _BUILDABLE)
def test_layer_table_is_in_the_order_of_keras(name: str) -> None:
    graph = PROJECTS[name].graph
    report = _report(graph)
    rows = layer_table(graph, report, report.api, {})
    listed = [row.name for row in rows if row.class_name != "InputLayer"]
    assert listed == [key for key, _, _ in _built()[name]["layers"]]


def _layers(
    graph: Graph, report: Report, way: str = ""
) -> Iterator[tuple[str, tuple[list[list[int | None]], int | None]]]:
    """Yield name, shapes at the first call and parameters of every layer but Inputs."""
    for key in report.order:
        node, known = graph.nodes[key], report.nodes[key]
        assert known.state is NodeState.VALID
        if node.class_name != "InputLayer" and key not in report.repeats:
            shapes = [list(tensor.shape) for tensor in known.outputs]
            yield way + node.name, (shapes, known.params)
        if node.inner is not None and known.inner is not None:
            yield from _layers(node.inner, known.inner, f"{way}{node.name}/")


@pytest.mark.parametrize("name", _BUILDABLE)
def test_model_is_called_after_its_project(name: str) -> None:
    title = identifier(PROJECTS[name].title)
    assert _built()[name]["model"] == (title or "sequential")


def _starting(spec: LayerSpec) -> Params:
    return Params(dict(spec.starting))


def _twice(spec: LayerSpec, shape: tuple[int, ...], dtype: str) -> Graph:
    """Return a network that uses a class twice, on one input each."""
    stem = automatic_stem(spec.name)
    feeds = ["input_layer"] * spec.ports.minimum
    return draw(
        layer("input_layer", "InputLayer", shape=shape, dtype=dtype),
        layer(stem, spec.name, *feeds, **_starting(spec)),
        layer(f"{stem}_1", spec.name, *feeds, **_starting(spec)),
    )


def test_a_block_of_convnext_runs_as_a_script(tmp_path: Path) -> None:
    graph = draw(
        layer("inputs", "InputLayer", shape=(8, 8, 6)),
        layer("depth", "DepthwiseConv2D", "inputs", kernel_size=7, padding="same"),
        layer("norm", "LayerNormalization", "depth", epsilon=1e-6),
        layer("wide", "Dense", "norm", units=24, activation="gelu"),
        layer("narrow", "Dense", "wide", units=6),
        layer("scale", "LayerScale", "narrow", init_values=1e-6, projection_dim=6),
        layer("add", "Add", "inputs", "scale"),
    )
    report = _report(graph)
    assert report.ok
    path = tmp_path / "block.py"
    path.write_text(code_of(Project("block", graph=graph)).text, encoding="utf-8")
    (answer,) = ask([{"run": str(path)}])
    assert "scale (LayerScale)" in answer["printed"]
    assert f"Total params: {report.total_params}" in answer["printed"]


def _counts(graph: Graph) -> dict[str, int]:
    names = LayerNames(_CATALOG)
    for node in graph.nodes.values():
        layer_call(node, _CATALOG, names)
    return dict(names.counts)


def test_keras_names_and_counts_every_class_as_we_say() -> None:
    specs = [spec for spec in _LAYERS if spec.name not in {"InputLayer", *_REFUSED}]
    graphs = [[_twice(spec, *given) for given in _INPUTS] for spec in specs]
    answers = ask([{"build": list(map(_as_functional, tried))} for tried in graphs])
    stems = {automatic_stem(name) for name in _CATALOG.layers}
    wrong: list[str] = []
    for spec, (graph, *_), answer in zip(specs, graphs, answers, strict=True):
        found = {stem: answer["named"][stem] for stem in stems & set(answer.get("named", ()))}
        names = {key for key, _, _ in answer.get("layers", ())} | {"input_layer"}
        expected = {stem: count for stem, count in _counts(graph).items() if stem in stems}
        if found != expected or names != graph.names:
            wrong.append(f"{spec.name}: {answer.get('error')} {names} {found} {expected}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("class_name", sorted(_REFUSED & set(_CATALOG.layers)))
def test_keras_still_refuses_what_we_left_out(class_name: str) -> None:
    graph = _twice(_CATALOG.layers[class_name], (12, 12, 3), "float32")
    (answer,) = ask([{"build": [_as_functional(graph)]}])
    assert "part of a cycle" in answer["error"]


def _as_functional(graph: Graph) -> str:
    """Return code for a graph whose layers may have no shape rule yet."""
    ends = tuple(Port(key) for key in graph.nodes if key != "input_layer")
    report = Report(order=tuple(graph.nodes), inputs=("input_layer",), outputs=ends)
    return model_code(graph, report, _CATALOG, "").text


def test_the_argument_without_a_name_is_the_first_of_its_class() -> None:
    leading = {}
    for family in set(Family) - {Family.OPERATION}:
        for spec in _CATALOG.families[family].values():
            required = [param.name for param in spec.params if param.required]
            parts = arguments(spec, Params(dict.fromkeys(required, 1)), _CATALOG)
            if spec.name != "InputLayer" and parts and flat(parts[0]) == "1":
                leading[f"{spec.module}.{spec.name}"] = required[0]
    answers = ask([{"first_parameter": dotted} for dotted in leading])
    assert [answer["name"] for answer in answers] == list(leading.values())
    assert leading["keras.layers.Dense"] == "units"


def _export(name: str, folder: Path, style: Style | None = None) -> Path:
    """Write a project's script for one epoch, with its data beside it, into a new folder."""
    project = PROJECTS[name]
    settings = replace(project.training, epochs=1)
    folder.mkdir()
    for file in data_source(project.data).files:
        shutil.copy(file, folder)
    script = folder / f"{name}.py"
    script.write_text(code_of(replace(project, training=settings), style).text, encoding="utf-8")
    return script


def _figures(printed: str, label: str) -> dict[str, float]:
    line = re.search(rf"^{label}: (.*)$", printed, re.MULTILINE)
    assert line, printed[-2000:]
    return {name: float(value) for name, _, value in map(_parted, line[1].split(", "))}


def _parted(figure: str) -> tuple[str, str, str]:
    return figure.partition("=")


@pytest.mark.parametrize("name", _BUILDABLE)
def test_a_class_is_saved_and_loaded(name: str) -> None:
    answer = _reloaded()[name]
    assert answer["difference"] == 0.0
    assert answer["anew"] == answer["own"]


@cache
def _reloaded() -> dict[str, dict[str, Any]]:
    codes = [_model_code(PROJECTS[name].graph, style="subclass") for name in _BUILDABLE]
    return dict(zip(_BUILDABLE, ask([{"reload": code} for code in codes]), strict=True))


def test_no_layer_can_hide_what_keras_calls_so() -> None:
    graph = chain(layer("input_layer", "InputLayer", shape=(3,)), layer("own", "Dense", units=1))
    (answer,) = ask([{"model_names": _model_code(graph, style="subclass")}])
    assert set(answer["names"]) - {"own"} <= MODEL_NAMES


def test_all_styles_and_the_notebook_give_the_same_history(tmp_path: Path) -> None:
    name = "names_embedding"
    project = replace(PROJECTS[name], training=replace(PROJECTS[name].training, epochs=1))
    styles: tuple[Style, ...] = ("sequential", "functional", "subclass")
    scripts = [_export(name, tmp_path / style, style) for style in styles]
    printed = [answer["printed"] for answer in ask([{"run": str(path)} for path in scripts])]
    book = notebook(project, _report(project.graph), _CATALOG, "subclass")
    printed.append(_run_notebook(book, tmp_path / "functional"))
    first, *others = [_figures(text, "Epoch 1") | _figures(text, "Test") for text in printed]
    assert set(first) >= {"accuracy", "loss", "val_accuracy", "val_loss"}
    assert others == [first] * 3


def _run_notebook(text: str, folder: Path) -> str:
    """Run a notebook from top to bottom in a folder; return all that it printed."""
    book = nbformat.reads(text, as_version=4)
    nbformat.validate(book)
    environment = {**os.environ, "CUDA_VISIBLE_DEVICES": "", "TF_CPP_MIN_LOG_LEVEL": "3"}
    client = NotebookClient(book, resources={"metadata": {"path": str(folder)}})
    done = client.execute(env=environment)
    outputs = (part for cell in done.cells for part in cell.get("outputs", ()))
    return "".join(part["text"] for part in outputs if part["output_type"] == "stream")


@pytest.mark.slow
def test_scripts_train_and_keep_what_came_of_it(tmp_path: Path) -> None:
    scripts = [_export(name, tmp_path / name) for name in _TRAINED]
    answers = ask([{"run": str(script)} for script in scripts])
    for script, answer in zip(scripts, answers, strict=True):
        with (script.parent / "history.csv").open(newline="") as file:
            rows = [{k: float(v) for k, v in row.items()} for row in csv.DictReader(file)]
        epochs = range(1, len(rows) + 1)  # one, or one in each of two phases
        assert rows == [
            {"epoch": epoch, **_figures(answer["printed"], f"Epoch {epoch}")} for epoch in epochs
        ]
        assert epochs
        assert (script.parent / "model.keras").is_file()
        if script.stem != "penguins":
            assert "loss" in _figures(answer["printed"], "Test")


@pytest.mark.slow
def test_script_alone_gives_the_same_figures_again(tmp_path: Path) -> None:
    scripts = [_export("mnist_mlp", tmp_path / folder) for folder in ("first", "second")]
    environment = {**os.environ, "CUDA_VISIBLE_DEVICES": "", "TF_CPP_MIN_LOG_LEVEL": "3"}
    printed = [
        subprocess.run(
            [sys.executable, script.name],
            cwd=script.parent,
            env={name: value for name, value in environment.items() if name != "PYTHONPATH"},
            capture_output=True,
            check=True,
            encoding="utf-8",
        ).stdout
        for script in scripts
    ]
    first, second = (_figures(text, "Epoch 1") for text in printed)
    assert first == second
    assert set(first) >= {"accuracy", "loss", "val_accuracy", "val_loss"}
    assert _figures(printed[0], "Test") == _figures(printed[1], "Test")
