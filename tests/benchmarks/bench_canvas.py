"""How fast the canvas loads, pans, zooms and drags, beside two bare scenes.

Run ``python -m tests.benchmarks.bench_canvas [N ...]``; ``--json`` prints one JSON object.
Every network is shown in a process of its own by the canvas, by the fastest bare scene that
is known and by a naive one (:mod:`tests.benchmarks.bare_scenes`), in 1600 by 1000 pixels.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from netbuilder.ui.theme import Scheme, apply_theme
from tests.benchmarks.canvas_steps import CONTENDERS, measured
from tests.benchmarks.common import Figure, medians, report

COUNTS = (100, 500, 1000, 2000, 10_000)
STEPS = {
    "pan": "pan at 100 %",
    "fit": "pan, all in view",
    "zoom": "zoom",
    "drag": "drag a node",
    "wire": "drag a wire",
    "edit": "rename",
}
TIMES_TUNED = 2.0
FRAME_MS, SLOW_FRAME_MS, DRAG_MS = 10.0, 17.0, 3.0
LOAD_S, MEMORY_MB = 0.5, 60.0
LARGE_FRAME_MS = 1000 / 30


def goal(count: int, step: str, *, slow: bool) -> float | None:
    """Return the most milliseconds that a step of the canvas should take; None for no goal."""
    if step in ("pan", "fit", "zoom"):
        if count == 1000:
            return SLOW_FRAME_MS if slow else FRAME_MS
        return LARGE_FRAME_MS if count == 10_000 and step != "fit" and not slow else None
    return DRAG_MS if count == 1000 and step in ("drag", "wire") and not slow else None


def figures(count: int, found: Mapping[str, Mapping[str, float]]) -> Iterator[Figure]:
    """Yield the figures of one size of network, those of the canvas with their goals."""
    for name, run in found.items():
        own = name == "canvas"
        strict = own and count == 1000
        title = f"{count} {name}"
        yield Figure(f"{title}: load", run["load"], "s", LOAD_S if strict else None)
        for step, words in STEPS.items():
            for key, share in ((step, "median"), (f"{step}_p95", "95 %")):
                if key in run:
                    most = goal(count, step, slow=share != "median") if own else None
                    yield Figure(f"{title}: {words}, {share}", run[key], "ms", most)
        memory = MEMORY_MB if strict else None
        yield Figure(f"{title}: memory growth", run["memory"], "MB", memory)
    for step in ("pan", "fit", "zoom"):
        times = found["canvas"][step] / found["tuned"][step]
        most = TIMES_TUNED if count == 1000 else None
        yield Figure(f"{count} canvas / tuned: {STEPS[step]}", times, "x", most)


def in_a_process(name: str, count: int) -> Mapping[str, float]:
    """Return the figures of one contender, measured in a fresh process."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_canvas", str(count), "--one", name]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=COUNTS, help="numbers of layers")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--repeats", type=int, default=3, help="default: %(default)s")
    parser.add_argument("--one", choices=CONTENDERS, help="measure one contender, in here")
    options = parser.parse_args()
    if options.one:
        app = QApplication([])
        apply_theme(app, Scheme.DARK)
        sys.stdout.write(json.dumps(measured(options.one, options.counts[0])))
        sys.stdout.flush()
        os._exit(0)  # tearing down is not what is measured
    found: list[Figure] = []
    for count in options.counts:
        runs = {
            name: medians([in_a_process(name, count) for _ in range(options.repeats)])
            for name in CONTENDERS
        }
        found.extend(figures(count, runs))
    report("The canvas beside bare scenes", found, as_json=options.json)


if __name__ == "__main__":
    main()
