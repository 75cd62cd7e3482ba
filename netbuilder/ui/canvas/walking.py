"""Moves and walks on the canvas by the arrow keys."""

from __future__ import annotations

from netbuilder.graph import NodeId
from netbuilder.graph.edits import move_nodes
from netbuilder.graph.room import STEP
from netbuilder.i18n import tr
from netbuilder.ui.canvas.flow import Direction, first_node, neighbour
from netbuilder.ui.canvas.shapes import GRID
from netbuilder.ui.document import Document

STEPS = {
    Direction.UP: (0, -GRID),
    Direction.DOWN: (0, GRID),
    Direction.LEFT: (-GRID, 0),
    Direction.RIGHT: (GRID, 0),
}
"""How far an arrow key moves what is selected, in pixels at 100 %."""

# In a list, a step leads to the other side of the next layer.
_PAST_THE_NEXT = int(STEP) // GRID + 1


def nudge(document: Document, direction: Direction) -> None:
    """Move what is selected by one step of the grid; steps in a row are undone at once."""
    nodes, chosen = document.level.graph.nodes, sorted(document.selection)
    if not chosen:
        return
    dx, dy = STEPS[direction]
    if document.listed:
        dy *= _PAST_THE_NEXT
    places = {key: (nodes[key].x + dx, nodes[key].y + dy) for key in chosen}
    merge = "nudge " + " ".join(chosen)
    document.apply_here(lambda graph: move_nodes(graph, places), tr("Move"), merge=merge)


def walk(document: Document, direction: Direction) -> NodeId | None:
    """Select the next node in a direction along the wires, and return it.

    With nothing selected it is the first node; None where there is no next one.
    """
    graph = document.level.graph
    chosen = sorted(document.selection, key=list(graph.nodes).index)
    following = neighbour(graph, chosen[-1], direction) if chosen else first_node(graph)
    if following is not None:
        document.select((following,))
    return following
