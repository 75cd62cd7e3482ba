"""A user for tests of the whole window: everything by real mouse and key events."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QTabBar,
    QTreeWidgetItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from netbuilder.graph import NodeId, Value
from netbuilder.ui.inspector.editors import ChoiceEditor, Editor, FlagEditor, TextEditor
from netbuilder.ui.inspector.inspector import LayerPage
from netbuilder.ui.inspector.objects import ObjectEditor, ObjectsEditor, ParamForm
from netbuilder.ui.theme import apply_theme
from netbuilder.ui.window import MainWindow
from tests.gui.canvas_hand import CONTROL, LEFT, NONE, Hand

PATIENCE_MS = 120_000
"""How long the worker may take: on a busy machine Keras alone needs half a minute."""


@dataclass(frozen=True)
class User:
    """Sits in front of one window."""

    qtbot: QtBot
    window: MainWindow

    @property
    def hand(self) -> Hand:
        """The same user on the canvas."""
        return Hand(self.window.canvas)

    def press(self, button: QWidget) -> None:
        """Press a button, which must be there and enabled."""
        assert button.isVisible()
        assert button.isEnabled()
        QTest.mouseClick(button, LEFT)

    def keys(self, key: Qt.Key, modifier: Qt.KeyboardModifier = CONTROL) -> None:
        """Press a shortcut on the canvas."""
        self.window.canvas.setFocus()
        QTest.keyClick(self.window.canvas, key, modifier)

    def show_panel(self, key: str) -> None:
        """Bring a bottom panel to the front by its tab."""
        title = self.window.docks[key].windowTitle()
        for bar in self.window.findChildren(QTabBar):
            for index in range(bar.count()):
                if bar.tabText(index) == title:
                    QTest.mouseClick(bar, LEFT, NONE, bar.tabRect(index).center())
        assert self.window.docks[key].widget().isVisible()

    def fix_button(self, title: str) -> QPushButton:
        """Return the button of a fix in the Problems panel."""
        buttons = self.window.problems.details.findChildren(QPushButton)
        return next(button for button in buttons if button.text() == title)

    # The palette

    def double_click_layer(self, class_name: str) -> NodeId:
        """Search a layer, double-click it in the palette, and return the new node."""
        palette = self.window.palette_panel
        type_over(palette.search, class_name)
        item = palette.item_of(class_name)
        assert item is not None
        palette.tree.scrollToItem(item)
        at = palette.tree.visualItemRect(item).center()
        viewport = palette.tree.viewport()
        QTest.mouseClick(viewport, LEFT, NONE, at)
        QTest.mouseDClick(viewport, LEFT, NONE, at)
        return self.selected()

    def enter_layer(self, text: str) -> NodeId:
        """Search a layer, take the best match with Enter, and return the new node."""
        search = self.window.palette_panel.search
        type_over(search, text)
        QTest.keyClick(search, Qt.Key.Key_Return)
        return self.selected()

    def drag_layer(self, class_name: str, place: QPointF) -> NodeId:
        """Drag a row of the palette onto the canvas and return the new node."""
        palette = self.window.palette_panel
        type_over(palette.search, class_name)
        item = palette.item_of(class_name)
        assert isinstance(item, QTreeWidgetItem)
        viewport = self.window.canvas.viewport()
        at = self.hand.at(place)
        drop(viewport, palette.tree.mimeData([item]), at)
        return self.selected()

    def selected(self) -> NodeId:
        """Return the one selected node."""
        (key,) = self.window.document.selection
        return key

    # Forms

    def click_node(self, node: NodeId) -> None:
        """Select a node by a click on it, with the whole network in view."""
        self.window.canvas.navigator.fit()
        self.hand.click(self.hand.middle(node))
        assert self.window.document.selection == {node}

    def page(self) -> LayerPage:
        """Return the inspector's page of the selected layer."""
        page = self.window.inspector.page
        assert isinstance(page, LayerPage)
        return page

    def form(self) -> ParamForm:
        """Return the parameters of the selected layer."""
        form = self.page().form
        assert form is not None
        return form

    def data_form(self) -> ParamForm:
        """Return the options of the data, which are made just after the choice."""
        self.qtbot.waitUntil(lambda: self.window.data_panel.form is not None)
        form = self.window.data_panel.form
        assert form is not None
        return form

    def field(self, name: str) -> QLineEdit:
        """Return the field in which a parameter of the selected layer is typed."""
        editor = self.form().editor(name)
        assert isinstance(editor, TextEditor)
        return editor.field

    def code(self) -> str:
        """Return the code of the document as it is now."""
        self.show_panel("code")
        self.window.code.refresh()
        return self.window.code.editor.toPlainText()

    # Training

    def train_to_the_end(self) -> None:
        """Press Train and wait until the worker is done."""
        control = self.window.training_control
        with self.qtbot.waitSignal(control.ended, timeout=PATIENCE_MS):
            self.press(self.window.train_button)


@dataclass
class Dialogs:
    """Answers the window's questions and file dialogs, and keeps what was said.

    Attributes:
        answer: What is pressed at a question.
        chosen: The file that is picked; None to cancel.
        filter: The kind of file that is picked; empty for none.
        said: All that was complained.
        asked: All that was asked.
    """

    answer: QMessageBox.StandardButton = QMessageBox.StandardButton.Discard
    chosen: Path | None = None
    filter: str = ""
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @classmethod
    def in_place(cls, monkeypatch: pytest.MonkeyPatch) -> Dialogs:
        """Stand in for Qt's own dialogs, which would wait for ever."""
        dialogs = cls()
        monkeypatch.setattr(QMessageBox, "question", dialogs._question)
        monkeypatch.setattr(QMessageBox, "warning", dialogs._warning)
        monkeypatch.setattr(QFileDialog, "getOpenFileName", dialogs._file_name)
        monkeypatch.setattr(QFileDialog, "getSaveFileName", dialogs._file_name)
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", dialogs._folder_name)
        return dialogs

    def _question(self, *args: object) -> QMessageBox.StandardButton:
        self.asked.append(str(args[2]))
        return self.answer

    def _warning(self, *args: object) -> QMessageBox.StandardButton:
        self.said.append(str(args[2]))
        return QMessageBox.StandardButton.Ok

    def _file_name(self, *_args: object) -> tuple[str, str]:
        return (str(self.chosen) if self.chosen else "", self.filter)

    def _folder_name(self, *_args: object) -> str:
        return str(self.chosen) if self.chosen else ""


def make_window(qtbot: QtBot) -> MainWindow:
    """Return a shown window on an empty project, which closes without a question."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window = MainWindow()
    window.resize(1280, 800)  # the screen of tests is 800 wide, and the window would fit it
    apply_theme(app, window.scheme)
    qtbot.addWidget(window, before_close_func=_forget_changes)
    window.show()
    qtbot.waitExposed(window)
    return window


def _forget_changes(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.document.history.mark_saved()
    window.code.forget_edits()


def give(form: ParamForm, name: str, text: str) -> None:
    """Type or choose a parameter's value, unfolding the seldom needed ones."""
    if form.more.isVisible() and not form.more.isChecked():
        QTest.mouseClick(form.more, LEFT)
    give_editor(form.editor(name), text)


def give_editor(editor: Editor, text: str) -> None:
    """Type or choose a value in an editor of any kind."""
    match editor:
        case TextEditor():
            type_over(editor.field, text)
        case FlagEditor():
            if editor.box.isChecked() != (text == "yes"):
                at = QPoint(8, editor.box.height() // 2)
                QTest.mouseClick(editor.box, LEFT, NONE, at)
        case ChoiceEditor() | ObjectEditor():
            choose(editor.box, text)
        case ObjectsEditor():
            choose(editor.add_box, text)
        case _:
            raise AssertionError(f"no test knows the editor {type(editor).__name__}")


def type_over(field: QLineEdit, text: str) -> None:
    """Replace what stands in a field by typing."""
    field.setFocus()
    assert field.hasFocus()
    QTest.keyClick(field, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)


def choose(box: QComboBox, text: str) -> None:
    """Open a list by key and click one of its entries."""
    index = box.findText(text)
    assert index >= 0, f"{text} is not among {[box.itemText(i) for i in range(box.count())]}"
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_F4)
    view = box.view()
    assert isinstance(view, QAbstractItemView)
    assert view.isVisible()
    place = view.model().index(index, box.modelColumn())
    view.scrollTo(place)
    QTest.mouseClick(view.viewport(), LEFT, NONE, view.visualRect(place).center())
    assert not view.isVisible()
    box.window().activateWindow()  # a desktop does so; the offscreen one does not
    assert QTest.qWaitForWindowActive(box.window())


def drop(target: QWidget, data: QMimeData, at: QPoint) -> bool:
    """Drag something over a widget and let it go; return whether it was taken."""
    action = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(at, action, data, LEFT, NONE)
    QApplication.sendEvent(target, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(at), action, data, LEFT, NONE)
    QApplication.sendEvent(target, event)
    return event.isAccepted()


def drop_files(window: MainWindow, *paths: Path) -> bool:
    """Drop files from the desktop on the window; return whether they were taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return drop(window, data, QPoint(40, 40))


def param_of(window: MainWindow, node: NodeId, name: str) -> Value:
    """Return what a parameter of a node is set to; None if it is not."""
    return window.document.graph.nodes[node].params.get(name)
