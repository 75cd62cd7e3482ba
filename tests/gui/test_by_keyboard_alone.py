"""The residual example built, trained and exported without a mouse.

Every key goes to whatever has the focus; nothing is given the focus by the test.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from netbuilder.ui.popup import Popup
from netbuilder.ui.window import MainWindow
from netbuilder.validation import Severity
from tests.gui.canvas_hand import CONTROL, NONE, SHIFT
from tests.gui.window_helpers import PATIENCE_MS, Dialogs, User

pytestmark = pytest.mark.keras

KEY = Qt.Key
_FAR = 60  # more presses of Tab than any form has fields


@dataclass(frozen=True)
class Typist:
    """Has a keyboard and nothing else."""

    user: User

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        """Press a key wherever the focus is."""
        for _ in range(times):
            QTest.keyClick(focus(), key, modifier)

    def write(self, text: str) -> None:
        """Type over what stands in the field with the focus."""
        self.press(KEY.Key_A, CONTROL)
        QTest.keyClicks(focus(), text)

    def add(self, text: str, row: str = "") -> None:
        """Add a layer after the selected one: the first that is found, or that of a row."""
        self.press(KEY.Key_A)
        QTest.keyClicks(focus(), text)
        popup = focus().parentWidget()
        assert isinstance(popup, Popup)
        while row and popup.list.currentItem().text() != row:
            self.press(KEY.Key_Down)
        self.press(KEY.Key_Return)

    def set(self, **values: str) -> None:
        """Go to the inspector, give parameters, and come back."""
        self.press(KEY.Key_Return)
        for name, text in values.items():
            editor = self.user.form().editor(name)
            self.tab_to(editor.focusProxy() or editor)
            if isinstance(focus(), QComboBox):
                QTest.keyClicks(focus(), text)
            else:
                self.write(text)
        self.press(KEY.Key_Escape)

    def tab_to(self, field: QWidget) -> None:
        """Press Tab until a field has the focus."""
        for _ in range(_FAR):
            if focus() is field:
                return
            self.press(KEY.Key_Tab)
        raise AssertionError("Tab does not lead there")

    def command(self, title: str) -> None:
        """Do something by the command palette."""
        self.press(KEY.Key_P, CONTROL | SHIFT)
        QTest.keyClicks(focus(), title)
        self.press(KEY.Key_Return)


def focus() -> QWidget:
    """Return what has the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_the_residual_example_by_keyboard_alone(
    user: User, window: MainWindow, dialogs: Dialogs, tmp_path: Path
) -> None:
    typist = Typist(user)
    typist.command("canvas")
    build(typist)
    choose_data(typist)
    severe = [p.message for p in window.document.report.problems if p.severity is Severity.ERROR]
    assert severe == []
    control = window.training_control
    with user.qtbot.waitSignal(control.ended, timeout=PATIENCE_MS):
        typist.press(KEY.Key_F5)
    assert control.result is not None
    assert len(control.result.history["loss"]) == 1
    dialogs.chosen = tmp_path / "residual.py"
    typist.press(KEY.Key_E, CONTROL)
    text = dialogs.chosen.read_text(encoding="utf-8")
    compile(text, "residual.py", "exec")
    assert "layers.Add(" in text
    assert not dialogs.said


def build(typist: Typist) -> None:
    """Draw the network: a block of two convolutions, and a shortcut around it."""
    typist.add("input")
    typist.set(shape="28, 28, 1")
    typist.add("rescaling")
    typist.set(scale="0.00392")
    typist.add("conv2d")
    typist.set(filters="4")
    typist.add("maxpooling2d")
    typist.add("conv2d")
    typist.set(filters="4", strides="2, 2", padding="same")
    typist.add("batch normalization")
    typist.add("relu")
    typist.add("conv2d")
    typist.set(filters="4", padding="same")
    typist.add("batch normalization")
    typist.press(KEY.Key_Up, times=5)
    typist.add("conv2d")
    typist.set(filters="4", kernel_size="1, 1", strides="2, 2")
    typist.add("add", "Add")
    typist.press(KEY.Key_W, SHIFT)
    QTest.keyClicks(focus(), "batch_normalization_1")
    typist.press(KEY.Key_Return)
    for name in ("relu", "flatten", "dropout", "dense"):
        typist.add(name)
    typist.set(units="10", activation="softmax")
    graph = typist.user.window.document.graph
    (joined,) = [key for key, node in graph.nodes.items() if node.class_name == "Add"]
    assert len(graph.incoming(joined)) == 2
    assert len(graph.nodes) == 15


def choose_data(typist: Typist) -> None:
    """Choose the small MNIST in the data panel, and a single epoch in the training panel."""
    window = typist.user.window
    typist.command("data panel")
    typist.tab_to(window.data_panel.source_box)
    while window.document.project.data.source != "mnist_5k":
        typist.press(KEY.Key_Down)
    typist.command("training panel")
    epochs = window.training.settings.form.editor("epochs")
    typist.tab_to(epochs.focusProxy() or epochs)
    typist.write("1")
    assert window.document.project.training.epochs == 1
