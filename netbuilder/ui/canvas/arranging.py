"""Commands that give nodes better places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import QRectF

from netbuilder.graph import Graph, NodeId
from netbuilder.graph.bends import straighten
from netbuilder.graph.edits import move_nodes, remove_nodes
from netbuilder.graph.notes import Area, follow_nodes
from netbuilder.i18n import tr
from netbuilder.layout import Box, Flow, Line, aligned, distributed, positions
from netbuilder.layout.align import Shifts
from netbuilder.ui.canvas.gestures import Stage
from netbuilder.ui.canvas.motion import Motion
from netbuilder.ui.canvas.navigation import Navigator
from netbuilder.ui.document import GraphEdit


def _as_it_is(graph: Graph) -> Graph:
    return graph


class Arranging:
    """Lays out, aligns and distributes what is selected, each in one undo step."""

    def __init__(self, stage: Stage, motion: Motion, navigator: Navigator) -> None:
        self._stage = stage
        self._motion = motion
        self._navigator = navigator

    def lay_out(self, flow: Flow) -> None:
        """Give every node a place by the way that data flows; only the selected ones if several.

        What is laid out stays where it was as a whole, and its wires are led straight. The
        ports of a whole network go to the sides that the flow asks for.
        """
        if self._stage.document.listed:
            self._stage.refuse(tr("A Sequential network is a list; other places need Functional."))
            return
        graph, chosen = self._stage.document.level.graph, self._stage.document.selection
        whole = len(chosen) < 2
        if not whole:
            graph = remove_nodes(graph, graph.nodes.keys() - chosen)
        boxes = self._boxes(graph.nodes)
        if not boxes:
            return
        sizes = {key: (box.width, box.height) for key, box in boxes.items()}
        places = positions(graph, flow, sizes)

        def drawn_anew(before: Graph) -> Graph:
            straight = straighten(before, graph.wires)
            return replace(straight, flow=flow) if whole else straight

        self._move(_kept(graph, places), tr("Lay out"), drawn_anew)

    def align(self, line: Line) -> None:
        """Bring an edge or the middle of the selected nodes into one line."""
        chosen = self._stage.document.selection
        if len(chosen) < 2:
            self._stage.refuse(tr("Select at least two layers to align."))
            return
        self._shift(aligned(self._boxes(chosen), line), tr("Align"))

    def distribute(self, *, along_x: bool) -> None:
        """Make the gaps between the selected nodes even."""
        chosen = self._stage.document.selection
        if len(chosen) < 3:
            self._stage.refuse(tr("Select at least three layers to distribute."))
            return
        self._shift(distributed(self._boxes(chosen), along_x=along_x), tr("Distribute"))

    def _boxes(self, nodes: Iterable[NodeId]) -> Mapping[NodeId, Box]:
        rects = {key: self._stage.scene.shape_of(key).rect for key in nodes}
        return {
            key: Box(rect.left(), rect.top(), rect.width(), rect.height())
            for key, rect in rects.items()
        }

    def _shift(self, shifts: Shifts, text: str) -> None:
        nodes = self._stage.document.level.graph.nodes
        places = {key: (nodes[key].x + dx, nodes[key].y + dy) for key, (dx, dy) in shifts.items()}
        self._move(places, text)

    def _move(
        self,
        places: Mapping[NodeId, tuple[float, float]],
        text: str,
        prepared: GraphEdit = _as_it_is,
    ) -> None:
        nodes = self._stage.document.level.graph.nodes
        before = {key: (nodes[key].x, nodes[key].y) for key in places}
        areas = {key: _area(box) for key, box in self._boxes(nodes).items()}
        ways = {key: (x - before[key][0], y - before[key][1]) for key, (x, y) in places.items()}
        moved = areas | {key: _shifted(areas[key], *way) for key, way in ways.items()}
        self._stage.document.apply_here(
            lambda graph: follow_nodes(move_nodes(prepared(graph), places), areas, moved), text
        )
        self._navigator.find_again(
            QRectF(left, top, right - left, bottom - top)
            for left, top, right, bottom in (moved[key] for key in places)
        )
        self._motion.run(before, places)


def _area(box: Box) -> Area:
    return box.left, box.top, box.right, box.bottom


def _shifted(area: Area, dx: float, dy: float) -> Area:
    left, top, right, bottom = area
    return left + dx, top + dy, right + dx, bottom + dy


def _kept(
    graph: Graph, places: Mapping[NodeId, tuple[float, float]]
) -> Mapping[NodeId, tuple[float, float]]:
    """Return ``places`` shifted so that their upper left corner is that of the nodes now."""
    nodes = graph.nodes.values()
    dx = min(node.x for node in nodes) - min(x for x, _ in places.values())
    dy = min(node.y for node in nodes) - min(y for _, y in places.values())
    return {key: (x + dx, y + dy) for key, (x, y) in places.items()}
