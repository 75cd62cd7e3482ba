"""Paints frames and comments, on the canvas and in pictures."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPalette,
    QPen,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from netbuilder.graph import Note, NoteColour
from netbuilder.i18n import tr
from netbuilder.ui.canvas.brushwork import RADIUS, Brushwork
from netbuilder.ui.schemes import legible
from netbuilder.ui.theme import SMALLEST_POINTS, Scheme, mix, node_font

TITLE = 24.0
"""How high the strip with a frame's title is."""
LEAST = QSizeF(96, 48)
"""The smallest note that can be read and taken hold of."""
PADDING = 12.0
GRIP = 14.0
"""How large the corner is by which a note is made larger."""
_FILL, _EDGE = 0.07, 0.5
LARGEST_TITLE = 4.0
"""How many times its own size a frame's title may become, to be read from far away."""
_INDENT = 14.0  # pixels of a list
_HEADING = 1  # steps of HTML's font sizes above the text
_READABLE = 0.45  # below this scale the text of a comment is only a grey block

_HUES = {
    NoteColour.GREY: ("#57606A", "#A4ADB8"),
    NoteColour.BLUE: ("#0B62C4", "#6CB2FF"),
    NoteColour.GREEN: ("#187532", "#6FCF86"),
    NoteColour.YELLOW: ("#8A5A00", "#F2B84B"),
    NoteColour.RED: ("#B42318", "#FF8A80"),
    NoteColour.PURPLE: ("#7B3FA0", "#CE93D8"),
}


def note_colour(colour: NoteColour, scheme: Scheme) -> QColor:
    """Return the shade of a note's title and edge."""
    light, dark = _HUES[colour]
    return legible(QColor(dark if scheme.is_dark else light), scheme)


def colour_title(colour: NoteColour) -> str:
    """Return what a colour is called in the window."""
    titles = {
        NoteColour.GREY: tr("Grey"),
        NoteColour.BLUE: tr("Blue"),
        NoteColour.GREEN: tr("Green"),
        NoteColour.YELLOW: tr("Yellow"),
        NoteColour.RED: tr("Red"),
        NoteColour.PURPLE: tr("Purple"),
    }
    return titles[colour]


def paint_note(
    painter: QPainter,
    note: Note,
    work: Brushwork,
    scale: float = 1.0,
    *,
    chosen: bool = False,
    grip: bool = True,
) -> None:
    """Paint a note with its upper left corner at the origin.

    Args:
        painter: Where to.
        note: The note.
        work: The fonts and colours.
        scale: Screen pixels for one of the canvas: from far away a frame's title is written
            larger, so that it can still be read.
        chosen: Whether it is selected.
        grip: Whether to show the corner by which it is made larger.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    hue, body = note_colour(note.colour, work.scheme), QRectF(0, 0, note.width, note.height)
    ground = QColor(work.colours.canvas if note.is_frame else work.colours.panel)
    share = 0.0 if work.scheme.is_contrast else _FILL
    edge = QPen(hue if work.scheme.is_contrast else mix(hue, ground, _EDGE), work.stroke)
    if chosen:
        edge = QPen(QColor(work.colours.accent), work.stroke + 1)
    painter.setPen(edge)
    painter.setBrush(mix(hue, ground, share))
    painter.drawRoundedRect(body, RADIUS, RADIUS)
    if grip:
        _paint_grip(painter, body, edge.color())
    if note.is_frame:
        _paint_title(painter, note, hue, body, scale)
    else:
        _paint_text(painter, note, work, body, scale)


def _paint_grip(painter: QPainter, body: QRectF, colour: QColor) -> None:
    """Paint two short lines across the corner by which the note is made larger."""
    painter.setPen(QPen(colour, 1.0))
    for inset in (5.0, 9.0):
        far = body.bottomRight()
        painter.drawLine(far - QPointF(inset, 3), far - QPointF(3, inset))


def _paint_title(painter: QPainter, note: Note, hue: QColor, body: QRectF, scale: float) -> None:
    font = node_font(1, QFont.Weight.DemiBold)
    larger = min(LARGEST_TITLE, max(1.0, SMALLEST_POINTS / (font.pointSizeF() * scale)))
    font.setPointSizeF(font.pointSizeF() * larger)
    metrics = QFontMetricsF(font)
    # A title that has outgrown its strip stands above the frame, where no node covers it.
    top = 0.0 if metrics.height() <= TITLE else -metrics.height()
    area = QRectF(PADDING, top, body.width() - 2 * PADDING, max(TITLE, -top))
    text = metrics.elidedText(note.text, Qt.TextElideMode.ElideRight, area.width())
    painter.setFont(font)
    painter.setPen(hue)
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(area, flags | Qt.TextFlag.TextSingleLine, text)


def _paint_text(painter: QPainter, note: Note, work: Brushwork, body: QRectF, scale: float) -> None:
    inside = body.adjusted(PADDING, PADDING, -PADDING, -PADDING)
    if scale < _READABLE:
        painter.fillRect(inside, mix(QColor(work.colours.muted), QColor(work.colours.panel), 0.25))
        return
    text = _written(note.text, inside.width(), work)
    context = QAbstractTextDocumentLayout.PaintContext()
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, QColor(work.colours.text))
    context.palette = palette
    room = QRectF(0, 0, inside.width(), inside.height())
    painter.save()
    painter.translate(inside.topLeft())
    if text.size().height() > room.height():
        painter.setClipRect(room)
    context.clip = room
    text.documentLayout().draw(painter, context)
    painter.restore()


def comment_height(text: str, width: float, work: Brushwork) -> float:
    """Return how high a comment of a width must be to show all of its text."""
    written = _written(text, width - 2 * PADDING, work)
    return max(LEAST.height(), written.size().height() + 2 * PADDING)


class _Markdown(QTextDocument):
    """A text that loads nothing: pictures that it names stay unseen."""

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Return nothing, whatever is asked for."""
        return None


@lru_cache(maxsize=64)
def _written(text: str, width: float, work: Brushwork) -> QTextDocument:
    """Return a comment's text as laid out in lines of ``width``."""
    document = _Markdown()
    document.setDefaultFont(work.subtitle_font)
    document.setDocumentMargin(0)
    document.setIndentWidth(_INDENT)
    plain = QTextDocument.MarkdownFeature.MarkdownNoHTML
    document.setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub | plain)
    _calm_down(document, QColor(work.colours.accent))
    document.setTextWidth(max(1.0, width))
    return document


def _calm_down(document: QTextDocument, link: QColor) -> None:
    """Write headings a little larger than the text, and links in the scheme's colour."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        parts = block.begin()
        while not parts.atEnd():
            fragment = parts.fragment()
            look = QTextCharFormat()
            if block.blockFormat().headingLevel():
                look.setProperty(QTextFormat.Property.FontSizeAdjustment, _HEADING)
            if fragment.charFormat().isAnchor():
                look.setForeground(link)
            cursor.setPosition(fragment.position())
            end = fragment.position() + fragment.length()
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(look)
            parts += 1
        block = block.next()
