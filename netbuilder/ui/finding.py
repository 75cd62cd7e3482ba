"""What a search in the network finds: pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from netbuilder.graph import Graph, NodeId
from netbuilder.ui.text import shapes_text
from netbuilder.validation import Problem, Report


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the project.

    Attributes:
        path: The submodels that lead to it, from the outside in.
        node: The node; None for the whole network.
    """

    path: tuple[NodeId, ...]
    node: NodeId | None


def find(graph: Graph, report: Report, text: str) -> list[Place]:
    """Return the nodes that fit ``text``, from top to bottom, those inside submodels after them.

    A node fits if its name, class, shapes or problems hold the whole text or every word
    of it; blanks and brackets of a shape may be left out: ``28,28`` finds
    ``(None, 28, 28, 1)``. Nothing fits an empty text.
    """
    whole, words = _plain(text), [_plain(word) for word in text.split()]
    if not whole:
        return []
    return [
        place
        for place, written in _written(graph, report, ())
        if any(whole in part for part in written)
        or all(any(word in part for part in written) for word in words)
    ]


def place_of(problem: Problem) -> Place:
    """Return where a problem lies."""
    if problem.node is None or not problem.inside:
        return Place((), problem.node)
    return Place((problem.node, *problem.inside[:-1]), problem.inside[-1])


def _written(
    graph: Graph, report: Report, path: tuple[NodeId, ...]
) -> Iterator[tuple[Place, list[str]]]:
    """Yield each node with all that is written on it."""
    for key in sorted(graph.nodes, key=lambda key: (graph.nodes[key].y, graph.nodes[key].x)):
        node, known = graph.nodes[key], report.nodes.get(key)
        shapes = shapes_text(known.outputs) if known else ""
        problems = [problem.message for problem in report.problems_of(key)]
        yield (
            Place(path, key),
            [_plain(part) for part in (node.name, node.class_name, shapes, *problems)],
        )
    for key, node in graph.nodes.items():
        inside = report.nodes[key].inner if key in report.nodes else None
        if node.inner is not None and inside is not None:
            yield from _written(node.inner, inside, (*path, key))


def _plain(text: str) -> str:
    return re.sub(r"[\s()]+", "", text).casefold()
