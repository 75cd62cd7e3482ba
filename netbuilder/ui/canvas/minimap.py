"""A small map of the whole network in the corner of the canvas."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsView

from netbuilder.graph import NodeId
from netbuilder.i18n import tr
from netbuilder.ui.canvas.navigation import seen_area
from netbuilder.ui.canvas.note_items import note_area
from netbuilder.ui.canvas.note_paint import note_colour
from netbuilder.ui.canvas.overlay import DISTANCE, Overlay
from netbuilder.ui.canvas.scene import CanvasScene
from netbuilder.ui.document import Document
from netbuilder.ui.theme import category_colour, mix
from netbuilder.validation import Severity

_LARGEST = QSize(200, 144)
_SMALLEST = 56
_PADDING = 6.0
_ROOM = 3
"""The canvas must be this many times as wide and as high as the map, or the map is in the way."""
_LEAST_BODY = 2.0
_WAIT_MS = 40
_CALM = 0.65  # how much of its category's colour a body has


@dataclass(frozen=True, slots=True)
class MapScale:
    """How the scene lies on the map.

    Attributes:
        area: The part of the scene that the map shows.
        scale: Map pixels for one scene pixel.
    """

    area: QRectF
    scale: float

    @property
    def size(self) -> QSize:
        """The map's size, with its padding."""
        wide = max(_SMALLEST, round(self.area.width() * self.scale + 2 * _PADDING))
        high = max(_SMALLEST, round(self.area.height() * self.scale + 2 * _PADDING))
        return QSize(wide, high)

    @property
    def _corner(self) -> QPointF:
        """Where the area's upper left corner lies on the map: a narrow one in the middle."""
        room = self.size
        return QPointF(
            (room.width() - self.area.width() * self.scale) / 2,
            (room.height() - self.area.height() * self.scale) / 2,
        )

    @property
    def to_map(self) -> QTransform:
        """What leads from the scene to the map."""
        corner = self._corner - self.area.topLeft() * self.scale
        return QTransform(self.scale, 0, 0, self.scale, corner.x(), corner.y())

    def on_map(self, rect: QRectF) -> QRectF:
        """Return where a part of the scene lies on the map."""
        corner = (rect.topLeft() - self.area.topLeft()) * self.scale + self._corner
        return QRectF(corner, rect.size() * self.scale)

    def in_scene(self, point: QPointF) -> QPointF:
        """Return which place of the scene a point of the map shows."""
        return (point - self._corner) / self.scale + self.area.topLeft()


def map_scale(bounds: QRectF) -> MapScale:
    """Return the scale at which a network that fills ``bounds`` fits the largest map."""
    wide = (_LARGEST.width() - 2 * _PADDING) / max(1.0, bounds.width())
    high = (_LARGEST.height() - 2 * _PADDING) / max(1.0, bounds.height())
    return MapScale(bounds, min(wide, high))


class Minimap(Overlay):
    """Shows all nodes and what part of them the view shows; a press or drag looks elsewhere.

    It is there only while it is wanted, and while not all of the network is in view.
    """

    def __init__(self, view: QGraphicsView, document: Document, scene: CanvasScene) -> None:
        super().__init__(view)
        self._view = view
        self._document = document
        self._scene = scene
        self._map = map_scale(QRectF())
        self._picture = QPixmap()
        self._selected: list[QRectF] = []
        self._wanted = True
        self._held: QPointF | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Map of the whole network"))
        self.setToolTip(tr("Click or drag to look elsewhere (View, Minimap hides it)"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self.redraw)
        for signal in (document.changed, document.level_changed):
            signal.connect(self._timer.start)
        document.selection_changed.connect(self._mark_selection)
        # The bars move when the view pans, and their ranges change when it zooms or grows.
        for bar in (view.horizontalScrollBar(), view.verticalScrollBar()):
            bar.valueChanged.connect(self.follow)
            bar.rangeChanged.connect(self.follow)
        self.hide()

    @property
    def wanted(self) -> bool:
        """Whether it is shown when there is something to show."""
        return self._wanted

    @property
    def frame(self) -> QRectF:
        """Where the view's part of the network lies on the map."""
        inside = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        return self._map.on_map(seen_area(self._view)).intersected(inside)

    def set_wanted(self, wanted: bool) -> None:
        """Show it when there is something to show, or never."""
        self._wanted = wanted
        self.redraw()

    def place_of(self, node: NodeId) -> QPointF:
        """Return where a node's middle lies on the map."""
        return self._map.on_map(self._scene.shape_of(node).rect).center()

    def redraw(self) -> None:
        """Draw the network as it is now."""
        self._map = map_scale(self._scene.bounds())
        self._picture = QPixmap()
        self._mark_selection()
        self.follow()

    def follow(self) -> None:
        """Show what the view shows now."""
        bounds, size = self._map.area, self._map.size
        roomy = self._view.width() > _ROOM * size.width()
        roomy = roomy and self._view.height() > _ROOM * size.height()
        hidden_part = not bounds.isEmpty() and not seen_area(self._view).contains(bounds)
        if not (self._wanted and roomy and hidden_part):
            self.hide()
            return
        corner = self._view.rect().bottomRight()
        self.resize(size)
        self.move(corner.x() - size.width() - DISTANCE, corner.y() - size.height() - DISTANCE)
        self.show()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the frame, or bring the place under the pointer into the middle."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self.frame.contains(event.position()):
            self._held = event.position() - self._map.on_map(seen_area(self._view)).center()
        else:
            self._held = QPointF()
            self._look_at(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull the frame along."""
        if self._held is not None:
            self._look_at(event.position() - self._held)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let the frame go."""
        self._held = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the network and the frame of what is in view."""
        painter = QPainter(self)
        if self._picture.isNull():
            self._picture = self._draw()
        painter.drawPixmap(0, 0, self._picture)
        painter.setTransform(self._map.to_map)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colours.accent))
        painter.drawRects(self._selected)
        painter.resetTransform()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        accent = QColor(self.colours.accent)
        tint = QColor(accent)
        tint.setAlphaF(0.12)
        # It moves in every frame of a pan: smooth corners would cost as much as all nodes.
        frame = self.frame.toAlignedRect()
        painter.fillRect(frame, tint)
        painter.setPen(QPen(accent, self.scheme.stroke + 1))
        painter.drawRect(frame)

    def _draw(self) -> QPixmap:
        """Return the picture of the card with all nodes and wires."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_card(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for note in self._scene.notes.in_order():
            hue = note_colour(note.colour, self.scheme)
            painter.setPen(QPen(hue, 0))
            painter.setBrush(mix(hue, QColor(self.colours.panel), 0.0 if note.is_frame else 0.3))
            painter.drawRect(self._map.on_map(note_area(note)))
        painter.setTransform(self._map.to_map)
        painter.setPen(QPen(mix(QColor(self.colours.wire), QColor(self.colours.panel), 0.6), 0))
        for curve in self._scene.curves.values():
            stops = (curve.start, *curve.points, curve.end)
            painter.drawLines([QLineF(one, other) for one, other in pairwise(stops)])
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, bodies in self._bodies().items():
            painter.setBrush(QColor(colour))
            painter.drawRects(bodies)
        painter.end()
        return picture

    def _bodies(self) -> dict[str, list[QRectF]]:
        """Return the bodies of all nodes by colour, what matters most drawn last."""
        problems = self._document.level.report.problems
        wrong = {problem.node for problem in problems if problem.severity is Severity.ERROR}
        colour_of = cache(self._category_colour)
        bodies: dict[str, list[QRectF]] = defaultdict(list)
        for shape in self._scene.shapes():
            if shape.node in wrong:
                colour = self.colours.error
            else:
                colour = colour_of(self._scene.look_of(shape.node).category)
            bodies[colour].append(self._body(shape.rect))
        last = self.colours.error
        return {colour: bodies[colour] for colour in sorted(bodies, key=lambda c: c == last)}

    def _body(self, rect: QRectF) -> QRectF:
        """Return a node's body, large enough to be seen on the map."""
        grown = max(0.0, _LEAST_BODY / self._map.scale - rect.height()) / 2
        return rect.adjusted(-grown, -grown, grown, grown)

    def _mark_selection(self) -> None:
        """Mark what is selected now, over the picture."""
        chosen = self._document.selection
        self._selected = [self._body(self._scene.shape_of(key).rect) for key in chosen]
        self.update()

    def _category_colour(self, category: str) -> str:
        share = 1.0 if self.scheme.is_contrast else _CALM
        colour = category_colour(category, self.scheme)
        return mix(colour, QColor(self.colours.panel), share).name()

    def _look_at(self, point: QPointF) -> None:
        inside = QPointF(
            min(max(point.x(), 0.0), float(self.width())),
            min(max(point.y(), 0.0), float(self.height())),
        )
        self._view.centerOn(self._map.in_scene(inside))
