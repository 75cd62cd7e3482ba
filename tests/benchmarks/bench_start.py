"""How soon the window is painted and answers, beside a bare PySide6 and pyqtgraph window.

Run ``python tests/benchmarks/bench_start.py [--json] [--repeats N]``. Every measurement
is a fresh process; the two kinds take turns, so that a busy machine slows both alike.
Times count from the moment at which the process is asked for. The goal is that of the
main job: at most twice the bare window's time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.common import (
    ROOT,
    Figure,
    medians,
    options,
    project_file,
    report,
)

GOAL = 2.0
SLOWEST = 15
LONGEST_S = 60


def main() -> None:
    """Measure both kinds of window in turns and print the figures."""
    given = options("Time to the first painted frame.", repeats=7)
    bare: list[dict[str, float]] = []
    app: list[dict[str, float]] = []
    with project_file() as file:
        for turn in range(given.repeats + 1):
            times = measured("bare", folder=file.parent), measured(str(file), folder=file.parent)
            if turn:  # the first turn only warms the disk's cache
                bare.append(times[0])
                app.append(times[1])
        report("Start of the window", figures(medians(bare), medians(app)), as_json=given.json)
        if not given.json:
            print_dearest_imports(file.parent)


def figures(bare: dict[str, float], app: dict[str, float]) -> list[Figure]:
    """Return all figures and the ratios that have goals."""
    return [
        *(Figure(f"bare window {name}", value, "s") for name, value in bare.items()),
        *(Figure(f"NetBuilder {name}", value, "s") for name, value in app.items()),
        Figure("ratio, painted", app["painted"] / bare["painted"], "x", GOAL),
        Figure("ratio, usable", app["usable"] / bare["usable"], "x", GOAL),
    ]


def measured(kind: str, folder: Path) -> dict[str, float]:
    """Start one window; return the seconds until it was painted and usable.

    Args:
        kind: ``"bare"``, or the project file that NetBuilder is to open.
        folder: For a user's folder of the benchmark's own.
    """
    arguments = ["bare"] if kind == "bare" else ["netbuilder", kind]
    began = time.time()
    child = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.windows", *arguments],
        cwd=ROOT,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=LONGEST_S,
        check=True,
    )
    moments: dict[str, float] = json.loads(child.stdout)
    return {name: moment - began for name, moment in moments.items()}


def environment(folder: Path) -> dict[str, str]:
    """Return the surroundings of a measured process: its bytecode is kept, as a user's is."""
    kept = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **kept,
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "QT_QPA_PLATFORM": "offscreen",
        "NETBUILDER_USER_DIR": str(folder / "user"),
    }


def print_dearest_imports(folder: Path) -> None:
    """Print where the time of importing goes, package by package."""
    child = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import netbuilder.ui.app"],
        cwd=ROOT,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=True,
    )
    spent: dict[str, float] = defaultdict(float)
    for line in child.stderr.splitlines()[1:]:
        own, _, name = line.removeprefix("import time:").split("|")
        package, *inner = name.strip().split(".")
        deeper = package == "netbuilder" and inner
        spent[f"{package}.{inner[0]}" if deeper else package] += float(own) / 1000
    dearest = sorted(spent.items(), key=lambda item: -item[1])[:SLOWEST]
    sys.stdout.write("Imports, each package's own milliseconds (one run, with tracing):\n")
    sys.stdout.writelines(f"  {package:<24} {spent:7.1f}\n" for package, spent in dearest)


if __name__ == "__main__":
    main()
