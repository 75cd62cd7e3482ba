"""The plots of an evaluation: ROC, precision over recall, predicted over true, residuals."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QWidget

from netbuilder.i18n import tr
from netbuilder.training.evaluation import Curve, OutputEvaluation
from netbuilder.ui.charts import curve_pen, hue, quiet_plot
from netbuilder.ui.theme import Scheme, interface_font, tokens

_POINT_ALPHA = 110
_WIDEST_LEGEND = 200


class EvaluationPlots(QWidget):
    """Two plots side by side, those that fit the kind of output."""

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self._scheme = scheme
        self._shown: OutputEvaluation | None = None
        self.views: list[Any] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw in the colours of another scheme."""
        self._scheme = scheme
        self.show_output(self._shown)

    def show_output(self, output: OutputEvaluation | None) -> None:
        """Show what belongs to an output; None for nothing."""
        self._shown = output
        for view in self.views:
            self._layout.removeWidget(view)
            view.deleteLater()
        self.views = []
        if output is None:
            return
        if output.roc:
            rates = tr("false positives"), tr("true positives")
            self._add_curves(tr("ROC"), output.roc, rates)
            self._add_curves(tr("Precision"), output.precision, (tr("recall"), tr("precision")))
            self._add_legend(output)
        elif output.true:
            self._add_points(output)
            self._add_bars(output, tr("Residuals"), tr("predicted - true"))
        elif output.residuals:
            self._add_bars(output, tr("Errors"), tr("mean absolute error of a sample"))

    def _add(self, title: str, bottom: str, left: str) -> Any:
        view = quiet_plot(self._scheme)
        item = view.getPlotItem()
        item.setTitle(title)
        item.setLabel("bottom", bottom)
        item.setLabel("left", left)
        for side in ("bottom", "left"):
            item.getAxis(side).enableAutoSIPrefix(False)
        self.views.append(view)
        self._layout.addWidget(view, 1)
        return item

    def _add_curves(self, title: str, curves: Sequence[Curve], axes: tuple[str, str]) -> None:
        item = self._add(title, *axes)
        for place, curve in enumerate(curves):
            pen = curve_pen(hue(place, self._scheme), Qt.PenStyle.SolidLine)
            item.plot(curve.x, curve.y, pen=pen, antialias=True)
        item.getAxis("bottom").setTickSpacing(levels=[(0.5, 0)])
        item.setXRange(0, 1)
        item.setYRange(0, 1)

    def _add_legend(self, output: OutputEvaluation) -> None:
        """Name the colours of both plots, with the area under each curve."""
        rows = "".join(
            f"<tr><td style='color:{hue(place, self._scheme).name()}'>━</td>"
            f"<td>{escape(roc.label)}</td><td align='right'>&nbsp;{roc.area:.3f}</td>"
            f"<td align='right'>&nbsp;{precision.area:.3f}</td></tr>"
            for place, (roc, precision) in enumerate(zip(output.roc, output.precision, strict=True))
        )
        titles = "".join(f"<td>&nbsp;{title}</td>" for title in (tr("ROC"), tr("P")))
        head = f"<tr><td colspan='2'>{tr('area')}</td>{titles}</tr>"
        legend = QLabel(f"<table cellspacing='0' cellpadding='1'>{head}{rows}</table>")
        legend.setFont(interface_font(-1))
        legend.setAlignment(Qt.AlignmentFlag.AlignTop)
        area = QScrollArea()
        area.setWidget(legend)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedWidth(min(legend.sizeHint().width() + 20, _WIDEST_LEGEND))
        self.views.append(area)
        self._layout.addWidget(area)

    def _add_points(self, output: OutputEvaluation) -> None:
        item = self._add(tr("Predicted and true"), tr("true"), tr("predicted"))
        ends = [min(output.true), max(output.true)]
        muted = QColor(tokens(self._scheme).muted)
        item.plot(ends, ends, pen=curve_pen(muted, Qt.PenStyle.DashLine, 1.0))
        colour = hue(0, self._scheme)
        colour.setAlpha(_POINT_ALPHA)
        points = pg.ScatterPlotItem(output.true, output.predicted, size=6, pen=None, brush=colour)
        item.addItem(points)

    def _add_bars(self, output: OutputEvaluation, title: str, axis: str) -> None:
        item = self._add(title, axis, tr("samples"))
        edges = np.asarray(output.edges)
        bars = pg.BarGraphItem(
            x0=edges[:-1],
            x1=edges[1:],
            height=output.residuals,
            brush=hue(0, self._scheme),
            pen=tokens(self._scheme).panel,
        )
        item.addItem(bars)
        zero = pg.InfiniteLine(0, angle=90, pen=pg.mkPen(tokens(self._scheme).muted))
        item.addItem(zero, ignoreBounds=True)
