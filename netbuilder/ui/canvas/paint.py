"""Paints a node: how its face becomes lines, letters and colours."""

from __future__ import annotations

from enum import IntEnum, auto

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from netbuilder.ui.canvas.brushwork import BADGE, ICON, MARK, PADDING, RADIUS, Brushwork
from netbuilder.ui.canvas.face import Badge, Face, Tone
from netbuilder.ui.canvas.heat import heat_colour
from netbuilder.ui.canvas.port_paint import paint_ports
from netbuilder.ui.canvas.training_marks import paint_mark
from netbuilder.ui.icons import category_glyph, draw_glyph
from netbuilder.ui.patterns import category_brush
from netbuilder.ui.theme import (
    category_colour,
    mix,
    node_font,
)
from netbuilder.validation import Severity

MARGIN = 10.0
"""How far ports, badge and outline reach out of a node's body."""
_STACKED = 4.0
_BRIEF_PADDING = 8.0
_BRIEF_ICON = 22.0


class Outline(IntEnum):
    """How a node stands out; an integer, as it is looked up for each node of each frame."""

    PLAIN = auto()
    SELECTED = auto()
    FOCUSED = auto()


def paint_node(
    painter: QPainter,
    face: Face,
    size: QSizeF,
    work: Brushwork,
    outline: Outline,
    *,
    brief: bool = False,
) -> None:
    """Paint a node's face with the top left corner of its body at the origin.

    A brief one has only its name and shape, in letters that can be read from further off.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    body = QRectF(QPointF(0, 0), size)
    _paint_body(painter, face, body, work)
    if outline is not Outline.PLAIN:
        _paint_selection(painter, body, work, focused=outline is Outline.FOCUSED)
    if brief:
        _paint_brief(painter, face, body, work)
    else:
        _paint_text(painter, face, body, work)
    paint_ports(painter, face.sockets, body, work.colours, work.stroke)
    if face.badge is not None:
        _paint_badge(painter, face.badge, body.topRight(), work)
    if face.mark is not None:
        paint_mark(painter, face.mark, body.bottomRight(), work.colours, work.stroke)


def _paint_selection(painter: QPainter, body: QRectF, work: Brushwork, *, focused: bool) -> None:
    """Paint the outline of a selected node, with an inner ring where the keyboard is."""
    accent = QColor(work.colours.accent)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(accent, work.stroke + 1))
    painter.drawRoundedRect(body, RADIUS, RADIUS)
    if focused:
        painter.setPen(QPen(accent, work.stroke))
        inset = work.stroke + 2
        painter.drawRoundedRect(body.adjusted(inset, inset, -inset, -inset), RADIUS - 2, RADIUS - 2)


def _paint_body(painter: QPainter, face: Face, body: QRectF, work: Brushwork) -> None:
    colours = work.colours
    outline = QPen(QColor(colours.line), work.stroke)
    if face.badge is not None and face.badge.severity is not Severity.INFO:
        outline = QPen(work.severity_colour(face.badge.severity), work.stroke + 0.5)
    panel = heat_colour(face.heat or 0, work.scheme)
    if face.tone is Tone.MUTED and face.detail:
        panel = mix(panel, QColor(colours.canvas), 0.5)
        outline.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(outline)
    painter.setBrush(panel)
    if face.is_submodel:
        painter.drawRoundedRect(body.translated(_STACKED, _STACKED), RADIUS, RADIUS)
    painter.drawRoundedRect(body, RADIUS, RADIUS)
    edge = outline.widthF() / 2
    whole, band = QPainterPath(), QPainterPath()
    whole.addRoundedRect(body.adjusted(-edge, -edge, edge, edge), RADIUS + edge, RADIUS + edge)
    band.addRect(QRectF(-edge, -edge, work.band + edge, body.height() + 2 * edge))
    # Cut by hand: not every reader of SVG knows clipping.
    painter.fillPath(whole.intersected(band), category_brush(face.category, work.scheme))


def _paint_text(painter: QPainter, face: Face, body: QRectF, work: Brushwork) -> None:
    colours = work.colours
    # On a tint only the text's own colour has contrast enough.
    quiet, marked = (colours.text,) * 2 if face.heat else (colours.muted, colours.accent)
    left, right = work.band + PADDING, body.width() - PADDING
    title, subtitle, detail = (
        QRectF(left, row.top(), right - left, row.height()) for row in work.rows
    )
    icon = QRectF(left, title.center().y() - ICON / 2, ICON, ICON)
    own = category_colour(face.category, work.scheme)
    draw_glyph(painter, category_glyph(face.category), icon, QColor(quiet) if face.heat else own)
    title.setLeft(icon.right() + 8)
    if face.is_output:
        title.setRight(_paint_mark(painter, title, "flag-checkered", marked))
    if face.is_shared:
        title.setRight(_paint_mark(painter, title, "link-variant", quiet))
    _line(painter, title, face.title, work.title_font, colours.text)
    _line(painter, subtitle, face.subtitle, work.subtitle_font, quiet)
    tones = {Tone.SHAPE: colours.text, Tone.MUTED: quiet, Tone.ERROR: colours.error}
    if face.params:
        width = _line(painter, detail, face.params, work.detail_font, quiet, at_right=True)
        detail.setRight(detail.right() - width - PADDING)
    font = work.detail_font if face.tone is Tone.SHAPE else work.subtitle_font
    _line(painter, detail, face.detail, font, tones[face.tone])


def _paint_brief(painter: QPainter, face: Face, body: QRectF, work: Brushwork) -> None:
    """Write the name and below it the shape, each over half of the node."""
    colours = work.colours
    left = work.band + _BRIEF_PADDING
    upper = QRectF(left, 4, body.width() - left - _BRIEF_PADDING, body.height() / 2 - 4)
    if face.is_output:
        upper.setRight(_paint_mark(painter, upper, "flag-checkered", colours.accent) - 2)
    _line(painter, upper, face.title, work.brief_title_font, colours.text)
    lower = QRectF(left, body.height() / 2, upper.width(), body.height() / 2 - 4)
    text = face.brief or face.detail
    tone = colours.error if face.tone is Tone.ERROR else colours.text
    icon = QRectF(0, 0, _BRIEF_ICON, _BRIEF_ICON)
    icon.moveCenter(QPointF(body.right() - _BRIEF_PADDING - _BRIEF_ICON / 2, lower.center().y()))
    hue = QColor(colours.text) if face.heat else category_colour(face.category, work.scheme)
    draw_glyph(painter, category_glyph(face.category), icon, hue)
    lower.setRight(icon.left() - 4)
    _line(painter, lower, text, work.brief_detail_font, tone)


def _paint_mark(painter: QPainter, title: QRectF, glyph: str, colour: str) -> float:
    """Paint a small mark at the right of the title; return where the rest ends."""
    area = QRectF(title.right() - MARK, title.center().y() - MARK / 2, MARK, MARK)
    draw_glyph(painter, glyph, area, QColor(colour))
    return area.left() - 4


def _line(
    painter: QPainter,
    area: QRectF,
    text: str,
    font: QFont,
    colour: str,
    *,
    at_right: bool = False,
) -> float:
    """Write one line, shortened to fit; return its width."""
    metrics = QFontMetricsF(font)
    mode = Qt.TextElideMode.ElideRight
    shown = metrics.elidedText(text, mode, area.width() + 1)
    side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
    painter.setFont(font)
    painter.setPen(QColor(colour))
    flags = side | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(area, flags | Qt.TextFlag.TextSingleLine, shown)
    return metrics.horizontalAdvance(shown)


def _paint_badge(painter: QPainter, badge: Badge, corner: QPointF, work: Brushwork) -> None:
    text = str(badge.count) if badge.count < 10 else "9+"
    width = BADGE if len(text) == 1 else BADGE + 6
    area = QRectF(corner.x() - width / 2 - 2, corner.y() - BADGE / 2, width, BADGE)
    font = node_font(-1, QFont.Weight.Bold)
    painter.setPen(QPen(QColor(work.colours.canvas), 1.5))
    painter.setBrush(work.severity_colour(badge.severity))
    painter.drawRoundedRect(area, BADGE / 2, BADGE / 2)
    painter.setFont(font)
    painter.setPen(QColor(work.colours.on_accent))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
