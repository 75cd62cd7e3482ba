"""The live curves: one plot for each metric, training solid and validation dashed."""

from __future__ import annotations

from collections.abc import Sequence
from operator import is_
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from netbuilder.i18n import tr
from netbuilder.training.history import History, Series
from netbuilder.ui.charts import curve_pen, drawn_thinned, hue, quiet_plot
from netbuilder.ui.text import figure
from netbuilder.ui.theme import Scheme, interface_font, tokens

_VALIDATION = "val_"
_FEW_EPOCHS = 10  # up to here every epoch gets a tick
_NOT_PLOTTED = {"learning_rate"}
_TICK_WIDTH = 24  # pixels that a tick needs
_FEW_PLOTS = 3  # side by side; further ones come below
_TURN_MS = 10
_GAP = 8  # pixels around the last values


class CurvePlots(QWidget):
    """All plots side by side, in rows where they are many; they follow a history shown to them.

    They are drawn one at a time, with room between for whatever else the window has to
    do: a plot takes some 20 ms, and all of them at once would be felt.
    """

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self._scheme = scheme
        self._history: History | None = None
        self._by_batch = False
        self._log = False
        self.plots: dict[str, MetricPlot] = {}
        self._due: list[str] = []
        self._turns = QTimer(self)
        self._turns.setInterval(_TURN_MS)
        self._turns.timeout.connect(self._draw_next)
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw in the colours of another scheme."""
        self._scheme = scheme
        self._keep_only([])
        self.redraw()

    def set_by_batch(self, by_batch: bool) -> None:
        """Show every batch's figures too, over steps instead of epochs."""
        self._by_batch = by_batch
        self.redraw()

    def set_log(self, log: bool) -> None:
        """Show values on a logarithmic scale."""
        self._log = log
        self.redraw()

    def show_history(self, history: History | None) -> None:
        """Show the curves of a training; None for none."""
        self._history = history
        self.redraw()

    def redraw(self) -> None:
        """Have the history as it is now drawn, plot by plot."""
        names = metric_names(self._history) if self._history else []
        self._keep_only(names)
        self._arrange(names)
        self._due += [name for name in names if name not in self._due]
        if self._due:
            self._turns.start()

    def _draw_next(self) -> None:
        name, *self._due = self._due
        history = self._history
        if history is not None and name in (names := metric_names(history)):
            if name not in self.plots:
                self._add(name, names)
            self.plots[name].draw(history, by_batch=self._by_batch, log=self._log)
        if not self._due:
            self._turns.stop()

    def _add(self, name: str, names: Sequence[str]) -> None:
        self.plots[name] = MetricPlot(name, hue(names.index(name), self._scheme), self._scheme)
        self._arrange(names)

    def _arrange(self, names: Sequence[str]) -> None:
        """Put each plot at its place: in one row as long as there are few."""
        columns = min(max(len(names), 1), _FEW_PLOTS)
        rows = -(-len(names) // columns)
        for place, name in enumerate(names):
            plot = self.plots.get(name)
            row, column = divmod(place, columns)
            if plot is not None and _placed(self._layout, row, column) is not plot:
                self._layout.removeWidget(plot)
                self._layout.addWidget(plot, row, column)
        for row in range(self._layout.rowCount()):
            self._layout.setRowStretch(row, int(row < rows))
        for column in range(self._layout.columnCount()):
            self._layout.setColumnStretch(column, int(column < columns))

    def _keep_only(self, names: Sequence[str]) -> None:
        for name in [name for name in self.plots if name not in names]:
            plot = self.plots.pop(name)
            self._layout.removeWidget(plot)
            plot.deleteLater()


class MetricPlot(QWidget):
    """One metric over epochs or steps, in training and in validation."""

    def __init__(self, name: str, colour: QColor, scheme: Scheme) -> None:
        super().__init__()
        self.name = name
        colours = tokens(scheme)
        self._colours = colours
        self.view: Any = quiet_plot(scheme)
        self._item: Any = self.view.getPlotItem()
        self._item.getViewBox().setDefaultPadding(0.16)
        self._follows = True
        self._shown = 1.0, 1.0
        self._drawn: tuple[object, ...] = (None,) * 6
        self.marks: list[Any] = []
        self._item.getViewBox().sigRangeChangedManually.connect(self._stop_following)
        self._batches: Any = self._curve(colour, Qt.PenStyle.SolidLine, fine=True)
        self.training: Any = self._curve(colour, Qt.PenStyle.SolidLine)
        self.validation: Any = self._curve(colour, Qt.PenStyle.DashLine)
        self.labels = [self._label(colours.text) for _ in range(2)]
        self._hover: Any = self._label(colours.text)
        self._item.getViewBox().sigResized.connect(self._make_room)
        self._line: Any = pg.InfiniteLine(angle=90, pen=colours.line)
        self._line.setVisible(False)
        self._item.addItem(self._line, ignoreBounds=True)
        self.view.scene().sigMouseMoved.connect(self._on_moved)
        self.title = QLabel()  # not the plot's own, which would make it as wide as a long name
        self.title.setMinimumWidth(1)
        self.title.setIndent(8)
        self.title.setToolTip(name)
        self.title.setFont(interface_font(0, QFont.Weight.DemiBold))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.title)
        layout.addWidget(self.view, 1)

    def draw(self, history: History, *, by_batch: bool, log: bool) -> None:
        """Draw the metric's curves of ``history``, if there is anything new."""
        batch_logs = history.batch_logs if by_batch else None
        source = (history.epoch_logs, batch_logs, history.rates, history.phases, by_batch, log)
        if all(map(is_, source, self._drawn)):
            return
        self._drawn = source
        self._item.setLogMode(y=log)
        self.title.setText(
            tr("{metric} by step", metric=self.name)
            if by_batch
            else tr("{metric} by epoch", metric=self.name)
        )
        epochs = np.arange(1, history.epochs_done + 1, dtype=float)
        x = np.asarray(history.epoch_steps, dtype=float) if by_batch else epochs
        self._set(self.training, x, history.epoch_logs, self.name)
        self._set(self.validation, x, history.epoch_logs, _VALIDATION + self.name)
        steps = np.asarray(history.steps, dtype=float) if by_batch else np.empty(0)
        self._set(self._batches, steps, history.batch_logs if by_batch else {}, self.name)
        self._show_last((self.training, self.validation), log=log)
        self._show_marks(history, by_batch=by_batch)
        if self._follows:
            self._show_all(max(x[-1:], default=1.0), steps)

    def _curve(self, hue: QColor, style: Qt.PenStyle, *, fine: bool = False) -> Any:
        """Add a curve: of epochs with dots and smooth, or of many batches, thin and quick."""
        colour = QColor(hue)
        colour.setAlphaF(0.45 if fine else 1.0)
        pen = curve_pen(colour, style, 1.0 if fine else 2.0)
        if fine:
            return drawn_thinned(self._item.plot(pen=pen, connect="finite"))
        dots = {"symbol": "o", "symbolSize": 5, "symbolBrush": colour, "symbolPen": None}
        return self._item.plot(pen=pen, connect="finite", antialias=True, **dots)

    def _show_all(self, last: float, steps: np.ndarray[Any, Any]) -> None:
        """Show everything, with room at the right for the last values."""
        end = max(last, float(steps[-1])) if len(steps) else last
        start = 0.0 if len(steps) else 1.0
        room = self._item.getViewBox().width() / _TICK_WIDTH
        few = 0 <= end - start <= min(_FEW_EPOCHS, room)
        self._item.getAxis("bottom").setTickSpacing(levels=[(1, 0)] if few else None)
        self._shown = start, end
        self._make_room()
        self._item.enableAutoRange(axis="y")

    def _make_room(self) -> None:
        """Leave as much room at the right as the last values take on the screen."""
        if not self._follows:
            return
        start, end = self._shown
        wide = self._item.getViewBox().width()
        words = _GAP + max(label.textItem.boundingRect().width() for label in self.labels)
        share = words / (wide - words) if wide > 2 * words else 1.0
        self._item.setXRange(start, end + share * max(end - start, 0.5), padding=0.02)

    def _show_marks(self, history: History, *, by_batch: bool) -> None:
        """Mark where the learning rate was set by hand, and where frozen layers were set free."""
        for mark in self.marks:
            self._item.removeItem(mark)
        words = [(rate.step, tr("rate {rate}", rate=f"{rate.rate:g}")) for rate in history.rates]
        words += [(phase.step, tr("fine-tuning")) for phase in history.phases]
        self.marks = [
            pg.InfiniteLine(
                pos=step / (1 if by_batch else history.batches or 1),
                angle=90,
                pen=pg.mkPen(self._colours.muted, style=Qt.PenStyle.DotLine),
                label=word,
                labelOpts={"position": 0.94, "color": self._colours.muted, "movable": False},
            )
            for step, word in words
        ]
        for mark in self.marks:
            self._item.addItem(mark, ignoreBounds=True)

    def _stop_following(self) -> None:
        """Leave the view where the user has moved it."""
        self._follows = False

    def _label(self, colour: str) -> Any:
        label: Any = pg.TextItem(color=colour, anchor=(0, 0.5))
        label.setFont(interface_font(-1))
        label.setVisible(False)
        self._item.addItem(label, ignoreBounds=True)
        return label

    def _set(self, curve: Any, x: np.ndarray[Any, Any], series: Series, name: str) -> None:
        y = np.array(series.get(name, ()), dtype=float)  # None becomes NaN
        if not np.isfinite(y).any():
            y = np.empty(0)  # pyqtgraph finds no bounds for a curve that is nothing but gaps
        curve.setData(x[: len(y)], y[: len(x)])

    def _show_last(self, curves: Sequence[Any], *, log: bool) -> None:
        """Write each curve's last value at its end, the higher above the lower."""
        lasts = [_last(curve) for curve in curves]
        highest = max((y for _, y in lasts if np.isfinite(y)), default=0.0)
        for (x, y), label in zip(lasts, self.labels, strict=True):
            label.setVisible(bool(np.isfinite(y)) and not (log and y <= 0))
            if label.isVisible():
                label.setText(figure(y))
                label.setAnchor((0, 0.9 if y == highest else 0.1))
                label.setPos(x, np.log10(y) if log else y)

    def _on_moved(self, position: QPointF) -> None:
        """Say the values at the epoch or step nearest to the pointer."""
        box = self._item.getViewBox()
        x, _ = self.training.getOriginalDataset()
        inside = self._item.sceneBoundingRect().contains(position)
        if not inside or x is None or not len(x):
            self._line.setVisible(False)
            self.view.setToolTip("")
            return
        at = int(np.argmin(np.abs(x - box.mapSceneToView(position).x())))
        self._line.setPos(float(x[at]))
        self._line.setVisible(True)
        self.view.setToolTip(self._values_at(at))

    def _values_at(self, index: int) -> str:
        x, y = self.training.getOriginalDataset()
        _, validation = self.validation.getOriginalDataset()
        parts = [f"{x[index]:g}", tr("training {value}", value=figure(float(y[index])))]
        if validation is not None and index < len(validation):
            parts.append(tr("validation {value}", value=figure(float(validation[index]))))
        return "\n".join(parts)


def _placed(layout: QGridLayout, row: int, column: int) -> QWidget | None:
    """Return what lies at a place."""
    item = layout.itemAtPosition(row, column)
    return None if item is None else item.widget()


def _last(curve: Any) -> tuple[float, float]:
    """Return a curve's last point; NaN for one without."""
    x, y = curve.getOriginalDataset()
    return (np.nan, np.nan) if y is None or not len(y) else (float(x[-1]), float(y[-1]))


def metric_names(history: History) -> list[str]:
    """Return the metrics that get a plot, the loss first."""
    found = [*history.batch_logs, *history.epoch_logs]
    plain = [name.removeprefix(_VALIDATION) for name in found if name not in _NOT_PLOTTED]
    return sorted(dict.fromkeys(plain), key=lambda name: name != "loss")
