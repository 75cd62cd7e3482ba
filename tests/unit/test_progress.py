"""How the command line tells of a network that is not what NetBuilder had said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from netbuilder.cli.inputs import check
from netbuilder.cli.progress import JsonProgress, LineProgress
from netbuilder.runs.store import Run, RunStore
from netbuilder.training.events import Differs
from netbuilder.training.history import History, fold
from tests.golden.projects import PROJECTS

PROJECT = PROJECTS["mnist_mlp"]
CHECKED = check("mlp.netbuilder", PROJECT)
NODE = next(node for node in PROJECT.graph.nodes.values() if node.class_name == "Dense")
DIFFERS = Differs("It was 3.", "Our mistake.", NODE.id, "dense: 3")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("NETBUILDER_USER_DIR", str(tmp_path / "user"))
    folder = tmp_path / "run"
    folder.mkdir()
    return RunStore().begin("mlp", seed=1, epochs=1, folder=folder)


def test_as_json_it_is_a_problem_like_any_other(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    JsonProgress(CHECKED).event(DIFFERS, fold(History(), DIFFERS), run)
    assert json.loads(capsys.readouterr().out) == {
        "event": "problem",
        "code": "netbuilder.prediction",
        "severity": "warning",
        "node": NODE.name,
        "setting": None,
        "message": "It was 3.",
        "why": "Our mistake.",
        "fixes": [],
        "details": "dense: 3",
    }


def test_a_person_reads_it_on_standard_error(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    LineProgress(CHECKED).event(DIFFERS, fold(History(), DIFFERS), run)
    out, err = capsys.readouterr()
    details = run.folder / "differs.txt"
    assert out == ""
    assert err.splitlines() == ["It was 3. Our mistake.", f"Details are in {details}."]
    assert details.read_text(encoding="utf-8") == "dense: 3"
