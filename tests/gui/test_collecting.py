"""When Python's garbage is collected: never in the user's way, never in another thread."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from netbuilder.ui.app import collect_when_idle


class Ring:
    """Something that only a collection can destroy."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collecting(qapp: QApplication) -> Iterator[QApplication]:
    """The application, collecting as the program does."""
    timer = collect_when_idle(qapp)
    yield qapp
    timer.stop()
    gc.unfreeze()


def test_what_lived_long_is_collected_when_nobody_looks(collecting: QApplication) -> None:
    old = Ring()
    gc.collect()
    seen = weakref.ref(old)
    del old
    gc.collect(1)
    assert seen() is not None, "what lived long is not looked at while the program is used"
    collecting.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert seen() is None


def test_nothing_is_collected_between_an_events_lines(collecting: QApplication) -> None:
    assert not gc.isenabled()
