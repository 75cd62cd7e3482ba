"""The list of runs, their curves, and what differs between two of them."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from netbuilder.dataset import DataChoice
from netbuilder.graph import Config, Params, edits
from netbuilder.project import Project
from netbuilder.project.weights import WeightsFile
from netbuilder.runs.curves import Axis, Curve, band, curve, smoothed
from netbuilder.runs.difference import (
    NOTHING,
    Account,
    Difference,
    project_differences,
    run_differences,
)
from netbuilder.runs.listing import as_csv, columns, course_as_csv, found, ordered, series_of
from netbuilder.runs.model import BatchFigures, Course, EpochFigures, RateChange, Run, Status
from netbuilder.training.settings import TrainingSettings
from tests.unit.drawing import chain, layer

WHEN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def run(number: int, title: str = "MNIST", **values: Any) -> Run:
    base = Run(number, title, WHEN, WHEN, Status.FINISHED, 42, 5, {}, Path("/runs"))
    return replace(base, **values)


RUNS = (
    run(1, logs={"loss": 0.5, "accuracy": 0.8}),
    run(2, "Penguins", logs={"loss": 0.25, "mae": None}, note="wider", starred=True),
    run(3, logs={"loss": None}, status=Status.LOST),
    run(10, "penguins again", status=Status.STOPPED),
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        pytest.param("", [1, 2, 3, 10], id="everything"),
        pytest.param("PENGUINS", [2, 10], id="any case"),
        pytest.param("peng wid", [2], id="words of several columns"),
        pytest.param("cut off", [3], id="the state as it is shown"),
        pytest.param("★", [2], id="a star"),
        pytest.param("2026-03-01 stopped", [10], id="a day"),
        pytest.param("seed=42", [1, 2, 3, 10], id="a seed"),
        pytest.param("loss<0.4", [2], id="a figure below a limit"),
        pytest.param("LOSS>=.25 loss<=5e-1", [1, 2], id="a figure between limits"),
        pytest.param("id>2", [3, 10], id="a column above a limit"),
        pytest.param("mae<1", [], id="a figure that nobody has"),
        pytest.param("nowhere", [], id="nothing"),
    ],
)
def test_a_search(text: str, numbers: list[int]) -> None:
    assert [one.id for one in found(RUNS, text)] == numbers


@pytest.mark.parametrize(
    ("key", "descending", "numbers"),
    [
        ("id", False, [1, 2, 3, 10]),
        ("id", True, [10, 3, 2, 1]),
        ("title", False, [1, 3, 2, 10]),
        ("loss", False, [2, 1, 3, 10]),
        ("loss", True, [1, 2, 3, 10]),
        ("starred", True, [2, 1, 3, 10]),
    ],
)
def test_the_order(key: str, descending: bool, numbers: list[int]) -> None:
    column = next(one for one in columns(RUNS) if one.key == key)
    assert [one.id for one in ordered(RUNS, column, descending=descending)] == numbers


def test_each_metric_has_a_column() -> None:
    keys = [column.key for column in columns(RUNS)]
    assert keys[4:7] == ["loss", "accuracy", "mae"]


def test_the_table_as_csv() -> None:
    rows = list(csv.DictReader(as_csv(RUNS).splitlines()))
    assert [row["id"] for row in rows] == ["1", "2", "3", "10"]
    assert (rows[0]["loss"], rows[2]["loss"], rows[1]["note"]) == ("0.5", "", "wider")


COURSE = Course(
    (
        EpochFigures(1, 2, 1.5, {"loss": 2.0, "val_loss": 3.0}),
        EpochFigures(2, 4, 2.5, {"loss": 1.0, "val_loss": None}),
    ),
    (BatchFigures((1, 2), {"loss": (2.5, 2.0)}), BatchFigures((3, 4), {"loss": (1.5, None)})),
)


@pytest.mark.parametrize(
    ("metric", "axis", "before", "x", "y"),
    [
        pytest.param("loss", Axis.EPOCHS, 0, [1, 2], [2, 1], id="epochs"),
        pytest.param("loss", Axis.EPOCHS, 5, [6, 7], [2, 1], id="a run that went on"),
        pytest.param("val_loss", Axis.SECONDS, 0, [1.5, 2.5], [3, np.nan], id="seconds"),
        pytest.param("loss", Axis.BATCHES, 0, [1, 2, 3, 4], [2.5, 2, 1.5, np.nan], id="batches"),
        pytest.param("val_loss", Axis.BATCHES, 0, [1, 2, 3, 4], [np.nan] * 4, id="no such figure"),
    ],
)
def test_a_curve(metric: str, axis: Axis, before: int, x: list[float], y: list[float]) -> None:
    drawn = curve(COURSE, metric, axis, before)
    assert list(drawn.x) == x
    np.testing.assert_array_equal(drawn.y, y)


def test_figures_of_epochs_as_csv() -> None:
    text = course_as_csv([(run(4), COURSE)])
    assert text.splitlines() == [
        "run,epoch,step,seconds,loss,val_loss",
        "4,1,2,1.5,2.0,3.0",
        "4,2,4,2.5,1.0,",
    ]


def test_smoothing_keeps_gaps_and_constants() -> None:
    values = np.array([4.0, np.nan, 4.0, 4.0])
    np.testing.assert_allclose(smoothed(values, 0.9), values)
    assert smoothed(values, 0.0) is values
    jump = smoothed(np.array([0.0, 1.0]), 0.5)
    np.testing.assert_allclose(jump, [0.0, 2 / 3])


def test_a_band_goes_as_far_as_two_curves_do() -> None:
    first = Curve(np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 9.0]))
    second = Curve(np.array([1.0, 2.0]), np.array([3.0, 3.0]))
    drawn = band([first, second])
    assert (list(drawn.x), list(drawn.mean)) == ([1, 2], [2, 3])
    np.testing.assert_allclose(drawn.high - drawn.low, [2 * 2**0.5, 0])


def test_runs_of_one_series() -> None:
    runs = [run(1, series="a"), run(2, series="a"), run(3, series="b"), run(4)]
    assert {word: [one.id for one in group] for word, group in series_of(runs).items()} == {
        "a": [1, 2]
    }


GRAPH = chain(
    layer("input", "InputLayer", shape=(4,)),
    layer("hidden", "Dense", units=8),
    layer("answer", "Dense", units=3),
)
PROJECT = Project("Iris", graph=GRAPH, data=DataChoice("iris"))


@pytest.mark.parametrize(
    ("other", "differences"),
    [
        pytest.param(PROJECT, [], id="the same"),
        pytest.param(
            replace(PROJECT, training=TrainingSettings(epochs=9, optimizer=Config("SGD"))),
            [
                ("training", "optimizer", "Adam", "SGD"),
                ("training", "optimizer.learning_rate", "0.001", NOTHING),
                ("training", "epochs", "5", "9"),
            ],
            id="settings",
        ),
        pytest.param(
            replace(PROJECT, data=DataChoice("wine", options=Params(test_share=0.5))),
            [("data", "source", "iris", "wine"), ("data", "test_share", NOTHING, "0.5")],
            id="data",
        ),
        pytest.param(
            replace(PROJECT, graph=edits.set_param(GRAPH, "hidden", "units", 16)),
            [("hidden", "units", "8", "16")],
            id="a parameter",
        ),
        pytest.param(
            replace(PROJECT, graph=edits.remove_nodes(GRAPH, ["hidden"])),
            [
                ("hidden", "", "Dense(units=8)", NOTHING),
                ("wires", "", "input → hidden", NOTHING),
                ("wires", "", "hidden → answer", NOTHING),
            ],
            id="a layer",
        ),
    ],
)
def test_what_differs(other: Project, differences: list[tuple[str, str, str, str]]) -> None:
    assert project_differences(PROJECT, other) == tuple(Difference(*one) for one in differences)


def test_the_place_on_the_canvas_makes_no_difference() -> None:
    moved = replace(PROJECT, graph=edits.move_nodes(GRAPH, {"hidden": (50.0, 70.0)}))
    assert project_differences(PROJECT, moved) == ()


def test_runs_differ_in_what_they_saw_and_were_computed_with() -> None:
    first = run(1, data_hash="a" * 64, versions={"keras": "3.15.1"})
    second = run(2, data_hash="b" * 64, versions={"keras": "3.15.2"})
    places = [
        (one.place, one.first, one.second)
        for one in run_differences(Account(first, PROJECT), Account(second, PROJECT))
    ]
    assert places == [("data", "a" * 12, "b" * 12), ("computed with", "3.15.1", "3.15.2")]


@pytest.mark.parametrize(
    ("account", "what", "text"),
    [
        pytest.param(
            Account(run(2), PROJECT, (RateChange(24, 3, 0.002), RateChange(32, 4, 1e-5))),
            "learning rate",
            "0.002 from batch 25, 1e-05 from batch 33",
            id="rates",
        ),
        pytest.param(Account(run(2, parent=1), PROJECT), "goes on from", "run 1", id="further"),
        pytest.param(
            Account(run(2, status=Status.STOPPED, epochs_done=3), PROJECT),
            "stopped",
            "after 3 epochs",
            id="stopped",
        ),
        pytest.param(
            Account(run(2), replace(PROJECT, weights=WeightsFile(Path("a.h5"), "0"))),
            "starts from",
            "a.h5",
            id="weights",
        ),
    ],
)
def test_runs_differ_in_what_was_done_to_them(account: Account, what: str, text: str) -> None:
    (found,) = run_differences(Account(run(1), PROJECT), account)
    assert (found.what, found.first, found.second) == (what, NOTHING, text)
