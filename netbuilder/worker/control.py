"""What the app asks of a running training."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Control:
    """Stop and pause, asked for by the thread that reads commands, obeyed by the training one."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._may_go_on = threading.Event()
        self._may_go_on.set()

    @property
    def stopped(self) -> bool:
        """Whether the training is to end after the present batch."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Ask for an early end; a paused training ends too."""
        self._stopped.set()
        self._may_go_on.set()

    def pause(self) -> None:
        """Ask the training to hold before its next batch."""
        if not self.stopped:
            self._may_go_on.clear()

    def resume(self) -> None:
        """Let a held training go on."""
        self._may_go_on.set()

    def hold(self, on_pause: Callable[[], None]) -> float:
        """Wait while paused; return for how many seconds.

        Args:
            on_pause: Called once before the wait; not at all without a pause.
        """
        if self._may_go_on.is_set():
            return 0.0
        on_pause()
        began = time.monotonic()
        self._may_go_on.wait()
        return time.monotonic() - began
