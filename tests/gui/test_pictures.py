"""Pictures of the network for reports, and the summary as a file."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from netbuilder.graph import Graph
from netbuilder.project import Project
from netbuilder.ui.canvas.drawing import Drawing, drawing_of
from netbuilder.ui.document import Document
from netbuilder.ui.picture import (
    PictureForm,
    largest_scale,
    pdf_bytes,
    png_image,
    svg_bytes,
    write_picture,
)
from netbuilder.ui.picture_dialog import PictureDialog
from netbuilder.ui.theme import Scheme, category_colour, palette
from tests.gui.canvas_hand import CLASSIFIER, column
from tests.gui.window_helpers import Dialogs, User
from tests.unit.drawing import chain, image, layer

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def drawing(document: Document) -> Drawing:
    document.open(Project(title="Digits", graph=CLASSIFIER))
    return drawing_of(document)


def words(svg: bytes) -> set[str]:
    """Return all texts of an SVG picture."""
    tree = ElementTree.fromstring(svg)
    return {(text.text or "").strip() for text in tree.iter(f"{SVG}text")}


def band(drawing: Drawing, node: int) -> tuple[int, int]:
    """Return where the band of a node lies in the picture."""
    _, body = drawing.nodes[node]
    place = body.topLeft() - drawing.bounds.topLeft()
    return int(place.x()) + 2, int(place.y() + body.height() / 2)


def rendered(svg: bytes, drawing: Drawing) -> QImage:
    picture = QImage(drawing.bounds.size().toSize(), QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    QSvgRenderer(svg).render(painter)
    painter.end()
    return picture


def test_a_drawing_has_narrow_margins(drawing: Drawing) -> None:
    bodies = [body for _, body in drawing.nodes]
    least = min(body.left() for body in bodies), min(body.top() for body in bodies)
    most = max(body.right() for body in bodies), max(body.bottom() for body in bodies)
    bounds = drawing.bounds
    for gap in (least[0] - bounds.left(), least[1] - bounds.top()):
        assert 10 <= gap <= 24
    for gap in (bounds.right() - most[0], bounds.bottom() - most[1]):
        assert 10 <= gap <= 24


def test_svg_holds_its_texts_as_text(drawing: Drawing) -> None:
    svg = svg_bytes(drawing, "Digits")
    assert {"conv", "Conv2D 32, 3x3", "(None, 26, 26, 32)", "320", "scores"} <= words(svg)
    assert b"<image" not in svg
    assert b"<title>Digits</title>" in svg
    assert set(re.findall(rb"'[^']+', (sans-serif|monospace)\"", svg)) == {
        b"sans-serif",
        b"monospace",
    }


def test_svg_is_as_large_as_the_drawing(drawing: Drawing) -> None:
    box = ElementTree.fromstring(svg_bytes(drawing, "")).get("viewBox")
    size = drawing.bounds.size().toSize()
    assert box == f"0 0 {size.width()} {size.height()}"


def test_the_icons_font_is_not_needed(drawing: Drawing) -> None:
    svg = svg_bytes(drawing, "").decode().lower()
    assert "material" not in svg
    private = [char for text in words(svg.encode()) for char in text if ord(char) >= 0xE000]
    assert private == []


def test_pdf_is_one_page_of_the_drawings_size_with_text(drawing: Drawing) -> None:
    pdf = pdf_bytes(drawing, "Digits")
    assert pdf.startswith(b"%PDF")
    pages = re.findall(rb"/MediaBox \[([\d. ]+)\]", pdf)
    assert len(pages) == 1
    inch = QGuiApplication.primaryScreen().logicalDotsPerInch()
    size = [float(part) for part in pages[0].split()][2:]
    wanted = (drawing.bounds.width() * 72 / inch, drawing.bounds.height() * 72 / inch)
    assert size == pytest.approx(wanted, abs=1.0)
    assert b"/FontFile2" in pdf or b"/FontFile3" in pdf
    assert b"/Subtype /Image" not in pdf


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_png_has_the_wanted_scale(drawing: Drawing, scale: int) -> None:
    picture = png_image(drawing, scale)
    assert picture.width() == drawing.bounds.width() * scale
    assert picture.height() == drawing.bounds.height() * scale


@pytest.mark.parametrize("scheme", list(Scheme))
def test_pictures_are_light_whatever_the_window_is(
    document: Document, qapp: QApplication, scheme: Scheme
) -> None:
    document.open(Project(graph=CLASSIFIER))
    before = qapp.palette()
    qapp.setPalette(palette(scheme))
    drawing = drawing_of(document)
    for picture in (png_image(drawing, 1), rendered(svg_bytes(drawing, ""), drawing)):
        assert picture.pixelColor(1, 1) == QColor("white")
        shown = picture.pixelColor(*band(drawing, 1))
        assert shown == category_colour("convolution", Scheme.LIGHT)
    qapp.setPalette(before)


def test_only_what_is_wanted_is_drawn(document: Document) -> None:
    document.open(Project(graph=CLASSIFIER))
    part = drawing_of(document, {"conv", "flat"})
    assert [face.title for face, _ in part.nodes] == ["conv", "flat"]
    assert [(curve.wire.source, curve.wire.target) for curve in part.curves] == [("conv", "flat")]
    assert part.bounds.height() < drawing_of(document).bounds.height()
    assert words(svg_bytes(part, "")).isdisjoint({"scores", "pictures"})


def test_a_long_network_still_becomes_pixels(document: Document) -> None:
    tall = column(chain(image(8, 8, 1), *(layer(f"r{i}", "ReLU") for i in range(280))))
    document.open(Project(graph=tall))
    drawing = drawing_of(document)
    assert largest_scale(drawing) < 2
    picture = png_image(drawing, 4)
    assert not picture.isNull()
    assert picture.height() <= 32_000
    assert pdf_bytes(drawing, "").startswith(b"%PDF")


@pytest.mark.parametrize("form", list(PictureForm))
def test_files(drawing: Drawing, tmp_path: Path, form: PictureForm) -> None:
    path = tmp_path / f"picture.{form}"
    write_picture(drawing, path, form, "Digits", 2)
    starts = {PictureForm.SVG: b"<?xml", PictureForm.PNG: b"\x89PNG", PictureForm.PDF: b"%PDF"}
    assert path.read_bytes().startswith(starts[form])


# The dialog


def make_dialog(user: User, graph: Graph = CLASSIFIER) -> PictureDialog:
    user.window.document.open(Project(title="Digits", graph=graph))
    dialog = PictureDialog(user.window.document, user.window)
    user.qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def choose_form(dialog: PictureDialog, form: PictureForm) -> None:
    dialog.form.setCurrentIndex(dialog.form.findData(form))


@pytest.mark.parametrize("form", list(PictureForm))
def test_the_dialog_saves_under_the_right_suffix(
    user: User, dialogs: Dialogs, tmp_path: Path, form: PictureForm
) -> None:
    dialog = make_dialog(user)
    choose_form(dialog, form)
    assert dialog.scale.isEnabled() is (form is PictureForm.PNG)
    dialogs.chosen = tmp_path / "figure"
    user.press(dialog.save_button)
    assert (tmp_path / f"figure.{form}").stat().st_size > 1000
    assert not dialog.isVisible()


def test_the_dialog_offers_what_is_selected(user: User) -> None:
    window = user.window
    window.document.open(Project(graph=CLASSIFIER))
    window.document.select(["conv"])
    dialog = PictureDialog(window.document, window)
    user.qtbot.addWidget(dialog)
    assert len(dialog.drawing.nodes) == 1
    dialog.part.setCurrentIndex(0)
    assert len(dialog.drawing.nodes) == 4


def test_an_empty_network_has_no_picture(user: User) -> None:
    dialog = make_dialog(user, Graph())
    assert not dialog.save_button.isEnabled()
    assert not dialog.copy_button.isEnabled()


def test_the_dialog_copies(user: User) -> None:
    dialog = make_dialog(user)
    user.press(dialog.copy_button)
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage()
    assert "conv" in words(bytes(data.data("image/svg+xml").data()))


def test_a_picture_that_cannot_be_saved(user: User, dialogs: Dialogs, tmp_path: Path) -> None:
    dialog = make_dialog(user)
    dialogs.chosen = tmp_path / "no folder" / "figure.svg"
    user.press(dialog.save_button)
    assert "cannot be saved" in dialogs.said[0]
    assert dialog.isVisible()


def test_the_menu_opens_the_dialog(user: User, qtbot: QtBot) -> None:
    user.window.document.open(Project(graph=CLASSIFIER))
    seen: list[str] = []

    def cancel() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PictureDialog)
        seen.append(dialog.windowTitle())
        buttons = dialog.findChild(QDialogButtonBox)
        assert buttons is not None
        user.press(buttons.button(QDialogButtonBox.StandardButton.Cancel))

    QTimer.singleShot(0, cancel)
    user.window.actions_by_key["export_picture"].trigger()
    assert seen == ["Export picture"]


# The summary


@pytest.mark.parametrize(
    ("name", "first", "inside"),
    [
        ("table.csv", "layer,class,output_shape", "conv,Conv2D,"),
        ("table.md", "| Layer | Class | Output shape |", "| conv | Conv2D | (None, 26, 26, 32) |"),
        ("table.txt", "Layer", "conv    Conv2D"),
        ("table", "layer,class,output_shape", "conv,Conv2D,"),
    ],
)
def test_the_summary_is_saved_as_its_suffix_says(
    user: User, dialogs: Dialogs, tmp_path: Path, name: str, first: str, inside: str
) -> None:
    user.window.document.open(Project(title="Digits", graph=CLASSIFIER))
    dialogs.chosen = tmp_path / name
    user.window.actions_by_key["export_summary"].trigger()
    (saved,) = tmp_path.glob("table*")
    text = saved.read_text(encoding="utf-8")
    assert text.startswith(first)
    assert inside in text
    if saved.suffix != ".csv":
        assert "216\u2009650 parameters" in text


def test_markdown_has_as_many_cells_in_every_row(
    user: User, dialogs: Dialogs, tmp_path: Path
) -> None:
    user.window.document.open(Project(graph=CLASSIFIER))
    dialogs.chosen = tmp_path / "table.md"
    user.window.actions_by_key["export_summary"].trigger()
    rows = [line for line in dialogs.chosen.read_text().splitlines() if line.startswith("|")]
    assert {row.count("|") for row in rows} == {10}
    assert len(rows) == 2 + 4
