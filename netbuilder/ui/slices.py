"""Long work in short slices, so that the window goes on meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

_SLICE_S = 0.004


def _nothing() -> None:
    """Do nothing after a slice."""


class Slices(QObject):
    """Walks through an iterator between the window's events, 4 ms at a time.

    Args:
        steps: The work; each step must be short.
        paused: Called after each slice.
        parent: Whose end is the end of the work too.
    """

    def __init__(
        self,
        steps: Iterator[object],
        paused: Callable[[], None] = _nothing,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._steps = steps
        self._paused = paused
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)
        self._timer.start()

    def begin(self, steps: Iterator[object]) -> None:
        """Leave the rest undone, and walk through another iterator."""
        self._steps = steps
        self._timer.start()

    @property
    def done(self) -> bool:
        """Whether all is done, or was stopped."""
        return not self._timer.isActive()

    def stop(self) -> None:
        """Leave the rest undone."""
        self._timer.stop()

    def _go_on(self) -> None:
        end = perf_counter() + _SLICE_S
        for _ in self._steps:
            if perf_counter() > end:
                break
        else:
            self.stop()
        self._paused()
