"""Frames and comments on the canvas, by mouse, keys and menu."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from netbuilder.graph import Graph, Note, NoteColour, NoteKind
from netbuilder.graph.notes import add_note
from netbuilder.project import Project
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.canvas.brushwork import Brushwork
from netbuilder.ui.canvas.drawing import drawing_of
from netbuilder.ui.canvas.note_field import NoteField
from netbuilder.ui.canvas.note_paint import LEAST, comment_height, note_colour, paint_note
from netbuilder.ui.document import Document
from netbuilder.ui.picture import svg_bytes
from netbuilder.ui.schemes import HIGH_CONTRAST, contrast
from netbuilder.ui.theme import Scheme, tokens
from tests.gui.canvas_hand import CONTROL, SHIFT, Hand, column, show
from tests.gui.window_helpers import User
from tests.unit.drawing import chain, image, layer

NETWORK = column(
    chain(
        image(28, 28, 1),
        layer("flat", "Flatten"),
        layer("hidden", "Dense", units=16),
        layer("scores", "Dense", units=10),
    )
)
# Around "flat" and "hidden", which lie at 120 and 240 and are 72 high.
FRAME = Note("f", NoteKind.FRAME, "Head", -16, 88, 208, 240)
COMMENT = Note("c", NoteKind.COMMENT, "So **few** units", 240, 128, 160, 80, NoteColour.YELLOW)
NOTED = add_note(add_note(NETWORK, FRAME), COMMENT)
TITLE = QPointF(60, 98)
INSIDE = QPointF(-8, 210)
CORNER = QPointF(188, 324)
ON_COMMENT = QPointF(320, 160)
BOTH = CONTROL | SHIFT


@pytest.fixture
def hand(document: Document, canvas: Canvas) -> Hand:
    """A hand on the network with a frame and a comment."""
    show(document, canvas, NOTED)
    return Hand(canvas)


def place(graph: Graph, key: str) -> tuple[float, float]:
    node = graph.nodes[key]
    return node.x, node.y


def area(document: Document, key: str = "f") -> tuple[float, float, float, float]:
    note = document.graph.notes[key]
    return note.x, note.y, note.width, note.height


def field_of(canvas: Canvas) -> NoteField:
    (field,) = canvas.findChildren(NoteField)
    return field


def write(canvas: Canvas, text: str, modifier: Qt.KeyboardModifier = CONTROL) -> None:
    """Write into the open field and take it."""
    field = field_of(canvas)
    QTest.keyClick(field, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return, modifier)


def test_dragging_the_title_carries_what_lies_in_the_frame(hand: Hand, document: Document) -> None:
    hand.drag(TITLE, TITLE + QPointF(80, 40))
    assert area(document) == (64, 128, 208, 240)
    assert place(document.graph, "flat") == (80, 160)
    assert place(document.graph, "hidden") == (80, 280)
    assert place(document.graph, "scores") == place(NOTED, "scores")
    assert document.graph.notes["c"] == COMMENT
    document.undo()
    assert document.graph == NOTED


def test_a_drag_that_is_cancelled_changes_nothing(hand: Hand, document: Document) -> None:
    hand.press(TITLE)
    hand.go(TITLE + QPointF(80, 40))
    assert hand.canvas.network.notes.area("f").left() == 64
    hand.key(Qt.Key.Key_Escape)
    assert hand.canvas.network.notes.area("f").left() == -16
    assert document.graph == NOTED


def test_the_inside_of_a_frame_is_canvas(hand: Hand, document: Document) -> None:
    hand.drag(INSIDE, INSIDE + QPointF(60, -40))
    assert document.selection == {"flat"}
    assert document.graph == NOTED


def test_a_comment_is_dragged_by_any_part_of_it(hand: Hand, document: Document) -> None:
    hand.drag(ON_COMMENT, ON_COMMENT + QPointF(16, 24))
    assert area(document, "c") == (256, 152, 160, 80)


def test_the_corner_makes_it_larger(hand: Hand, document: Document) -> None:
    hand.drag(CORNER, CORNER + QPointF(48, 64))
    assert area(document) == (-16, 88, 256, 304)
    document.undo()
    hand.drag(CORNER, CORNER - QPointF(600, 600))
    assert area(document)[2:] == (LEAST.width(), LEAST.height())


def test_a_double_click_writes_the_title(hand: Hand, document: Document) -> None:
    QTest.mouseDClick(hand.canvas.viewport(), Qt.MouseButton.LeftButton, pos=hand.at(TITLE))
    write(hand.canvas, "Classifier", Qt.KeyboardModifier.NoModifier)
    assert document.graph.notes["f"].text == "Classifier"
    document.undo()
    assert document.graph == NOTED


def test_a_comment_grows_with_its_text(hand: Hand, document: Document) -> None:
    hand.click(ON_COMMENT)
    hand.key(Qt.Key.Key_F2)
    write(hand.canvas, "- one" + " more" * 60)
    assert area(document, "c")[2] == 160
    assert area(document, "c")[3] > 200
    document.undo()
    assert document.graph == NOTED


def test_escape_leaves_the_text_as_it_was(hand: Hand, document: Document) -> None:
    hand.click(ON_COMMENT)
    hand.key(Qt.Key.Key_F2)
    field = field_of(hand.canvas)
    QTest.keyClicks(field, "nothing of it")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert document.graph == NOTED


def test_deleting_a_frame_keeps_its_content(user: User) -> None:
    document, canvas = user.window.document, user.window.canvas
    document.open(Project(graph=NOTED))
    canvas.noting.choose("f")
    user.keys(Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    assert list(document.graph.notes) == ["c"]
    assert document.graph.nodes == NOTED.nodes


def test_a_frame_is_put_around_what_is_selected(user: User) -> None:
    document, canvas = user.window.document, user.window.canvas
    document.open(Project(graph=NETWORK))
    document.select(["flat", "hidden"])
    user.keys(Qt.Key.Key_F, BOTH)
    write(canvas, "Head", Qt.KeyboardModifier.NoModifier)
    (frame,) = document.graph.notes.values()
    assert frame.text == "Head"
    for key in ("flat", "hidden"):
        assert canvas.network.notes.area(frame.id).contains(canvas.node_rect(key))
    assert not canvas.network.notes.area(frame.id).intersects(canvas.node_rect("scores"))
    document.undo()
    document.undo()
    assert document.graph == NETWORK


def test_a_comment_stands_beside_what_is_selected(user: User) -> None:
    document, canvas = user.window.document, user.window.canvas
    document.open(Project(graph=NETWORK))
    document.select(["flat"])
    user.keys(Qt.Key.Key_C, BOTH)
    write(canvas, "Why")
    (comment,) = document.graph.notes.values()
    assert (comment.text, comment.kind) == ("Why", NoteKind.COMMENT)
    assert comment.x > canvas.node_rect("flat").right()


def test_notes_by_keyboard_alone(user: User) -> None:
    document, canvas = user.window.document, user.window.canvas
    document.open(Project(graph=NOTED))
    user.keys(Qt.Key.Key_N, BOTH)
    user.keys(Qt.Key.Key_Right)
    user.keys(Qt.Key.Key_Right)
    assert area(document) == (0, 88, 208, 240)
    assert place(document.graph, "flat") == (16, 120)
    document.undo()
    assert document.graph == NOTED
    user.keys(Qt.Key.Key_N, BOTH)
    assert canvas.noting.chosen == COMMENT
    assert "So **few** units" in canvas.accessibleDescription()
    user.window.actions_by_key["note_red"].trigger()
    assert document.graph.notes["c"].colour is NoteColour.RED
    user.keys(Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert canvas.noting.chosen is None


def test_a_copy_of_a_frame_holds_copies(user: User) -> None:
    document, canvas = user.window.document, user.window.canvas
    document.open(Project(graph=NOTED))
    canvas.noting.choose("f")
    user.keys(Qt.Key.Key_D)
    assert len(document.graph.notes) == 3
    assert len(document.graph.nodes) == 6
    assert canvas.noting.chosen is not None
    assert canvas.noting.chosen.text == "Head"
    document.undo()
    assert document.graph == NOTED


def test_nodes_and_a_note_are_never_selected_together(hand: Hand, document: Document) -> None:
    hand.click(TITLE)
    assert hand.canvas.noting.chosen == FRAME
    hand.click(hand.middle("scores"))
    assert hand.canvas.noting.chosen is None
    hand.click(ON_COMMENT)
    assert document.selection == frozenset()


def test_the_context_menu_is_about_the_note(hand: Hand) -> None:
    asked: list[tuple[str, ...]] = []
    hand.canvas.context_menu_requested.connect(lambda _at, nodes: asked.append(nodes))
    hand.ask_for_menu(TITLE)
    assert asked == [()]
    assert hand.canvas.noting.chosen == FRAME


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("colour", list(NoteColour))
def test_titles_are_legible(scheme: Scheme, colour: NoteColour, qapp: object) -> None:
    picture = QImage(220, 120, QImage.Format.Format_RGB32)
    picture.fill(QColor(tokens(scheme).canvas))
    painter = QPainter(picture)
    note = Note("f", NoteKind.FRAME, "", 0, 0, 200, 100, colour)
    paint_note(painter, note, Brushwork(scheme))
    painter.end()
    needed = HIGH_CONTRAST if scheme.is_contrast else 4.5
    assert contrast(note_colour(colour, scheme), picture.pixelColor(100, 50)) >= needed


@pytest.mark.parametrize(
    "text",
    ["![x](file:///etc/hostname)", '<img src="file:///etc/hostname">', "[a](https://b)", "# " * 99],
)
def test_a_comment_loads_nothing(text: str, qapp: object) -> None:
    assert comment_height(text, 200, Brushwork(Scheme.LIGHT)) >= LEAST.height()


def test_pictures_hold_frames_and_comments(document: Document) -> None:
    document.open(Project(graph=NOTED))
    svg = svg_bytes(drawing_of(document), "").decode()
    assert ">Head<" in svg
    assert ">few<" in svg
    only = svg_bytes(drawing_of(document, {"flat"}), "").decode()
    assert ">Head<" not in only


def test_notes_inside_a_submodel_are_its_own(user: User) -> None:
    document, canvas = user.window.document, user.window.canvas
    document.open(Project(graph=NETWORK))
    document.select(["hidden", "scores"])
    canvas.grouping.fold()
    canvas.grouping.open_submodel()
    canvas.noting.add_comment()
    write(canvas, "Inside")
    assert document.graph.notes == {}
    assert [note.text for note in document.level.graph.notes.values()] == ["Inside"]


def test_a_frame_follows_its_nodes_through_a_new_layout(user: User) -> None:
    document, canvas = user.window.document, user.window.canvas
    document.open(Project(graph=NOTED))
    user.keys(Qt.Key.Key_L, BOTH)
    frame = canvas.network.notes.area("f")
    there = place(document.graph, "flat")
    assert there != place(NOTED, "flat")
    user.qtbot.waitUntil(
        lambda: canvas.node_rect("scores").top() == place(document.graph, "scores")[1]
    )
    for key in ("flat", "hidden"):
        assert frame.contains(canvas.node_rect(key).center())
    assert not frame.contains(canvas.node_rect("scores").center())
    document.undo()
    assert document.graph == NOTED
