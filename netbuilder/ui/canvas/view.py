"""The canvas: shows the document's network and turns pointer and keys into edits."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QToolTip, QWidget

from netbuilder.graph import NodeId
from netbuilder.graph.edits import disconnect, duplicate, remove_nodes, rename
from netbuilder.i18n import tr
from netbuilder.ui.canvas.asking import Asking
from netbuilder.ui.canvas.breadcrumb import Breadcrumb
from netbuilder.ui.canvas.bubble import Bubble
from netbuilder.ui.canvas.fitting import FixedEnd
from netbuilder.ui.canvas.gestures import Pointer, Stage
from netbuilder.ui.canvas.grouping import Grouping
from netbuilder.ui.canvas.heat import Legend, heats
from netbuilder.ui.canvas.hint import EmptyHint
from netbuilder.ui.canvas.hits import Part
from netbuilder.ui.canvas.levels import Levels
from netbuilder.ui.canvas.navigation import FAR, Navigator
from netbuilder.ui.canvas.placer import Placer
from netbuilder.ui.canvas.pointing import Pointing
from netbuilder.ui.canvas.rename import RenameField
from netbuilder.ui.canvas.scene import CanvasScene
from netbuilder.ui.canvas.shapes import GRID
from netbuilder.ui.canvas.tips import node_summary, tip
from netbuilder.ui.canvas.walking import ARROWS, nudge, walk
from netbuilder.ui.document import Document
from netbuilder.ui.text import compact
from netbuilder.ui.theme import Scheme


class Canvas(QGraphicsView):
    """Shows the document's network and turns pointer and keys into edits.

    Attributes:
        grouping: The commands on shared layers and submodels.
        context_menu_requested: Fires with the place on the screen and the ids of the
            nodes that a menu should be about (empty for the canvas itself).
    """

    context_menu_requested = Signal(QPoint, object)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._scene = CanvasScene(document.catalog.layers, Scheme.LIGHT)
        self._navigator = Navigator(self, self._on_scaled)
        self._bubble = Bubble(self.viewport())
        self._stage = Stage(self._scene, document, self._bubble.say, self._ask_layer)
        self._placer = Placer(self._stage)
        self._asking = Asking(self, self._stage, self._placer)
        self._levels = Levels(self, self._navigator)
        self._breadcrumb = Breadcrumb(self, document)
        self.grouping = Grouping(self._stage, self._refuse)
        self._pointing = Pointing(self, self._stage)
        self._by_keyboard = False
        self._fit_due = bool(document.level.graph.nodes)
        self._hint = EmptyHint(self.viewport(), Scheme.LIGHT)
        self._legend = Legend(self, Scheme.LIGHT)
        self._set_up()
        document.changed.connect(self._on_changed)
        document.selection_changed.connect(self._on_selection_changed)
        document.opened.connect(self._on_opened)
        document.level_changed.connect(self._on_level_changed)
        self.set_scheme(Scheme.LIGHT)
        self._on_changed()

    def _set_up(self) -> None:
        self.setScene(self._scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Canvas with the network"))

    # What the window asks for

    @property
    def network(self) -> CanvasScene:
        """The drawn network."""
        return self._scene

    @property
    def zoom(self) -> float:
        """Screen pixels for one scene pixel."""
        return self._navigator.scale

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw in the colours of ``scheme`` and with the present fonts."""
        self._scene.restyle(scheme)
        self.setBackgroundBrush(QColor(self._scene.work.colours.canvas))
        self._hint.restyle(scheme)
        self._legend.restyle(scheme)
        self._pointing.refresh()

    def set_heat(
        self,
        values: Mapping[NodeId, float] | None,
        title: str = "",
        write: Callable[[float], str] = compact,
    ) -> None:
        """Tint nodes from the panel's colour to the accent, by what they cost.

        Args:
            values: The cost of each node that has one; None for no tints.
            title: What the costs are, for the legend.
            write: Writes a cost.
        """
        self._scene.show_heats(heats(values or {}, write))
        largest = max((values or {}).values(), default=0.0)
        self._legend.setVisible(largest > 0)
        if largest > 0:
            self._legend.show_scale(title, largest, write)

    def fit(self) -> None:
        """Show the whole network, no larger than 100 %."""
        self._navigator.show_area(self._scene.bounds())

    def zoom_in(self) -> None:
        """Show everything one level larger."""
        self._navigator.step(1)

    def zoom_out(self) -> None:
        """Show everything one level smaller."""
        self._navigator.step(-1)

    def zoom_reset(self) -> None:
        """Show everything in its own size."""
        self.zoom_to(1.0)

    def zoom_to(self, scale: float) -> None:
        """Show everything at a scale between 0.1 and 4."""
        self._navigator.set_scale(scale)

    def zoom_to_selection(self) -> None:
        """Show the selected nodes as large as they fit; all if none is selected."""
        self._navigator.show_area(self._scene.bounds(self._document.selection))

    def select_all(self) -> None:
        """Select every node."""
        self._document.select(self._document.level.graph.nodes)

    def delete_selection(self) -> None:
        """Take away the selected nodes, or the selected wire."""
        chosen, wire = self._document.selection, self._pointing.wire
        if chosen:
            self._document.apply_here(lambda graph: remove_nodes(graph, chosen), tr("Delete"))
        elif wire is not None:
            self._document.apply_here(lambda graph: disconnect(graph, (wire,)), tr("Disconnect"))

    def duplicate_selection(self) -> None:
        """Copy the selected nodes and the wires among them, and select the copies."""
        graph = self._document.level.graph
        chosen = [key for key in graph.nodes if key in self._document.selection]
        if chosen:
            _, copies = duplicate(graph, chosen)
            self._document.apply_here(lambda graph: duplicate(graph, chosen)[0], tr("Duplicate"))
            self._document.select(copies)

    def add_layer(self, class_name: str, at: QPointF | None = None) -> None:
        """Add a layer: at a place in the scene, else after what is selected.

        Raises:
            KeyError: the catalogue has no such layer.
        """
        spec = self._document.catalog.layers[class_name]
        if at is not None:
            self._placer.add_at(spec, at)
        else:
            middle = self.mapToScene(self.viewport().rect().center())
            self._placer.add(spec, middle)
        self.ensureVisible(self._scene.bounds(self._document.selection), 3 * GRID, 3 * GRID)

    def rename_selected(self) -> None:
        """Let the name of the one selected node be typed in its place."""
        if len(self._document.selection) != 1:
            return
        (key,) = self._document.selection
        field = RenameField(self.viewport(), self._document.level.graph.nodes[key])
        field.renamed.connect(self._rename)
        field.show_over(self.mapFromScene(self._scene.shape_of(key).rect).boundingRect())

    def node_rect(self, node: NodeId) -> QRectF:
        """Return a node's body in the scene."""
        return QRectF(self._scene.shape_of(node).rect)

    def port_position(self, node: NodeId, side: str, index: int = 0) -> QPointF:
        """Return where a port lies in the scene; ``side`` is ``"in"`` or ``"out"``."""
        shape = self._scene.shape_of(node)
        return shape.input_at(index) if side == "in" else shape.output_at(index)

    def show_node(self, node: NodeId) -> None:
        """Bring a node into the middle of the view."""
        self.centerOn(self._scene.shape_of(node).rect.center())

    # Qt's events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        self._asking.close()
        self._bubble.say("", QPoint())
        self._show_focus(by_keyboard=False)
        self._pointing.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture, or show what a press would act on."""
        self._pointing.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        self._pointing.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open or rename a node, ask for a layer on empty canvas; elsewhere it is a press."""
        hit = self._pointing.hit(event)
        left = event.button() == Qt.MouseButton.LeftButton
        if hit.part is Part.NODE and left:
            self._document.select((hit.node,))
            if not self.grouping.open_submodel():
                self.rename_selected()
        elif hit.part is Part.EMPTY and left:
            self._asking.at(self._pointing.pointer(event))
        else:
            self._pointing.press(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu about what lies under the pointer."""
        at = self._pointing.pointer_at(QPointF(event.pos()), Qt.KeyboardModifier.NoModifier)
        hit = self._scene.hit(at.scene, at.reach)
        if hit.node and hit.node not in self._document.selection:
            self._document.select((hit.node,))
        elif hit.wire is not None:
            self._pointing.choose_wire(hit.wire)
        about = self._document.selection if hit.node else frozenset()
        self.context_menu_requested.emit(event.globalPos(), tuple(sorted(about)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to the pointer, or pan."""
        self._navigator.wheel(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show tips, and zoom by pinching."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._pointing.pointer_at(QPointF(event.pos()), Qt.KeyboardModifier.NoModifier)
            text = tip(self._document, self._scene.hit(at.scene, at.reach))
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        if isinstance(event, QNativeGestureEvent):
            return self._navigator.pinch(event)
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and walk by arrows, cancel by Esc, rename by F2, open by Enter, pan by space."""
        self._bubble.say("", QPoint())
        direction = ARROWS.get(event.key())
        if direction is not None and not self._pointing.busy:
            self._show_focus(by_keyboard=True)
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                walk(self._document, direction)
            else:
                nudge(self._document, direction)
            self.ensureVisible(self._scene.bounds(self._document.selection), GRID, GRID)
        elif event.key() == Qt.Key.Key_Escape:
            self._escape()
        elif event.key() == Qt.Key.Key_F2:
            self.rename_selected()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.grouping.open_submodel()
        elif event.key() == Qt.Key.Key_Space:
            self._pointing.hold_hand(True)
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Stop panning when the space bar is let go."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._pointing.hold_hand(False)
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        """Ask for the next layer on Tab; Shift+Tab leaves the canvas."""
        if isinstance(event, QKeyEvent) and _is_tab(event):
            if event.type() == QEvent.Type.KeyPress:
                self._asking.next()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is, if it came by keyboard."""
        super().focusInEvent(event)
        tabbed = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._show_focus(by_keyboard=event.reason() in tabbed)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """End what only makes sense while keys come here."""
        super().focusOutEvent(event)
        self._pointing.hold_hand(False)
        self._show_focus(by_keyboard=False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a layer from the palette, nothing else."""
        event.setAccepted(self._placer.layer_in(event.mimeData()) is not None)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show the wire that the layer would go into."""
        spec = self._placer.layer_in(event.mimeData())
        event.setAccepted(spec is not None)
        if spec is not None:
            self._placer.show_target(spec, self._dragged(event))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Forget the layer."""
        self._scene.hover_mark.clear()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the layer where it was dropped."""
        spec = self._placer.layer_in(event.mimeData())
        if spec is not None:
            self._placer.drop(spec, self._dragged(event))
            event.acceptProposedAction()
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the hint in the middle."""
        super().resizeEvent(event)
        self._hint.centre()
        self._legend.place()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit a project that was opened before."""
        super().showEvent(event)
        self._fit_if_due()

    # What follows from changes

    def _on_changed(self) -> None:
        self._pointing.cancel()
        self._asking.close()
        self._scene.show_network(self._document.level.graph, self._document.level.report)
        self._show_focus(by_keyboard=self._by_keyboard)
        self._pointing.refresh()
        self._hint.setVisible(not self._document.level.graph.nodes)
        self._breadcrumb.refresh()
        self._fit_if_due()

    def _on_opened(self) -> None:
        self._levels.start_afresh()
        self._fit_due = True

    def _on_level_changed(self) -> None:
        if not self._levels.switch(self._document.level.path):
            self._fit_due = True
        self._on_changed()

    def _on_selection_changed(self) -> None:
        chosen = self._document.selection
        if chosen and self._pointing.wire is not None:
            self._pointing.choose_wire(None)
        self._show_focus(by_keyboard=self._by_keyboard)
        about = node_summary(self._document, *chosen) if len(chosen) == 1 else ""
        self.setAccessibleDescription(about)

    def _on_scaled(self, scale: float) -> None:
        far = scale < FAR
        self._scene.set_far(far)
        self._legend.set_far(far)
        self.setRenderHint(QPainter.RenderHint.Antialiasing, not far)

    def _fit_if_due(self) -> None:
        if self._fit_due and self.isVisible():
            self._fit_due = False
            self._navigator.show_beginning(self._scene.bounds())

    def _show_focus(self, *, by_keyboard: bool) -> None:
        self._by_keyboard = by_keyboard
        chosen = self._document.selection
        focused = next(iter(chosen)) if by_keyboard and len(chosen) == 1 else None
        self._scene.show_selection(chosen, focused)

    def _escape(self) -> None:
        """Cancel what is under way; else select nothing; else go out of the submodel."""
        if self._pointing.cancel():
            return
        if self._asking.popup is not None:
            self._asking.close()
        elif self._document.selection or self._pointing.wire is not None:
            self._pointing.choose_wire(None)
            self._document.select(())
        else:
            self._document.go_to(self._document.level.path[:-1])

    def _refuse(self, text: str) -> None:
        """Say beside what is selected why something cannot be done."""
        area = self._scene.bounds(self._document.selection)
        corner = self.mapFromScene(area.bottomLeft())
        inside = self.viewport().rect()
        place = corner if inside.contains(corner) else inside.center()
        self._bubble.say(text, place)

    def _ask_layer(self, pointer: Pointer, fixed: FixedEnd) -> None:
        self._asking.for_wire(pointer, fixed)

    def _dragged(self, event: QDropEvent) -> Pointer:
        return self._pointing.pointer_at(event.position(), event.modifiers())

    def _rename(self, key: NodeId, name: str) -> None:
        self._document.apply_here(lambda graph: rename(graph, key, name), tr("Rename"))


def _is_tab(event: QKeyEvent) -> bool:
    shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_Tab and not shifted
