"""The curves of several runs over each other, and of several seeds as mean and band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from netbuilder.i18n import tr
from netbuilder.runs.curves import Axis, Curve, Numbers, band, curve, smoothed
from netbuilder.runs.listing import series_of
from netbuilder.runs.model import Course, Run
from netbuilder.ui.breaking_row import BreakingRow
from netbuilder.ui.charts import curve_pen, drawn_thinned, hue, quiet_plot
from netbuilder.ui.theme import Scheme, interface_font, tokens

MOST_RUNS = 24
_VALIDATION = "val_"
_STEPS = 100
_BAND_ALPHA = 48
_LONGEST_LEGEND = 12
_WIDEST_BOX = 200
_UNSEEN = QColor(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A run and its figures."""

    run: Run
    course: Course


class RunCurves(QWidget):
    """One metric of the chosen runs.

    Attributes:
        batches_wanted: Fires when the figures of single batches are needed.
    """

    batches_wanted = Signal()

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self._scheme = scheme
        self._drawn: tuple[Drawn, ...] = ()
        self._curves: dict[tuple[int, str, Axis], Curve] = {}
        self.metric_box = QComboBox()
        self.axis_box = QComboBox()
        self.smoothing = QSlider(Qt.Orientation.Horizontal)
        self.bands = QCheckBox(tr("Band"))
        self.log = QCheckBox(tr("Log"))
        self.hint = QLabel()
        self.view: Any = self._new_view()
        self._set_up()
        self._lay_out()
        self._connect()
        self._draw()

    @property
    def needs_batches(self) -> bool:
        """Whether the figures of single batches are to be drawn."""
        return self._axis is Axis.BATCHES

    @property
    def _axis(self) -> Axis:
        return Axis(self.axis_box.currentData())

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw in the colours of another scheme."""
        self._scheme = scheme
        before, self.view = self.view, self._new_view()
        self._column.replaceWidget(before, self.view)
        before.deleteLater()
        self._draw()

    def show_runs(self, drawn: Sequence[Drawn]) -> None:
        """Draw other runs, at most :data:`MOST_RUNS`."""
        self._drawn = tuple(drawn)
        self._curves.clear()
        self._fill_metrics()
        self._draw()

    def _set_up(self) -> None:
        self.metric_box.setToolTip(tr("What is drawn; validation is dashed"))
        self.metric_box.setAccessibleName(tr("Metric"))
        adjust = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        for box, letters in ((self.metric_box, 6), (self.axis_box, 6)):
            box.setSizeAdjustPolicy(adjust)
            box.setMinimumContentsLength(letters)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            box.setMaximumWidth(_WIDEST_BOX)
        for axis, title in (
            (Axis.EPOCHS, tr("per epoch")),
            (Axis.SECONDS, tr("per second")),
            (Axis.BATCHES, tr("per batch")),
        ):
            self.axis_box.addItem(title, axis)
        self.axis_box.setToolTip(tr("What the curves are drawn over"))
        self.axis_box.setAccessibleName(tr("Drawn over"))
        self.smoothing.setRange(0, _STEPS - 1)
        self.smoothing.setFixedWidth(64)
        self.smoothing.setToolTip(tr("Smooth the curves; the figures themselves stay behind them"))
        self.smoothing.setAccessibleName(tr("Smoothing"))
        self.bands.setChecked(True)
        self.bands.setToolTip(
            tr("Draw runs with several seeds as their mean, with one standard deviation around it")
        )
        self.log.setToolTip(tr("Show values on a logarithmic scale"))
        self.hint.setProperty("muted", True)
        self.hint.setWordWrap(True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _lay_out(self) -> None:
        boxes = (self.metric_box, self.axis_box)
        bar = BreakingRow(boxes, (self.smoothing, self.bands, self.log))
        bar.setContentsMargins(12, 8, 12, 0)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(bar)
        self._column.addWidget(self.hint)
        self._column.addWidget(self.view, 1)

    def _connect(self) -> None:
        self.metric_box.currentIndexChanged.connect(self._draw)
        self.axis_box.currentIndexChanged.connect(self._on_axis)
        self.smoothing.valueChanged.connect(self._draw)
        self.bands.toggled.connect(self._draw)
        self.log.toggled.connect(self._draw)

    def _on_axis(self) -> None:
        if self.needs_batches:
            self.batches_wanted.emit()
        self._draw()

    def _fill_metrics(self) -> None:
        names = dict.fromkeys(
            name.removeprefix(_VALIDATION)
            for one in self._drawn
            for epoch in one.course.epochs
            for name in epoch.logs
        )
        wanted = sorted(names, key=lambda name: name != "loss")
        if wanted == [self.metric_box.itemText(at) for at in range(self.metric_box.count())]:
            return
        before = self.metric_box.currentText()
        self.metric_box.blockSignals(True)
        self.metric_box.clear()
        self.metric_box.addItems(wanted)
        self.metric_box.setCurrentIndex(max(self.metric_box.findText(before), 0))
        self.metric_box.blockSignals(False)

    def _draw(self) -> None:
        item = self.view.getPlotItem()
        item.clear()
        usable = [one for one in self._drawn if one.course.epochs or one.course.batches]
        self.hint.setVisible(not usable)
        self.view.setVisible(bool(usable))
        if not usable:
            self.hint.setText(self._emptiness())
            return
        item.setLogMode(y=self.log.isChecked())
        groups = self._groups(usable)
        for place, (title, members) in enumerate(groups.items()):
            colour = hue(place, self._scheme)
            shown = title if place < _LONGEST_LEGEND else None
            self._draw_group(members, colour, shown)
        item.enableAutoRange()

    def _groups(self, drawn: Sequence[Drawn]) -> Mapping[str, Sequence[Drawn]]:
        """Return what is drawn in one colour, with its title: a run, or the seeds of a series."""
        series = series_of([one.run for one in drawn]) if self.bands.isChecked() else {}
        groups: dict[str, list[Drawn]] = {}
        for one in drawn:
            run = one.run
            title = tr("{number} {title}", number=run.id, title=run.title or tr("Untitled"))
            if run.series in series:
                members = series[run.series]
                title = tr(
                    "{title}, {count} seeds",
                    title=members[0].title or tr("Untitled"),
                    count=len(members),
                )
                numbers = [member.id for member in members]
                title = f"{min(numbers)}–{max(numbers)} {title}"
            groups.setdefault(title, []).append(one)
        return groups

    def _draw_group(self, members: Sequence[Drawn], colour: QColor, title: str | None) -> None:
        metric = self.metric_box.currentText()
        for name, style in (
            (metric, Qt.PenStyle.SolidLine),
            (_VALIDATION + metric, Qt.PenStyle.DashLine),
        ):
            curves = [self._curve(one, name) for one in members]
            curves = [one for one in curves if np.isfinite(one.y).any()]
            if not curves:
                continue
            if len(curves) > 1:
                self._draw_band(curves, colour, style, title)
            else:
                self._draw_line(curves[0], colour, style, title)
            title = None

    def _draw_line(
        self, line: Curve, colour: QColor, style: Qt.PenStyle, title: str | None
    ) -> None:
        amount = self.smoothing.value() / _STEPS
        if amount:
            faint = QColor(colour)
            faint.setAlpha(_BAND_ALPHA)
            self._plot(line.x, line.y, curve_pen(faint, style, 1.0))
        pen = curve_pen(colour, style, 1.0 if self.needs_batches else 2.0)
        dots: dict[str, Any] = {}
        if not self.needs_batches:
            dots = {"symbol": "o", "symbolSize": 4, "symbolPen": None, "symbolBrush": colour}
        self._plot(line.x, smoothed(line.y, amount), pen, name=title, **dots)

    def _plot(self, x: Numbers, y: Numbers, pen: QPen, **looks: Any) -> None:
        """Add a curve; of many batches no more is drawn than there are pixels for."""
        many = self.needs_batches
        drawn = self.view.getPlotItem().plot(
            x, y, pen=pen, connect="finite", antialias=not many, **looks
        )
        if many:
            drawn_thinned(drawn)

    def _draw_band(
        self, curves: Sequence[Curve], colour: QColor, style: Qt.PenStyle, title: str | None
    ) -> None:
        item, amount = self.view.getPlotItem(), self.smoothing.value() / _STEPS
        drawn = band([Curve(one.x, smoothed(one.y, amount)) for one in curves])
        edges = [
            pg.PlotDataItem(drawn.x, edge, pen=_UNSEEN, connect="finite")
            for edge in (drawn.low, drawn.high)
        ]
        fill = QColor(colour)
        fill.setAlpha(_BAND_ALPHA)
        for edge in edges:
            item.addItem(edge)
        item.addItem(pg.FillBetweenItem(*edges, brush=fill))
        pen = curve_pen(colour, style)
        item.plot(drawn.x, drawn.mean, pen=pen, connect="finite", name=title, antialias=True)

    def _curve(self, drawn: Drawn, metric: str) -> Curve:
        key = (drawn.run.id, metric, self._axis)
        if key not in self._curves:
            before = drawn.run.epochs_before
            self._curves[key] = curve(drawn.course, metric, self._axis, before)
        return self._curves[key]

    def _new_view(self) -> Any:
        colours = tokens(self._scheme)
        view = quiet_plot(self._scheme)
        legend: Any = view.getPlotItem().addLegend(
            offset=(-8, 8), labelTextColor=colours.text, brush=QColor(colours.panel)
        )
        legend.setLabelTextSize(f"{interface_font(-1).pointSize()}pt")
        return view

    def _emptiness(self) -> str:
        if not self._drawn:
            return tr("Choose one run or several to see their curves over each other.")
        return tr("These runs have no figures: they ended before their first epoch did.")
