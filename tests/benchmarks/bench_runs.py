"""How the run store and its panel bear much: ``python -m tests.benchmarks.bench_runs``."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from netbuilder.runs.model import BatchFigures, Course, EpochFigures, Run, Status
from netbuilder.runs.recording import Recorder
from netbuilder.runs.store import RunStore
from netbuilder.training.events import Batch
from netbuilder.training.history import History, fold
from netbuilder.ui.charts import hue
from netbuilder.ui.preferences import Preferences
from netbuilder.ui.runs.columns import ColumnMemory
from netbuilder.ui.runs.plots import Drawn, RunCurves
from netbuilder.ui.runs.table import RunsTable
from netbuilder.ui.theme import Scheme
from netbuilder.ui.training.plots import MetricPlot
from tests.benchmarks.common import Figure, options, report

RUNS = 2_000
POINTS = 100_000
EVENTS = 200


def milliseconds(work: Callable[[], object], repeats: int) -> float:
    """Return the median time of ``work``."""
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times)


def many_runs(folder: Path) -> list[Run]:
    """Return as many runs as a diligent student has after a year."""
    now = datetime.now(UTC)
    first = Run(
        1, "MNIST", now, now, Status.FINISHED, 42, 5, {"loss": 0.5, "accuracy": 0.9}, folder
    )
    return [replace(first, id=number, title=f"Project {number % 9}") for number in range(RUNS)]


def long_course() -> Course:
    """Return the figures of a long training."""
    steps = tuple(range(1, POINTS + 1))
    figures = {"loss": tuple(1 / step + 0.01 * (step % 7) for step in steps)}
    return Course((EpochFigures(1, POINTS, 60.0, {"loss": 0.1}),), (BatchFigures(steps, figures),))


def of_panel(folder: Path, app: QApplication, repeats: int) -> Sequence[Figure]:
    """Measure the table and the curves."""
    table = RunsTable(Scheme.LIGHT, ColumnMemory(Preferences()))
    runs = many_runs(folder)
    table.resize(700, 400)
    table.show()

    def show_table() -> None:
        table.show_runs(runs)
        table.viewport().repaint()

    curves = RunCurves(Scheme.LIGHT)
    curves.resize(700, 400)
    curves.show()
    curves.axis_box.setCurrentIndex(2)
    curves.show_runs([Drawn(runs[0], long_course())])
    app.processEvents()
    curves.view.grab()

    def redraw() -> None:
        curves.view.viewport().repaint()

    def slide() -> None:
        curves.smoothing.setValue((curves.smoothing.value() + 7) % 99)
        curves.view.viewport().repaint()

    return (
        Figure(f"{RUNS} runs shown, sorted and painted", milliseconds(show_table, repeats), "ms"),
        Figure(f"{RUNS} runs searched", milliseconds(lambda: table.show_found("9"), repeats), "ms"),
        Figure(f"{POINTS} batches redrawn", milliseconds(redraw, repeats), "ms", 16),
        Figure(f"{POINTS} batches smoothed anew", milliseconds(slide, repeats), "ms", 100),
    )


def of_training(app: QApplication, repeats: int) -> Sequence[Figure]:
    """Measure the curves of a training that has gone on for long, when a batch is added."""
    figures = tuple(1 / step for step in range(1, POINTS + 1))
    history = History(epochs=1, steps=tuple(range(1, POINTS + 1)), batch_logs={"loss": figures})
    plot = MetricPlot("loss", hue(0, Scheme.LIGHT), Scheme.LIGHT)
    plot.resize(500, 260)
    plot.show()
    app.processEvents()

    def draw_another() -> None:
        nonlocal history
        history = fold(history, Batch(1, 1, history.step + 1, {"loss": 0.5}, 1.0))
        plot.draw(history, by_batch=True, log=False)
        plot.view.viewport().repaint()

    return (
        Figure(f"{POINTS} batches and one drawn", milliseconds(draw_another, repeats), "ms", 16),
    )


def of_recording(folder: Path) -> Sequence[Figure]:
    """Measure what recording costs the thread that takes the events."""
    store = RunStore(folder / "store")
    recorder = Recorder(store, store.begin("x", seed=1, epochs=1))
    step, times = 0, []
    for _ in range(EVENTS):
        steps = list(range(step + 1, step + 51))
        step += 50
        event = Batch(1, step, step, {"loss": 0.5}, 1.0, steps, {"loss": [0.5] * 50})
        began = time.perf_counter()
        recorder.take(event)
        times.append(1000 * (time.perf_counter() - began))
    recorder.flush()
    return (Figure("an event of 50 batches taken in", statistics.median(times), "ms", 5),)


def main() -> int:
    """Print the figures."""
    given = options("How the run store and its panel bear much.", repeats=11)
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory(prefix="netbuilder-bench-") as name:
        os.environ["NETBUILDER_USER_DIR"] = name
        figures = [
            *of_panel(Path(name), app, given.repeats),
            *of_training(app, given.repeats),
            *of_recording(Path(name)),
        ]
    report("Runs", figures, as_json=given.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
