"""How long validation takes on a residual network of 517 layers.

Run ``python -m tests.benchmarks.bench_validation``. Goals: the first validation below
100 ms, a local edit below 10 ms in 95 of 100 cases, in the
processor time of this process, which does not depend on what else the machine does.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial

from netbuilder.catalog.library import load_catalog
from netbuilder.checks import check_project
from netbuilder.graph import EMPTY, Graph, Node, Params, Wire, edits
from netbuilder.project import Project
from netbuilder.validation.validate import Validator

_BLOCKS = 73
Edit = Callable[[Graph], Graph]


def residual_network(blocks: int = _BLOCKS) -> Graph:
    """Return ``7 * blocks + 6`` layers: residual blocks as in He et al. 2015, and a head."""
    graph = Graph()
    graph, last = _append(graph, "InputLayer", Params(shape=(64, 64, 3)))
    graph, last = _append(graph, "Rescaling", Params(scale=1 / 255), last)
    graph, last = _append(graph, "Conv2D", _convolution(), last)
    for _ in range(blocks):
        graph, last = _block(graph, last)
    graph, last = _append(graph, "GlobalAveragePooling2D", EMPTY, last)
    graph, last = _append(graph, "Dropout", Params(rate=0.2), last)
    return _append(graph, "Dense", Params(units=10, activation="softmax"), last)[0]


def _block(graph: Graph, start: str) -> tuple[Graph, str]:
    graph, last = _append(graph, "Conv2D", _convolution(), start)
    graph, last = _append(graph, "BatchNormalization", EMPTY, last)
    graph, last = _append(graph, "Activation", Params(activation="relu"), last)
    graph, last = _append(graph, "Conv2D", _convolution(), last)
    graph, last = _append(graph, "BatchNormalization", EMPTY, last)
    graph, last = _append(graph, "Add", EMPTY, last, start)
    return _append(graph, "Activation", Params(activation="relu"), last)


def _convolution() -> Params:
    return Params(filters=16, kernel_size=3, padding="same")


def _append(graph: Graph, class_name: str, params: Params, *sources: str) -> tuple[Graph, str]:
    key = f"n{len(graph.nodes) + 1}"
    graph = edits.add_node(graph, Node(key, f"layer_{key}", class_name, params))
    for port, source in enumerate(sources):
        graph = edits.connect(graph, Wire(source, key, 0, port))
    return graph, key


def local_edits(graph: Graph) -> dict[str, Sequence[Edit]]:
    """Return kinds of local edits, each at several places; some leave errors."""
    convolutions = [key for key, node in graph.nodes.items() if node.class_name == "Conv2D"][::5]
    insides = convolutions[1:]
    return {
        "move": [partial(edits.move_nodes, positions={key: (5.0, 5.0)}) for key in convolutions],
        "change, shapes stay": [
            partial(edits.set_param, key=key, name="kernel_size", value=5) for key in convolutions
        ],
        "rename": [partial(edits.rename, key=key, name=f"new_{key}") for key in convolutions],
        "cut a wire": [partial(edits.disconnect, wires=graph.incoming(key)[:1]) for key in insides],
        "bypass": [partial(edits.bypass, key=key) for key in insides],
        "change, shapes clash": [
            partial(edits.set_param, key=key, name="filters", value=17) for key in insides
        ],
    }


def main() -> None:
    """Print all figures."""
    graph = residual_network()
    catalog = load_catalog()
    validator = Validator(catalog)
    start = time.process_time()
    report = validator.validate(graph)
    _say(f"{len(graph.nodes)} layers, first validation: {_since(start):.1f} ms")
    project = Project(graph=graph)
    start = time.process_time()
    check_project(project, report, None)
    _say(f"checks of the project: {_since(start):.1f} ms")
    every: list[float] = []
    for name, kind in local_edits(graph).items():
        times = [_measure(validator, graph, edit) for edit in kind]
        every.extend(times)
        _print(name, times)
    _print("all local edits", every)


def _measure(validator: Validator, graph: Graph, edit: Edit) -> float:
    """Return the milliseconds that validation takes after an edit of a validated graph."""
    validator.validate(graph)
    edited = edit(graph)
    start = time.process_time()
    validator.validate(edited)
    return _since(start)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _since(start: float) -> float:
    return (time.process_time() - start) * 1000


def _print(name: str, times: list[float]) -> None:
    tail = statistics.quantiles(times, n=20)[-1]
    _say(f"{name}: median {statistics.median(times):.1f} ms, 95 %: {tail:.1f} ms")


if __name__ == "__main__":
    main()
