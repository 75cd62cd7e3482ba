"""Whatever a hand-edited file holds for a parameter: a problem on that node, never more.

Every parameter of every placeable class is given every bad value, all in one file a class,
and the file goes through ``netbuilder check``'s own path.
"""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.spec import Kind, LayerSpec, Param
from netbuilder.cli.inputs import check, open_project
from netbuilder.graph.submodels import SUBMODEL_CLASSES
from netbuilder.project import Project
from netbuilder.project.file import project_to_json
from netbuilder.validation import NodeState, Problem, Severity
from netbuilder.validation.validate import Validator
from tests.unit.bad_values import BAD, fitting, with_value
from tests.unit.drawing import chain, image, layer

CATALOG = load_catalog()
VALIDATOR = Validator(CATALOG)
CLASSES = sorted(
    name
    for name, spec in CATALOG.layers.items()
    if name != "InputLayer" and name not in SUBMODEL_CLASSES
)

_NO_NUMBERS = (
    "not a number",
    "infinite",
    "minus infinite",
    "text",
    "no text",
    "a list of all sorts",
    "no list",
    "a nested list",
    "an object",
    "a layer",
    "an unknown layer",
)
_LISTS = ("a list of all sorts", "a nested list", "an object")
NEVER: dict[Kind, tuple[str, ...]] = {
    Kind.INT: (*_NO_NUMBERS, "true", "a fraction", "enormous"),
    Kind.FLOAT: (*_NO_NUMBERS, "true"),
    Kind.BOOL: (*_NO_NUMBERS, "negative", "zero", "huge", "a fraction"),
    Kind.SIZE: (*_LISTS, "not a number", "text", "a fraction", "enormous", "a layer", "true"),
    Kind.LAYER: (*_LISTS, "negative", "text", "true", "an unknown layer"),
    Kind.DTYPE: (*_LISTS, "text", "true", "huge", "an unknown layer"),
    Kind.OBJECT: (*_LISTS, "negative", "text", "true", "an unknown layer", "huge numbers"),
}
"""What a parameter of a kind can never be, whatever the class."""

EXCEPT = {"quantization_config", "renorm_clipping", "StringLookup.salt"}
"""Parameters of which Keras 3.15 does not look at the value at first, some of one class."""

REFUSED = {"Equalization"}
"""Classes that Keras 3.15 lets into no model, whatever their parameters."""


def whole_file(spec: LayerSpec) -> tuple[dict[str, Any], dict[str, tuple[Param, str]]]:
    """Return a project with a node for each parameter and bad value, and what each node has."""
    document = project_to_json(Project(graph=fitting(spec, VALIDATOR)), Path())
    graph: Any = json.loads(json.dumps(document["graph"]))
    good = next(node for node in graph["nodes"] if node["id"] == "a")
    wires = [wire for wire in graph["wires"] if wire[2] == "a"]
    tried: dict[str, tuple[Param, str]] = {}
    for param in spec.params:
        for kind, value in BAD.items():
            key = f"a{len(tried)}"
            params = {**good["params"], param.name: value}
            graph["nodes"].append({**good, "id": key, "name": key, "params": params})
            graph["wires"] += [[source, port, key, at] for source, port, _, at in wires]
            tried[key] = (param, kind)
    return {**document, "graph": graph}, tried


def _of_layer(problem: Problem) -> bool:
    """Tell whether a problem is one of the network, and not of its data and training."""
    return problem.code.startswith(("graph.", "keras.", "param.", "shape."))


@pytest.mark.parametrize("name", CLASSES)
def test_bad_values_are_problems_on_their_node(name: str, tmp_path: Path) -> None:
    document, tried = whole_file(CATALOG.layers[name])
    file = tmp_path / "bad.netbuilder"
    file.write_text(json.dumps(document), encoding="utf-8")
    checked = check(str(file), open_project(str(file)))
    errors = [p for p in checked.report.problems if p.severity is Severity.ERROR and _of_layer(p)]
    at_fault = {problem.node: problem for problem in errors}
    if name not in REFUSED:
        assert at_fault.keys() <= tried.keys(), "problems stay on their node"
    accepted = [
        f"{param.name}: {kind}"
        for key, (param, kind) in tried.items()
        if key not in at_fault and kind in NEVER.get(param.kind, ())
        if EXCEPT.isdisjoint((param.name, f"{name}.{param.name}"))
    ]
    assert not accepted
    for key, known in checked.report.nodes.items():
        assert known.state is not NodeState.ERROR or key in at_fault, tried.get(key)


@pytest.mark.parametrize("name", CLASSES)
def test_huge_values_cost_no_memory(name: str) -> None:
    spec = CATALOG.layers[name]
    graph = fitting(spec, VALIDATOR)
    values = [
        (param.name, BAD[kind])
        for param in spec.params
        if param.kind in (Kind.INT, Kind.SIZE, Kind.SHAPE, Kind.NUMBERS, Kind.JSON)
        for kind in ("huge", "huge numbers")
    ]
    for parameter, value in values:
        bad = with_value(graph, parameter, value)
        tracemalloc.start()
        try:
            VALIDATOR.validate(bad)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < 1_000_000, (parameter, value)


def test_a_dense_of_a_million_million_units_is_counted() -> None:
    graph = with_value(chain(image(8), layer("a", "Dense", units=2)), "units", 10**12)
    tracemalloc.start()
    try:
        report = Validator(CATALOG).validate(graph)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert report.ok
    assert report.nodes["a"].outputs[0].shape[-1] == 10**12
    assert report.total_params == 9 * 10**12
    assert peak < 1_000_000
