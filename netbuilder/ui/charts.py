"""What all plots of curves have in common: their look, and the order of their colours."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from netbuilder.ui.schemes import legible
from netbuilder.ui.theme import Scheme, interface_font, mix, tokens

_FADING = 0.6
_HUES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")


def hue(place: int, scheme: Scheme) -> QColor:
    """Return the colour of the curve at a place, from 0; in Okabe and Ito's order.

    After the last of them they come again, nearer and nearer to the colour of text.
    """
    turn, at = divmod(place, len(_HUES))
    colour = mix(QColor(_HUES[at]), QColor(tokens(scheme).text), _FADING**turn)
    return legible(colour, scheme)


def quiet_plot(scheme: Scheme) -> Any:
    """Return an empty pyqtgraph.PlotWidget that looks like the rest of the window."""
    colours = tokens(scheme)
    view: Any = pg.PlotWidget(background=colours.panel)
    item: Any = view.getPlotItem()
    item.titleLabel.setText("", color=colours.text, size="10pt", bold=True)
    item.showGrid(x=True, y=True, alpha=0.12)
    item.hideButtons()
    item.setMenuEnabled(False)
    for side in ("left", "bottom"):
        axis = item.getAxis(side)
        axis.setPen(colours.line)
        axis.setTextPen(colours.muted)
        axis.setTickFont(interface_font(-1))
        axis.setStyle(maxTickLevel=1)  # finer grid lines double the time to paint
    return view


def drawn_thinned(curve: Any) -> Any:
    """Have a pyqtgraph.PlotDataItem of many points draw no more than there are pixels for."""
    curve.setDownsampling(auto=True, method="peak")
    curve.setClipToView(True)
    return curve


def curve_pen(colour: QColor, style: Qt.PenStyle, width: float = 2.0) -> QPen:
    """Return the pen of a curve, as wide at every zoom."""
    pen = QPen(colour)
    pen.setWidthF(width)
    pen.setStyle(style)
    pen.setCosmetic(True)
    return pen
