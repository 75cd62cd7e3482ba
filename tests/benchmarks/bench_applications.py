"""How long reading and validating networks of keras.applications takes, beside Keras.

Run ``python tests/benchmarks/bench_applications.py [--json] [--repeats N]``. The real Keras
builds each network in a process of its own, with its weights as a user gets them; what
building costs without any weights is shown too. All times are processor times of the
process that works, so that a busy machine changes them little; the ratio is that of the
two. Goals, for ResNet152: the first validation below 100 ms and at least 20 times quicker
than Keras builds it, a local edit below 10 ms at the 95th percentile; for NASNetLarge: the
first validation below 200 ms.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from netbuilder.catalog.library import load_catalog
from netbuilder.graph import Graph, Wire, edits
from netbuilder.importing import read_config
from netbuilder.validation.validate import Validator
from tests.benchmarks.common import ROOT, Figure, options, percentile, report

GOALS_MS = {"ResNet152": 100.0, "NASNetLarge": 200.0}
EDIT_GOALS_MS = {"ResNet152": 10.0}
LEAST_RATIO = 20.0
LONGEST_S = 300

Edit = Callable[[Graph], Graph]


def main() -> None:
    """Measure and print the figures."""
    given = options("Validation of ResNet152 and NASNetLarge, beside Keras.", repeats=5)
    figures = [figure for name in GOALS_MS for figure in measured(name, given.repeats)]
    report("Networks of keras.applications", figures, as_json=given.json)


def measured(name: str, repeats: int) -> Iterator[Figure]:
    """Yield the figures of one network."""
    built = ask_keras(name)
    reading = [spent(partial(read_config, built["config"])) for _ in range(repeats)]
    graph = read_config(built["config"])
    load_catalog()
    first = statistics.median(first_validation(graph) for _ in range(repeats))
    yield Figure(f"{name}: {len(graph.nodes)} layers, read", statistics.median(reading), "ms")
    yield Figure(f"{name}: first validation", first, "ms", GOALS_MS[name])
    yield Figure(f"{name}: Keras builds it", built["seconds"] * 1000, "ms")
    yield Figure(f"{name}: Keras builds it without weights", built["bare_seconds"] * 1000, "ms")
    ratio = first / (built["seconds"] * 1000)
    yield Figure(f"{name}: validation / Keras", ratio, "x", 1 / LEAST_RATIO)
    yield Figure(f"{name}: Keras / validation", 1 / ratio, "x")
    for kind, changes in local_edits(graph).items():
        times = [after_edit(graph, change) for change in changes]
        slow, goal = percentile(times, 0.95), EDIT_GOALS_MS.get(name)
        yield Figure(f"{name}: {kind}, 95 %", slow, "ms", goal)


def ask_keras(name: str) -> dict[str, Any]:
    """Let the real Keras build a network, with weights and without, in fresh processes."""
    said = [_asked("--with-weights", name), _asked(name)]
    return {**said[1], "seconds": said[0]["seconds"], "bare_seconds": said[1]["seconds"]}


def _asked(*arguments: str) -> dict[str, Any]:
    finished = subprocess.run(
        [sys.executable, "-m", "tests.keras.applications_judge", *arguments],
        input="",
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
        timeout=LONGEST_S,
    )
    said: dict[str, Any] = json.loads(finished.stdout)
    return said


def first_validation(graph: Graph) -> float:
    """Return the milliseconds that a validator that knows nothing yet takes."""
    fresh = Graph(graph.nodes, graph.wires, graph.outputs)
    validator = Validator(load_catalog())
    return spent(partial(validator.validate, fresh))


def local_edits(graph: Graph) -> dict[str, list[Edit]]:
    """Return kinds of local edits, each at many places."""
    convolutions = [key for key, node in graph.nodes.items() if node.class_name == "Conv2D"]
    several = [wire for wire in graph.wires if len(graph.incoming(wire.target)) > 1]
    return {
        "change a convolution's kernel": [
            partial(edits.set_param, key=key, name="padding", value="same") for key in convolutions
        ],
        "change a convolution's filters": [
            partial(edits.set_param, key=key, name="filters", value=17) for key in convolutions[:60]
        ],
        "move a wire": [partial(move_wire, wire=wire) for wire in several[:60]],
    }


def move_wire(graph: Graph, wire: Wire) -> Graph:
    """Lead a wire's end from what feeds it now to what feeds that."""
    before = graph.incoming(wire.source)
    if not before:
        return edits.disconnect(graph, (wire,))
    moved = Wire(before[0].source, wire.target, before[0].source_port, wire.target_port)
    return edits.connect(graph, moved, replacing=True)


def after_edit(graph: Graph, change: Edit) -> float:
    """Return the milliseconds that validation takes after one edit of a validated graph."""
    validator = _warm(graph)
    edited = change(graph)
    return spent(partial(validator.validate, edited))


_VALIDATOR = Validator(load_catalog())


def _warm(graph: Graph) -> Validator:
    _VALIDATOR.validate(graph)
    return _VALIDATOR


def spent(work: Callable[[], object]) -> float:
    """Return the milliseconds of processor time that some work takes."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    main()
