"""A sweep with the real Keras: its trials are ordinary runs of the very script that is exported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from netbuilder.__main__ import main
from netbuilder.project.file import read_project, write_project
from netbuilder.runs.folder import PROJECT
from netbuilder.runs.model import Status
from netbuilder.runs.store import RunStore
from tests.unit.sweeping import PROJECT_TO_VARY

pytestmark = pytest.mark.keras


def test_a_sweep_trains_and_tells_of_every_trial(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NETBUILDER_USER_DIR", str(tmp_path / "user"))
    file = tmp_path / "iris.netbuilder"
    write_project(PROJECT_TO_VARY, file)
    vary = ("--vary", "layers/hidden/units=4,0", "--vary", "layers/hidden/how-many=0,2")
    options = ("--sampler", "grid", "--trials", "9", "--objective", "val_accuracy", "--json")
    assert main(["sweep", str(file), *vary, *options]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert (events[0]["event"], events[0]["trials"]) == ("sweep", 4)
    trials = {tuple(one["settings"].values()): one for one in events if "state" in one}
    assert {varied: one["state"] for varied, one in trials.items()} == {
        (4, 0): "finished",
        (4, 2): "finished",
        (0, 0): "finished",  # the layer without units is left out
        (0, 2): "failed",
    }
    ended = {varied: one for varied, one in trials.items() if one["state"] == "finished"}
    assert events[-1]["value"] == max(one["value"] for one in ended.values())
    for (units, count), trial in ended.items():
        run = RunStore().get(trial["run"])
        assert (run.status, run.sweep) == (Status.FINISHED, events[0]["sweep"])
        nodes = read_project(run.folder / PROJECT).graph.nodes.values()
        hidden = [node.params["units"] for node in nodes if node.name.startswith("hidden")]
        assert hidden == [units] * count
        epochs = [one["value"] for one in events if one["event"] == "trial_epoch"]
        assert trial["value"] in epochs
