"""The canvas: shows the document's network and turns pointer and keys into edits."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
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
from netbuilder.i18n import tr
from netbuilder.ui.canvas.arranging import Arranging
from netbuilder.ui.canvas.asking import Asking
from netbuilder.ui.canvas.bubble import Bubble
from netbuilder.ui.canvas.clipboard import Clipboard
from netbuilder.ui.canvas.dropping import Dropping
from netbuilder.ui.canvas.editing import Editing
from netbuilder.ui.canvas.focus import FocusMark
from netbuilder.ui.canvas.gestures import Stage
from netbuilder.ui.canvas.grouping import Grouping
from netbuilder.ui.canvas.heat import heats
from netbuilder.ui.canvas.hits import Part
from netbuilder.ui.canvas.keys import Keys
from netbuilder.ui.canvas.levels import Levels
from netbuilder.ui.canvas.minimap import Minimap
from netbuilder.ui.canvas.mode_bar import switch_mode
from netbuilder.ui.canvas.motion import Motion
from netbuilder.ui.canvas.navigation import FAR, Navigator
from netbuilder.ui.canvas.noting import Noting
from netbuilder.ui.canvas.overlays import Overlays
from netbuilder.ui.canvas.placer import Placer
from netbuilder.ui.canvas.pointing import Pointing
from netbuilder.ui.canvas.scene import CanvasScene
from netbuilder.ui.canvas.selecting import Selecting
from netbuilder.ui.canvas.snapping import Snapping
from netbuilder.ui.canvas.tips import node_summary, tip
from netbuilder.ui.canvas.wire_keys import WireKeys
from netbuilder.ui.document import Document
from netbuilder.ui.text import compact
from netbuilder.ui.theme import Scheme


class Canvas(QGraphicsView):
    """Shows the document's network, and hands each event to whom it concerns.

    Attributes:
        navigator: Zooms and pans.
        selecting: The commands that select.
        editing: The commands on what is selected.
        arranging: Layout, alignment and distribution.
        snapping: What dragged nodes snap to.
        minimap: The map of the whole network in the corner.
        clipboard: Cut, copy and paste.
        grouping: The commands on shared layers and submodels.
        noting: The commands on frames and comments.
        said: Fires with a sentence for the window's status line.
        asking: Asks for layers to add.
        keys: Walks and moves by keys.
        wire_keys: Draws wires by keys.
        context_menu_requested: Fires with the place on the screen and the ids of the
            nodes that a menu should be about (empty for the canvas itself).
        params_wanted: Fires when the parameters of the selected layer are to be edited.
    """

    said = Signal(str)
    context_menu_requested = Signal(QPoint, object)
    params_wanted = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._scene = CanvasScene(document.catalog.layers, Scheme.LIGHT)
        self.navigator = Navigator(self, self._scene, document, self._on_scaled)
        self._levels = Levels(self, self.navigator)
        self._overlays = Overlays(self, document)
        self.minimap = Minimap(self, document, self._scene)
        self._bubble = Bubble(self.viewport())
        self.snapping = Snapping()
        self._make_hands()
        self._set_up()
        document.changed.connect(self._on_changed)
        document.refused.connect(self._refuse)
        document.selection_changed.connect(self._on_selection_changed)
        document.opened.connect(self._levels.start_afresh)
        document.level_changed.connect(self._on_level_changed)
        self.set_scheme(Scheme.LIGHT)
        self._on_changed()

    def _make_hands(self) -> None:
        """Make all that turns pointer and keys into edits."""
        stage = Stage(
            self._scene,
            self._document,
            self._bubble.say,
            self._refuse,
            self.said.emit,
            self.snapping,
        )
        placer = Placer(stage)
        self.asking = Asking(self, stage, placer)
        self.noting = Noting(self, stage)
        self._pointing = Pointing(self, stage, self.asking, self.noting)
        self._dropping = Dropping(placer, self._pointing)
        self._focus = FocusMark(stage)
        self.selecting = Selecting(stage)
        self.clipboard = Clipboard(self, stage)
        self._motion = Motion(self._scene)
        self.arranging = Arranging(stage, self._motion)
        self.editing = Editing(self, stage, placer, self._pointing, self.noting)
        self.grouping = Grouping(stage)
        self.wire_keys = WireKeys(self, stage)
        self.keys = Keys(
            self,
            stage,
            pointing=self._pointing,
            asking=self.asking,
            focus=self._focus,
            noting=self.noting,
        )

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
        return self.navigator.scale

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw in the colours of ``scheme`` and with the present fonts."""
        self._scene.restyle(scheme)
        self.setBackgroundBrush(QColor(self._scene.work.colours.canvas))
        self._overlays.restyle(scheme)
        self.minimap.restyle(scheme)
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
        self._overlays.legend.show_costs(values or {}, title, write)

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

    def switch_mode(self) -> None:
        """Keep the network Sequential, or let it have branches; say why if that cannot be."""
        reason = switch_mode(self._document)
        if reason:
            self._refuse(reason)

    def enter(self) -> None:
        """Edit the chosen note; open the selected submodel; else go to a layer's parameters."""
        if self.noting.edit():
            return
        if not self.grouping.open_submodel() and len(self._document.selection) == 1:
            self.params_wanted.emit()

    # Qt's events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        self._motion.stop()
        self.asking.close()
        self._bubble.say("", QPoint())
        self._focus.follow(by_keyboard=False)
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
                self.editing.rename()
        elif hit.note and left:
            self.noting.choose(hit.note)
            self.noting.edit()
        elif hit.wire is not None and left:
            self.asking.on_wire(self._pointing.pointer(event), hit.wire)
        elif hit.part is Part.EMPTY and left:
            self.asking.at(self._pointing.pointer(event))
        else:
            self._pointing.press(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu about what lies under the pointer, if that button does nothing else."""
        if self._pointing.busy or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            chosen = tuple(sorted(self._document.selection))
            self.context_menu_requested.emit(event.globalPos(), chosen)
            return
        hit = self._pointing.hit_at(event.pos())
        if hit.node and hit.node not in self._document.selection:
            self._document.select((hit.node,))
        elif hit.wire is not None:
            self._pointing.choose_wire(hit.wire)
        self.noting.choose(hit.note or None)
        about = self._document.selection if hit.node else frozenset()
        self.context_menu_requested.emit(event.globalPos(), tuple(sorted(about)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to the pointer, or pan."""
        self.navigator.wheel(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show tips, and zoom by pinching."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            hit = self._pointing.hit_at(event.pos())
            text = tip(self._document, hit, self._scene.marks)
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        if isinstance(event, QNativeGestureEvent):
            return self.navigator.pinch(event)
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key means on the canvas."""
        self._bubble.say("", QPoint())
        if not self.keys.press(event):
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End what lasts while a key is held."""
        if not self.keys.release(event):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is, if it came by keyboard."""
        super().focusInEvent(event)
        tabbed = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._focus.follow(by_keyboard=event.reason() in tabbed)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """End what only makes sense while keys come here."""
        super().focusOutEvent(event)
        self._pointing.hold_hand(False)
        self._focus.follow(by_keyboard=False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a layer from the palette."""
        self._dropping.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where the layer would go."""
        self._dropping.move(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Forget the layer."""
        self._dropping.leave(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the layer where it was dropped."""
        if self._dropping.drop(event):
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what lies over the canvas in its place."""
        super().resizeEvent(event)
        self._overlays.place()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit a project that was opened before."""
        super().showEvent(event)
        self._levels.show(self._scene.bounds())

    # What follows from changes

    def _on_changed(self) -> None:
        self._motion.stop()
        self._pointing.cancel()
        self.asking.close()
        self.wire_keys.close()
        self._scene.show_network(self._document.level.graph, self._document.level.report)
        self._focus.refresh()
        self._pointing.refresh()
        self._overlays.refresh()
        self._levels.show(self._scene.bounds())

    def _on_level_changed(self) -> None:
        self._levels.switch(self._document.level.path)
        self._on_changed()

    def _on_selection_changed(self) -> None:
        chosen = self._document.selection
        if chosen and self._pointing.wire is not None:
            self._pointing.choose_wire(None)
        self._focus.refresh()
        about = node_summary(self._document, *chosen) if len(chosen) == 1 else ""
        self.setAccessibleDescription(about)
        if about and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, about))

    def _on_scaled(self, scale: float) -> None:
        self._scene.hurry()
        far = scale < FAR
        self._scene.set_far(far)
        self._overlays.legend.set_far(far)
        self.setRenderHint(QPainter.RenderHint.Antialiasing, not far)

    def _refuse(self, text: str) -> None:
        """Say beside what is selected why something cannot be done."""
        area = self._scene.bounds(self._document.selection)
        corner = self.mapFromScene(area.bottomLeft())
        inside = self.viewport().rect()
        place = corner if inside.contains(corner) else inside.center()
        self._bubble.say(text, place)
