"""Edits of generated code: what they change in the network, and what they leave alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.codegen import Source
from netbuilder.codegen.model import STYLES, Style, hindrance
from netbuilder.codegen.product import Form, product
from netbuilder.graph import Graph, Node
from netbuilder.importing.merging import Edited, read_edit
from netbuilder.project import Project
from netbuilder.project.examples import examples
from netbuilder.project.file import read_project
from netbuilder.validation import Report
from netbuilder.validation.validate import Validator
from tests.golden.projects import PROJECTS

FORMS: Sequence[Form] = ("script", "model")
MLP, BRANCHES, SIAMESE = (PROJECTS[name] for name in ("mnist_mlp", "two_branches", "siamese"))
HALVES, UNFINISHED = PROJECTS["two_halves"], PROJECTS["unfinished"]


def code(project: Project, style: Style = "functional", form: Form = "script") -> Source:
    return product(project, report(project.graph), load_catalog(), form, style).source


_VALIDATOR = Validator(load_catalog())


def report(graph: Graph) -> Report:
    return _VALIDATOR.validate(graph)


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
        if not hindrance(style, report(project.graph)) and name != "unfinished"
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
