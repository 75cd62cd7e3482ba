"""The pictures of what layers do, and the card that shows them where one is pointed at."""

from __future__ import annotations

import base64
import re

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from netbuilder.catalog.library import Catalog
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.document import Document
from netbuilder.ui.panels.palette import Palette
from netbuilder.ui.sketches import Family, family_of, layer_card, sketch_pixmap
from netbuilder.ui.sketches.card import SKETCHES
from netbuilder.ui.theme import Scheme
from tests.gui.canvas_hand import CLASSIFIER, NONE, show
from tests.gui.window_helpers import User

CLASSES = {
    "InputLayer": Family.INPUT,
    "Dense": Family.DENSE,
    "Embedding": Family.EMBEDDING,
    "Conv2D": Family.CONVOLUTION,
    "Conv2DTranspose": Family.TRANSPOSED,
    "SeparableConv1D": Family.DEPTHWISE,
    "MaxPooling2D": Family.POOLING,
    "GlobalAveragePooling2D": Family.GLOBAL_POOLING,
    "Flatten": Family.FLATTEN,
    "Reshape": Family.RESHAPE,
    "ZeroPadding2D": Family.PAD,
    "RandomCrop": Family.CROP,
    "Add": Family.SUM,
    "Concatenate": Family.JOIN,
    "Dropout": Family.DROPOUT,
    "GaussianNoise": Family.NOISE,
    "BatchNormalization": Family.NORMALIZATION,
    "Normalization": Family.NORMALIZATION,
    "LSTM": Family.RECURRENT,
    "Bidirectional": Family.BOTH_WAYS,
    "MultiHeadAttention": Family.ATTENTION,
    "RandomFlip": Family.MOVED,
    "RandomBrightness": Family.COLOURED,
    "Rescaling": Family.RESCALE,
    "TextVectorization": Family.WORDS,
    "ReLU": Family.ACTIVATION,
    "Softmax": Family.SOFTMAX,
    "ops.softmax": Family.OPERATION,
    "ops.concatenate": Family.OPERATION,
}


@pytest.mark.parametrize(("name", "family"), CLASSES.items(), ids=list(CLASSES))
def test_family(catalog: Catalog, name: str, family: Family) -> None:
    assert family_of(catalog.layers[name]) is family


def test_every_family_is_drawn_and_met(catalog: Catalog) -> None:
    met = {family_of(spec) for spec in catalog.layers.values() if spec.placeable}
    assert met | {Family.OWN} == set(Family)
    assert set(SKETCHES) == set(Family)


def pixels(image: QImage) -> bytes:
    return bytes(image.convertToFormat(QImage.Format.Format_ARGB32).constBits())


@pytest.mark.parametrize("scheme", list(Scheme))
def test_every_picture_is_another(qapp: QApplication, scheme: Scheme) -> None:
    drawn = {pixels(sketch_pixmap(family, "core", scheme).toImage()) for family in Family}
    assert len(drawn) == len(Family)


@pytest.mark.parametrize("family", list(Family))
def test_nothing_is_cut_off(qapp: QApplication, family: Family) -> None:
    picture = sketch_pixmap(family, "core", Scheme.LIGHT).toImage()
    right, bottom = picture.width() - 1, picture.height() - 1
    edge = [(x, y) for x in range(right + 1) for y in (0, bottom)]
    edge += [(x, y) for y in range(bottom + 1) for x in (0, right)]
    assert all(picture.pixelColor(x, y).alpha() == 0 for x, y in edge)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_the_card_holds_picture_name_and_summary(
    qapp: QApplication, catalog: Catalog, ratio: float
) -> None:
    spec = catalog.layers["Conv2D"]
    card = layer_card(spec, "Conv2D", Scheme.DARK, ratio)
    found = re.search(r"base64,([^\"]+)", card)
    assert found is not None
    picture = QImage.fromData(base64.b64decode(found[1]))
    assert picture.width() == 240 * ratio
    assert "<b>Conv2D</b>" in card
    assert 'width="240"' in card


def hover(palette: Palette, class_name: str) -> None:
    """Rest the pointer on a row."""
    item = palette.item_of(class_name)
    assert item is not None
    palette.tree.scrollToItem(item)
    at, viewport = palette.tree.visualItemRect(item).center(), palette.tree.viewport()
    event = QHelpEvent(QEvent.Type.ToolTip, at, viewport.mapToGlobal(at))
    QApplication.sendEvent(viewport, event)


def test_pointing_at_a_layer_shows_its_card(user: User) -> None:
    palette = user.window.palette_panel
    hover(palette, "Conv2D")
    assert QToolTip.text() == palette.card_of("Conv2D")
    hover(palette, "Dense")
    assert "<b>Dense</b>" in QToolTip.text()
    QToolTip.hideText()


def test_pointing_at_a_node_shows_its_card(canvas: Canvas, document: Document) -> None:
    show(document, canvas, CLASSIFIER)
    at, viewport = canvas.mapFromScene(canvas.node_rect("conv").center()), canvas.viewport()
    event = QHelpEvent(QEvent.Type.ToolTip, at, viewport.mapToGlobal(at))
    QApplication.sendEvent(viewport, event)
    assert QToolTip.text().startswith("<img")
    assert "<b>Conv2D</b>" in QToolTip.text()
    QToolTip.hideText()


def test_the_space_bar_shows_the_card_of_the_current_layer(user: User) -> None:
    palette = user.window.palette_panel
    item = palette.item_of("MaxPooling2D")
    assert item is not None
    palette.tree.setCurrentItem(item)
    palette.tree.setFocus()
    QTest.keyClick(palette.tree, Qt.Key.Key_Space, NONE)
    assert "<b>MaxPooling2D</b>" in QToolTip.text()
    QToolTip.hideText()


def test_a_heading_has_no_card(user: User) -> None:
    tree = user.window.palette_panel.tree
    top = tree.topLevelItem(0)
    assert top is not None
    at = tree.visualItemRect(top).center()
    hover(user.window.palette_panel, "Dense")
    QApplication.sendEvent(
        tree.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, tree.viewport().mapToGlobal(at))
    )
    user.qtbot.waitUntil(lambda: not QToolTip.isVisible())
