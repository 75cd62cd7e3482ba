"""How typed letters fit titles, and what a search in a network finds."""

from __future__ import annotations

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.graph import Graph
from netbuilder.graph.submodels import SUBMODEL_CLASSES
from netbuilder.project.examples import examples
from netbuilder.project.file import read_project
from netbuilder.ui.finding import Place, find, place_of
from netbuilder.ui.fuzzy import fit
from netbuilder.validation import Problem, Severity
from netbuilder.validation.submodels import fold_part
from netbuilder.validation.validate import Validator
from tests.unit.drawing import chain, image, layer

TITLES = ("Zoom in", "Zoom out", "Zoom to selection", "Select all", "Save as", "Open the submodel")


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        pytest.param("zts", "Zoom to selection", id="first letters"),
        pytest.param("ZO OUT", "Zoom out", id="blanks and capitals"),
        pytest.param("sav", "Save as", id="one after another"),
        pytest.param("sall", "Select all", id="start of words"),
        pytest.param("submod", "Open the submodel", id="inside"),
    ],
)
def test_the_best_title_for_what_is_typed(typed: str, best: str) -> None:
    fits = {title: score for title in TITLES if (score := fit(typed, title)) is not None}
    assert max(fits, key=lambda title: fits[title]) == best


@pytest.mark.parametrize(
    ("typed", "title", "fits"),
    [
        ("", "Zoom in", True),
        ("x", "Zoom in", False),
        ("niz", "Zoom in", False),
        ("zoom inn", "Zoom in", False),
    ],
    ids=["nothing typed", "missing letter", "wrong order", "a letter too many"],
)
def test_what_fits_at_all(typed: str, title: str, *, fits: bool) -> None:
    assert (fit(typed, title) is not None) is fits


def residual() -> Graph:
    """The residual example."""
    (example,) = [one for one in examples() if one.path.name.startswith("06")]
    return read_project(example.path).graph


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("DENSE2", ["dense2"], id="name"),
        pytest.param("dropout", ["drop"], id="class"),
        pytest.param("4, 4", ["x"], id="shape with a blank"),
        pytest.param("none 3", ["dense2"], id="words in any order"),
        pytest.param("no such thing", [], id="no match"),
    ],
)
def test_finding_by_what_is_written_on_a_node(text: str, names: list[str]) -> None:
    graph = chain(
        image(4, 4),
        layer("flat", "Flatten"),
        layer("drop", "Dropout", rate=0.5),
        layer("dense2", "Dense", units=3),
    )
    report = Validator(load_catalog()).validate(graph)
    found = find(graph, report, text)
    assert [graph.nodes[str(place.node)].name for place in found] == names


def test_finding_by_the_words_of_a_problem() -> None:
    graph = chain(image(4), layer("conv", "Conv2D", filters=3, kernel_size=3))
    report = Validator(load_catalog()).validate(graph)
    (problem,) = report.problems_of("conv")
    word = problem.message.split()[-1]
    assert [place.node for place in find(graph, report, word)] == ["conv"]


def test_nodes_inside_a_submodel_are_found_after_those_outside() -> None:
    graph = residual()
    report = Validator(load_catalog()).validate(graph)
    chosen = next(iter(key for key, node in graph.nodes.items() if node.class_name == "Conv2D"))
    folded = fold_part(graph, report, (chosen,), "part")
    report = Validator(load_catalog()).validate(folded)
    (submodel,) = [k for k, node in folded.nodes.items() if node.class_name in SUBMODEL_CLASSES]
    found = find(folded, report, "Conv2D")
    assert found[-1].path == (submodel,)
    assert all(not place.path for place in found[:-1])


def test_the_place_of_a_problem_inside_submodels() -> None:
    inside = Problem("x", Severity.ERROR, "x", node="a", inside=("b", "c"))
    assert place_of(inside) == Place(("a", "b"), "c")
    assert place_of(Problem("x", Severity.ERROR, "x")) == Place((), None)
