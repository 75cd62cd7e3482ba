"""What a screen reader is told: the outline's rows, and the canvas's description."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest

from netbuilder.graph.edits import disconnect
from netbuilder.ui.window import MainWindow
from tests.gui.canvas_hand import NONE, column
from tests.gui.window_helpers import User
from tests.unit.drawing import chain, image, layer


def spoken(part: QAccessibleInterface) -> list[str]:
    """Return the names of all rows in sight, as Qt tells them to a screen reader."""
    children = (part.child(at) for at in range(part.childCount()))
    return [child.text(QAccessible.Text.Name) for child in children if child is not None]


def open_chain(user: User) -> None:
    """Open three layers, the last of which cannot take what arrives, and show the outline."""
    graph = column(
        chain(
            image(4), layer("a", "Dense", units=8), layer("c", "Conv2D", filters=2, kernel_size=3)
        )
    )
    user.window.document.apply(lambda _graph: graph, "Draw")
    user.window.actions_by_key["go_outline"].trigger()


def test_rows_speak_of_layers_wires_shapes_and_problems(user: User, window: MainWindow) -> None:
    open_chain(user)
    window.outline.expandAll()
    part = QAccessible.queryAccessibleInterface(window.outline)
    assert part.text(QAccessible.Text.Name) == "Outline of the network"
    names = spoken(part)
    assert "a, Dense, gives (None, 8)" in names
    assert "Input 1: from x, (None, 4)" in names
    assert "Output 1: to c, (None, 8)" in names
    assert "Output 1: an answer of the network" in names
    assert any(name.startswith("Problem: Conv2D 'c'") for name in names)
    assert any(name.startswith("c, Conv2D") and "1 problem" in name for name in names)


def test_every_node_port_and_wire_is_described(user: User, window: MainWindow) -> None:
    open_chain(user)
    window.document.apply(lambda graph: disconnect(graph, (graph.incoming("c")[0],)), "Cut")
    window.outline.expandAll()
    part = QAccessible.queryAccessibleInterface(window.outline)
    rows = [part.child(at) for at in range(part.childCount())]
    said = {
        row.text(QAccessible.Text.Name): row.text(QAccessible.Text.Description)
        for row in rows
        if row is not None
    }
    assert said["a, Dense, gives (None, 8), 1 problems"].startswith("Connects every input")
    assert said["Input 1: from x, (None, 4)"].startswith("Wire from x to a: (None, 4) float32")
    assert said["Output 1: no wire yet"] == "The shape is not known yet."
    assert said["Input 1: no wire yet"] == "It takes the tensor from another layer."


def test_selecting_goes_both_ways(user: User, window: MainWindow) -> None:
    open_chain(user)
    window.document.select(("a",))
    (row,) = window.outline.selectedItems()
    assert row.text(0) == "a"
    window.outline.setFocus()
    QTest.keyClick(window.outline, Qt.Key.Key_Up)
    assert window.document.selection == {"x"}


def test_a_row_that_is_entered_is_shown_on_the_canvas(user: User, window: MainWindow) -> None:
    open_chain(user)
    window.document.select(("c",))
    window.outline.setFocus()
    QTest.keyClick(window.outline, Qt.Key.Key_Return)
    canvas = window.canvas
    middle = canvas.mapToScene(canvas.viewport().rect().center())
    assert (middle - canvas.node_rect("c").center()).manhattanLength() < 3


def test_rows_follow_edits_only_while_they_are_seen(user: User, window: MainWindow) -> None:
    open_chain(user)
    assert window.outline.topLevelItemCount() == 3
    window.actions_by_key["go_palette"].trigger()
    user.enter_layer("Dense")
    assert window.outline.topLevelItemCount() == 3
    window.actions_by_key["go_outline"].trigger()
    assert window.outline.topLevelItemCount() == 4


def test_the_canvas_speaks_of_what_the_keys_reach(user: User, window: MainWindow) -> None:
    open_chain(user)
    window.document.select(())
    part = QAccessible.queryAccessibleInterface(window.canvas)
    assert part.text(QAccessible.Text.Name) == "Canvas with the network"
    for said in ("x, InputLayer", "a, Dense, gives (None, 8)", "c, Conv2D"):
        user.keys(Qt.Key.Key_Down, NONE)
        assert said in part.text(QAccessible.Text.Description)
