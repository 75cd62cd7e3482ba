"""How long the window's event loop is ever held up, with and without a training.

Run ``python tests/benchmarks/bench_event_loop.py [--json] [--repeats SECONDS]``. A timer
of one millisecond beats in the real window; a gap is the time between two beats. The
same window is measured at rest, with the worker idle, and then while the MNIST example
trains in the worker and the curves are drawn, first over epochs, then with every batch.
"Own work" is the processor time of the window's thread within a gap: what remains of a
gap is time in which other processes had the processor.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from netbuilder.ui.app import collect_when_idle, prepare_training
from netbuilder.ui.theme import apply_theme
from netbuilder.ui.window import MainWindow
from tests.benchmarks.common import Figure, mnist_project, options, percentile, report

LONGEST_MS, P99_MS = 50.0, 20.0
PATIENCE_MS = 180_000


class Beat(QObject):
    """Beats every millisecond, if it is let, and keeps the gaps between its beats.

    Attributes:
        gaps: Milliseconds from each beat to the next.
        work: Of these, the milliseconds that this thread used the processor.
    """

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self.work: list[float] = []
        self._last = self._last_work = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._on_beat)

    def start(self) -> None:
        """Begin, with no gaps yet."""
        self.gaps, self.work = [], []
        self._last, self._last_work = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> None:
        """End."""
        self._timer.stop()

    def _on_beat(self) -> None:
        now, work = time.perf_counter(), time.thread_time()
        self.gaps.append((now - self._last) * 1000)
        self.work.append((work - self._last_work) * 1000)
        self._last, self._last_work = now, work


class Bench:
    """The real window on the MNIST example, and what is measured in it."""

    def __init__(self, app: QApplication) -> None:
        self.window = MainWindow()
        apply_theme(app, self.window.scheme)
        self.window.document.open(mnist_project(epochs=10_000))
        self.window.show()
        self.window.start_worker()
        prepare_training(self.window)
        self.beat = Beat()
        collect_when_idle(app)

    def wait_until(self, happened: Callable[[], bool]) -> None:
        """Let events run until something has happened.

        Raises:
            TimeoutError: it does not.
        """
        loop, end = QEventLoop(), time.monotonic() + PATIENCE_MS / 1000
        check = QTimer()
        check.setInterval(5)
        check.timeout.connect(lambda: loop.quit() if happened() else None)
        check.start()
        QTimer.singleShot(PATIENCE_MS, loop.quit)
        loop.exec()
        check.stop()
        if time.monotonic() > end:
            raise TimeoutError

    def listen(self, name: str, seconds: float, *, goals: bool = True) -> list[Figure]:
        """Return the figures of some seconds."""
        end = time.monotonic() + seconds
        self.beat.start()
        self.wait_until(lambda: time.monotonic() >= end)
        self.beat.stop()
        return gap_figures(name, self.beat, goals=goals)

    def press_train(self, name: str) -> list[Figure]:
        """Press Train; return the figures until the first epoch has ended."""
        self.beat.start()
        self.window.train()
        self.wait_until(lambda: self._epochs_done() > 0)
        self.beat.stop()
        return gap_figures(name, self.beat)

    def _epochs_done(self) -> int:
        history = self.window.training_control.history
        return history.epochs_done if history else 0

    def close(self) -> None:
        """End the worker and the window."""
        self.window.document.history.mark_saved()
        self.window.close()


def main() -> None:
    """Measure and print."""
    given = options("Gaps of the window's event loop.", repeats=20)
    with tempfile.TemporaryDirectory(prefix="netbuilder-bench-") as folder:
        os.environ["NETBUILDER_USER_DIR"] = folder
        app = QApplication(sys.argv[:1])
        bench = Bench(app)
        bench.wait_until(lambda: bench.window.worker.ready is not None)
        figures = bench.listen("at rest", given.repeats / 2, goals=False)
        figures += bench.press_train("Train pressed")
        figures += bench.listen("training", given.repeats)
        bench.window.training.by_batch.setChecked(True)
        figures += bench.listen("every batch drawn", given.repeats)
        bench.close()
    report("Gaps of the event loop", figures, as_json=given.json)


def gap_figures(name: str, beat: Beat, *, goals: bool = True) -> list[Figure]:
    """Return the longest gap, the 99th percentile, and the most own work in a gap."""
    longest, p99 = (LONGEST_MS, P99_MS) if goals else (None, None)
    return [
        Figure(f"{name}: longest gap", max(beat.gaps), "ms", longest),
        Figure(f"{name}: 99th percentile", percentile(beat.gaps, 0.99), "ms", p99),
        Figure(f"{name}: most own work", max(beat.work), "ms"),
    ]


if __name__ == "__main__":
    main()
