"""Colours and fonts of the window, and how the whole program is given them."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from netbuilder.ui.schemes import Scheme, Tokens, category_colour, mix, tokens
from netbuilder.ui.stylesheet import style_sheet

__all__ = [
    "Scheme",
    "Tokens",
    "apply_theme",
    "category_colour",
    "interface_font",
    "mix",
    "mono_font",
    "mono_node_font",
    "node_font",
    "palette",
    "scheme_for",
    "set_text_step",
    "system_points",
    "system_scheme",
    "tokens",
]

SMALLEST_POINTS = 9
_DARKENED = 140  # per cent


def system_scheme() -> Scheme:
    """Return the scheme that the desktop asks for; light where it does not say."""
    hints = QGuiApplication.styleHints()
    return scheme_for(hints.colorScheme(), hints.accessibility().contrastPreference())


def scheme_for(colours: Qt.ColorScheme, preference: Qt.ContrastPreference) -> Scheme:
    """Return the scheme that fits what a desktop says of itself."""
    dark = colours is Qt.ColorScheme.Dark
    if preference is Qt.ContrastPreference.HighContrast:
        return Scheme.CONTRAST_DARK if dark else Scheme.CONTRAST_LIGHT
    return Scheme.DARK if dark else Scheme.LIGHT


def interface_font(step: int = 0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the window's font, ``step`` points larger, never below the smallest legible one."""
    font = QFont(QApplication.font())
    font.setPointSize(max(SMALLEST_POINTS, font.pointSize() + step))
    font.setWeight(weight)
    return font


def mono_font(step: int = 0) -> QFont:
    """Return the fixed-width font for code, shapes and numbers."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSize(interface_font(step).pointSize())
    return font


def node_font(step: int = 0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the font of what is drawn on the canvas: the system's size, whatever the user's.

    What is drawn has its place on the canvas and must not outgrow it; the canvas is zoomed.
    """
    font = interface_font(step, weight)
    font.setPointSize(max(SMALLEST_POINTS, system_points() + step))
    return font


def mono_node_font(step: int = 0) -> QFont:
    """Return the fixed-width font of what is drawn on the canvas; see :func:`node_font`."""
    font = mono_font()
    font.setPointSize(node_font(step).pointSize())
    return font


@cache
def system_points() -> int:
    """Return the size of the system's interface font."""
    return QApplication.font().pointSize()


def set_text_step(step: int) -> None:
    """Write so many points larger than the system, never below the smallest legible size."""
    font = QApplication.font()
    font.setPointSize(max(SMALLEST_POINTS, system_points() + step))
    QApplication.setFont(font)


def apply_theme(app: QApplication, scheme: Scheme) -> None:
    """Give the whole program the colours of ``scheme``.

    Every role of the palette is set, because bare X11 and the offscreen platform take
    no wish for a colour scheme.

    Args:
        app: The program.
        scheme: Its colours from now on.
    """
    style = QStyleFactory.create("Fusion")
    app.setStyle(style)
    app.setPalette(palette(scheme))
    for boxes in ("QCheckBox", "QRadioButton"):
        # PySide takes a str here and refuses the bytes that its annotations promise.
        app.setPalette(_box_palette(scheme), cast(bytes, boxes))
    app.setStyleSheet(style_sheet(_sheet_colours(scheme)))


def _sheet_colours(scheme: Scheme) -> dict[str, str]:
    """Return the tokens and the shades between them that the style sheet uses."""
    colours = tokens(scheme)
    panel, line, accent = QColor(colours.panel), QColor(colours.line), QColor(colours.accent)
    hover, pressed, stripe = (0.2, 0.3, 0.12) if scheme.is_contrast else (0.4, 1.0, 0.25)
    return asdict(colours) | {
        "hover": mix(line, panel, hover).name(),
        "pressed": mix(line, panel, pressed).name(),
        "stripe": mix(line, panel, stripe).name(),
        "tint": mix(accent, panel, 0.22 if scheme.is_dark else 0.14).name(),
        "field": colours.canvas if scheme.is_dark else colours.panel,
        "stroke": f"{scheme.stroke}px",
    }


def _box_palette(scheme: Scheme) -> QPalette:
    """Return the palette of boxes to tick, whose outline the style derives from the window's.

    The style makes it darker by this share, which nobody would see on a dark panel.
    """
    result = palette(scheme)
    result.setColor(QPalette.ColorRole.Window, QColor(tokens(scheme).muted).lighter(_DARKENED))
    return result


def palette(scheme: Scheme) -> QPalette:
    """Return the palette of ``scheme``, with every role set."""
    role = QPalette.ColorRole
    colours = tokens(scheme)
    panel, line, text = QColor(colours.panel), QColor(colours.line), QColor(colours.text)
    window, muted, accent = QColor(colours.window), QColor(colours.muted), QColor(colours.accent)
    by_role = {
        role.Window: window,
        role.WindowText: text,
        role.Base: panel,
        role.AlternateBase: mix(window, panel, 0.7),
        role.Text: text,
        role.Button: mix(line, panel, 0.25),
        role.ButtonText: text,
        role.BrightText: QColor(colours.error),
        role.Light: mix(text, panel, 0.02),
        role.Midlight: mix(line, panel, 0.5),
        role.Mid: line,
        role.Dark: mix(text, line, 0.2),
        role.Shadow: mix(text, line, 0.4),
        role.Highlight: accent,
        role.HighlightedText: QColor(colours.on_accent),
        role.Accent: accent,
        role.Link: accent,
        role.LinkVisited: accent,
        role.ToolTipBase: panel,
        role.ToolTipText: text,
        role.PlaceholderText: muted,
    }
    result = QPalette()
    for key, colour in by_role.items():
        result.setColor(key, colour)
    faint = mix(muted, panel, 0.6)
    for key in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, key, faint)
    result.setColor(QPalette.ColorGroup.Disabled, role.Highlight, line)
    return result
