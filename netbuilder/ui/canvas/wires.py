"""The wires on the scene, painted in bunches.

A bunch holds the wires whose middle lies in one cell of the plane. While nodes are
dragged, their wires leave the bunches for one floating item, so that only the pixels
around them are painted again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import floor
from typing import TypeAlias

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QStyleOptionGraphicsItem, QWidget

from netbuilder.graph import Wire
from netbuilder.ui.canvas.pictures import BRIEF
from netbuilder.ui.canvas.shapes import Curve
from netbuilder.ui.theme import Tokens

WIRE_Z = 0.0
FLOATING_Z = 0.5
_CELL_WIDTH = 1200
_CELL_HEIGHT = 600
_HALF_PIXEL = 0.35
_MARGIN = 5.0
POINT_RADIUS = 3.5
"""How large a point is that a wire is led through."""

Cell: TypeAlias = tuple[int, int]


class WireBunch(QGraphicsItem):
    """Some wires, painted with two hairlines half a pixel apart; from some way off with one.

    Two look like one line of 2 pixels and cost a sixth of it.
    """

    def __init__(self, z: float, colours: Tokens, far: bool) -> None:
        super().__init__()
        self._curves: dict[Wire, Curve] = {}
        self._lines: list[tuple[tuple[bool, float], QPainterPath]] = []
        self._paths: list[tuple[QPen, QPainterPath]] = []
        self._bounds = QRectF()
        self._colours = colours
        self._far = far
        self.setZValue(z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    @property
    def curves(self) -> Mapping[Wire, Curve]:
        """The wires that it holds."""
        return self._curves

    def set_curves(self, curves: dict[Wire, Curve]) -> None:
        """Hold exactly these wires."""
        self._curves = curves
        self._rebuild()

    def set_colours(self, colours: Tokens) -> None:
        """Paint in these colours."""
        self._colours = colours
        self._dip()
        self.update()

    def set_far(self, far: bool) -> None:
        """Paint single lines when far away; the view that zooms is painted anew anyway."""
        self._far = far
        self._dip()

    def boundingRect(self) -> QRectF:
        """Return the area of all its wires."""
        return self._bounds

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        """Paint all its wires."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not self._far)
        scale = painter.worldTransform().m11()
        apart = _HALF_PIXEL / scale
        self._paint_points(painter)
        for pen, path in self._paths:
            painter.setPen(pen)
            if scale < BRIEF or pen.widthF() > 0:
                painter.drawPath(path)
                continue
            painter.translate(-apart, -apart)
            painter.drawPath(path)
            painter.translate(2 * apart, 2 * apart)
            painter.drawPath(path)
            painter.translate(-apart, -apart)

    def _paint_points(self, painter: QPainter) -> None:
        """Paint the points that wires are led through, where they can be seen."""
        bent = [curve for curve in self._curves.values() if curve.points]
        if self._far or not bent:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        for curve in bent:
            painter.setBrush(QColor(self._colours.error if curve.wrong else self._colours.wire))
            for point in curve.points:
                painter.drawEllipse(point, POINT_RADIUS, POINT_RADIUS)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _rebuild(self) -> None:
        self.prepareGeometryChange()
        paths: dict[tuple[bool, float], QPainterPath] = defaultdict(QPainterPath)
        for curve in self._curves.values():
            paths[curve.wrong, curve.width].addPath(curve.path())
        # What is wrong is drawn last, over the others.
        self._lines = sorted(paths.items())
        self._dip()
        bounds = QRectF()
        for _, path in self._paths:
            bounds = bounds.united(path.controlPointRect())
        margin = max([_MARGIN, *(width for _, width in paths)])
        self._bounds = bounds.adjusted(-margin, -margin, margin, margin)
        self.update()

    def _dip(self) -> None:
        """Take up the pens that the lines need."""
        self._paths = [(self._pen(*look), path) for look, path in self._lines]

    def _pen(self, wrong: bool, width: float) -> QPen:
        colour = QColor(self._colours.error if wrong else self._colours.wire)
        pen = QPen(colour, 0 if self._far else width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen


class WireLayer:
    """All wires of a scene."""

    def __init__(self, scene: QGraphicsScene, colours: Tokens) -> None:
        self._scene = scene
        self._colours = colours
        self._far = False
        self._bunches: dict[Cell, WireBunch] = {}
        self._cells: dict[Wire, Cell] = {}
        self._curves: dict[Wire, Curve] = {}
        self._floating = WireBunch(FLOATING_Z, colours, far=False)
        scene.addItem(self._floating)

    @property
    def curves(self) -> Mapping[Wire, Curve]:
        """Where every wire lies."""
        return self._curves

    def update(self, removed: Iterable[Wire], changed: Mapping[Wire, Curve]) -> None:
        """Take wires away, and add or move others."""
        touched: dict[Cell, dict[Wire, Curve]] = {}
        for wire in (*removed, *changed):
            cell = self._cells.pop(wire, None)
            if cell is not None:
                self._members(touched, cell).pop(wire, None)
            self._curves.pop(wire, None)
        for wire, curve in changed.items():
            cell = _cell(curve)
            self._cells[wire] = cell
            self._curves[wire] = curve
            self._members(touched, cell)[wire] = curve
        for cell, curves in touched.items():
            self._fill(cell, curves)

    def float_curves(self, curves: dict[Wire, Curve]) -> None:
        """Show these wires apart from the others, until :meth:`land`."""
        fresh = [wire for wire in curves if wire in self._cells]
        self.update(fresh, {})
        self._floating.set_curves(curves)
        self._curves.update(curves)

    def land(self) -> None:
        """Put floating wires back among the others."""
        floating = dict(self._floating.curves)
        if floating:
            self._floating.set_curves({})
            self.update((), floating)

    def set_colours(self, colours: Tokens) -> None:
        """Paint in these colours."""
        self._colours = colours
        for bunch in (*self._bunches.values(), self._floating):
            bunch.set_colours(colours)

    def set_far(self, far: bool) -> None:
        """Paint single lines when far away; the view that zooms is painted anew anyway."""
        self._far = far
        for bunch in (*self._bunches.values(), self._floating):
            bunch.set_far(far)

    def _members(self, touched: dict[Cell, dict[Wire, Curve]], cell: Cell) -> dict[Wire, Curve]:
        if cell not in touched:
            bunch = self._bunches.get(cell)
            touched[cell] = dict(bunch.curves) if bunch else {}
        return touched[cell]

    def _fill(self, cell: Cell, curves: dict[Wire, Curve]) -> None:
        bunch = self._bunches.get(cell)
        if not curves:
            if bunch is not None:
                self._scene.removeItem(bunch)
                del self._bunches[cell]
            return
        if bunch is None:
            bunch = WireBunch(WIRE_Z, self._colours, self._far)
            self._bunches[cell] = bunch
            self._scene.addItem(bunch)
        bunch.set_curves(curves)


def _cell(curve: Curve) -> Cell:
    middle = (curve.start + curve.end) / 2
    return floor(middle.x() / _CELL_WIDTH), floor(middle.y() / _CELL_HEIGHT)
