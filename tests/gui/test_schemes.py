"""The sets of colours: how well they can be read, and that none tells by colour alone."""

from __future__ import annotations

from dataclasses import fields

import pytest
from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPalette
from PySide6.QtWidgets import QAbstractButton

from netbuilder.catalog.spec import CATEGORIES
from netbuilder.ui.app import DesktopFollower
from netbuilder.ui.canvas.brushwork import Brushwork
from netbuilder.ui.canvas.face import Face
from netbuilder.ui.canvas.paint import Outline, paint_node
from netbuilder.ui.icons import category_glyph
from netbuilder.ui.patterns import category_brush
from netbuilder.ui.preferences import Preferences
from netbuilder.ui.schemes import HIGH_CONTRAST, category_colour, contrast
from netbuilder.ui.theme import Scheme, palette, scheme_for, tokens
from netbuilder.ui.window import MainWindow
from tests.gui.window_helpers import User

GROUNDS = ("window", "panel", "canvas")
WRITTEN = ("text", "muted", "accent", "error", "warning", "ok")
CONTRASTING = [scheme for scheme in Scheme if scheme.is_contrast]
EVERY_CATEGORY = (*CATEGORIES, "model")


def needed(scheme: Scheme) -> float:
    return HIGH_CONTRAST if scheme.is_contrast else 4.5


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#000000", 21.0),
        ("#777777", "#777777", 1.0),
        ("#767676", "#FFFFFF", 4.54),
        ("#FF0000", "#FFFFFF", 4.0),
    ],
)
def test_contrast_as_wcag_counts_it(first: str, second: str, ratio: float) -> None:
    assert contrast(QColor(first), QColor(second)) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("written", WRITTEN)
def test_everything_written_is_legible(scheme: Scheme, ground: str, written: str) -> None:
    colours = tokens(scheme)
    ink, paper = QColor(getattr(colours, written)), QColor(getattr(colours, ground))
    assert contrast(ink, paper) >= needed(scheme)


@pytest.mark.parametrize("scheme", list(Scheme))
def test_text_on_the_accent_is_legible(scheme: Scheme) -> None:
    colours = tokens(scheme)
    assert contrast(QColor(colours.on_accent), QColor(colours.accent)) >= needed(scheme)


@pytest.mark.parametrize("scheme", CONTRASTING)
@pytest.mark.parametrize("category", EVERY_CATEGORY)
def test_categories_stand_out_in_high_contrast(scheme: Scheme, category: str) -> None:
    panel = QColor(tokens(scheme).panel)
    assert contrast(category_colour(category, scheme), panel) >= HIGH_CONTRAST


@pytest.mark.parametrize("scheme", CONTRASTING)
def test_lines_and_wires_stand_out_in_high_contrast(scheme: Scheme) -> None:
    colours = tokens(scheme)
    for line in (colours.line, colours.wire):
        assert contrast(QColor(line), QColor(colours.canvas)) >= HIGH_CONTRAST
    assert scheme.stroke == 2


@pytest.mark.parametrize("scheme", CONTRASTING)
def test_every_role_of_text_in_the_palette_stands_out(scheme: Scheme) -> None:
    role = QPalette.ColorRole
    pairs = (
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.Text, role.AlternateBase),
        (role.ButtonText, role.Button),
        (role.HighlightedText, role.Highlight),
        (role.PlaceholderText, role.Base),
        (role.ToolTipText, role.ToolTipBase),
        (role.Link, role.Base),
    )
    made = palette(scheme)
    for ink, paper in pairs:
        assert contrast(made.color(ink), made.color(paper)) >= HIGH_CONTRAST, ink


def test_every_category_has_an_icon_of_its_own() -> None:
    assert len({category_glyph(category) for category in EVERY_CATEGORY}) == len(EVERY_CATEGORY)


def _band(category: str, scheme: Scheme) -> bytes:
    """Return the pixels of a node's band, without the colour."""
    image = QImage(QSize(16, 64), QImage.Format.Format_ARGB32)
    image.fill(QColor(tokens(scheme).panel))
    painter = QPainter(image)
    painter.fillRect(QRect(0, 0, 16, 64), category_brush(category, scheme))
    painter.end()
    mono = image.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither)
    return bytes(mono.constBits())


@pytest.mark.parametrize("scheme", CONTRASTING)
def test_every_category_has_a_pattern_of_its_own_in_high_contrast(scheme: Scheme) -> None:
    assert len({_band(category, scheme) for category in EVERY_CATEGORY}) == len(EVERY_CATEGORY)


@pytest.mark.parametrize("scheme", list(Scheme))
def test_bands_are_solid_where_colours_may_tell(scheme: Scheme) -> None:
    solid = category_brush("merging", scheme).style() is Qt.BrushStyle.SolidPattern
    assert solid is not scheme.is_contrast


@pytest.mark.parametrize("scheme", CONTRASTING)
def test_a_painted_node_uses_nothing_but_strong_contrasts(scheme: Scheme, qapp: object) -> None:
    work = Brushwork(scheme)
    face = Face("conv", "Conv2D 32, 3x3", "convolution", "(None, 26, 26, 32)", "320")
    size = work.size(face)
    image = QImage(size.toSize() + QSize(40, 40), QImage.Format.Format_RGB32)
    image.fill(QColor(work.colours.canvas))
    painter = QPainter(image)
    painter.translate(QPointF(20, 20))
    paint_node(painter, face, size, work, Outline.SELECTED)
    painter.end()
    panel = QColor(work.colours.panel)
    drawn = {QColor(image.pixel(x, 20 + 36)).name() for x in range(20, image.width() - 20)}
    strong = {name for name in drawn if contrast(QColor(name), panel) >= HIGH_CONTRAST}
    assert category_colour("convolution", scheme).name() in strong
    assert QColor(work.colours.accent).name() in strong


@pytest.mark.parametrize("scheme", list(Scheme))
def test_every_colour_is_written_in_full(scheme: Scheme) -> None:
    for field in fields(tokens(scheme)):
        value = getattr(tokens(scheme), field.name)
        assert QColor(value).name().upper() == value


@pytest.mark.parametrize(
    ("key", "scheme"),
    [
        ("contrast-light", Scheme.CONTRAST_LIGHT),
        ("contrast-dark", Scheme.CONTRAST_DARK),
        ("dark", Scheme.DARK),
        ("light", Scheme.LIGHT),
    ],
)
def test_a_scheme_is_chosen_in_the_menu_and_remembered(
    user: User, key: str, scheme: Scheme
) -> None:
    window: MainWindow = user.window
    window.actions_by_key[key].trigger()
    assert window.scheme is scheme
    assert window.canvas.network.work.scheme is scheme
    assert window.canvas.backgroundBrush().color() == QColor(tokens(scheme).canvas)
    assert Preferences().scheme == scheme.value


@pytest.mark.parametrize(
    ("wish", "follows"), [("system", True), ("light", False), ("contrast-light", False)]
)
def test_the_window_follows_the_desktop_if_its_user_wants_that(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, wish: str, follows: bool
) -> None:
    DesktopFollower(window)
    window.set_scheme(wish)
    before = window.scheme
    monkeypatch.setattr("netbuilder.ui.window.system_scheme", lambda: Scheme.CONTRAST_DARK)
    preference = Qt.ContrastPreference.HighContrast
    hints = QGuiApplication.styleHints()
    hints.accessibility().contrastPreferenceChanged.emit(preference)
    assert window.scheme is (Scheme.CONTRAST_DARK if follows else before)


@pytest.mark.parametrize(
    ("colours", "preference", "scheme"),
    [
        (Qt.ColorScheme.Light, Qt.ContrastPreference.NoPreference, Scheme.LIGHT),
        (Qt.ColorScheme.Unknown, Qt.ContrastPreference.NoPreference, Scheme.LIGHT),
        (Qt.ColorScheme.Dark, Qt.ContrastPreference.NoPreference, Scheme.DARK),
        (Qt.ColorScheme.Light, Qt.ContrastPreference.HighContrast, Scheme.CONTRAST_LIGHT),
        (Qt.ColorScheme.Dark, Qt.ContrastPreference.HighContrast, Scheme.CONTRAST_DARK),
    ],
)
def test_scheme_of_the_desktop(
    colours: Qt.ColorScheme, preference: Qt.ContrastPreference, scheme: Scheme
) -> None:
    assert scheme_for(colours, preference) is scheme


@pytest.mark.parametrize("scheme", list(Scheme))
def test_the_buttons_of_the_docks_can_be_seen(user: User, scheme: Scheme) -> None:
    user.window.set_scheme(scheme)
    dock = user.window.docks["palette"]
    button = dock.findChild(QAbstractButton, "qt_dockwidget_closebutton")
    assert isinstance(button, QAbstractButton)
    picture = button.icon().pixmap(16, 16).toImage()
    colours = {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() == 255
    }
    assert colours == {QColor(tokens(scheme).text).name()}
