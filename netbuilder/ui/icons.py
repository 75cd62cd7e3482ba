"""Icons from the font that comes with qtawesome, tinted by the theme.

The font file is loaded by itself: importing qtawesome takes a quarter of a second at
the start of the program, the one font that we use a hundredth.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QIcon,
    QPaintEngine,
    QPainter,
    QPainterPath,
    QPixmap,
)

from netbuilder.ui.theme import Scheme, category_colour, tokens

_FONT = "materialdesignicons6-webfont-*.ttf"
_CHARMAP = "materialdesignicons6-webfont-charmap-*.json"

_DRAWN_BY_LINES = {QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf}

_CATEGORY_GLYPHS = {
    "input": "tray-arrow-down",
    "core": "layers-triple",
    "convolution": "grid",
    "pooling": "arrow-collapse",
    "recurrent": "repeat",
    "attention": "eye-outline",
    "normalization": "chart-bell-curve",
    "regularization": "water-off",
    "reshaping": "axis-arrow",
    "merging": "call-merge",
    "preprocessing": "tune",
    "activation": "sine-wave",
    "operation": "function-variant",
    "custom": "puzzle-outline",
    "model": "package-variant-closed",
}

_ACTION_GLYPHS = {
    "new": "file-plus-outline",
    "open": "folder-open-outline",
    "import": "import",
    "save": "content-save-outline",
    "export": "export",
    "picture": "image-edit-outline",
    "undo": "undo",
    "redo": "redo",
    "cut": "content-cut",
    "copy": "content-copy",
    "paste": "content-paste",
    "duplicate": "content-copy",
    "delete": "delete-outline",
    "layout": "sitemap-outline",
    "layout_right": "file-tree-outline",
    "zoom_in": "magnify-plus-outline",
    "zoom_out": "magnify-minus-outline",
    "fit": "fit-to-page-outline",
    "add": "plus",
    "remove": "minus",
    "search": "magnify",
    "help": "help-circle-outline",
    "train": "play",
    "pause": "pause",
    "stop": "stop",
    "error": "alert-circle-outline",
    "warning": "alert-outline",
    "info": "information-outline",
    "ok": "check-circle-outline",
    "code": "code-tags",
    "summary": "table",
    "data": "database-outline",
    "loss": "target",
    "metric": "gauge",
    "callback": "bell-outline",
    "function": "function-variant",
    "rename": "pencil-outline",
    "skipped": "minus-circle-outline",
    "waiting": "circle-outline",
    "running": "progress-clock",
}


def category_icon(category: str, scheme: Scheme) -> QIcon:
    """Return the icon of a layer's category in its colour."""
    return glyph_icon(category_glyph(category), category_colour(category, scheme))


def action_icon(name: str, scheme: Scheme) -> QIcon:
    """Return the icon of an action, with a fainter one for when it is disabled.

    Raises:
        KeyError: no action has that name.
    """
    colours = tokens(scheme)
    icon = glyph_icon(_ACTION_GLYPHS[name], QColor(colours.text))
    faint = glyph_icon(_ACTION_GLYPHS[name], QColor(colours.line))
    for size in (16, 32):
        icon.addPixmap(faint.pixmap(size, size), QIcon.Mode.Disabled)
    return icon


def severity_icon(severity: str, scheme: Scheme) -> QIcon:
    """Return the icon of a problem's severity ("error", "warning", "info") in its colour."""
    colours = tokens(scheme)
    colour = {"error": colours.error, "warning": colours.warning}.get(severity, colours.muted)
    return glyph_icon(_ACTION_GLYPHS[severity], QColor(colour))


def state_icon(state: str, scheme: Scheme) -> QIcon:
    """Return the icon of a check's state: passed, failed, skipped, running or waiting."""
    colours = tokens(scheme)
    shown = {"passed": ("ok", colours.ok), "failed": ("error", colours.error)}
    name, colour = shown.get(state, (state, colours.muted))
    return glyph_icon(_ACTION_GLYPHS[name], QColor(colour))


def category_glyph(category: str) -> str:
    """Return the name of the glyph that stands for a layer's category."""
    return _CATEGORY_GLYPHS.get(category, _CATEGORY_GLYPHS["custom"])


def glyph_icon(glyph: str, colour: QColor) -> QIcon:
    """Return an icon of one glyph in one colour, sharp at the usual sizes and densities."""
    icon = QIcon()
    for size in (16, 20, 24, 32, 48, 64):
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_glyph(painter, glyph, QRectF(0, 0, size, size), colour)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


def draw_glyph(painter: QPainter, glyph: str, area: QRectF, colour: QColor) -> None:
    """Draw a glyph as large as ``area`` is high, in its middle."""
    font = QFont(_family())
    font.setPixelSize(max(1, round(area.height())))
    painter.save()
    if painter.paintEngine().type() in _DRAWN_BY_LINES:
        painter.fillPath(_outline(glyph, font, area), colour)
    else:
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, _characters()[glyph])
    painter.restore()


def _outline(glyph: str, font: QFont, area: QRectF) -> QPainterPath:
    """Return the outline of a glyph, for files whose readers do not have the font."""
    path = QPainterPath()
    path.addText(0, 0, font, _characters()[glyph])
    room = QFontMetricsF(font).boundingRect(
        area, Qt.AlignmentFlag.AlignCenter, _characters()[glyph]
    )
    return path.translated(room.left(), room.top() + QFontMetricsF(font).ascent())


def _fonts_folder() -> Path:
    found = find_spec("qtawesome")
    assert found is not None
    assert found.submodule_search_locations is not None
    return Path(found.submodule_search_locations[0]) / "fonts"


@cache
def _family() -> str:
    path = next(_fonts_folder().glob(_FONT))
    handle = QFontDatabase.addApplicationFont(str(path))
    return QFontDatabase.applicationFontFamilies(handle)[0]


@cache
def _characters() -> dict[str, str]:
    path = next(_fonts_folder().glob(_CHARMAP))
    codes: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return {name: chr(int(code, 16)) for name, code in codes.items()}
