"""How long the figures of a residual network of 517 layers take, beside its validation.

Run ``python -m tests.benchmarks.bench_figures [--json]``. Goal: below 20 ms of this
process's time.
"""

from __future__ import annotations

import statistics
import time

from netbuilder.catalog.library import load_catalog
from netbuilder.validation.figures import figures
from netbuilder.validation.validate import Validator
from tests.benchmarks.bench_validation import residual_network
from tests.benchmarks.common import Figure, options, report


def main() -> None:
    """Print all figures."""
    wanted = options("Time the figures of a large network.", repeats=20)
    graph, catalog = residual_network(), load_catalog()
    start = time.process_time()
    found = Validator(catalog).validate(graph)
    validation = (time.process_time() - start) * 1000
    times = []
    for _ in range(wanted.repeats):
        start = time.process_time()
        figures(graph, found, catalog, 32)
        times.append((time.process_time() - start) * 1000)
    rows = [
        Figure("first validation", validation, "ms"),
        Figure("all figures, median", statistics.median(times), "ms", 20),
    ]
    report(f"Figures of {len(graph.nodes)} layers", rows, as_json=wanted.json)


if __name__ == "__main__":
    main()
