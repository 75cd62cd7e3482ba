"""What a double click opens, and what a context menu is about."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from netbuilder.graph import NodeId
from netbuilder.ui.canvas.asking import Asking
from netbuilder.ui.canvas.bending import Bending
from netbuilder.ui.canvas.chosen_wire import ChosenWire
from netbuilder.ui.canvas.editing import Editing
from netbuilder.ui.canvas.gestures import Pointer
from netbuilder.ui.canvas.grouping import Grouping
from netbuilder.ui.canvas.hits import HitTarget, Part
from netbuilder.ui.canvas.noting import Noting
from netbuilder.ui.document import Document


class About:
    """Finds for whom what lies under the pointer is meant."""

    def __init__(
        self,
        document: Document,
        *,
        asking: Asking,
        editing: Editing,
        grouping: Grouping,
        noting: Noting,
        chosen: ChosenWire,
        bending: Bending,
    ) -> None:
        self._document = document
        self._asking = asking
        self._editing = editing
        self._grouping = grouping
        self._noting = noting
        self._chosen = chosen
        self._bending = bending

    def open(self, hit: HitTarget, pointer: Pointer) -> bool:
        """Open or rename what was double-clicked, or ask for a layer there.

        Returns False where a double click means no more than a press.
        """
        if hit.part is Part.NODE:
            self._document.select((hit.node,))
            if not self._grouping.open_submodel():
                self._editing.rename()
        elif hit.note:
            self._noting.choose(hit.note)
            self._noting.edit()
        elif hit.part is Part.WIRE and hit.wire is not None:
            self._asking.on_wire(pointer, hit.wire)
        elif hit.part is Part.EMPTY:
            self._asking.at(pointer)
        else:
            return False
        return True

    def choose(self, hit: HitTarget, place: QPointF) -> frozenset[NodeId]:
        """Select what a menu is asked for, and return the nodes that it is about.

        Args:
            hit: What lies under the pointer.
            place: Where that is, in the scene.
        """
        if hit.node and hit.node not in self._document.selection:
            self._document.select((hit.node,))
        elif not hit.node:
            self._chosen.choose(hit.wire, hit.bend)
            self._bending.aim(place)
        self._noting.choose(hit.note or None)
        return self._document.selection if hit.node else frozenset()
