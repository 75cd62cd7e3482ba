"""Colours and fonts of the window: the tokens that every painted thing is made of."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from netbuilder.ui.stylesheet import style_sheet

SMALLEST_POINTS = 9


class Scheme(StrEnum):
    """A set of colours."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of a scheme by what they are for, as ``#RRGGBB``."""

    window: str
    panel: str
    canvas: str
    text: str
    muted: str
    line: str
    wire: str
    accent: str
    on_accent: str
    error: str
    warning: str
    ok: str


_TOKENS = {
    Scheme.LIGHT: Tokens(
        window="#F5F6F8",
        panel="#FFFFFF",
        canvas="#FBFCFD",
        text="#1B1F24",
        muted="#57606A",
        line="#D0D7DE",
        wire="#87909B",
        accent="#0B62C4",
        on_accent="#FFFFFF",
        error="#B42318",
        warning="#8A5A00",
        ok="#1A7F37",
    ),
    Scheme.DARK: Tokens(
        window="#16181D",
        panel="#22262D",
        canvas="#1B1E24",
        text="#E8EBEF",
        muted="#A4ADB8",
        line="#3A414B",
        wire="#727C89",
        accent="#6CB2FF",
        on_accent="#10141A",
        error="#FF8A80",
        warning="#F2B84B",
        ok="#6FCF86",
    ),
}

_CATEGORIES = {
    "input": ("#00695C", "#4DB6AC"),
    "core": ("#0B5CAD", "#64B5F6"),
    "convolution": ("#7B3FA0", "#CE93D8"),
    "pooling": ("#5C5F66", "#B0BEC5"),
    "recurrent": ("#A04A00", "#FFB74D"),
    "attention": ("#A3195B", "#F48FB1"),
    "normalization": ("#2E6B34", "#81C784"),
    "regularization": ("#6B5B00", "#DCE775"),
    "reshaping": ("#37516B", "#90A4AE"),
    "merging": ("#8A3B12", "#FFAB91"),
    "preprocessing": ("#005F73", "#80DEEA"),
    "activation": ("#4A4FB0", "#9FA8DA"),
    "operation": ("#5D4B36", "#C8B79E"),
    "custom": ("#5A1E1E", "#EF9A9A"),
    "model": ("#2B3440", "#C9D1DA"),
}


def tokens(scheme: Scheme) -> Tokens:
    """Return the colours of ``scheme``."""
    return _TOKENS[scheme]


def category_colour(category: str, scheme: Scheme) -> QColor:
    """Return the colour of a layer's category; that of "custom" where it is unknown."""
    light, dark = _CATEGORIES.get(category, _CATEGORIES["custom"])
    return QColor(dark if scheme is Scheme.DARK else light)


def system_scheme() -> Scheme:
    """Return the scheme that the desktop asks for; light where it does not say."""
    asked = QGuiApplication.styleHints().colorScheme()
    return Scheme.DARK if asked is Qt.ColorScheme.Dark else Scheme.LIGHT


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


def mix(first: QColor, second: QColor, share: float) -> QColor:
    """Return the opaque colour with ``share`` (0 to 1) of ``first`` laid over ``second``."""
    rest = 1.0 - share
    return QColor.fromRgbF(
        first.redF() * share + second.redF() * rest,
        first.greenF() * share + second.greenF() * rest,
        first.blueF() * share + second.blueF() * rest,
    )


def apply_theme(app: QApplication, scheme: Scheme, points: int | None = None) -> None:
    """Give the whole program the colours of ``scheme``.

    Every role of the palette is set, because bare X11 and the offscreen platform take
    no wish for a colour scheme.

    Args:
        app: The program.
        scheme: Its colours from now on.
        points: The size of the interface font; None leaves it as the system has it.
    """
    style = QStyleFactory.create("Fusion")
    app.setStyle(style)
    app.setPalette(palette(scheme))
    if points is not None:
        font = app.font()
        font.setPointSize(max(SMALLEST_POINTS, points))
        app.setFont(font)
    app.setStyleSheet(style_sheet(_sheet_colours(scheme)))


def _sheet_colours(scheme: Scheme) -> dict[str, str]:
    """Return the tokens and the shades between them that the style sheet uses."""
    colours = tokens(scheme)
    panel, line, accent = QColor(colours.panel), QColor(colours.line), QColor(colours.accent)
    dark = scheme is Scheme.DARK
    return asdict(colours) | {
        "hover": mix(line, panel, 0.4).name(),
        "stripe": mix(line, panel, 0.25).name(),
        "tint": mix(accent, panel, 0.22 if dark else 0.14).name(),
        "field": colours.canvas if dark else colours.panel,
    }


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
