"""What tests of the window share: the catalogue, an open document, a canvas on it."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netbuilder.catalog.library import Catalog, load_catalog
from netbuilder.ui.actions import make_actions
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.commands.go import walk_commands
from netbuilder.ui.commands.layer import layer_commands
from netbuilder.ui.document import Document
from netbuilder.ui.theme import Scheme
from netbuilder.ui.window import MainWindow
from tests.golden.projects import PROJECTS
from tests.gui.window_helpers import Dialogs, User, make_window

# No test needs a screen, and none should flicker over somebody's.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture
def document(qtbot: QtBot, catalog: Catalog) -> Document:
    """An empty project."""
    return Document(catalog)


@pytest.fixture
def canvas(qtbot: QtBot, document: Document) -> Canvas:
    """A shown canvas of 900 by 900 pixels, at 100 %, on the empty project."""
    view = Canvas(document)
    qtbot.addWidget(view)
    view.resize(900, 900)
    view.show()
    qtbot.waitExposed(view)
    view.navigator.zoom_reset()
    make_actions(view, view, (*layer_commands(view), *walk_commands(view)), Scheme.LIGHT)
    return view


@pytest.fixture(autouse=True)
def user_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder of the test's own: no test reads or writes the real one."""
    folder = tmp_path / "user"
    monkeypatch.setenv("NETBUILDER_USER_DIR", str(folder))
    return folder


@pytest.fixture(autouse=True, scope="module")
def collected_here() -> Iterator[None]:
    """Collect garbage in the main thread only, as the program does (`collect_when_idle`).

    The window's own threads would else destroy Qt's objects that another thread is using.
    """
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication) -> Iterator[None]:
    """Delete at once what a test has closed; else every test would restyle all former windows."""
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect(1)


@pytest.fixture
def dialogs(monkeypatch: pytest.MonkeyPatch) -> Dialogs:
    """What is answered when the window asks; nothing waits for a person."""
    return Dialogs.in_place(monkeypatch)


@pytest.fixture
def window_maker(qtbot: QtBot, user_folder: Path, dialogs: Dialogs) -> Callable[[], MainWindow]:
    """Makes shown windows on an empty project; the worker starts when it is needed."""
    return lambda: make_window(qtbot)


@pytest.fixture
def window(window_maker: Callable[[], MainWindow]) -> MainWindow:
    """The whole window on an empty project."""
    return window_maker()


@pytest.fixture
def user(qtbot: QtBot, window: MainWindow) -> User:
    """Somebody in front of the window."""
    return User(qtbot, window)


@pytest.fixture
def coded(user: User, window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window on the MLP, with its code shown."""
    window.document.open(PROJECTS["mnist_mlp"])
    user.show_panel("code")
    qtbot.waitUntil(lambda: bool(window.code.editor.toPlainText()))
    return window
