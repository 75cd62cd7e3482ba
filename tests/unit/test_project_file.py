"""Project files: what is saved comes back, and nothing strange gets in."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from netbuilder.catalog.custom import CustomKind
from netbuilder.graph import Config, Flow, Graph, Node, NoteColour, NoteKind, Params, Port, Wire
from netbuilder.project import Project
from netbuilder.project.custom import catalog_of
from netbuilder.project.file import (
    ProjectError,
    project_from_json,
    project_to_json,
    read_project,
    write_project,
)
from netbuilder.project.weights import WeightsFile
from netbuilder.training.settings import OutputSettings, TrainingSettings
from netbuilder.training.sweeps import Between, Dimension, OneOf, Pruner, Sampler, SweepPlan
from netbuilder.validation.validate import Validator
from tests.unit.strategies import projects

FIXTURES = Path(__file__).parent / "projects"
HEAD = {"format": {"major": 1, "minor": 0}}
DENSE = {"id": "a", "name": "dense", "class_name": "Dense", "params": {}, "position": [0, 0]}

NOTE = {"id": "n", "kind": "frame", "text": "", "area": [0, 0, 90, 90], "colour": "grey"}
OLD = ("1.0", "1.1")


def nested(depth: int) -> dict[str, object]:
    """Return a network in as many submodels."""
    graph: dict[str, object] = {"nodes": [DENSE]}
    for _ in range(depth):
        graph = {"nodes": [{**DENSE, "class_name": "Functional", "inner": graph}]}
    return graph


@given(projects)
def test_saving_and_loading_is_the_identity(project: Project) -> None:
    text = json.dumps(project_to_json(project, Path("/home")))
    assert project_from_json(json.loads(text), Path("/home")) == project


def test_a_file_comes_back(tmp_path: Path) -> None:
    node = Node("a", "conv", "Conv2D", Params(filters=3, kernel_size=(3, 3), rate=1.0), 8.0, 16.0)
    project = Project("Test", graph=Graph({"a": node}))
    write_project(project, tmp_path / "p.netbuilder")
    assert read_project(tmp_path / "p.netbuilder") == project
    assert [path.name for path in tmp_path.iterdir()] == ["p.netbuilder"]


def test_the_former_file_is_kept_as_backup(tmp_path: Path) -> None:
    path = tmp_path / "p.netbuilder"
    write_project(Project("first"), path)
    write_project(Project("second"), path)
    assert read_project(path).title == "second"
    assert read_project(tmp_path / "p.netbuilder.bak").title == "first"


def test_a_failed_save_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "p.netbuilder"
    write_project(Project("first"), path)

    def full_disk(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(ProjectError, match="No space left"):
        write_project(Project("second"), path)
    assert read_project(path).title == "first"
    assert [entry.name for entry in tmp_path.iterdir()] == ["p.netbuilder"]


def test_data_beside_the_project_are_found_after_both_moved(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    project = project_from_json({**HEAD, "data": {"source": "csv", "path": "d/own.csv"}}, old)
    assert project.data.path == old / "d" / "own.csv"
    moved = project_from_json(project_to_json(project, old), new)
    assert moved.data.path == new / "d" / "own.csv"


def test_keys_of_a_newer_minor_version_are_kept() -> None:
    data = {**HEAD, "format": {"major": 1, "minor": 9}, "frames": [{"title": "Encoder"}]}
    assert project_to_json(project_from_json(data))["frames"] == [{"title": "Encoder"}]


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        pytest.param([], "project is missing", id="not an object"),
        pytest.param({}, "not a NetBuilder project", id="no format"),
        pytest.param({"format": {"major": 2, "minor": 0}}, "newer NetBuilder", id="newer major"),
        pytest.param({**HEAD, "title": 3}, "title is", id="title a number"),
        pytest.param({**HEAD, "graph": {"nodes": [{}]}}, "id is", id="node without id"),
        pytest.param({**HEAD, "graph": {"nodes": [DENSE, DENSE]}}, "two nodes", id="id twice"),
        pytest.param(
            {**HEAD, "graph": {"nodes": [DENSE], "wires": [["a", 0, "b", 0]]}},
            "a wire",
            id="wire to nowhere",
        ),
        pytest.param(
            {**HEAD, "graph": {"nodes": [{**DENSE, "position": [float("nan"), 0]}]}},
            "outside the canvas",
            id="position not a number",
        ),
        *(
            pytest.param(
                {**HEAD, "graph": {"notes": [{**NOTE, **wrong}]}}, sentence, id=f"note {wrong}"
            )
            for wrong, sentence in (
                ({"kind": "poem"}, "neither a frame nor a comment"),
                ({"kind": ["frame"]}, "neither a frame nor a comment"),
                ({"area": [1, 2, 3]}, "neither a frame nor a comment"),
                ({"area": [1, 2, 3, float("inf")]}, "outside the canvas"),
                ({"text": 3}, "text is"),
                ({"id": None}, "id is"),
            )
        ),
        pytest.param(
            {**HEAD, "graph": {"nodes": [{"id": "b", "shares": "a"}]}},
            "nobody owns",
            id="shares a missing layer",
        ),
        pytest.param(
            {**HEAD, "graph": {"nodes": [{"id": "a", "shares": "b"}, {"id": "b", "shares": "a"}]}},
            "nobody owns",
            id="share in a circle",
        ),
        pytest.param(
            {**HEAD, "graph": {"nodes": [DENSE, {"id": "b", "shares": 3}]}},
            "shares is",
            id="shares a number",
        ),
        pytest.param(
            {**HEAD, "graph": {"nodes": [{**DENSE, "inner": {}}]}},
            "a Dense cannot hold",
            id="a network inside a layer",
        ),
        pytest.param({**HEAD, "graph": nested(17)}, "nested too deep", id="submodels without end"),
        pytest.param({**HEAD, "weights": {"path": "a.h5"}}, "sha256 is", id="weights, no hash"),
        pytest.param({**HEAD, "weights": "a.h5"}, "weights is", id="weights a path"),
        pytest.param({**HEAD, "training": {"epochs": True}}, "epochs is", id="epochs yes"),
        pytest.param({**HEAD, "training": {"loss": "mse"}}, "loss is", id="loss a word"),
    ],
)
def test_a_wrong_file_gets_one_plain_sentence(document: object, sentence: str) -> None:
    with pytest.raises(ProjectError, match=sentence):
        project_from_json(document)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"{", b"[" * 100_000, b'{"format": 1}'],
    ids=["empty", "binary", "cut off", "deep", "format a number"],
)
def test_an_unreadable_file_gets_one_plain_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "p.netbuilder"
    path.write_bytes(content)
    with pytest.raises(ProjectError) as caught:
        read_project(path)
    assert "p.netbuilder" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_call_takes_what_it_is_from_its_owner() -> None:
    call = {"id": "b", "shares": "a", "name": "other", "class_name": "Add", "position": [5, 6]}
    graph = project_from_json({**HEAD, "graph": {"nodes": [call, DENSE]}}).graph
    assert graph.nodes["b"] == Node("b", "dense", "Dense", x=5, y=6, shares="a")


def test_submodels_within_submodels_are_read() -> None:
    graph = project_from_json({**HEAD, "graph": nested(16)}).graph
    depth = 0
    while (inner := graph.nodes["a"].inner) is not None:
        graph, depth = inner, depth + 1
    assert depth == 16


@pytest.mark.parametrize(
    ("version", "calls", "submodels"),
    [
        ("1.0", 0, 0),
        ("1.1", 1, 3),
        ("1.2", 0, 0),
        ("1.3", 0, 0),
        ("1.4", 0, 0),
        ("1.5", 0, 0),
        ("1.6", 0, 0),
        ("1.7", 0, 0),
        ("1.8", 0, 0),
    ],
    ids=["1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8"],
)
def test_files_of_every_version_open(version: str, calls: int, submodels: int) -> None:
    project = read_project(FIXTURES / f"{version}.netbuilder")
    nodes = project.graph.nodes.values()
    assert project.title == f"A project of version {version}"
    assert sum(node.shares is not None for node in nodes) == calls
    assert sum(node.inner is not None for node in nodes) == submodels
    assert Validator(catalog_of(project)).validate(project.graph).ok


def test_a_file_of_version_1_2_has_frames_and_comments() -> None:
    notes = read_project(FIXTURES / "1.2.netbuilder").graph.notes
    assert [(note.kind, note.text, note.colour) for note in notes.values()] == [
        (NoteKind.FRAME, "Classifier", NoteColour.BLUE),
        (NoteKind.COMMENT, "Ten classes, so **ten** units.", NoteColour.YELLOW),
    ]
    assert all(not read_project(FIXTURES / f"{old}.netbuilder").graph.notes for old in OLD)


def test_a_file_of_version_1_3_has_a_direction_and_wires_with_points() -> None:
    project = read_project(FIXTURES / "1.3.netbuilder")
    assert project.graph.flow is Flow.RIGHT
    assert project.graph.bends == {Wire("x", "sum", 0, 1): ((232.0, 160.0), (400.5, 160.0))}
    assert not project.sequential
    older = [read_project(FIXTURES / f"{old}.netbuilder") for old in (*OLD, "1.2")]
    assert all(one.graph.flow is Flow.DOWN and not one.graph.bends for one in older)


def test_a_file_of_version_1_3_can_be_sequential() -> None:
    saved = json.loads((FIXTURES / "1.3.netbuilder").read_text(encoding="utf-8"))
    assert project_from_json({**saved, "sequential": True}).sequential


@pytest.mark.parametrize(
    ("bends", "words"),
    [
        pytest.param(3, "bends", id="no list"),
        pytest.param([{"wire": ["a", 0, "b", 0], "points": [[0, 0]]}], "wire", id="no such node"),
        pytest.param([{"wire": ["a", 0, "a", 0], "points": []}], "no points", id="no points"),
        pytest.param([{"wire": ["a", 0, "a", 0], "points": [[1]]}], "two numbers", id="one number"),
        pytest.param([{"wire": ["a", 0, "a", 0], "points": [[1, 1e12]]}], "outside", id="far away"),
    ],
)
def test_bad_points_of_wires_are_refused(bends: object, words: str) -> None:
    with pytest.raises(ProjectError, match=words):
        project_from_json({**HEAD, "graph": {"nodes": [DENSE], "bends": bends}})


def test_an_unknown_direction_is_downwards() -> None:
    assert project_from_json({**HEAD, "graph": {"flow": "up"}}).graph.flow is Flow.DOWN


def test_a_file_of_version_1_4_has_custom_code() -> None:
    project = read_project(FIXTURES / "1.4.netbuilder")
    assert [(code.kind, code.name) for code in project.custom] == [
        (CustomKind.LAYER, "Scale"),
        (CustomKind.ACTIVATION, "soft_step"),
    ]
    assert project.custom[1].source == (
        "from keras import ops\n\n\ndef soft_step(x):\n    return ops.sigmoid(4.0 * x)\n"
    )
    assert not read_project(FIXTURES / "1.3.netbuilder").custom


def test_a_file_of_version_1_5_has_weights_to_start_from() -> None:
    project = read_project(FIXTURES / "1.5.netbuilder")
    path = FIXTURES.absolute() / "start" / "model.keras"
    assert project.weights == WeightsFile(path, "ab" * 32, used=False)
    assert project.start is None
    assert read_project(FIXTURES / "1.4.netbuilder").weights is None


def test_a_file_of_version_1_6_has_a_sweep() -> None:
    plan = read_project(FIXTURES / "1.6.netbuilder").sweep
    assert plan == SweepPlan(
        (
            Dimension(("optimizer", "learning_rate"), Between(0.0001, 0.1, log=True)),
            Dimension(("layers", "scores", "units"), OneOf((16, 32))),
        ),
        Sampler.GRID,
        12,
        Pruner.MEDIAN,
        "val_accuracy",
    )
    assert read_project(FIXTURES / "1.5.netbuilder").sweep == SweepPlan()


def test_a_file_of_version_1_7_has_settings_for_each_output() -> None:
    project = read_project(FIXTURES / "1.7.netbuilder")
    mass = OutputSettings(
        "mass", Config("MeanSquaredError"), (Config("MeanAbsoluteError"),), weight=0.5
    )
    assert project.training == TrainingSettings(
        outputs=(mass,),
        precision="mixed_bfloat16",
        jit="no",
        tuning_epochs=3,
        tuning_rate=1e-4,
        tuning_from="hidden",
    )
    assert project.data.options["inputs"] == Params(
        sizes=("bill_length_mm", "bill_depth_mm", "flipper_length_mm"), place=("island", "sex")
    )
    older = read_project(FIXTURES / "1.5.netbuilder").training
    assert older == replace(older, outputs=(), precision="float32", jit="auto", tuning_epochs=0)
    assert project_to_json(project_from_json(project_to_json(project))) == project_to_json(project)


def test_a_file_of_version_1_8_has_outputs_beyond_the_first_of_their_layer() -> None:
    project = read_project(FIXTURES / "1.8.netbuilder")
    assert project.graph.outputs == (Port("read", 1), Port("read", 2), Port("scores"))
    assert project_from_json(project_to_json(project)) == project


def test_an_older_netbuilder_finds_nodes_where_it_looks_for_outputs() -> None:
    saved: Any = project_to_json(read_project(FIXTURES / "1.8.netbuilder"))
    assert saved["graph"]["outputs"] == ["read", "read", "scores"]


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param([0], id="too few"),
        pytest.param([0, "1"], id="no number"),
        pytest.param([0, -1], id="negative"),
        pytest.param([0, True], id="a truth value"),
        pytest.param({"read": 1}, id="no list"),
    ],
)
def test_outputs_that_no_port_gives_are_refused(numbers: object) -> None:
    saved: Any = project_to_json(Project(graph=Graph({"a": Node("a", "dense", "Dense")})))
    saved["graph"] |= {"outputs": ["a", "a"], "output_ports": numbers}
    with pytest.raises(ProjectError):
        project_from_json(saved)


def test_without_notes_the_file_says_nothing_of_them() -> None:
    saved = project_to_json(Project(graph=Graph({"a": Node("a", "dense", "Dense")})))
    assert isinstance(saved["graph"], dict)
    assert set(saved["graph"]) == {"nodes", "wires", "outputs"}


def test_an_unknown_colour_of_a_note_is_grey() -> None:
    project = project_from_json({**HEAD, "graph": {"notes": [{**NOTE, "colour": "mauve"}]}})
    assert project.graph.notes["n"].colour is NoteColour.GREY


def test_a_missing_file_gets_one_plain_sentence(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="There is no file"):
        read_project(tmp_path / "none.netbuilder")


def test_an_optimizer_keeps_its_parameters() -> None:
    data = {"training": {"optimizer": {"class_name": "SGD", "config": {"momentum": 0.9}}}}
    project = project_from_json({**HEAD, **data})
    assert project.training.optimizer == Config("SGD", Params(momentum=0.9))
