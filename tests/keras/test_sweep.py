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
    vary = ("--vary", "layers/hidden/units=4,8,0", "--sampler", "grid", "--trials", "9")
    assert main(["sweep", str(file), *vary, "--objective", "val_accuracy", "--json"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert (events[0]["event"], events[0]["trials"]) == ("sweep", 3)
    trials = {one["settings"]["layers/hidden/units"]: one for one in events if "state" in one}
    assert {units: one["state"] for units, one in trials.items()} == {
        4: "finished",
        8: "finished",
        0: "failed",
    }
    best = max((trials[4], trials[8]), key=lambda one: one["value"])
    assert events[-1]["value"] == best["value"]
    for units in (4, 8):
        run = RunStore().get(trials[units]["run"])
        assert (run.status, run.sweep) == (Status.FINISHED, events[0]["sweep"])
        assert read_project(run.folder / PROJECT).graph.nodes["h"].params["units"] == units
        epochs = [one["value"] for one in events if one["event"] == "trial_epoch"]
        assert trials[units]["value"] in epochs
