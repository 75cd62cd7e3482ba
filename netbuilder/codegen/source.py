"""Generated source and where each node stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from netbuilder.graph import NodeId

Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Source:
    """Generated source.

    Attributes:
        text: The code, ending in a line break.
        spans: For each node its lines as (first, last), counted from 1, both included;
            for a submodel the call and the function that builds it.
        inside: The same for the nodes inside submodels, each under its way: the ids from
            the outside in.
    """

    text: str
    spans: Mapping[NodeId, tuple[Span, ...]]
    inside: Mapping[tuple[NodeId, ...], tuple[Span, ...]] = field(default_factory=dict)

    def node_at(self, line: int) -> NodeId | None:
        """Return the node whose code stands on ``line`` (from 1), or None."""
        return next((node for node, spans in self.spans.items() if _on(line, spans)), None)

    def inside_at(self, line: int, path: Sequence[NodeId]) -> NodeId | None:
        """Return the node in the submodel at ``path`` whose code stands on a line, or None."""
        within = (
            way[-1]
            for way, spans in self.inside.items()
            if way[:-1] == tuple(path) and _on(line, spans)
        )
        return next(within, None)


def _on(line: int, spans: Iterable[Span]) -> bool:
    return any(first <= line <= last for first, last in spans)
