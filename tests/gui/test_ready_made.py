"""Adding a ready-made network by hand; what the worker would say is said in its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from netbuilder.graph.submodels import APPLICATION
from netbuilder.training.commands import DescribeApplication
from netbuilder.training.replies import ApplicationDescribed
from netbuilder.ui.applications.dialog import ApplicationDialog
from netbuilder.ui.canvas.face import subtitle
from netbuilder.ui.inspector.inspector import LayerPage
from tests.gui.canvas_hand import column
from tests.gui.window_helpers import Dialogs, User, choose, type_over
from tests.unit.drawing import chain, image

CONFIG = json.dumps(
    {
        "class_name": "Sequential",
        "config": {
            "name": "made",
            "layers": [
                {
                    "class_name": "InputLayer",
                    "config": {"name": "i", "batch_shape": [None, 96, 96, 3]},
                },
                {"class_name": "Conv2D", "config": {"name": "c", "filters": 4, "kernel_size": 3}},
            ],
        },
    }
)


class Asked:
    """The dialog beside a network with an input of pictures, with a worker that only listens."""

    def __init__(self, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
        self.user, self.window = user, user.window
        self.sent: list[object] = []
        monkeypatch.setattr(self.window.worker, "send", self.sent.append)
        graph = column(chain(image(96, 96, 3)))
        self.window.document.apply(lambda _graph: graph, "Draw")
        self.window.document.select(("x",))
        self.window.actions_by_key["add_application"].trigger()
        self.dialog = self.window.findChildren(ApplicationDialog)[-1]
        user.qtbot.waitExposed(self.dialog)

    def add(self) -> DescribeApplication:
        """Press Add; return what the worker is asked."""
        self.user.press(self.dialog.buttons.button(QDialogButtonBox.StandardButton.Ok))
        (asked,) = [one for one in self.sent if isinstance(one, DescribeApplication)]
        return asked

    def is_closed(self) -> bool:
        """Tell whether no such dialog is in sight."""
        return not any(one.isVisible() for one in self.window.findChildren(ApplicationDialog))

    def say(self, event: ApplicationDescribed) -> None:
        self.window.worker.reported.emit(event)


@pytest.fixture
def asked(user: User, monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(user, monkeypatch)


def test_a_network_is_searched_for_and_added_in_one_step(asked: Asked, qtbot: QtBot) -> None:
    dialog, document = asked.dialog, asked.window.document
    type_over(dialog.search, "mobile2")
    question = asked.add()
    assert question == DescribeApplication(
        1, "MobileNetV2", include_top=False, input_shape=(96, 96, 3), pooling="avg"
    )
    assert dialog.progress.isVisible()
    asked.say(ApplicationDescribed(1, CONFIG))
    qtbot.waitUntil(asked.is_closed)
    (key,) = document.selection
    node = document.graph.nodes[key]
    assert (node.name, node.class_name) == ("mobilenetv2", APPLICATION)
    assert subtitle(node, None) == "MobileNetV2, 1 layers"
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
    assert not dialog.centred.isVisible(), "the first of the list takes pixels as they are"
    type_over(dialog.search, "MobileNetV2")
    dialog.centred.click()
    asked.add()
    asked.say(ApplicationDescribed(1, CONFIG))
    qtbot.waitUntil(asked.is_closed)
    classes = [node.class_name for node in document.graph.nodes.values()]
    assert classes == ["InputLayer", "Rescaling", APPLICATION]
    assert len(document.graph.wires) == 2


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


def test_a_refusal_is_said_and_another_try_possible(asked: Asked) -> None:
    asked.add()
    asked.say(ApplicationDescribed(1, message="Keras cannot make it: too small."))
    assert asked.dialog.words.text() == "Keras cannot make it: too small."
    assert asked.dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    asked.dialog.close()


def test_what_comes_after_esc_is_thrown_away(asked: Asked, qtbot: QtBot) -> None:
    asked.add()
    QTest.keyClick(asked.dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(asked.is_closed)
    asked.say(ApplicationDescribed(1, CONFIG))
    assert list(asked.window.document.graph.nodes) == ["x"]
