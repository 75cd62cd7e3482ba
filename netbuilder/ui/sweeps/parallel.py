"""The trials of a sweep as lines over parallel axes, painted; a drag along an axis filters them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from netbuilder.i18n import tr
from netbuilder.runs.parallel import Axis, Brush, Line, axes_of, lines_of, moved, nearest, passes
from netbuilder.runs.sweeps import Trial
from netbuilder.training.sweeps import SweepPlan
from netbuilder.ui.charts import curve_pen, hue
from netbuilder.ui.text import figure
from netbuilder.ui.theme import Scheme, interface_font, mix, tokens

_SIDE, _TOP, _BOTTOM = 64, 40, 16  # pixels around the axes
_REACH = 24  # pixels from an axis within which a drag brushes it
_NEAR = 6  # pixels from a line within which it is meant
_KEY_STEP = 0.05  # of an axis
_CLEARING = {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}
_LEAST_BRUSH = 4  # pixels; less is a click
_FAINT, _STRONG = 30, 230
_WORST = 0.4  # of the colour of quiet text, which the worst trial has
_LABEL_ROOM = 8
_VEIL = 200  # behind numbers, that lines may not strike them through


class ParallelPlot(QWidget):
    """Draws trials; the better one is, the nearer is its colour to the first of the curves'.

    Attributes:
        trial_clicked: Fires with the number of the trial whose line is clicked.
        filtered: Fires when other trials pass the brushes.
    """

    trial_clicked = Signal(int)
    filtered = Signal()

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self._scheme = scheme
        self._axes: tuple[Axis, ...] = ()
        self._lines: tuple[Line, ...] = ()
        self._brushes: dict[int, Brush] = {}
        self._chosen: frozenset[int] = frozenset()
        self._drag: tuple[int, float] | None = None
        self._pressed = QPointF()
        self._current = 0  # the axis that the keys mean
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(140)
        self.setAccessibleName(tr("Trials over parallel axes"))
        self.setAccessibleDescription(
            tr(
                "Left and Right choose an axis, Up and Down move the lower end of its filter, with "
                "Shift the upper one, Backspace takes it away."
            )
        )

    @property
    def passing(self) -> frozenset[int]:
        """The numbers of the trials that pass all brushes."""
        return frozenset(line.trial.number for line in self._lines if passes(line, self._brushes))

    @property
    def brushes(self) -> dict[int, Brush]:
        """What is brushed of which axis, by its place."""
        return dict(self._brushes)

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw in the colours of another scheme."""
        self._scheme = scheme
        self.update()

    def show_trials(self, plan: SweepPlan, trials: Sequence[Trial]) -> None:
        """Draw the trials of a sweep; brushes stay where the axes do."""
        axes = axes_of(plan, trials)
        if [axis.key for axis in axes] != [axis.key for axis in self._axes]:
            self._brushes.clear()
        self._axes = axes
        self._lines = lines_of(plan, axes, trials)
        self.update()

    def choose(self, numbers: Sequence[int]) -> None:
        """Draw some trials stronger than all others."""
        self._chosen = frozenset(numbers)
        self.update()

    def clear_brushes(self) -> None:
        """Filter nothing any more."""
        self._brushes.clear()
        self.update()
        self.filtered.emit()

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(480, 220)

    def point_at(self, axis: int, place: float) -> QPointF:
        """Return where a place of an axis, from 0 to 1, is on the widget."""
        area = self._area()
        last = max(len(self._axes) - 1, 1)
        return QPointF(
            area.left() + axis / last * area.width(), area.bottom() - place * area.height()
        )

    def event(self, event: QEvent) -> bool:
        """Keep the keys that clear a brush from the window, which deletes layers by them."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _CLEARING
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Filter by keys; see the accessible description."""
        last = len(self._axes) - 1
        upper = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Right if last >= 0:
                step = 1 if event.key() == Qt.Key.Key_Right else -1
                self._current = min(max(self._current + step, 0), last)
                self.update()
            case Qt.Key.Key_Up | Qt.Key.Key_Down if last >= 0:
                by = _KEY_STEP if event.key() == Qt.Key.Key_Up else -_KEY_STEP
                brush = moved(self._brushes.get(self._current), upper=upper, by=by)
                self._set_brush(self._current, brush)
            case key if key in _CLEARING:
                self._set_brush(self._current, None)
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a brush on an axis, or a click on a line."""
        if event.button() is Qt.MouseButton.LeftButton and self._axes:
            self._pressed = event.position()
            axis = self._axis_near(event.position())
            self._current = self._current if axis is None else axis
            self._drag = None if axis is None else (axis, self._place_of(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Grow the brush; without a button, tell what is under the mouse."""
        if self._drag is not None and self._moved(event.position()):
            axis, begun = self._drag
            at = self._place_of(event.position())
            self._brushes[axis] = (min(begun, at), max(begun, at))
            self.update()
        elif not event.buttons():
            line = self._line_near(event.position())
            words = "" if line is None else self._words(line)
            QToolTip.showText(event.globalPosition().toPoint(), words, self)
            on_axis = self._axis_near(event.position()) is not None
            shape = Qt.CursorShape.PointingHandCursor if line else Qt.CursorShape.ArrowCursor
            self.setCursor(Qt.CursorShape.SplitVCursor if on_axis and not line else shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a brush; a mere click on a line means its trial, on an axis no brush there."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        drag, self._drag = self._drag, None
        if self._moved(event.position()):
            if drag is not None:
                self.filtered.emit()
            return
        line = self._line_near(event.position())
        if line is not None:
            self.trial_clicked.emit(line.trial.number)
        elif drag is not None:
            self._set_brush(drag[0], None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw axes, lines and brushes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(tokens(self._scheme).panel))
        painter.setFont(interface_font(-1))
        for line in self._lines:
            self._draw_line(painter, line)
        for place, axis in enumerate(self._axes):
            self._draw_axis(painter, place, axis)

    def _set_brush(self, axis: int, brush: Brush | None) -> None:
        """Brush an axis; the whole of it, or None, is no brush."""
        before = self._brushes.pop(axis, None)
        if brush is not None and brush != (0.0, 1.0):
            self._brushes[axis] = brush
        if self._brushes.get(axis) != before:
            self.update()
            self.filtered.emit()

    def _draw_line(self, painter: QPainter, line: Line) -> None:
        path, drawing = QPainterPath(), False
        for axis, at in enumerate(line.places):
            if at is None:
                drawing = False
                continue
            point = self.point_at(axis, at)
            if drawing:
                path.lineTo(point)
            else:
                path.moveTo(point)
            drawing = True
        colours = tokens(self._scheme)
        chosen = line.trial.number in self._chosen
        worst = mix(QColor(colours.muted), QColor(colours.panel), _WORST)
        colour = mix(hue(0, self._scheme), worst, line.rank or 0.0)
        colour.setAlpha(_STRONG if passes(line, self._brushes) else _FAINT)
        style = Qt.PenStyle.SolidLine if line.rank is not None else Qt.PenStyle.DotLine
        shown = QColor(colours.accent) if chosen else colour
        painter.strokePath(path, curve_pen(shown, style, 3.0 if chosen else 1.5))

    def _draw_axis(self, painter: QPainter, place: int, axis: Axis) -> None:
        colours = tokens(self._scheme)
        foot, head = self.point_at(place, 0.0), self.point_at(place, 1.0)
        current = self.hasFocus() and place == self._current
        pen = QColor(colours.accent if current else colours.line)
        painter.setPen(curve_pen(pen, Qt.PenStyle.SolidLine, 2.0))
        painter.drawLine(foot, head)
        if place in self._brushes:
            low, high = (self.point_at(place, at) for at in self._brushes[place])
            box = QRectF(low.x() - 6, high.y(), 12, low.y() - high.y())
            fill = QColor(colours.accent)
            fill.setAlpha(60)
            painter.fillRect(box, fill)
            painter.setPen(curve_pen(QColor(colours.accent), Qt.PenStyle.SolidLine, 1.0))
            painter.drawRect(box)
        painter.setPen(QColor(colours.text))
        self._write(painter, head.x(), 4, axis.title)
        painter.setPen(QColor(colours.muted))
        last = place == len(self._axes) - 1
        metrics = painter.fontMetrics()
        room = _SIDE - _LABEL_ROOM
        veil = QColor(colours.panel)
        veil.setAlpha(_VEIL)
        for at, text in axis.ticks:
            point = self.point_at(place, at)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            width = metrics.horizontalAdvance(shown)
            x = point.x() + 6 if last else point.x() - 6 - width
            box = QRectF(x - 2, point.y() - metrics.height() / 2, width + 4, metrics.height())
            painter.fillRect(box, veil)
            painter.drawText(QPointF(x, point.y() + metrics.ascent() / 2 - 1), shown)

    def _write(self, painter: QPainter, middle: float, top: float, text: str) -> None:
        """Write a title, cut to the room between two axes and kept inside the widget."""
        metrics = painter.fontMetrics()
        room = int(self._area().width() / max(len(self._axes) - 1, 1)) - 12
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, max(room, 48))
        width = metrics.horizontalAdvance(shown)
        left = min(max(middle - width / 2, 4.0), self.width() - width - 4.0)
        painter.drawText(QPointF(left, top + metrics.ascent()), shown)

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_SIDE, _TOP, -_SIDE, -_BOTTOM)

    def _moved(self, point: QPointF) -> bool:
        return (point - self._pressed).manhattanLength() >= _LEAST_BRUSH

    def _place_of(self, point: QPointF) -> float:
        area = self._area()
        return min(max((area.bottom() - point.y()) / max(area.height(), 1.0), 0.0), 1.0)

    def _axis_near(self, point: QPointF) -> int | None:
        places = range(len(self._axes))
        far = {place: abs(self.point_at(place, 0.0).x() - point.x()) for place in places}
        found = min(far, key=far.__getitem__, default=None)
        return found if found is not None and far[found] <= _REACH else None

    def _line_near(self, point: QPointF) -> Line | None:
        area = self._area()
        gaps = len(self._axes) - 1
        if gaps < 1 or area.height() <= 0 or not area.adjusted(-4, -4, 4, 4).contains(point):
            return None
        across = (point.x() - area.left()) / area.width() * gaps
        along = (area.bottom() - point.y()) / area.height()
        shown = [line for line in self._lines if passes(line, self._brushes)]
        gap = area.width() / gaps
        return nearest(shown, across, along, area.height() / gap, _NEAR / area.height())

    def _words(self, line: Line) -> str:
        trial = line.trial
        settings = ", ".join(
            f"{axis.title} {trial.settings.get(axis.key)}" for axis in self._axes[:-1]
        )
        title = tr("Trial {number}", number=trial.number)
        value = f"{self._axes[-1].title} {figure(trial.value)}" if trial.value is not None else ""
        return "\n".join(part for part in (title, value, settings, trial.message) if part)
