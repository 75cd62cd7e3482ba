"""Statements of generated code, each with the node that it builds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from netbuilder.catalog.syntax import syntax_tree
from netbuilder.codegen.source import Source, Span
from netbuilder.graph import NodeId


@dataclass(frozen=True, slots=True)
class Statement:
    """Lines that belong together.

    Attributes:
        lines: The lines, without their ends.
        node: The node that they build, or None.
        inside: If that is a submodel: the way to the node inside it that they build.
    """

    lines: tuple[str, ...]
    node: NodeId | None = None
    inside: tuple[NodeId, ...] = ()


def plain(code: str) -> Statement:
    """Return lines that build no node."""
    return Statement(tuple(code.splitlines()))


def assemble(statements: Iterable[Statement]) -> Source:
    """Join statements to a source.

    Raises:
        SyntaxError: The result is no Python, which is a mistake in NetBuilder.
    """
    lines: list[str] = []
    spans: dict[NodeId, tuple[Span, ...]] = {}
    inside: dict[tuple[NodeId, ...], tuple[Span, ...]] = {}
    for statement in statements:
        first = len(lines) + 1
        lines.extend(statement.lines)
        if statement.node is not None:
            span = (first, len(lines))
            spans[statement.node] = _joined(spans.get(statement.node, ()), span)
            if statement.inside:
                way = (statement.node, *statement.inside)
                inside[way] = _joined(inside.get(way, ()), span)
    text = "".join(f"{line}\n" for line in lines)
    syntax_tree(text)
    return Source(text, spans, inside)


def _joined(spans: tuple[Span, ...], span: Span) -> tuple[Span, ...]:
    """Add a span, as one with the last where it goes on from there."""
    if spans and spans[-1][1] + 1 == span[0]:
        return (*spans[:-1], (spans[-1][0], span[1]))
    return (*spans, span)
