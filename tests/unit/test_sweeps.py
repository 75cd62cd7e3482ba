"""Sweeps: what can be varied, over which values, and what is told and kept of the trials."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from netbuilder.cli.output import InputError
from netbuilder.cli.ranges import read_dimension
from netbuilder.graph import Config, Node, Params, Value
from netbuilder.graph.sharing import call_again
from netbuilder.project import Project
from netbuilder.project.places import VaryingError, place_words, with_values
from netbuilder.project.varying import plan_faults, suggested_range, varied
from netbuilder.runs.model import Status
from netbuilder.runs.parallel import Brush, axes_of, lines_of, moved, nearest, passes
from netbuilder.runs.store import RunStore
from netbuilder.runs.sweeps import SweepStore, Trial, TrialState, best_trial
from netbuilder.sweeps.conductor import Conductor, SweepOrder
from netbuilder.sweeps.study import StorageError
from netbuilder.training.settings import OutputSettings, TrainingSettings
from netbuilder.training.sweep_events import (
    AnySweepEvent,
    SweepFinished,
    SweepStarted,
    TrialEnded,
    TrialEpoch,
    TrialStarted,
    decode_sweep_event,
)
from netbuilder.training.sweeps import (
    Between,
    Dimension,
    Goal,
    OneOf,
    Place,
    Pruner,
    Range,
    Sampler,
    SweepPlan,
    grid_values,
    most_trials,
    plan_from_json,
    plan_to_json,
    range_fault,
)
from tests.golden.projects import PROJECTS
from tests.unit.sweeping import (
    EPOCHS,
    PROJECT_TO_VARY,
    RATE,
    TOO_HIGH,
    UNITS,
    InventiveCrew,
    carry_out,
    judged,
)

REGULARIZED = Params(units=8, kernel_regularizer=Config("L2", Params(l2=0.01)))


def ranges(project: Project) -> Mapping[Place, Range]:
    return {one.place: suggested_range(one) for one in varied(project)}


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        pytest.param(
            ("optimizer", "learning_rate"), Between(0.0001, 0.01, log=True), id="a learning rate"
        ),
        pytest.param(("optimizer", "beta_1"), Between(0.5, 0.99), id="a momentum"),
        pytest.param(("layers", "dense", "units"), Between(32, 512, log=True), id="units"),
        pytest.param(("layers", "dropout", "rate"), Between(0.0, 0.5), id="a rate"),
        pytest.param(("layers", "dense", "use_bias"), OneOf((True, False)), id="yes or no"),
        pytest.param(
            ("layers", "dense", "activation"),
            OneOf(("relu", "tanh", "gelu", "silu")),
            id="an activation",
        ),
        pytest.param(("training", "batch_size"), Between(8, 128, log=True), id="the batch size"),
        pytest.param(("training", "validation_split"), Between(0.0, 0.5), id="a share"),
        pytest.param(("callbacks", "0", "patience"), Between(0, 12), id="a callback"),
        pytest.param(("loss", "axis"), OneOf((-1,)), id="below zero"),
        pytest.param(
            ("training", "precision"),
            OneOf(("float32", "mixed_float16", "mixed_bfloat16")),
            id="a setting with choices",
        ),
        pytest.param(("data", "scale"), OneOf(("none", "0 to 1")), id="data"),
    ],
)
def test_a_range_is_offered_around_what_is_there(place: Place, expected: Range) -> None:
    assert ranges(PROJECTS["mnist_mlp"])[place] == expected


def test_a_layer_that_is_called_twice_is_varied_once_and_in_both_places() -> None:
    graph, _ = call_again(PROJECT_TO_VARY.graph, "h", 0.0, 0.0)
    project = replace(PROJECT_TO_VARY, graph=graph)
    places = [one.place for one in varied(project)]
    assert places.count(("layers", "hidden", "units")) == 1
    changed = with_values(project, {("layers", "hidden", "units"): 5})
    calls = [node for node in changed.graph.nodes.values() if node.name == "hidden"]
    assert [node.params["units"] for node in calls] == [5, 5]


def test_layers_inside_a_submodel_and_objects_inside_a_layer_are_varied() -> None:
    inner = replace(
        PROJECT_TO_VARY.graph,
        nodes={**PROJECT_TO_VARY.graph.nodes, "h": Node("h", "hidden", "Dense", REGULARIZED)},
    )
    nodes = {"m": Node("m", "block", "Functional", inner=inner)}
    project = replace(PROJECT_TO_VARY, graph=replace(PROJECT_TO_VARY.graph, nodes=nodes, wires=()))
    place = ("layers", "block", "hidden", "kernel_regularizer", "l2")
    assert ranges(project)[place] == Between(0.001, 0.1, log=True)
    changed = with_values(project, {place: 0.5}).graph.nodes["m"].inner
    assert changed is not None
    assert changed.nodes["h"].params["kernel_regularizer"] == Config("L2", Params(l2=0.5))


def test_an_object_is_chosen_before_its_parameters_are_set() -> None:
    values: dict[Place, Value] = {
        ("optimizer", "learning_rate"): 0.5,
        ("optimizer",): Config("Adam", Params(learning_rate=0.1)),
        ("callbacks", "0", "patience"): 9,
        ("training", "epochs"): 2,
        ("data", "scale"): "0 to 1",
    }
    before = replace(
        PROJECT_TO_VARY, training=TrainingSettings(callbacks=(Config("EarlyStopping"),))
    )
    after = with_values(before, values)
    assert after.training == TrainingSettings(
        optimizer=Config("Adam", Params(learning_rate=0.5)),
        callbacks=(Config("EarlyStopping", Params(patience=9)),),
        epochs=2,
    )
    assert after.data.options == Params(scale="0 to 1")


def test_the_weight_and_the_loss_of_one_of_several_outputs() -> None:
    outputs = (OutputSettings("species"), OutputSettings("mass", Config("Huber")))
    project = replace(PROJECT_TO_VARY, training=TrainingSettings(outputs=outputs))
    weight, delta = ("outputs", "1", "weight"), ("outputs", "1", "loss", "delta")
    assert {weight, delta} <= ranges(project).keys()
    assert with_values(project, {weight: 0.5, delta: 2.0}).training.outputs == (
        outputs[0],
        OutputSettings("mass", Config("Huber", Params(delta=2.0)), weight=0.5),
    )


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(("layers", "gone", "units"), id="no such layer"),
        pytest.param(("layers", "hidden"), id="a whole layer"),
        pytest.param(("callbacks", "3", "patience"), id="no such callback"),
        pytest.param(("training", "speed"), id="no such setting"),
        pytest.param(("training",), id="all settings"),
        pytest.param(("weather",), id="nothing like that"),
        pytest.param(("training", "epochs", "more"), id="inside a number"),
    ],
)
def test_a_place_that_is_not_there(place: Place) -> None:
    with pytest.raises(VaryingError, match="There is no"):
        with_values(PROJECT_TO_VARY, {place: 1})
    plan = SweepPlan((Dimension(place, OneOf((1,))),))
    assert len(list(plan_faults(PROJECT_TO_VARY, plan))) == 1


@pytest.mark.parametrize(
    ("span", "words"),
    [
        pytest.param(Between(1, 2), "", id="whole numbers"),
        pytest.param(Between(2, 1), "below", id="upside down"),
        pytest.param(Between(0.0, 1.0, log=True), "above 0", id="a logarithm of 0"),
        pytest.param(Between(1, 9, step=0), "step", id="no step"),
        pytest.param(Between(1.0, float("inf")), "finite", id="without end"),
        pytest.param(OneOf(()), "no value", id="no choice"),
    ],
)
def test_ranges_that_cannot_be_used(span: Range, words: str) -> None:
    assert words in range_fault(span)
    assert bool(range_fault(span)) == bool(words)


def test_a_plan_needs_something_to_vary() -> None:
    assert list(plan_faults(PROJECT_TO_VARY, SweepPlan())) == ["Nothing is varied yet."]


@pytest.mark.parametrize(
    ("span", "values"),
    [
        pytest.param(Between(1, 3), (1, 2, 3), id="few whole numbers"),
        pytest.param(Between(16, 256, log=True), (16, 32, 64, 128, 256), id="powers"),
        pytest.param(Between(0.0, 1.0), (0.0, 0.25, 0.5, 0.75, 1.0), id="numbers"),
        pytest.param(Between(1e-4, 1.0, log=True), (1e-4, 1e-3, 1e-2, 0.1, 1.0), id="tens"),
        pytest.param(Between(0.1, 0.5, step=0.2), (0.1, 0.30000000000000004, 0.5), id="steps"),
        pytest.param(OneOf(("a", (3, 3))), ("a", (3, 3)), id="a choice"),
    ],
)
def test_the_points_of_a_grid(span: Range, values: tuple[Value, ...]) -> None:
    assert grid_values(span) == values


@pytest.mark.parametrize(
    ("objective", "goal", "high"),
    [
        pytest.param("", Goal.AUTO, False, id="the loss"),
        pytest.param("val_accuracy", Goal.AUTO, True, id="an accuracy"),
        pytest.param("val_mean_squared_error", Goal.AUTO, False, id="an error"),
        pytest.param("sparse_categorical_crossentropy", Goal.AUTO, False, id="an entropy"),
        pytest.param("auc", Goal.AUTO, True, id="an area"),
        pytest.param("sureness", Goal.AUTO, False, id="unknown"),
        pytest.param("sureness", Goal.HIGH, True, id="said"),
    ],
)
def test_which_way_is_better(objective: str, goal: Goal, high: bool) -> None:
    assert SweepPlan(objective=objective, goal=goal).wants_high is high


def test_a_plan_is_the_same_after_it_was_written_and_read() -> None:
    plan = SweepPlan(
        (RATE, UNITS, Dimension(("a", "b"), Between(1, 9, step=2)), Dimension(("c",), OneOf(()))),
        Sampler.GRID,
        3,
        Pruner.HALVING,
        "f1",
        Goal.HIGH,
    )
    assert plan_from_json(json.loads(json.dumps(plan_to_json(plan)))) == plan


@pytest.mark.parametrize(
    "data",
    [
        pytest.param([], id="a list"),
        pytest.param({"vary": 3}, id="no list of places"),
        pytest.param({"vary": [3]}, id="no object"),
        pytest.param({"vary": [{"place": "x", "low": 1, "high": 2}]}, id="a word as a place"),
        pytest.param({"vary": [{"place": ["x"], "low": 1}]}, id="one limit"),
        pytest.param({"vary": [{"place": ["x"], "low": True, "high": 2}]}, id="yes as a limit"),
        pytest.param({"trials": "many"}, id="no number of trials"),
        pytest.param({"sampler": "tea leaves"}, id="an unknown sampler"),
    ],
)
def test_a_plan_that_is_none(data: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        plan_from_json(data)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        pytest.param("1e-4..0.1:log", Between(1e-4, 0.1, log=True), id="a logarithmic range"),
        pytest.param("16..128", Between(16, 128), id="whole numbers"),
        pytest.param("relu,tanh", OneOf(("relu", "tanh")), id="words"),
        pytest.param("[3, 3],[5, 5]", OneOf(((3, 3), (5, 5))), id="pairs"),
        pytest.param("true,null,2", OneOf((True, None, 2)), id="JSON"),
    ],
)
def test_ranges_of_the_command_line(text: str, span: Range) -> None:
    assert read_dimension(f"layers/a/b={text}") == Dimension(("layers", "a", "b"), span)


@pytest.mark.parametrize("text", ["units", "=3", "units=", "units=a..b"])
def test_what_the_command_line_cannot_read(text: str) -> None:
    with pytest.raises(InputError, match=r"vary|varied|no range"):
        read_dimension(text)


def test_places_in_words() -> None:
    places: list[Place] = [("layers", "a", "b"), ("training", "epochs"), ("optimizer",)]
    assert list(map(place_words, places)) == ["a · b", "epochs", "optimizer"]


def run(folder: Path, plan: SweepPlan, jobs: int = 1) -> tuple[list[AnySweepEvent], RunStore]:
    events: list[AnySweepEvent] = []
    store = carry_out(folder, plan, events.append, jobs=jobs)
    return events, store


def ended(events: list[AnySweepEvent]) -> list[TrialEnded]:
    return [event for event in events if isinstance(event, TrialEnded)]


@pytest.mark.parametrize("sampler", Sampler)
def test_every_sampler_finds_a_good_trial(sampler: Sampler, tmp_path: Path) -> None:
    plan = SweepPlan((RATE,), sampler, trials=5)
    events, store = run(tmp_path, plan)
    assert isinstance(events[0], SweepStarted)
    assert isinstance(events[-1], SweepFinished)
    trials = ended(events)
    assert [trial.trial for trial in trials] == list(range(5))
    good = [trial for trial in trials if trial.state == "finished"]
    best = min(good, key=lambda trial: trial.value or 0.0)
    assert (events[-1].best, events[-1].value) == (best.trial, best.value)
    assert all(run.sweep == events[0].sweep for run in store.list())


def test_a_trial_is_a_run_and_what_is_told_is_kept(tmp_path: Path) -> None:
    events, store = run(tmp_path, replace(PROJECT_TO_VARY.sweep, trials=2))
    first, *_ = [event for event in events if isinstance(event, TrialStarted)]
    kept = store.get(first.run)
    assert (kept.status, kept.epochs_done) == (Status.FINISHED, EPOCHS)
    (sweep,) = SweepStore(store.database).list()
    trials = SweepStore(store.database).trials(sweep.word)
    assert [(one.number, one.value, one.run) for one in trials] == [
        (one.trial, one.value, one.run) for one in ended(events)
    ]
    assert trials[0].settings == {"optimizer/learning_rate": first.settings[RATE.name]}
    assert best_trial(sweep.plan, trials) is not None
    store.delete(first.run)
    assert SweepStore(store.database).trials(sweep.word)[0].run is None
    SweepStore(store.database).delete(sweep.word)
    assert not SweepStore(store.database).list()
    assert not any(run.sweep for run in store.list())


def test_a_grid_tries_every_point_and_a_bad_network_is_a_plain_row(tmp_path: Path) -> None:
    plan = SweepPlan((Dimension(RATE.place, OneOf((0.1, 0.7))), UNITS), Sampler.GRID, 99)
    assert most_trials(plan) == 6
    trials = ended(run(tmp_path, plan)[0])
    found = {(one.settings[RATE.name], one.settings[UNITS.name]): one for one in trials}
    assert len(found) == len(trials) == 6
    for (rate, units), one in found.items():
        expected = "failed" if units == 0 or rate > TOO_HIGH else "finished"
        assert (one.state, bool(one.message)) == (expected, expected == "failed")
        assert (one.run is None) == (units == 0)


def test_hopeless_trials_are_ended_early(tmp_path: Path) -> None:
    rates = OneOf((0.01, 0.011, 0.012, 0.5, 0.4))
    plan = SweepPlan((Dimension(RATE.place, rates),), Sampler.RANDOM, 12, Pruner.MEDIAN)
    events, store = run(tmp_path, plan)
    pruned = [one for one in ended(events) if one.state == "pruned"]
    assert pruned
    for one in pruned:
        assert one.run is not None
        assert store.get(one.run).epochs_done < EPOCHS
        epochs = [e for e in events if isinstance(e, TrialEpoch) and e.trial == one.trial]
        assert len(epochs) == store.get(one.run).epochs_done


def test_the_best_of_a_figure_that_is_to_be_high(tmp_path: Path) -> None:
    plan = SweepPlan((RATE,), Sampler.RANDOM, 5, objective="val_accuracy")
    events, _ = run(tmp_path, plan)
    values = [one.value for one in ended(events) if one.value is not None]
    assert isinstance(events[-1], SweepFinished)
    assert events[-1].value == max(values)


def test_a_figure_that_is_not_there(tmp_path: Path) -> None:
    plan = SweepPlan((Dimension(RATE.place, OneOf((0.1,))),), trials=1, objective="f1")
    (trial,) = ended(run(tmp_path, plan)[0])
    assert (trial.state, trial.message) == ("failed", "There is no f1, or it is no number.")


def test_several_trials_at_the_same_time(tmp_path: Path) -> None:
    trials = ended(run(tmp_path, replace(PROJECT_TO_VARY.sweep, trials=8), jobs=3)[0])
    assert sorted(trial.trial for trial in trials) == list(range(8))


def test_a_storage_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="storage of the sweep cannot be used"):
        carry_out(tmp_path, PROJECT_TO_VARY.sweep, print, storage="nosuch://database")


@pytest.mark.parametrize(
    ("rates", "trials", "fault"),
    [
        pytest.param((0.1, 0.2), 3, "", id="more trials"),
        pytest.param((0.1, 0.3), 3, "over other values", id="other values"),
    ],
)
def test_a_shared_sweep_goes_on(
    rates: tuple[float, ...], trials: int, fault: str, tmp_path: Path
) -> None:
    def conductor(values: tuple[float, ...], count: int) -> Conductor:
        plan = SweepPlan((Dimension(RATE.place, OneOf(values)),), trials=count)
        project = replace(PROJECT_TO_VARY, sweep=plan)
        order = SweepOrder(project, storage=f"sqlite:///{tmp_path / 'sweep.db'}", study="lab")
        return Conductor(order, RunStore(tmp_path), judged, events.append, InventiveCrew())

    events: list[AnySweepEvent] = []
    conductor((0.1, 0.2), 2).run()
    again = conductor(rates, trials)
    if fault:
        with pytest.raises(StorageError, match=fault):
            again.run()
    else:
        again.run()
        started = [event.trial for event in events if isinstance(event, TrialStarted)]
        assert started == [0, 1, 2]


def test_two_programs_share_one_sweep(tmp_path: Path) -> None:
    storage = f"sqlite:///{tmp_path / 'sweep.db'}"
    programs = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.unit.sweeping", str(tmp_path / name), storage],
            stdout=subprocess.PIPE,
        )
        for name in ("one", "other")
    ]
    lines = [program.communicate(timeout=120)[0].splitlines() for program in programs]
    assert [program.returncode for program in programs] == [0, 0]
    told = [[decode_sweep_event(line) for line in some] for some in lines]
    own = [{event.trial for event in some if isinstance(event, TrialStarted)} for some in told]
    assert own[0] | own[1] == set(range(10))
    assert not own[0] & own[1]
    for name, events in zip(("one", "other"), told, strict=True):
        store = SweepStore(RunStore(tmp_path / name).database)
        trials = store.trials(store.list()[0].word)
        assert {one.number for one in trials} == {event.trial for event in ended(events)}


def test_a_trial_whose_program_died_has_failed(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    sweeps = SweepStore(store.database)
    sweep = sweeps.begin("Iris", PROJECT_TO_VARY.sweep, 1)
    number = store.begin("Iris", seed=1, epochs=1).id
    sweeps.keep(Trial(sweep.word, 0, TrialState.RUNNING, {}, run=number))
    assert sweeps.trials(sweep.word)[0].state is TrialState.RUNNING
    store.finish(number, Status.LOST, {})
    assert sweeps.trials(sweep.word)[0].state is TrialState.FAILED


@pytest.mark.parametrize(
    ("brush", "upper", "by", "expected"),
    [
        pytest.param(None, False, 0.25, (0.25, 1.0), id="from below"),
        pytest.param(None, True, -0.25, (0.0, 0.75), id="from above"),
        pytest.param((0.25, 0.5), False, 0.5, (0.5, 0.5), id="no further than the other end"),
        pytest.param((0.0, 0.5), False, -0.5, (0.0, 0.5), id="no further than the foot"),
        pytest.param((0.25, 1.0), True, 0.5, (0.25, 1.0), id="no further than the head"),
    ],
)
def test_an_end_of_a_brush_is_moved(
    brush: Brush | None, upper: bool, by: float, expected: Brush
) -> None:
    assert moved(brush, upper=upper, by=by) == expected


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        pytest.param(Between(1, 2), ["1", "2"], id="two"),
        pytest.param(Between(0, 4), ["0", "1", "2", "3", "4"], id="few"),
        pytest.param(Between(8, 64, log=True), ["8", "13", "23", "38", "64"], id="factors"),
        pytest.param(Between(0.0, 1.0), ["0", "0.25", "0.5", "0.75", "1"], id="any numbers"),
    ],
)
def test_what_is_written_beside_an_axis(span: Between, expected: list[str]) -> None:
    axis = axes_of(SweepPlan((Dimension(("a",), span),)), ())[0]
    assert [text for _, text in axis.ticks] == expected
    assert (axis.ticks[0][0], axis.ticks[-1][0]) == (0.0, 1.0)


def test_trials_as_lines_over_parallel_axes() -> None:
    plan = SweepPlan((RATE, UNITS), objective="val_accuracy")
    names = (RATE.name, UNITS.name)
    trials = [
        Trial("s", number, state, dict(zip(names, settings, strict=True)), value)
        for number, (state, settings, value) in enumerate(
            (
                (TrialState.FINISHED, (0.01, 16), 0.9),
                (TrialState.FINISHED, (1.0, 8), 0.5),
                (TrialState.FAILED, (1e-4, 0), None),
            )
        )
    ]
    axes = axes_of(plan, trials)
    assert [axis.title for axis in axes] == ["learning_rate", "units", "val_accuracy"]
    assert [text for _, text in axes[0].ticks] == ["0.0001", "0.001", "0.01", "0.1", "1"]
    lines = lines_of(plan, axes, trials)
    assert [(line.trial.number, line.places, line.rank) for line in lines] == [
        (2, (0.0, 1.0, None), None),
        (1, (1.0, 0.0, 0.0), 0.0),
        (0, (0.5, 0.5, 1.0), 1.0),
    ]
    assert [line.trial.number for line in lines if passes(line, {0: (0.0, 0.6)})] == [2, 0]
    assert nearest(lines, 0.5, 0.5, 2.0, 0.05) is not None
    on_the_best = nearest(lines, 1.5, 0.75, 2.0, 0.05)
    assert on_the_best is not None
    assert on_the_best.trial.number == 0
    assert nearest(lines, 1.9, 0.5, 2.0, 0.05) is None
