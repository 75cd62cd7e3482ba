"""How the window bears large data: 20,000 pictures in folders, and a CSV file of 1 GB.

Run ``python tests/benchmarks/bench_data.py [--json] [--repeats N]``; N is the size of the CSV
file in MB. Each is chosen in the real window as if it had been dropped there, and the gaps of
the event loop are measured until the worker has said what is in it; "own work" is the
processor time of the window's thread in a gap. The worker's memory is told beside it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from netbuilder.training.events import Alive
from netbuilder.training.protocol import AnyEvent
from tests.benchmarks.bench_event_loop import Bench, gap_figures
from tests.benchmarks.common import Figure, options, report
from tests.unit.own_data import write_pictures

PICTURES = 20_000
MOST_MB = 2000.0
"""What the worker may hold: TensorFlow alone takes about 700 MB."""


class Memory:
    """Follows how much memory the worker holds, in MB."""

    def __init__(self) -> None:
        self.most = 0.0

    def note(self, event: AnyEvent) -> None:
        """Take what a heartbeat says."""
        if isinstance(event, Alive):
            self.most = max(self.most, event.memory / 1e6)


def opened(bench: Bench, path: Path, name: str) -> list[Figure]:
    """Choose a file or folder as the data; return the figures until it is measured."""
    window, memory = bench.window, Memory()
    window.worker.reported.connect(memory.note)
    began = time.monotonic()
    bench.beat.start()
    window.data_panel.choose_file(path)
    bench.wait_until(lambda: not window.data_control.measuring)
    bench.beat.stop()
    gaps, took = gap_figures(name, bench.beat), time.monotonic() - began
    bench.listen(name, 1.5)  # until the next heartbeat
    window.worker.reported.disconnect(memory.note)
    if window.data_control.profile is None:
        raise RuntimeError(window.data_control.complaint)
    return [
        *gaps,
        Figure(f"{name}: until it is shown", took, "s"),
        Figure(f"{name}: the worker's memory", memory.most, "MB", MOST_MB),
    ]


def write_table(path: Path, megabytes: int) -> Path:
    """Write a CSV file of ten columns of numbers and one of two kinds."""
    row = ",".join(f"{n}.{n}5{n}" for n in range(10))
    block = "".join(f"{n % 97}.5,{row},{'cat' if n % 3 else 'dog'}\n" for n in range(20_000))
    header = ",".join([*(f"column {n}" for n in range(11)), "kind"]) + "\n"
    with path.open("w", encoding="utf-8") as file:
        file.write(header)
        for _ in range(max(megabytes * 1_000_000 // len(block), 1)):
            file.write(block)
    return path


def main() -> None:
    """Measure and print."""
    given = options("Large data in the window.", repeats=1000)
    with tempfile.TemporaryDirectory(prefix="netbuilder-bench-") as folder:
        os.environ["NETBUILDER_USER_DIR"] = folder
        pictures = write_pictures(Path(folder) / "pictures", PICTURES // 2)
        table = write_table(Path(folder) / "table.csv", given.repeats)
        app = QApplication(sys.argv[:1])
        bench = Bench(app)
        bench.wait_until(lambda: bench.window.worker.ready is not None)
        bench.window.docks.bring("data")
        figures = opened(bench, pictures, f"{PICTURES} pictures")
        figures += opened(bench, table, f"{given.repeats} MB of CSV")
        bench.close()
    report("Large data", figures, as_json=given.json)


if __name__ == "__main__":
    main()
