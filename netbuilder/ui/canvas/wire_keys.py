"""Draws wires, and takes them off, without a pointer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QGraphicsView

from netbuilder.graph import NodeId
from netbuilder.i18n import tr
from netbuilder.ui.canvas.fitting import Fit
from netbuilder.ui.canvas.gestures import Stage
from netbuilder.ui.canvas.wire_choices import WireChoice, drawn_wires, new_wires
from netbuilder.ui.canvas.wire_popup import WirePopup

_BESIDE = QPoint(16, 0)


class WireKeys:
    """Asks which wire is meant: arrows go through them, the canvas shows each, Enter takes it."""

    def __init__(self, view: QGraphicsView, stage: Stage) -> None:
        self._view = view
        self._stage = stage
        self._popup: WirePopup | None = None

    def draw_from(self) -> None:
        """Ask where a wire from the selected node should lead."""
        node = self._single()
        if node is not None:
            self._ask(node, tr("Lead a wire to"), partial(self._new, node, gives=True))

    def draw_to(self) -> None:
        """Ask where a wire to the selected node should come from."""
        node = self._single()
        if node is not None:
            self._ask(node, tr("Lead a wire from"), partial(self._new, node, gives=False))

    def take_off(self) -> None:
        """Ask which wire of the selected node should go."""
        node = self._single()
        if node is not None:
            self._ask(node, tr("Take a wire off"), partial(self._drawn, node))

    def close(self) -> None:
        """Take the popup away without a choice."""
        if self._popup is not None:
            self._popup.close_up()

    def _single(self) -> NodeId | None:
        chosen = self._stage.document.selection
        if len(chosen) != 1:
            self._stage.refuse(tr("Select the one layer at which the wire is to be."))
            return None
        return next(iter(chosen))

    def _new(self, node: NodeId, typed: str, *, gives: bool) -> Sequence[WireChoice]:
        return new_wires(self._stage, node, typed, gives=gives)

    def _drawn(self, node: NodeId, typed: str) -> Sequence[WireChoice]:
        wires = drawn_wires(self._stage, node)
        return [wire for wire in wires if typed.casefold() in wire.title.casefold()]

    def _ask(
        self, node: NodeId, prompt: str, offered: Callable[[str], Sequence[WireChoice]]
    ) -> None:
        self.close()
        scene = self._stage.scene
        popup = WirePopup(self._view, prompt, offered, scene.work.scheme)
        popup.pointed.connect(self._show)
        popup.chosen.connect(self._take)
        popup.closed.connect(self._on_closed)
        self._popup = popup
        popup.show_matches()
        corner = self._view.mapFromScene(scene.shape_of(node).rect.topRight())
        popup.show_at(corner + _BESIDE)

    def _show(self, choice: WireChoice | None) -> None:
        scene, colours = self._stage.scene, self._stage.scene.work.colours
        if choice is None:
            scene.pending.clear()
            return
        colour = colours.error if choice.fit is Fit.MISFIT else colours.accent
        scene.show_pending(choice.start, choice.end, colour, loose=choice.edit is None)

    def _take(self, choice: WireChoice) -> None:
        if choice.edit is not None:
            self._stage.document.apply_here(choice.edit, choice.text)

    def _on_closed(self) -> None:
        self._popup = None
        self._stage.scene.pending.clear()
