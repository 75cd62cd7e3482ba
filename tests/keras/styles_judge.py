"""Writes networks in every style, builds each in the real Keras, and tells what came of it.

Run as ``python -m tests.keras.styles_judge KIND [ARGUMENT ...]``, where KIND is

- ``examples``: the shipped examples and the golden projects;
- ``applications NAME ...``: networks of ``keras.applications``, at a small input;
- ``random SEED FIRST COUNT``: networks of :mod:`tests.keras.fuzz` that are valid.

Each line of the answer is ``{"name", "params", "styles": {style: {"layers": [[way, shapes,
params], ...], "params", "difference", "start"}}, "half", "lost", "real"}``, where ``start`` is the
largest difference of the first weights, with the same seed, ``half`` says whether numbers of 16
bits are calculated, ``lost`` what of the network is otherwise once its code was read, and ``real``
the shapes that layers give by ``[way, shapes]`` where styles announce others; or with
``"error"`` and ``"stage"``: ``build`` or ``reference`` (Keras itself cannot build or run the
functional style), ``style``.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # the environment above has to be set before

from netbuilder.codegen.model import STYLES, hindrance, model_code
from netbuilder.graph import Graph
from netbuilder.importing import ConfigError, read_config
from netbuilder.project import Project
from netbuilder.project.custom import catalog_of
from netbuilder.project.examples import examples
from netbuilder.project.file import read_project
from netbuilder.worker.equivalence import (
    Built,
    build,
    copy_weights,
    largest_difference,
    outputs,
    reference_outputs,
)
from tests.golden.projects import PROJECTS
from tests.keras.fuzz.judging import judge
from tests.keras.fuzz.keras_side import random_config
from tests.unit.round_trip import judged as validated
from tests.unit.round_trip import lost_of

_SMALLEST = {"InceptionV3": 75, "InceptionResNetV2": 75, "Xception": 71}
_SMALL = 32


def main(kind: str, *arguments: str) -> None:
    """Write one line for each network."""
    warnings.simplefilter("ignore")
    for name, project in _projects(kind, arguments):
        sys.stdout.write(json.dumps({"name": name, **judged(project)}) + "\n")
        sys.stdout.flush()


def _projects(kind: str, arguments: tuple[str, ...]) -> Iterator[tuple[str, Project]]:
    match kind:
        case "examples":
            yield from PROJECTS.items()
            for part in examples():
                yield f"example {part.name}", read_project(part.path)
        case "applications":
            yield from ((name, Project(graph=_application(name))) for name in arguments)
        case "random":
            seed, first, count = map(int, arguments)
            for name, graph in _random_graphs(seed, range(first, first + count)):
                yield name, Project(graph=graph)
        case _:
            raise ValueError(f"no such kind: {kind}")


def _application(name: str) -> Graph:
    keras.backend.clear_session()
    size = _SMALLEST.get(name, _SMALL)
    with keras.StatelessScope(initialize_variables=False):
        make = getattr(keras.applications, name)
        config = json.loads(make(weights=None, input_shape=(size, size, 3), classes=10).to_json())
    return read_config(config)


def _random_graphs(seed: int, indices: range) -> Iterator[tuple[str, Graph]]:
    for index in indices:
        config = random_config(f"{seed}:{index}")
        keras.backend.clear_session(free_memory=False)
        if "layers" in judge(config):
            try:
                yield f"{seed}:{index}", read_config(config)
            except ConfigError:
                continue


def judged(project: Project) -> dict[str, Any]:
    """Return what each style of a project's network gives."""
    catalog, graph, report = catalog_of(project), project.graph, validated(project)
    if not report.ok:
        return {"styles": {}}
    if any(problem.code == "keras.lost_layer" for problem in report.problems):
        return {"error": "Keras leaves a layer out of the functional style", "stage": "build"}
    ordered = sorted(STYLES, key=lambda style: style != "functional")
    codes = {
        style: model_code(graph, report, catalog, "", style).text
        for style in ordered
        if not hindrance(style, report)
    }
    stage = "build"
    try:
        first = build("functional", codes["functional"])
        stage = "reference"
        described = {"functional": _described(first, 0.0, 0.0)}
        batch, expected = reference_outputs(first)
        stage = "style"
        for style, code in codes.items():
            if style != "functional":
                built = build(style, code)
                start = largest_difference(_weights(first), _weights(built))
                copy_weights(first, built)
                difference = largest_difference(expected, outputs(built, batch))
                described[style] = _described(built, difference, start)
    except Exception as error:  # whatever Keras raises is its way to refuse
        return {"error": f"{type(error).__name__}: {error}"[:800], "stage": stage, "styles": {}}
    half = _calculates_halves(first)
    lost = lost_of(project)
    announced = [described[style]["layers"] for style in described]
    real = _real_shapes(first, batch) if any(row != announced[0] for row in announced) else []
    return {
        "params": report.total_params,
        "styles": described,
        "half": half,
        "lost": lost,
        "real": real,
    }


def _calculates_halves(built: Built) -> bool:
    """Tell whether a layer gives numbers of 16 bits, which fused functions round otherwise."""
    nodes = [node for layer in built.layers.values() for node in layer._inbound_nodes]
    given = keras.tree.flatten([built.model.outputs, *(node.outputs for node in nodes)])
    return any(tensor.dtype in ("float16", "bfloat16") for tensor in given)


def _real_shapes(built: Built, batch: Sequence[Any]) -> list[list[Any]]:
    """Return what the layers of the model itself give for a batch, outside training."""
    ways = [way for way, layer in built.layers.items() if layer in built.model.layers]
    tensors = [built.layers[way]._inbound_nodes[0].outputs for way in ways]
    ends = dict(zip(ways, tensors, strict=True))  # a list of one would be taken for that one
    given = keras.Model(built.model.inputs, ends)(list(batch), training=False)
    return [
        [way, [[None, *tensor.shape[1:]] for tensor in keras.tree.flatten(given[way])]]
        for way in ways
    ]


def _weights(built: Built) -> list[Any]:
    """Return all weights, in an order that does not depend on the style."""
    return [weight for way in sorted(built.layers) for weight in _own_weights(built.layers[way])]


def _own_weights(layer: Any) -> list[Any]:
    return [] if isinstance(layer, keras.Model) else layer.get_weights()


def _described(built: Built, difference: float, start: float) -> dict[str, Any]:
    layers = [[way, _shapes(layer), layer.count_params()] for way, layer in built.layers.items()]
    return {
        "layers": sorted(layers),
        "params": built.model.count_params(),
        "difference": difference,
        "start": start,
    }


def _shapes(layer: Any) -> list[list[int | None]]:
    """Return what a layer gave at its first call."""
    nodes = layer._inbound_nodes
    return [list(tensor.shape) for tensor in keras.tree.flatten(nodes[0].outputs)] if nodes else []


if __name__ == "__main__":
    main(*sys.argv[1:])
