"""The whole window fits a small screen, whatever panel is in front."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabBar
from pytestqt.qtbot import QtBot

from netbuilder.project.examples import examples
from netbuilder.ui.docks import READABLE
from netbuilder.ui.window import MainWindow
from tests.gui.canvas_hand import LEFT, NONE
from tests.gui.window_helpers import User

WIDTH, HEIGHT = 1280, 720
SMALLEST = 1024, 640  # 1366 x 768 at 125 % leaves 1,093 x 614 points, less the desktop's bars


def fits(window: MainWindow, width: int = WIDTH, height: int = HEIGHT) -> bool:
    """Tell whether the window has the small screen's size and could be no larger than that."""
    least = window.minimumSizeHint()
    small = least.width() <= width and least.height() <= height
    return small and (window.width(), window.height()) == (width, height)


@pytest.mark.parametrize("path", [example.path for example in examples()], ids=lambda p: p.stem)
def test_every_panel_fits(user: User, path: Path) -> None:
    window = user.window
    window.resize(*SMALLEST)
    window.files.open_example(path)
    for key in window.docks:
        window.docks.bring(key, READABLE)
        user.qtbot.waitUntil(lambda: fits(window, *SMALLEST))


def test_settings_and_curves_take_turns_where_there_is_no_room_for_both(user: User) -> None:
    window, panel = user.window, user.window.training
    window.resize(*SMALLEST)
    window.docks.bring("training", READABLE)
    user.qtbot.waitUntil(panel.settings.isVisible)
    assert not panel.curves.isVisible()
    tabs = panel.folding.tabs
    QTest.mouseClick(tabs, LEFT, NONE, tabs.tabRect(1).center())
    user.qtbot.waitUntil(panel.curves.isVisible)
    assert not panel.settings.isVisible()
    window.resize(1440, 900)
    user.qtbot.waitUntil(lambda: panel.settings.isVisible() and panel.curves.isVisible())
    assert not tabs.isVisible()


def test_all_styles_of_code_side_by_side_fit(user: User) -> None:
    window = user.window
    window.resize(WIDTH, HEIGHT)
    window.files.open_example(next(e.path for e in examples() if "mnist-cnn" in e.path.name))
    window.docks.bring("code")
    user.qtbot.waitUntil(lambda: all(b.isEnabled() for b in window.code.style_buttons.values()))
    for button in window.code.style_buttons.values():
        if not button.isChecked():
            user.press(button)
    user.qtbot.waitUntil(lambda: fits(window))
    assert all(view.isVisible() for view in window.code.views.values())


def is_whole(bar: QTabBar, at: int) -> bool:
    """Tell whether a tab is in sight with its whole title."""
    tab, title = bar.tabRect(at), bar.fontMetrics().horizontalAdvance(bar.tabText(at))
    return bar.rect().contains(tab) and tab.width() >= title


def test_each_panel_has_one_tab(window: MainWindow) -> None:
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    bars = [bar for bar in window.findChildren(QTabBar, options=direct) if bar.isVisible()]
    titles = [bar.tabText(at) for bar in bars for at in range(bar.count())]
    assert len(titles) == len(set(titles))


def test_titles_of_panels_are_whole_on_the_smallest_screen(user: User) -> None:
    window = user.window
    window.resize(*SMALLEST)
    bars = {
        bar.tabText(at): (bar, at)
        for bar in window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        for at in range(bar.count())
    }
    for dock in window.docks.values():
        if dock.windowTitle() in bars:
            dock.raise_()
            tab = bars[dock.windowTitle()]
            user.qtbot.waitUntil(partial(is_whole, *tab))
    assert len(bars) == len(window.docks) - 1, "the inspector alone has no tab"


@pytest.mark.parametrize("width", [1280, 1920])
def test_the_sides_have_room_when_the_window_opens(qtbot: QtBot, width: int) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(width, HEIGHT)
    window.show()
    sides = window.docks["palette"], window.docks["inspector"]
    qtbot.waitUntil(lambda: sides[0].width() >= 216 and sides[1].width() >= 312)
    window.resizeDocks([sides[0]], [180], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: sides[0].width() < 200)
    window.actions_by_key["reset_docks"].trigger()
    qtbot.waitUntil(lambda: sides[0].width() >= 216)


def test_a_network_opened_before_the_window_shows_stands_in_the_middle(qtbot: QtBot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.files.open_example(next(e.path for e in examples() if "mnist-cnn" in e.path.name))
    window.show()
    qtbot.waitExposed(window)
    canvas = window.canvas
    nodes = [canvas.node_rect(key) for key in window.document.graph.nodes]
    middle = sum(rect.center().x() for rect in nodes) / len(nodes)
    seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    assert middle == pytest.approx(seen.center().x(), abs=2)
    assert min(rect.top() for rect in nodes) > seen.top()
