"""Adding a ready-made network by hand."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from netbuilder.graph import Graph, Node, Params
from netbuilder.graph.submodels import APPLICATION
from netbuilder.importing import applications
from netbuilder.importing.applications import application_node
from netbuilder.ui.applications.dialog import ApplicationDialog
from netbuilder.ui.canvas.face import subtitle
from netbuilder.ui.inspector.inspector import LayerPage
from tests.gui.canvas_hand import column
from tests.gui.window_helpers import Dialogs, User, choose, type_over
from tests.unit.drawing import chain, image


class Asked:
    """The dialog beside a network with an input of pictures."""

    def __init__(self, user: User) -> None:
        self.user, self.window = user, user.window
        graph = column(chain(image(96, 96, 3)))
        self.window.document.apply(lambda _graph: graph, "Draw")
        self.window.document.select(("x",))
        self.window.actions_by_key["add_application"].trigger()
        self.dialog = self.window.findChildren(ApplicationDialog)[-1]
        user.qtbot.waitExposed(self.dialog)

    def add(self) -> None:
        """Press Add."""
        self.user.press(self.dialog.buttons.button(QDialogButtonBox.StandardButton.Ok))

    def is_closed(self) -> bool:
        """Tell whether no such dialog is in sight."""
        return not any(one.isVisible() for one in self.window.findChildren(ApplicationDialog))


@pytest.fixture
def asked(user: User) -> Asked:
    return Asked(user)


def test_a_network_is_searched_for_and_added_in_one_step(asked: Asked, qtbot: QtBot) -> None:
    dialog, document = asked.dialog, asked.window.document
    type_over(dialog.search, "mobile2")
    asked.add()
    assert dialog.progress.isVisible()
    qtbot.waitUntil(asked.is_closed)
    (key,) = document.selection
    node = document.graph.nodes[key]
    assert (node.name, node.class_name) == ("mobilenetv2", APPLICATION)
    assert node.params == Params(
        application="MobileNetV2", include_top=False, input_shape=(96, 96, 3), pooling="avg"
    )
    assert subtitle(node, None) == "MobileNetV2, 154 layers"
    assert document.graph.incoming(key)[0].source == "x"
    assert asked.window.actions_by_key["undo"].text() == "&Undo Add mobilenetv2"
    page = asked.window.inspector.page
    assert isinstance(page, LayerPage)
    assert page.form is not None
    with pytest.raises(KeyError):
        page.form.editor("application")
    document.undo()
    assert list(document.graph.nodes) == ["x"]


def test_pixels_are_brought_to_what_it_was_trained_on(asked: Asked, qtbot: QtBot) -> None:
    dialog, document = asked.dialog, asked.window.document
    assert not dialog.prepared.isVisible(), "the first of the list takes pixels as they are"
    type_over(dialog.search, "VGG16")
    choose(dialog.weights, "of ImageNet, from the internet")
    assert dialog.prepared.isChecked()
    assert dialog.prepared.text() == "prepare pixels from 0 to 255 for it"
    choose(dialog.channels, "grey (1)")
    assert not dialog.prepared.isVisible(), "it swaps red and blue, which grey has not"
    choose(dialog.channels, "colour (3)")
    asked.add()
    qtbot.waitUntil(asked.is_closed)
    classes = [node.class_name for node in document.graph.nodes.values()]
    assert classes == ["InputLayer", "ops.get_item", "Normalization", APPLICATION]
    assert len(document.graph.wires) == 3
    assert document.report.ok
    document.undo()
    assert list(document.graph.nodes) == ["x"]


def test_weights_freeze_it_and_are_said(asked: Asked, dialogs: Dialogs, tmp_path: Path) -> None:
    dialog = asked.dialog
    assert "random weights" in dialog.words.text()
    choose(dialog.weights, "of ImageNet, from the internet")
    assert "from the internet" in dialog.words.text()
    assert dialog.chosen()["trainable"] is False
    dialogs.chosen = tmp_path / "mine.h5"
    choose(dialog.weights, "from a file …")
    assert "mine.h5" in dialog.words.text()
    assert dialog.chosen()["weights"] == str(tmp_path / "mine.h5")
    dialogs.chosen = None
    choose(dialog.weights, "from a file …")
    assert "weights" not in dialog.chosen()
    dialog.close()


def test_a_refusal_is_said_and_another_try_possible(asked: Asked, qtbot: QtBot) -> None:
    dialog = asked.dialog
    type_over(dialog.search, "MobileNetV2")
    dialog.top.click()
    choose(dialog.weights, "of ImageNet, from the internet")
    dialog.sides[0].setValue(97)
    asked.add()
    qtbot.waitUntil(lambda: dialog.words.text().startswith("Keras refuses MobileNetV2: "))
    assert "(97, 96, 3)" in dialog.words.text()
    assert dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    dialog.sides[0].setValue(96)
    asked.add()
    qtbot.waitUntil(asked.is_closed)


def test_what_comes_after_esc_is_thrown_away(
    asked: Asked, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = threading.Event()

    def read_late(graph: Graph, params: Params) -> Node:
        closed.wait()
        return application_node(graph, params)

    monkeypatch.setattr(applications, "application_node", read_late)
    before = set(threading.enumerate())
    asked.add()
    (reading,) = set(threading.enumerate()) - before
    QTest.keyClick(asked.dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(asked.is_closed)
    closed.set()
    reading.join()
    assert list(asked.window.document.graph.nodes) == ["x"]
