"""The context menus around the canvas: short, and each entry does what it says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from netbuilder.graph import edits
from netbuilder.project import Project
from netbuilder.ui.window import MainWindow
from tests.gui.canvas_hand import CLASSIFIER
from tests.gui.window_helpers import User, type_over

LONGEST = 10


@pytest.fixture
def opened(user: User) -> User:
    """Somebody with a classifier of which one setting is wrong."""
    user.window.document.open(Project(graph=edits.set_param(CLASSIFIER, "scores", "units", -1)))
    return user


def menu_at(window: MainWindow, widget: QWidget) -> QMenu | None:
    """Ask for a menu over a widget; return it, if one opens."""
    at = QPoint(12, 12)
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(widget, QContextMenuEvent(reason, at, widget.mapToGlobal(at)))
    shown = [menu for menu in window.findChildren(QMenu) if menu.isVisible()]
    return shown[0] if shown else None


def entries(menu: QMenu | None) -> list[str]:
    assert menu is not None
    return [each.text().replace("&", "") for each in menu.actions() if not each.isSeparator()]


def codes(window: MainWindow) -> set[str]:
    return {problem.code for problem in window.document.report.problems}


def choose(menu: QMenu | None, title: str) -> None:
    """Choose an entry, as Enter on it does."""
    assert menu is not None
    action = next(each for each in menu.actions() if each.text().replace("&", "") == title)
    assert action.isEnabled()
    action.trigger()
    menu.close()


def test_the_palette_adds_a_layer(opened: User) -> None:
    palette = opened.window.palette_panel
    type_over(palette.search, "Dropout")
    menu = menu_at(opened.window, palette.tree.viewport())
    assert entries(menu) == ["Add to the network", "What it does", "Unfold all", "Fold all"]
    choose(menu, "Add to the network")
    assert opened.window.document.graph.nodes[opened.selected()].class_name == "Dropout"


def test_a_category_of_the_palette_is_no_layer(opened: User) -> None:
    tree = opened.window.palette_panel.tree
    top = tree.topLevelItem(0)
    assert top is not None
    tree.setCurrentItem(top)
    menu = menu_at(opened.window, tree.viewport())
    assert entries(menu) == ["Unfold all", "Fold all"]
    choose(menu, "Fold all")
    assert not top.isExpanded()


def test_a_problem_is_shown_copied_and_mended(opened: User) -> None:
    window = opened.window
    (problem,) = [p for p in window.document.report.problems if p.setting == "units"]
    window.problems.show_problem(problem)
    menu = menu_at(window, window.problems.list.viewport())
    assert entries(menu)[:2] == ["Go to it", "Copy the message"]
    choose(menu, "Go to it")
    assert window.document.selection == {"scores"}
    choose(menu_at(window, window.problems.list.viewport()), "Copy the message")
    assert problem.message in QGuiApplication.clipboard().text()
    choose(menu_at(window, window.problems.list.viewport()), problem.fixes[0].title)
    assert "param.units" not in codes(window)
    window.document.undo()
    assert "param.units" in codes(window)


def test_an_empty_outline_has_no_menu(user: User) -> None:
    user.window.docks.bring("outline")
    assert menu_at(user.window, user.window.outline.viewport()) is None


def test_the_outline_has_the_menu_of_layers(opened: User) -> None:
    window = opened.window
    window.docks.bring("outline")
    opened.qtbot.waitUntil(lambda: window.outline.topLevelItemCount() == 4)
    window.document.select(("conv",))
    menu = menu_at(window, window.outline.viewport())
    assert {"Show it on the canvas", "Rename", "Delete"} <= set(entries(menu))
    choose(menu, "Delete")
    assert "conv" not in window.document.graph.nodes


def test_the_minimap_can_be_hidden(opened: User) -> None:
    minimap = opened.window.canvas.minimap
    assert minimap.wanted
    choose(menu_at(opened.window, minimap), "Minimap")
    assert not minimap.wanted
    assert not opened.window.actions_by_key["minimap"].isChecked()


def test_the_training_panel_says_what_can_be_done(opened: User) -> None:
    menu = menu_at(opened.window, opened.window.training)
    assert entries(menu)[-2:] == ["Save model", "Save history"]
    assert menu is not None
    assert len(entries(menu)) <= LONGEST
    assert not any(action.isEnabled() for action in menu.actions() if not action.isSeparator())
