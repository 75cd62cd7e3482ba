"""Asks which layer to add, and adds it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QGraphicsView

from netbuilder.catalog.tensors import Tensor
from netbuilder.graph import Flow, NodeId, Port, Wire
from netbuilder.i18n import tr
from netbuilder.ui.canvas.choices import Accepts, anything, choices, taking
from netbuilder.ui.canvas.draw_wire import held_end
from netbuilder.ui.canvas.fitting import FixedEnd
from netbuilder.ui.canvas.gestures import Pointer, Stage
from netbuilder.ui.canvas.placer import Placer
from netbuilder.ui.canvas.search import SearchPopup
from netbuilder.ui.canvas.shapes import Side

_BELOW = QPoint(0, 8)


class Asking:
    """Opens the search popup of a view, one at a time."""

    def __init__(self, view: QGraphicsView, stage: Stage, placer: Placer) -> None:
        self._view = view
        self._stage = stage
        self._placer = placer
        self._popup: SearchPopup | None = None

    @property
    def popup(self) -> SearchPopup | None:
        """The popup, while it is open."""
        return self._popup

    def for_wire(self, pointer: Pointer, fixed: FixedEnd) -> None:
        """Ask for the layer at the loose end of a wire, which stays in sight meanwhile."""
        arriving = self._tensor(fixed.node, fixed.port) if fixed.gives else None
        self._ask(arriving, pointer.view, partial(self._add_wired, fixed, pointer.scene))
        scene = self._stage.scene
        held = held_end(scene.shape_of(fixed.node), fixed)
        start, end = (held, pointer.scene) if fixed.gives else (pointer.scene, held)
        scene.show_pending(start, end, scene.work.colours.accent, loose=True)

    def on_wire(self, pointer: Pointer, wire: Wire) -> None:
        """Ask for a layer to be put into a wire: one that takes what comes, for what follows."""
        document = self._stage.document
        arriving = self._tensor(wire.source, wire.source_port)
        accepts = partial(taking, document.level, document.catalog, wire)
        self._ask(
            arriving, pointer.view, partial(self._add_on_wire, wire, pointer.scene), accepts=accepts
        )

    def at(self, pointer: Pointer) -> None:
        """Ask for a layer to be placed where the pointer is."""
        self._ask(None, pointer.view, partial(self._add_at, pointer.scene))

    def next(self) -> None:
        """Ask for a layer to come after what is selected; else into the middle."""
        chosen = sorted(self._stage.document.selection)
        arriving = self._tensor(chosen[0], 0) if len(chosen) == 1 else None
        middle = self._view.viewport().rect().center()
        place = middle
        if chosen:
            scene = self._stage.scene
            side = Side(scene.bounds(chosen), scene.graph.flow is Flow.RIGHT)
            place = self._view.mapFromScene(side.middle) + _BELOW
        self._ask(arriving, place, partial(self._add_next, self._view.mapToScene(middle)))

    def before(self) -> None:
        """Ask for a layer to come before the one that is selected, in its first wire."""
        chosen = self._stage.document.selection
        if len(chosen) != 1:
            self._stage.refuse(tr("Select the one layer before which another is to come."))
            return
        (node,) = chosen
        feeding = self._stage.document.level.graph.incoming(node)
        wire = feeding[0] if feeding else None
        arriving = self._tensor(wire.source, wire.source_port) if wire else None
        corner = self._stage.scene.shape_of(node).rect.topRight()
        add = partial(self._add_before, node)
        self._ask(arriving, self._view.mapFromScene(corner), add, tr("Add a layer before"))

    def close(self) -> None:
        """Take the popup away without a choice."""
        if self._popup is not None:
            self._popup.close_up()

    def _ask(
        self,
        arriving: Tensor | None,
        place: QPoint,
        add: Callable[[str], None],
        prompt: str = "",
        accepts: Accepts = anything,
    ) -> None:
        self.close()
        layers = self._stage.document.catalog.layers.values()
        offered = choices(layers, arriving, self._placer.recent, accepts)
        popup = SearchPopup(self._view, offered, self._stage.scene.work.scheme, prompt)
        popup.closed.connect(self._on_closed)
        popup.chosen.connect(add)
        self._popup = popup
        popup.show_at(place)

    def _on_closed(self) -> None:
        self._popup = None
        self._stage.scene.pending.clear()

    def _tensor(self, node: NodeId, port: int) -> Tensor | None:
        return self._stage.document.level.report.tensor(Port(node, port))

    def _add_wired(self, fixed: FixedEnd, at: QPointF, class_name: str) -> None:
        self._placer.add_wired(self._stage.document.catalog.layers[class_name], at, fixed)

    def _add_on_wire(self, wire: Wire, at: QPointF, class_name: str) -> None:
        self._placer.add_at(self._stage.document.catalog.layers[class_name], at, wire)

    def _add_at(self, at: QPointF, class_name: str) -> None:
        self._placer.add_at(self._stage.document.catalog.layers[class_name], at)

    def _add_next(self, middle: QPointF, class_name: str) -> None:
        self._placer.add(self._stage.document.catalog.layers[class_name], middle)
        self._view.ensureVisible(self._stage.scene.bounds(self._stage.document.selection))

    def _add_before(self, node: NodeId, class_name: str) -> None:
        self._placer.add_before(self._stage.document.catalog.layers[class_name], node)
        self._view.ensureVisible(self._stage.scene.bounds(self._stage.document.selection))
