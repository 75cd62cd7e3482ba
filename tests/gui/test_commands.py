"""The table of commands: reachable by menu, by palette and by keys, and listed on F1."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from netbuilder.ui.command_palette import CommandPalette
from netbuilder.ui.history_popup import HistoryPopup
from netbuilder.ui.popup import Popup
from netbuilder.ui.preferences import Preferences
from netbuilder.ui.rows import Row, RowPainter
from netbuilder.ui.shortcuts import ShortcutList
from netbuilder.ui.window import MainWindow
from tests.gui.canvas_hand import CONTROL, NONE, SHIFT
from tests.gui.window_helpers import User

BOTH = CONTROL | SHIFT


def open_popup(window: MainWindow) -> Popup:
    """Return the open popup."""
    (popup,) = [one for one in window.findChildren(Popup) if one.isVisible()]
    return popup


def palette_of(user: User) -> CommandPalette:
    """Open the command palette by its keys."""
    user.keys(Qt.Key.Key_P, BOTH)
    popup = open_popup(user.window)
    assert isinstance(popup, CommandPalette)
    return popup


def row_of(popup: Popup, at: int = 0) -> Row:
    """Return what is written in a row."""
    row = popup.list.item(at).data(RowPainter.ROW)
    assert isinstance(row, Row)
    return row


def menu_actions(window: MainWindow) -> Counter[QAction]:
    """Return every action that the menu bar leads to, and how often."""
    found: Counter[QAction] = Counter()
    waiting = [action.menu() for action in window.menuBar().actions()]
    while waiting:
        menu = waiting.pop()
        assert isinstance(menu, QMenu)
        for action in menu.actions():
            if action.menu() is not None:
                waiting.append(action.menu())
            else:
                found[action] += 1
    return found


def test_every_command_stands_in_a_menu_once(window: MainWindow) -> None:
    found = menu_actions(window)
    times = {key: found[action] for key, action in window.actions_by_key.items()}
    assert times == dict.fromkeys(window.actions_by_key, 1)
    assert [one.key for one in window.commands] == list(window.actions_by_key)


def test_no_menu_has_a_letter_twice(window: MainWindow) -> None:
    letters: Counter[tuple[str, str]] = Counter()
    for command in window.commands:
        _, mark, letter = command.title.replace("&&", "").partition("&")
        if mark:
            letters[command.path, letter[0].casefold()] += 1
    assert [place for place, count in letters.items() if count > 1] == []


def test_no_keys_mean_two_commands(window: MainWindow) -> None:
    keys = Counter(QKeySequence(k).toString() for one in window.commands for k in one.shortcuts)
    assert "" not in keys
    assert [text for text, count in keys.items() if count > 1] == []


def test_every_command_is_run_by_its_keys(window: MainWindow, qtbot: QtBot) -> None:
    """Each shortcut fires its action, once, with the focus on the canvas."""
    for command in window.commands:
        action = window.actions_by_key[command.key]
        action.triggered.disconnect()
        action.setEnabled(True)
        for written in command.shortcuts:
            window.canvas.setFocus()
            with qtbot.waitSignal(action.triggered, timeout=1000):
                QTest.keySequence(window.canvas, QKeySequence(written))


def test_every_command_is_run_by_typing_its_title(user: User, window: MainWindow) -> None:
    run: list[str] = []
    for command in window.commands:
        action = window.actions_by_key[command.key]
        if command.key == "commands":
            continue
        action.triggered.disconnect()
        action.setEnabled(True)
        action.triggered.connect(lambda _checked=False, key=command.key: run.append(key))
    for command in window.commands:
        if command.key == "commands":
            continue
        popup = palette_of(user)
        written = f"{command.words} {command.path}"
        QTest.keyClicks(popup.field, "".join(letter for letter in written if letter.isascii()))
        assert row_of(popup).title == window.actions_by_key[command.key].text().replace("&", "")
        QTest.keyClick(popup.field, Qt.Key.Key_Return)
        assert run[-1] == command.key
    assert len(run) == len(window.commands) - 1


def test_palette_shows_keys_greys_what_is_off_and_does_not_run_it(
    user: User, window: MainWindow
) -> None:
    popup = palette_of(user)
    QTest.keyClicks(popup.field, "undo")
    assert row_of(popup) == Row("Undo", "Ctrl+Z", "Edit", dim=True)
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert popup.isVisible()
    assert "cannot be done" in popup.reason.text()
    QTest.keyClick(popup.field, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert window.canvas.hasFocus()


def test_what_was_used_last_comes_first_even_next_time(user: User) -> None:
    popup = palette_of(user)
    QTest.keyClicks(popup.field, "select all")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert row_of(palette_of(user)).title == "Select all"
    assert Preferences().recent_commands == ["select_all"]


def test_palette_says_that_nothing_is_called_so(user: User) -> None:
    popup = palette_of(user)
    QTest.keyClicks(popup.field, "qqqq")
    assert popup.list.count() == 0
    assert popup.reason.text() == "Nothing is called that."


def test_f1_lists_all_commands_and_searches_titles_and_keys(user: User, window: MainWindow) -> None:
    user.keys(Qt.Key.Key_F1, NONE)
    (dialog,) = window.findChildren(ShortcutList)
    assert shown(dialog) >= {one.words for one in window.commands}
    QTest.keyClicks(dialog.search, "ctrl+z")
    assert shown(dialog) == {"Undo"}
    QTest.keyClick(dialog.search, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def shown(dialog: ShortcutList) -> set[str]:
    """Return the titles that the list of shortcuts shows."""
    tops = [dialog.tree.topLevelItem(at) for at in range(dialog.tree.topLevelItemCount())]
    rows = [top.child(at) for top in tops if top for at in range(top.childCount())]
    return {row.text(0) for row in rows if row is not None and not row.isHidden()}


def test_history_lists_the_steps_and_goes_to_one(user: User, window: MainWindow) -> None:
    document = window.document
    start = document.graph
    for name in ("Input", "Flatten", "Dense"):
        user.enter_layer(name)
    whole = document.graph
    popup = history_of(user)
    titles = [row_of(popup, at).title for at in range(popup.list.count())]
    assert titles == ["Add Dense", "Add Flatten", "Add Input", "As it was opened"]
    assert row_of(popup).strong
    for _ in range(3):
        QTest.keyClick(popup.field, Qt.Key.Key_Down)
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert document.graph == start
    popup = history_of(user)
    assert row_of(popup).dim
    QTest.keyClicks(popup.field, "Dense")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert document.graph == whole


def history_of(user: User) -> HistoryPopup:
    """Open the history by its keys."""
    user.keys(Qt.Key.Key_H)
    popup = open_popup(user.window)
    assert isinstance(popup, HistoryPopup)
    return popup


# Finding


def test_find_steps_through_what_fits_and_counts(user: User, window: MainWindow) -> None:
    user.enter_layer("Input")
    dense = [user.enter_layer("Dense"), user.enter_layer("Dense")]
    bar = find(user, "dense")
    assert window.document.selection == {dense[0]}
    assert bar == "1 of 2"
    QTest.keyClick(window.find_bar.field, Qt.Key.Key_Return)
    assert window.document.selection == {dense[1]}
    QTest.keyClick(window.find_bar.field, Qt.Key.Key_Return, SHIFT)
    assert window.document.selection == {dense[0]}
    assert window.find_bar.count.text() == "1 of 2"
    user.keys(Qt.Key.Key_F3, NONE)
    assert window.document.selection == {dense[1]}
    QTest.keyClick(window.find_bar.field, Qt.Key.Key_Escape)
    assert not window.find_bar.isVisible()
    assert window.canvas.hasFocus()
    assert window.document.selection == {dense[1]}


def test_find_says_that_there_is_nothing(user: User) -> None:
    assert find(user, "lstm") == "nothing"


def find(user: User, text: str) -> str:
    """Find by keys; return the count."""
    user.keys(Qt.Key.Key_F)
    bar = user.window.find_bar
    assert bar.field.hasFocus()
    QTest.keyClicks(bar.field, text)
    return bar.count.text()


def test_f8_goes_through_all_problems_and_back(user: User, window: MainWindow) -> None:
    user.enter_layer("Input")
    for _ in range(2):
        user.enter_layer("LSTM")
        user.enter_layer("Conv3D")
    problems = window.document.report.problems
    assert len(problems) > 1
    rows = []
    for _ in range(len(problems) + 1):
        user.keys(Qt.Key.Key_F8, NONE)
        rows.append(window.problems.list.currentRow())
        assert window.document.selection == {problems[rows[-1]].node} - {None}
    assert rows == [*range(len(problems)), 0]
    user.keys(Qt.Key.Key_F8, SHIFT)
    assert window.problems.list.currentRow() == len(problems) - 1


# The parts of the window


def test_f6_goes_round_the_parts_in_sight(user: User, window: MainWindow) -> None:
    window.document.open(window.document.project)
    user.enter_layer("Input")
    window.canvas.setFocus()
    parts = [part_with_focus(window)]
    while len(parts) < 6:
        QTest.keyClick(focused(window), Qt.Key.Key_F6)
        parts.append(part_with_focus(window))
    assert parts == ["canvas", "palette", "inspector", "problems", "canvas", "palette"]
    QTest.keyClick(focused(window), Qt.Key.Key_F6, SHIFT)
    assert part_with_focus(window) == "canvas"


@pytest.mark.parametrize(
    ("number", "part"),
    [(1, "palette"), (2, "inspector"), (4, "code"), (6, "data"), (7, "training"), (0, "canvas")],
)
def test_alt_and_a_number_lead_to_a_part(
    user: User, window: MainWindow, number: int, part: str
) -> None:
    user.keys(Qt.Key(Qt.Key.Key_0.value + number), Qt.KeyboardModifier.AltModifier)
    assert part_with_focus(window) == part


def focused(window: MainWindow) -> QWidget:
    """Return what has the focus."""
    widget = window.focusWidget()
    assert widget is not None
    return widget


def part_with_focus(window: MainWindow) -> str:
    """Return which part of the window has the focus."""
    widget = focused(window)
    parts: dict[str, QWidget] = dict(window.docks)
    parts["canvas"] = window.canvas
    (part,) = [key for key, one in parts.items() if one is widget or one.isAncestorOf(widget)]
    return part
