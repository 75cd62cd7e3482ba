"""The sets of colours, and how well they can be told apart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QColor

HIGH_CONTRAST = 7.0
"""The contrast that WCAG 2.2 asks of text at level AAA (success criterion 1.4.6)."""
_STEPS = 20


class Scheme(StrEnum):
    """A set of colours."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST_LIGHT = "contrast-light"
    CONTRAST_DARK = "contrast-dark"

    @property
    def is_dark(self) -> bool:
        """Whether it writes in bright colours on dark ones."""
        return self in {Scheme.DARK, Scheme.CONTRAST_DARK}

    @property
    def is_contrast(self) -> bool:
        """Whether it is made for eyes that need strong contrasts."""
        return self in {Scheme.CONTRAST_LIGHT, Scheme.CONTRAST_DARK}

    @property
    def stroke(self) -> int:
        """How wide its lines are, in pixels."""
        return 2 if self.is_contrast else 1


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
    Scheme.CONTRAST_LIGHT: Tokens(
        window="#FFFFFF",
        panel="#FFFFFF",
        canvas="#FFFFFF",
        text="#000000",
        muted="#2E2E2E",
        line="#000000",
        wire="#000000",
        accent="#003C9E",
        on_accent="#FFFFFF",
        error="#8A0000",
        warning="#5C3A00",
        ok="#00501E",
    ),
    Scheme.CONTRAST_DARK: Tokens(
        window="#000000",
        panel="#000000",
        canvas="#000000",
        text="#FFFFFF",
        muted="#E0E0E0",
        line="#FFFFFF",
        wire="#FFFFFF",
        accent="#5CC8FF",
        on_accent="#000000",
        error="#FF9C94",
        warning="#FFD24D",
        ok="#7CF29A",
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
    return legible(QColor(dark if scheme.is_dark else light), scheme)


def legible(colour: QColor, scheme: Scheme) -> QColor:
    """Return a colour as it is, or in a scheme of high contrast as far from the panel as needed."""
    if not scheme.is_contrast:
        return colour
    panel, text = QColor(tokens(scheme).panel), QColor(tokens(scheme).text)
    tried = (mix(text, colour, step / _STEPS) for step in range(_STEPS + 1))
    return next(shade for shade in tried if contrast(shade, panel) >= HIGH_CONTRAST)


def mix(first: QColor, second: QColor, share: float) -> QColor:
    """Return the opaque colour with ``share`` (0 to 1) of ``first`` laid over ``second``."""
    rest = 1.0 - share
    return QColor.fromRgbF(
        first.redF() * share + second.redF() * rest,
        first.greenF() * share + second.greenF() * rest,
        first.blueF() * share + second.blueF() * rest,
    )


def contrast(first: QColor, second: QColor) -> float:
    """Return how well two colours can be told apart: 1 (not at all) to 21 (black on white).

    It is the contrast ratio of WCAG 2.2: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    """
    darker, brighter = sorted((_luminance(first), _luminance(second)))
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    """Return the relative luminance of WCAG 2.2, 0 to 1."""
    red, green, blue = map(_linear, (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
