"""A sweep with the real Keras: its trials are ordinary runs of the very script that is exported."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from netbuilder.__main__ import main
from netbuilder.project.file import read_project, write_project
from netbuilder.runs.folder import PROJECT
from netbuilder.runs.model import Status
from netbuilder.runs.store import RunStore
from netbuilder.sweeps.conductor import Conductor, SweepOrder
from netbuilder.training.sweep_events import AnySweepEvent, TrialEnded, TrialEpoch
from tests.unit.sweeping import PROJECT_TO_VARY, judged

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


@pytest.mark.slow
def test_a_trial_whose_worker_is_killed_has_failed_and_the_sweep_goes_on(tmp_path: Path) -> None:
    """The others are trained by another worker, and the store tells what was heard."""
    events: list[AnySweepEvent] = []

    def tell(event: AnySweepEvent) -> None:
        events.append(event)
        if isinstance(event, TrialEpoch) and (event.trial, event.epoch) == (1, 2):
            for process in psutil.Process().children():
                if "--worker" in process.cmdline():
                    process.kill()

    plan = replace(PROJECT_TO_VARY.sweep, trials=3)
    training = replace(PROJECT_TO_VARY.training, epochs=40)  # more than the kill takes
    project = replace(PROJECT_TO_VARY, sweep=plan, training=training)
    store = RunStore(tmp_path)
    ended = Conductor(SweepOrder(project), store, judged, tell).run()
    trials = {one.trial: one for one in events if isinstance(one, TrialEnded)}
    assert [trials[number].state for number in range(3)] == ["finished", "failed", "finished"]
    assert "ended" in trials[1].message
    assert ended.best in (0, 2)
    for trial in trials.values():
        assert trial.run is not None
        run = store.get(trial.run)
        assert run.status is (Status.FAILED if trial.trial == 1 else Status.FINISHED)
        told = [one for one in events if isinstance(one, TrialEpoch) and one.trial == trial.trial]
        assert run.epochs_done == len(told) == len(store.course(run.id).epochs)
