"""The canvas by touchpad and by fingers on the screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from netbuilder.ui.canvas import Canvas
from netbuilder.ui.document import Document
from tests.gui.canvas_hand import CLASSIFIER, CONTROL, NONE, SHIFT, Hand, show


@pytest.fixture
def hand(canvas: Canvas, document: Document) -> Hand:
    """A hand on the canvas with four layers at 100 %."""
    show(document, canvas, CLASSIFIER)
    return Hand(canvas)


@pytest.fixture
def touchpad() -> QPointingDevice:
    """A touchpad."""
    return QPointingDevice(
        "touchpad",
        1,
        QInputDevice.DeviceType.TouchPad,
        QPointingDevice.PointerType.Finger,
        QInputDevice.Capability.Position | QInputDevice.Capability.PixelScroll,
        2,
        0,
    )


def stroke(
    hand: Hand,
    place: QPointF,
    *,
    pixels: QPoint,
    turn: QPoint,
    modifier: Qt.KeyboardModifier = NONE,
    device: QPointingDevice | None = None,
) -> None:
    """Stroke a touchpad with two fingers."""
    at, viewport = QPointF(hand.at(place)), hand.canvas.viewport()
    event = QWheelEvent(
        at,
        viewport.mapToGlobal(at),
        pixels,
        turn,
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.ScrollUpdate,
        False,
        Qt.MouseEventSource.MouseEventNotSynthesized,
        device or QPointingDevice.primaryPointingDevice(),
    )
    QApplication.sendEvent(viewport, event)


@pytest.mark.parametrize(
    ("pixels", "turn", "modifier", "way"),
    [
        pytest.param(QPoint(12, -30), QPoint(96, -240), NONE, QPoint(12, -30), id="by pixels"),
        pytest.param(QPoint(), QPoint(24, -60), NONE, QPoint(12, -30), id="by degrees"),
        pytest.param(QPoint(), QPoint(0, -60), SHIFT, QPoint(-30, 0), id="sideways"),
    ],
)
def test_two_fingers_on_a_touchpad_pan(
    hand: Hand,
    touchpad: QPointingDevice,
    pixels: QPoint,
    turn: QPoint,
    modifier: Qt.KeyboardModifier,
    way: QPoint,
) -> None:
    place = hand.middle("conv")
    before = hand.at(place)
    stroke(hand, place, pixels=pixels, turn=turn, modifier=modifier, device=touchpad)
    assert hand.at(place) - before == way
    assert hand.canvas.zoom == 1.0


def test_a_touchpad_zooms_with_control(hand: Hand, touchpad: QPointingDevice) -> None:
    place = hand.middle("conv")
    before = hand.at(place)
    for _ in range(4):
        stroke(
            hand,
            place,
            pixels=QPoint(0, 15),
            turn=QPoint(0, 30),
            modifier=CONTROL,
            device=touchpad,
        )
    assert hand.canvas.zoom == pytest.approx(2**0.25)
    assert (hand.at(place) - before).manhattanLength() <= 2


@pytest.mark.parametrize(("value", "zoom"), [(0.25, 1.25), (-0.2, 0.8)], ids=["in", "out"])
def test_a_pinch_on_a_touchpad_zooms_to_the_pointer(
    hand: Hand, touchpad: QPointingDevice, value: float, zoom: float
) -> None:
    place, viewport = hand.middle("conv"), hand.canvas.viewport()
    at = QPointF(hand.at(place))
    kind, outside = Qt.NativeGestureType.ZoomNativeGesture, viewport.mapToGlobal(at)
    event = QNativeGestureEvent(kind, touchpad, 2, at, at, outside, value, QPointF())
    QApplication.sendEvent(viewport, event)
    assert hand.canvas.zoom == pytest.approx(zoom)
    assert (QPointF(hand.at(place)) - at).manhattanLength() <= 2


@pytest.fixture(scope="module")
def screen() -> QPointingDevice:
    """A screen that can be touched."""
    return QTest.createTouchDevice()


@pytest.mark.parametrize("factor", [2.0, 0.5], ids=["apart", "together"])
def test_two_fingers_on_the_screen_zoom(
    hand: Hand, document: Document, screen: QPointingDevice, factor: float
) -> None:
    viewport, graph = hand.canvas.viewport(), document.graph
    place = hand.middle("conv")
    middle, way = hand.at(place), QPoint(80, 0)
    apart = way
    QTest.touchEvent(viewport, screen).press(0, middle - way, viewport).commit()
    fingers = QTest.touchEvent(viewport, screen)
    fingers.move(0, middle - way, viewport).press(1, middle + way, viewport).commit()
    for step in range(1, 9):
        apart = way * (1 + (factor - 1) * step / 8)
        fingers = QTest.touchEvent(viewport, screen)
        fingers.move(0, middle - apart, viewport).move(1, middle + apart, viewport).commit()
    fingers = QTest.touchEvent(viewport, screen)
    fingers.release(0, middle - apart, viewport).release(1, middle + apart, viewport).commit()
    assert hand.canvas.zoom == pytest.approx(factor)
    assert (hand.at(place) - middle).manhattanLength() <= 8
    assert document.graph == graph
