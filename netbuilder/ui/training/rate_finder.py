"""The window in which a learning rate is searched for, and taken with one click."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from netbuilder.i18n import tr
from netbuilder.training.rates import smoothed
from netbuilder.training.replies import Tried, Trying
from netbuilder.ui.charts import curve_pen, hue, quiet_plot
from netbuilder.ui.text import figure
from netbuilder.ui.theme import Scheme, tokens
from netbuilder.ui.training.rate_search import RateSearch

_SIZE = QSize(640, 460)
_FAINT = 130


class RateFinder(QDialog):
    """Shows the loss over the learning rate while it rises, and what to make of it.

    A click in the plot marks another rate than the suggested one.

    Args:
        search: Does the work.
        scheme: The colours.
        parent: What it belongs to.
    """

    def __init__(self, search: RateSearch, scheme: Scheme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Find a learning rate"))
        self.resize(_SIZE)
        self._search = search
        self._scheme = scheme
        self._rate: float | None = None
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.view: Any = quiet_plot(scheme)
        self.again = QPushButton()
        self.use = QPushButton()
        self._lay_out()
        self._add_curves()
        self.again.clicked.connect(self._on_again)
        self.use.clicked.connect(self._on_use)
        self.view.scene().sigMouseClicked.connect(self._on_clicked)
        search.changed.connect(self._show)
        search.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End a search that nobody looks at."""
        self._search.changed.disconnect(self._show)
        self._search.cancel()
        super().closeEvent(event)

    def reject(self) -> None:
        """Close on Esc."""
        self.close()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.again)
        row.addWidget(self.use)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.words)
        layout.addWidget(self.view, 1)
        layout.addLayout(row)
        self.use.setToolTip(tr("Give the optimizer this learning rate; it can be undone"))

    def _add_curves(self) -> None:
        item = self.view.getPlotItem()
        item.setLogMode(x=True)
        item.setLabel("bottom", tr("learning rate"))
        item.setLabel("left", tr("loss"))
        colour = hue(0, self._scheme)
        faint = hue(0, self._scheme)
        faint.setAlpha(_FAINT)
        pen = curve_pen(faint, Qt.PenStyle.SolidLine, 1.0)
        self.losses: Any = item.plot(pen=pen, connect="finite")
        self.curve: Any = item.plot(pen=curve_pen(colour, Qt.PenStyle.SolidLine), antialias=True)
        accent = tokens(self._scheme).accent
        self._mark: Any = pg.InfiniteLine(angle=90, pen=pg.mkPen(accent, width=2))
        self._mark.setVisible(False)
        item.addItem(self._mark, ignoreBounds=True)

    def _show(self) -> None:
        search = self._search
        self.words.setText(search.message)
        self._draw(search.found)
        self._choose(search.suggestion)
        self.again.setText(tr("Cancel") if search.running else tr("Search again"))
        self.again.setEnabled(search.running or not search.hindrance())

    def _draw(self, found: Trying | Tried | None) -> None:
        losses = [np.nan if loss is None else loss for loss in found.losses] if found else []
        rates = found.rates if found else []
        known = [loss for loss in losses if np.isfinite(loss)]
        self.losses.setData(rates, losses)
        self.curve.setData(rates[: len(known)], smoothed(known))
        if known:  # what shoots up at the end would leave the rest flat
            low, high = min(known), max(known[: max(1, len(known) // 2)])
            margin = 0.15 * max(high - low, 1e-9)
            self.view.getPlotItem().setYRange(low - margin, high + 3 * margin)

    def _choose(self, rate: float | None) -> None:
        """Mark a rate, which the button then takes."""
        self._rate = rate
        self._mark.setVisible(rate is not None)
        self.use.setEnabled(rate is not None)
        self.use.setText(tr("Use {rate}", rate=figure(rate)) if rate is not None else tr("Use"))
        self.use.setDefault(rate is not None)
        if rate is not None:
            self._mark.setPos(np.log10(rate))

    def _on_clicked(self, event: Any) -> None:
        box = self.view.getPlotItem().getViewBox()
        place: QPointF = event.scenePos()
        if not self._search.running and box.sceneBoundingRect().contains(place):
            self._choose(float(f"{10 ** box.mapSceneToView(place).x():.2g}"))

    def _on_again(self) -> None:
        if self._search.running:
            self._search.cancel()
        else:
            self._search.start()

    def _on_use(self) -> None:
        if self._rate is not None:
            self._search.use(self._rate)
            self.close()
