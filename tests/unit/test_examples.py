"""The shipped examples as files: whole, right, readable, and well laid out."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from netbuilder.checks import check_project
from netbuilder.codegen.data import data_folder, data_script, data_source
from netbuilder.codegen.script import script
from netbuilder.dataset import Profile, shipped_profile
from netbuilder.dataset.builtin import BUILTIN
from netbuilder.graph import EMPTY
from netbuilder.graph.walks import input_nodes
from netbuilder.project import Project
from netbuilder.project.custom import catalog_of
from netbuilder.project.examples import Example, examples, find_example
from netbuilder.project.file import project_to_json, read_project
from netbuilder.project.trust import inert_code, runnable_digests, trust
from netbuilder.training.commands import MeasureData
from netbuilder.ui.canvas.shapes import GAP, GRID, NODE_HEIGHT, NODE_STEP, NODE_WIDTH
from netbuilder.validation import NodeState, Problem, Report
from netbuilder.worker.measuring import measure
from tests.unit.round_trip import judged

EXAMPLES = [pytest.param(example, id=example.name) for example in examples()]
WIDEST = NODE_WIDTH + 2 * NODE_STEP  # in branches that lie side by side

TEACHING_ORDER = [
    "penguins",
    "mnist-mlp",
    "mnist-cnn",
    "fashion-cnn",
    "two-branches",
    "residual",
    "autoencoder",
    "sunspots",
    "names",
    "diabetes",
    "breast-cancer",
    "own-layer",
    "two-questions",
]


def test_examples_come_in_teaching_order() -> None:
    assert [example.name for example in examples()] == TEACHING_ORDER
    assert [example.number for example in examples()] == list(range(1, len(TEACHING_ORDER) + 1))


def test_titles_are_unique() -> None:
    assert len({example.title for example in examples()}) == len(TEACHING_ORDER)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("mnist-cnn", "mnist-cnn"),
        ("MNIST CNN", "mnist-cnn"),
        ("3", "mnist-cnn"),
        ("Sunspots: an LSTM", "sunspots"),
        ("no such example", None),
    ],
)
def test_an_example_is_found_by_its_name(said: str, name: str | None) -> None:
    found = find_example(said)
    assert (found.name if found else None) == name


@pytest.mark.parametrize("example", EXAMPLES)
def test_file_is_as_the_program_would_save_it(example: Example) -> None:
    project = read_project(example.path)
    text = json.dumps(project_to_json(project), indent=1, ensure_ascii=False) + "\n"
    assert example.path.read_text(encoding="utf-8") == text
    assert not project.unknown


@pytest.mark.parametrize("example", EXAMPLES)
def test_description_is_two_plain_sentences(example: Example) -> None:
    assert len(re.findall(r"[.?!](?: |$)", example.description)) in (1, 2)
    assert 100 <= len(example.description) <= 300
    assert example.description.isascii()


@pytest.mark.parametrize("example", EXAMPLES)
def test_network_data_and_training_fit(example: Example) -> None:
    project, report = opened(example)
    assert not [said(problem) for problem in report.problems]
    assert all(node.state is NodeState.VALID for node in report.nodes.values())
    assert project.data.source in BUILTIN
    assert project.data.path is None


@pytest.mark.parametrize("example", EXAMPLES)
def test_code_can_be_read_by_python(example: Example) -> None:
    project, report = opened(example)
    assert ast.parse(script(project, report, catalog_of(project)).text)
    assert all(file.is_file() for file in data_source(project.data).files)


@pytest.mark.parametrize(
    ("name", "api"),
    [
        ("penguins", "sequential"),
        ("mnist-cnn", "sequential"),
        ("two-branches", "functional"),
        ("residual", "functional"),
    ],
)
def test_chains_are_sequential_and_branches_functional(name: str, api: str) -> None:
    example = find_example(name)
    assert example is not None
    assert opened(example)[1].api == api


@pytest.mark.parametrize("example", EXAMPLES)
def test_nodes_lie_on_the_grid_and_apart(example: Example) -> None:
    nodes = read_project(example.path).graph.nodes.values()
    assert all(node.x % GRID == 0 and node.y % GRID == 0 for node in nodes)
    for one, other in combinations(nodes, 2):
        beside = abs(one.x - other.x) >= WIDEST + GAP
        below = abs(one.y - other.y) >= NODE_HEIGHT + GAP
        assert beside or below, (one.name, other.name)


@pytest.mark.parametrize("example", EXAMPLES)
def test_wires_lead_downwards(example: Example) -> None:
    graph = read_project(example.path).graph
    for wire in graph.wires:
        assert graph.nodes[wire.target].y > graph.nodes[wire.source].y


@pytest.mark.parametrize("example", EXAMPLES)
def test_drawing_is_symmetric_about_its_inputs(example: Example) -> None:
    graph = read_project(example.path).graph
    places = [node.x for node in graph.nodes.values()]
    inputs = [graph.nodes[key].x for key in input_nodes(graph)]
    assert min(places) + max(places) == 2 * sum(inputs) / len(inputs)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_layer_has_a_name_of_its_own(example: Example) -> None:
    graph = read_project(example.path).graph
    assert len(graph.names) == len(graph.nodes)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in graph.names)


def test_callbacks_are_shown_at_work() -> None:
    used = [read_project(example.path).training.callbacks for example in examples()]
    assert sum(bool(callbacks) for callbacks in used) >= 3
    assert {callback.class_name for callbacks in used for callback in callbacks} >= {
        "CSVLogger",
        "EarlyStopping",
        "ModelCheckpoint",
        "ReduceLROnPlateau",
    }


def test_code_of_examples_may_run_and_no_other(tmp_path: Path) -> None:
    example = find_example("own-layer")
    assert example is not None
    project = read_project(example.path)
    assert project.custom
    assert inert_code(project, runnable_digests(tmp_path)) == ()
    (piece,) = project.custom
    edited = replace(project, custom=(replace(piece, source=f"{piece.source}# mine\n"),))
    assert inert_code(edited, runnable_digests(tmp_path)) == edited.custom
    trust(tmp_path, edited.custom)
    kept = json.loads((tmp_path / "trusted_code.json").read_text(encoding="utf-8"))
    assert kept["trusted"] == [edited.custom[0].digest]


def opened(example: Example) -> tuple[Project, Report]:
    project = read_project(example.path)
    report = judged(project)
    return project, check_project(project, report, profile_of(project))


def profile_of(project: Project) -> Profile:
    """Return the shipped profile, or for an autoencoder what it would be; else measure it."""
    profile = shipped_profile(project.data)
    if profile is not None:
        return profile
    if "targets" in project.data.options:
        code, folder = data_script(project.data), str(data_folder(project.data))
        found = measure(MeasureData(1, code, folder, samples=0, pictures=None)).profile
        assert found is not None
        return found
    assert dict(project.data.options) == {"target": "same as input", "scale": "0 to 1"}
    plain = shipped_profile(replace(project.data, options=EMPTY))
    assert plain is not None
    scaled = replace(plain.x, maximum=1.0, mean=0.131, std=0.308)
    return replace(plain, x=scaled, y=scaled, target="same as input", classes=(), class_counts=())


def said(problem: Problem) -> str:
    return f"{problem.severity}: {problem.code}: {problem.message}"
