"""Finds the nodes near an area without looking at all of them."""

from __future__ import annotations

from collections import defaultdict
from math import floor
from typing import TypeAlias

from PySide6.QtCore import QRectF

from netbuilder.graph import NodeId

_CELL = 512.0
"""Scene pixels; a node lies in one cell to four."""

Cell: TypeAlias = tuple[int, int]


class Grid:
    """Keeps in which cells of the plane nodes lie."""

    def __init__(self) -> None:
        self._cells: defaultdict[Cell, set[NodeId]] = defaultdict(set)
        self._spans: dict[NodeId, tuple[Cell, ...]] = {}

    def put(self, node: NodeId, area: QRectF) -> None:
        """Take note of where a node lies now."""
        span = _cells(area)
        if span != self._spans.get(node):
            self.take(node)
            self._spans[node] = span
            for cell in span:
                self._cells[cell].add(node)

    def take(self, node: NodeId) -> None:
        """Forget a node, if it is known."""
        for cell in self._spans.pop(node, ()):
            members = self._cells[cell]
            members.discard(node)
            if not members:
                del self._cells[cell]

    def near(self, area: QRectF) -> set[NodeId]:
        """Return all nodes that touch an area, and perhaps others near it."""
        left, top = _cell(area.left(), area.top())
        right, bottom = _cell(area.right(), area.bottom())
        if (right - left + 1) * (bottom - top + 1) > len(self._cells):
            return set(self._spans)
        found: set[NodeId] = set()
        for column in range(left, right + 1):
            for row in range(top, bottom + 1):
                found |= self._cells.get((column, row), set())
        return found


def _cells(area: QRectF) -> tuple[Cell, ...]:
    left, top = _cell(area.left(), area.top())
    right, bottom = _cell(area.right(), area.bottom())
    return tuple((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))


def _cell(x: float, y: float) -> Cell:
    return floor(x / _CELL), floor(y / _CELL)
