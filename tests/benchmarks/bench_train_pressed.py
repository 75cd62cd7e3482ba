"""How long it takes from Train to the first batch's figures, against fit() in a plain script.

Run ``python tests/benchmarks/bench_train_pressed.py [--json] [--repeats N]``. Train is pressed
with the mouse in the real window, on the MNIST CNN, with a worker that has trained before; by
turns a plain process that has fitted before runs the same script. The clock tells how
long a student waits. On a machine that does other work besides, processor time tells it: that
of the window until the worker has its command, and from then on that of the worker, beside
which the window has a processor of its own.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.benchmarks.bench_event_loop import Bench
from tests.benchmarks.common import ROOT, Figure, options, report

ALLOWED = 0.3  # seconds beyond what fit itself needs
WARM = 2


@dataclass(frozen=True)
class Spent:
    """Seconds of the clock and of the processor."""

    seconds: float
    cpu: float


class PlainScript:
    """A plain process that runs a script to its first batch whenever it is asked to."""

    def __init__(self, script: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.warm_fit", str(script)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def fit(self) -> Spent:
        """Return what fit() took."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("again\n")
        self._process.stdin.flush()
        return Spent(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


class Window(Bench):
    """The real window, in which Train is pressed; its worker is the only other process yet."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.wait_until(lambda: self.window.worker.ready is not None)
        (self._worker,) = psutil.Process().children()

    def press(self) -> Spent:
        """Return what it took until the first batch's figures were there; end the training."""
        control = self.window.training_control
        worker = self._worker_cpu()
        began, own = time.perf_counter(), time.process_time()
        QTest.mouseClick(self.window.train_button, Qt.MouseButton.LeftButton)
        own = time.process_time() - own
        self.wait_until(lambda: control.history is not None and bool(control.history.steps))
        spent = Spent(time.perf_counter() - began, own + self._worker_cpu() - worker)
        QTest.mouseClick(self.window.train_button, Qt.MouseButton.LeftButton)
        self.wait_until(lambda: not control.running)
        return spent

    @property
    def script(self) -> Path:
        """The script of the last training, in its run's folder with the data beside it."""
        run = self.window.training_control.run
        assert run is not None
        return run.folder / "train.py"

    def _worker_cpu(self) -> float:
        times = self._worker.cpu_times()
        return times.user + times.system


def main() -> None:
    """Measure and print."""
    given = options("From Train to the first batch.", repeats=9)
    with tempfile.TemporaryDirectory(prefix="netbuilder-bench-") as folder:
        os.environ["NETBUILDER_USER_DIR"] = folder
        window = Window(QApplication(sys.argv[:1]))
        window.press()
        plain = PlainScript(window.script)
        pairs = [(plain.fit(), window.press()) for _ in range(WARM + given.repeats)][WARM:]
        plain.close()
        window.close()
    report("From Train to the first batch", figures(pairs), as_json=given.json)


def figures(pairs: list[tuple[Spent, Spent]]) -> list[Figure]:
    """Return medians of fit() alone, of Train, and of what Train takes beyond it."""
    fits, presses = zip(*pairs, strict=True)
    more = [press.seconds - fit.seconds for fit, press in pairs]
    more_cpu = [press.cpu - fit.cpu for fit, press in pairs]
    median = statistics.median
    return [
        Figure("fit() to its first batch", median(spent.seconds for spent in fits), "s"),
        Figure("Train to the first batch", median(spent.seconds for spent in presses), "s"),
        Figure("beyond fit()", median(more), "s", ALLOWED),
        Figure("fit(), processor", median(spent.cpu for spent in fits), "s"),
        Figure("Train, processor", median(spent.cpu for spent in presses), "s"),
        Figure("beyond fit(), processor", median(more_cpu), "s", ALLOWED),
    ]


if __name__ == "__main__":
    main()
