"""What the canvas says about what lies under the pointer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from netbuilder.graph import Wire
from netbuilder.project import Project
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.canvas.bubble import Bubble
from netbuilder.ui.canvas.hits import NOTHING, HitTarget, Part
from netbuilder.ui.canvas.tips import node_summary, tip, wire_summary
from netbuilder.ui.document import Document
from tests.gui.canvas_hand import LEFT, NONE, Hand, column, show
from tests.unit.drawing import draw, image, layer


@pytest.fixture
def opened(document: Document) -> Document:
    """A document with a picture that is fed into an LSTM, which it does not fit."""
    layers = [
        layer("flat", "Flatten", "x"),
        layer("r", "LSTM", "x", units=3),
        layer("m", "MultiHeadAttention", num_heads=1, key_dim=2),
        layer("s", "Add"),
        layer("o", "NoSuchLayer"),
    ]
    document.open(Project(graph=column(draw(image(28, 28, 1), *layers))))
    return document


@pytest.mark.parametrize(
    ("target", "words"),
    [
        pytest.param(HitTarget(Part.NODE, "flat"), "one row", id="a valid node explains itself"),
        pytest.param(HitTarget(Part.NODE, "r"), "(None, 28, 28, 1)", id="problem"),
        pytest.param(HitTarget(Part.WIRE, wire=Wire("x", "flat")), "float32", id="wire"),
        pytest.param(HitTarget(Part.OUTPUT, "flat"), "(None, 784) float32", id="output"),
        pytest.param(HitTarget(Part.OUTPUT, "m"), "not known yet", id="unknown output"),
        pytest.param(HitTarget(Part.INPUT, "m", 1), "value", id="named port"),
        pytest.param(HitTarget(Part.INPUT, "s"), "several wires", id="merging port"),
        pytest.param(HitTarget(Part.INPUT, "flat"), "4 axes, 784 numbers", id="plain port"),
        pytest.param(HitTarget(Part.INPUT, "o"), "", id="port of an unknown class"),
        pytest.param(NOTHING, "", id="nothing"),
    ],
)
def test_tip(opened: Document, target: HitTarget, words: str) -> None:
    text = tip(opened, target)
    assert words in text
    assert bool(text) is bool(words)


def test_outputs_that_answer_stand_out_and_are_told(canvas: Canvas, document: Document) -> None:
    read = layer("read", "LSTM", "x", units=3, return_state=True)
    sums = layer("sums", "Dense", "read", units=2)
    show(document, canvas, column(draw(image(9, 4), read, sums, outputs=("read:2", "sums"))))
    faces = [canvas.network.look_of(key) for key in ("read", "sums", "x")]
    assert [(face.is_output, face.sockets.answers) for face in faces] == [
        (True, (2,)),
        (True, ()),
        (False, ()),
    ]
    assert "answers of the model: 3." in tip(document, HitTarget(Part.NODE, "read"))
    assert "It gives an answer of the model." in tip(document, HitTarget(Part.NODE, "sums"))
    told = [tip(document, HitTarget(Part.OUTPUT, "read", port)) for port in (0, 1, 2)]
    assert ["An answer of the model." in text for text in told] == [False, False, True]


def test_summary_for_screen_readers(opened: Document) -> None:
    assert node_summary(opened, "flat") == "flat, Flatten, gives (None, 784)"
    assert "problem" in node_summary(opened, "r")


def test_a_wire_for_screen_readers(opened: Document) -> None:
    said = wire_summary(opened, Wire("x", "flat"))
    assert said.startswith("Wire from x to flat: (None, 28, 28, 1) float32")


def test_what_is_refused_is_spoken(
    canvas: Canvas, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken: list[str] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: spoken.append(event.message())
    )
    show(document, canvas, column(draw(image(4), layer("d", "Dense", "x", units=5))))
    document.select(("d",))
    canvas.insert_on_wire()
    assert spoken[0].startswith("d, Dense")
    assert spoken[1].startswith("Select a wire first")


def test_bubble_tells_what_a_wire_would_do(canvas: Canvas, document: Document) -> None:
    layers = [layer("d", "Dense", units=5), layer("r", "LSTM", units=3)]
    show(document, canvas, column(draw(image(4), *layers)))
    hand = Hand(canvas)
    bubble = canvas.findChild(Bubble)
    assert isinstance(bubble, Bubble)
    hand.press(canvas.port_position("x", "out"))
    hand.go(hand.middle("d"))
    assert bubble.text() == "gives (None, 5)"
    hand.go(hand.middle("r"))
    assert "r" in bubble.text()
    assert "gives" not in bubble.text()
    hand.go(hand.middle("x"))
    assert "feed itself" in bubble.text()
    QTest.mouseRelease(canvas.viewport(), LEFT, NONE, hand.at(hand.middle("x")))
    assert not bubble.isVisible()


def test_bubble_stays_inside(canvas: Canvas) -> None:
    bubble = canvas.findChild(Bubble)
    assert isinstance(bubble, Bubble)
    bubble.say("A rather long sentence that needs more than one line. " * 4, QPoint(890, 890))
    assert canvas.viewport().rect().contains(bubble.geometry())
    assert bubble.wordWrap()
