"""The canvas: shows the document's network and turns pointer and keys into edits."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QGestureEvent, QToolTip, QWidget

from netbuilder.catalog.spec import LayerSpec
from netbuilder.i18n import tr
from netbuilder.ui.canvas.about import About
from netbuilder.ui.canvas.arranging import Arranging
from netbuilder.ui.canvas.asking import Asking
from netbuilder.ui.canvas.bending import Bending
from netbuilder.ui.canvas.chosen_wire import ChosenWire
from netbuilder.ui.canvas.clipboard import Clipboard
from netbuilder.ui.canvas.dropping import Dropping
from netbuilder.ui.canvas.editing import Editing
from netbuilder.ui.canvas.face import class_title
from netbuilder.ui.canvas.focus import FocusMark
from netbuilder.ui.canvas.gestures import Pointer, Stage
from netbuilder.ui.canvas.grouping import Grouping
from netbuilder.ui.canvas.keys import Keys
from netbuilder.ui.canvas.mode_bar import switch_mode
from netbuilder.ui.canvas.motion import Motion
from netbuilder.ui.canvas.navigation import seen_area
from netbuilder.ui.canvas.noting import Noting
from netbuilder.ui.canvas.placer import Placer
from netbuilder.ui.canvas.pointing import Pointing
from netbuilder.ui.canvas.selecting import Selecting
from netbuilder.ui.canvas.snapping import Snapping
from netbuilder.ui.canvas.speaking import describe
from netbuilder.ui.canvas.surface import Surface
from netbuilder.ui.canvas.tips import node_summary, tip
from netbuilder.ui.canvas.wire_keys import WireKeys
from netbuilder.ui.document import Document
from netbuilder.ui.sketches import layer_card
from netbuilder.ui.theme import Scheme


class Canvas(Surface):
    """Shows the document's network, and hands each event to whom it concerns.

    Attributes:
        selecting: The commands that select.
        editing: The commands on what is selected.
        arranging: Layout, alignment and distribution.
        motion: Shows where nodes went.
        snapping: What dragged nodes snap to.
        clipboard: Cut, copy and paste.
        grouping: The commands on shared layers and submodels.
        noting: The commands on frames and comments.
        chosen_wire: The wire that is selected.
        bending: The commands on the points of wires.
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
        super().__init__(document, parent)
        self.snapping = Snapping()
        self._make_hands()
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Canvas with the network"))
        document.changed.connect(self._on_changed)
        document.refused.connect(self.refuse)
        document.selection_changed.connect(self._on_selection_changed)
        document.level_changed.connect(self._on_level_changed)
        self.set_scheme(Scheme.LIGHT)
        self._on_changed()

    def _make_hands(self) -> None:
        """Make all that turns pointer and keys into edits."""
        stage = Stage(
            self._scene,
            self._document,
            self._bubble.say,
            self.refuse,
            self.said.emit,
            self.snapping,
            partial(seen_area, self),
        )
        placer = Placer(stage)
        self.asking = Asking(self, stage, placer)
        self.noting = Noting(self, stage)
        self.chosen_wire = ChosenWire(stage)
        self.bending = Bending(self, stage, self.chosen_wire)
        self._pointing = Pointing(self, stage, self.chosen_wire, self.asking, self.noting)
        self._dropping = Dropping(placer, self._pointing)
        self._focus = FocusMark(self, stage, self.chosen_wire)
        self.selecting = Selecting(stage)
        self.clipboard = Clipboard(self, stage, self.noting)
        self.motion = Motion(self._scene)
        self.motion.rested.connect(self.minimap.redraw)
        self.arranging = Arranging(stage, self.motion, self.navigator)
        self.editing = Editing(
            self,
            stage,
            placer=placer,
            chosen=self.chosen_wire,
            bending=self.bending,
            noting=self.noting,
        )
        self.grouping = Grouping(stage)
        self.wire_keys = WireKeys(self, stage)
        self.keys = Keys(
            self,
            stage,
            pointing=self._pointing,
            asking=self.asking,
            focus=self._focus,
            noting=self.noting,
            chosen=self.chosen_wire,
            bending=self.bending,
        )
        self._about = About(
            self._document,
            asking=self.asking,
            editing=self.editing,
            grouping=self.grouping,
            noting=self.noting,
            chosen=self.chosen_wire,
            bending=self.bending,
        )

    # What the window asks for

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw in the colours of ``scheme`` and with the present fonts."""
        super().set_scheme(scheme)
        self._pointing.refresh()

    def switch_mode(self) -> None:
        """Keep the network Sequential, or let it have branches; say why if that cannot be."""
        reason = switch_mode(self._document)
        if reason:
            self.refuse(reason)

    def enter(self) -> None:
        """Edit the chosen note; open the selected submodel; else go to a layer's parameters."""
        if self.noting.edit():
            return
        if not self.grouping.open_submodel() and len(self._document.selection) == 1:
            self.params_wanted.emit()

    def insert_on_wire(self) -> None:
        """Ask for a layer to be put into the selected wire; say so if there is none."""
        wire = self.chosen_wire.wanted()
        if wire is not None:
            middle = self._scene.curves[wire].path().pointAtPercent(0.5)
            self.asking.on_wire(Pointer(middle, self.mapFromScene(middle)), wire)

    # Qt's events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        self.motion.stop()
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
        """Open what is double-clicked; where that means nothing it is a press."""
        if event.button() != Qt.MouseButton.LeftButton or not self._about.open(
            self._pointing.hit(event), self._pointing.pointer(event)
        ):
            self._pointing.press(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu about what lies under the pointer, if that button does nothing else."""
        if self._pointing.busy or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            chosen = self._document.selection
        else:
            place = self.mapToScene(event.pos())
            chosen = self._about.choose(self._pointing.hit_at(event.pos()), place)
        self.context_menu_requested.emit(event.globalPos(), tuple(sorted(chosen)))

    def viewportEvent(self, event: QEvent) -> bool:
        """Show tips; two fingers lead the view, and not what the first had taken hold of."""
        if isinstance(event, QGestureEvent):
            self._pointing.cancel()
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            hit = self._pointing.hit_at(event.pos())
            text = tip(self._document, hit, self._scene.marks, self._card)
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
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

    def _card(self, spec: LayerSpec) -> str:
        """Return what is said of a layer that is pointed at, with a picture of what it does."""
        ratio = self.devicePixelRatioF()
        return layer_card(spec, class_title(spec.name), self._scene.work.scheme, ratio)

    # What follows from changes

    def _on_changed(self) -> None:
        self.motion.stop()
        self._pointing.cancel()
        self.asking.close()
        self.wire_keys.close()
        self.show_network()
        self._focus.refresh()
        self._pointing.refresh()

    def _on_level_changed(self) -> None:
        self._levels.switch(self._document.level.path)
        self._on_changed()

    def _on_selection_changed(self) -> None:
        chosen = self._document.selection
        if chosen and self.chosen_wire.wire is not None:
            self.chosen_wire.choose(None)
        self._focus.refresh()
        about = node_summary(self._document, *chosen) if len(chosen) == 1 else ""
        describe(self, about)
