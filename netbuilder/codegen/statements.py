"""Statements of generated code, each with the node that it builds."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from netbuilder.codegen.source import Source, Span
from netbuilder.graph import NodeId


@dataclass(frozen=True, slots=True)
class Statement:
    """Lines that belong together.

    Attributes:
        lines: The lines, without their ends.
        node: The node that they build, or None.
    """

    lines: tuple[str, ...]
    node: NodeId | None = None


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
    for statement in statements:
        first = len(lines) + 1
        lines.extend(statement.lines)
        if statement.node is not None:
            spans[statement.node] = (*spans.get(statement.node, ()), (first, len(lines)))
    text = "".join(f"{line}\n" for line in lines)
    ast.parse(text)
    return Source(text, spans)
