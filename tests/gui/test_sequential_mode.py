"""A network that is kept Sequential: the canvas is a list that wires itself."""

from __future__ import annotations

import itertools
from dataclasses import replace

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from netbuilder.graph import Graph
from netbuilder.ui.canvas.mode_bar import ModeBar
from netbuilder.ui.window import MainWindow
from tests.gui.canvas_hand import NONE, wires
from tests.gui.window_helpers import User
from tests.unit.drawing import draw, image, layer


def classes(window: MainWindow) -> list[str]:
    """Return the classes from top to bottom; each must feed the next."""
    graph = window.document.graph
    keys = sorted(graph.nodes, key=lambda key: graph.nodes[key].y)
    assert wires(window.document) == {(a, 0, b, 0) for a, b in itertools.pairwise(keys)}
    return [graph.nodes[key].class_name for key in keys]


def bar(window: MainWindow) -> ModeBar:
    """Return the bar that says so over the canvas."""
    found = window.canvas.findChild(ModeBar)
    assert isinstance(found, ModeBar)
    return found


def switch(user: User) -> None:
    """Switch by the menu's command."""
    user.window.actions_by_key["sequential"].trigger()


def said(window: MainWindow) -> list[str]:
    """Return what is said over the canvas."""
    return [label.text() for label in window.canvas.findChildren(QLabel) if label.isVisible()]


def test_layers_wire_themselves_as_they_are_added_moved_and_removed(
    user: User, window: MainWindow
) -> None:
    switch(user)
    assert bar(window).isVisible()
    user.drag_layer("Dense", QPointF(300, 400))
    user.drag_layer("InputLayer", QPointF(-200, 600))
    flatten = user.drag_layer("Flatten", QPointF(0, 900))
    assert classes(window) == ["InputLayer", "Dense", "Flatten"]
    user.keys(Qt.Key.Key_Up)
    assert classes(window) == ["InputLayer", "Flatten", "Dense"]
    user.keys(Qt.Key.Key_Down)
    assert classes(window) == ["InputLayer", "Dense", "Flatten"]
    assert window.document.selection == {flatten}
    user.keys(Qt.Key.Key_Delete, NONE)
    assert classes(window) == ["InputLayer", "Dense"]


def test_dragging_a_layer_above_another_one_puts_it_there(user: User, window: MainWindow) -> None:
    switch(user)
    for name in ("Input", "Dense", "Flatten"):
        user.enter_layer(name)
    window.canvas.navigator.fit()
    _, dense, flatten = window.document.graph.nodes
    hand = user.hand
    hand.drag(hand.middle(flatten), hand.middle(dense) - QPointF(0, 40))
    assert classes(window) == ["InputLayer", "Flatten", "Dense"]
    assert window.document.history.steps[-1].text == "Move"


def test_a_second_branch_is_refused_with_the_reason(user: User, window: MainWindow) -> None:
    switch(user)
    for name in ("Input", "Dense", "Flatten"):
        user.enter_layer(name)
    window.canvas.navigator.fit()
    first, _, last = window.document.graph.nodes
    before = window.document.project
    start = window.canvas.port_position(first, "out")
    end = window.canvas.port_position(last, "in")
    user.hand.press(start)
    user.hand.go(end)
    assert any("second branch needs Functional" in text for text in said(window))
    user.hand.release(end)
    assert window.document.project == before


def test_a_wire_that_is_taken_off_comes_back_with_the_reason(
    user: User, window: MainWindow
) -> None:
    switch(user)
    for name in ("Input", "Dense"):
        user.enter_layer(name)
    before = window.document.project
    user.keys(Qt.Key.Key_X, NONE)
    QTest.keyClick(open_field(window), Qt.Key.Key_Return)
    assert window.document.project == before
    assert any("wired in their order" in text for text in said(window))


def test_switching_is_one_click_and_one_undo_step(user: User, window: MainWindow) -> None:
    for name in ("Input", "Dense"):
        user.enter_layer(name)
    loose = window.document.graph
    switch(user)
    assert window.document.project.sequential
    assert window.actions_by_key["sequential"].isChecked()
    QTest.mouseClick(bar(window).switch, Qt.MouseButton.LeftButton)
    assert not window.document.project.sequential
    assert not bar(window).isVisible()
    assert not window.actions_by_key["sequential"].isChecked()
    texts = [step.text for step in window.document.history.steps[-2:]]
    assert texts == ["Switch to Sequential", "Switch to Functional"]
    window.document.undo()
    assert window.document.project.sequential
    window.document.undo()
    assert window.document.graph == loose


def test_a_network_with_branches_cannot_be_switched_and_says_why(
    user: User, window: MainWindow
) -> None:
    graph: Graph = draw(image(4), layer("a", "Dense", "x", units=4), layer("sum", "Add", "x", "a"))
    window.document.apply(lambda _graph: graph, "Draw")
    switch(user)
    assert not window.document.project.sequential
    assert not window.actions_by_key["sequential"].isChecked()
    assert any("'x' has more than one way" in text for text in said(window))


def open_field(window: MainWindow) -> QWidget:
    """Return what has the focus."""
    field = window.focusWidget()
    assert field is not None
    return field


def test_the_inside_of_a_submodel_can_be_sequential(user: User, window: MainWindow) -> None:
    document = window.document
    for name in ("Input", "Dense", "Flatten"):
        user.enter_layer(name)
    document.select(list(document.graph.nodes)[1:])
    window.canvas.grouping.fold()
    (part,) = document.selection
    before = document.project
    document.go_to((part,))
    switch(user)
    assert document.listed
    assert bar(window).isVisible()
    assert window.actions_by_key["sequential"].isChecked()
    assert document.graph.nodes[part].class_name == "Sequential"
    document.select(())
    user.enter_layer("Dropout")
    inner = document.level.graph
    names = [inner.nodes[wire.target].class_name for wire in inner.wires]
    assert sorted(names) == ["Dense", "Dropout", "Flatten"]
    document.apply_here(lambda g: replace(g, wires=g.wires[1:]), "Cut")
    assert document.level.graph == inner
    assert any("second branch" in text for text in said(window))
    user.press(bar(window).switch)
    assert not document.listed
    assert document.graph.nodes[part].class_name == "Functional"
    for _ in range(3):
        document.undo()
    assert document.project == before
    document.go_to(())
    assert not document.listed


def test_a_list_is_not_laid_out_otherwise(user: User, window: MainWindow) -> None:
    switch(user)
    for name in ("Input", "Dense", "Flatten"):
        user.enter_layer(name)
    before = window.document.project
    window.actions_by_key["layout_right"].trigger()
    assert window.document.project == before
    assert "is a list" in user.hand.bubble()
