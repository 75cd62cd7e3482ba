"""What the app asks of a running training."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class UnwantedError(Exception):
    """Leaves a script of which nothing is wanted any more."""


class Control:
    """What is asked for by the thread that reads commands, and obeyed by the training one.

    Attributes:
        wants_best: Whether the script is to go on with the weights of the best epoch.
    """

    def __init__(self) -> None:
        self._unwanted = False
        self._rate: float | None = None
        self.wants_best = False
        self._stopped = threading.Event()
        self._may_go_on = threading.Event()
        self._may_go_on.set()

    @property
    def stopped(self) -> bool:
        """Whether the training is to end after the present batch."""
        return self._stopped.is_set()

    @property
    def unwanted(self) -> bool:
        """Whether nothing of the training is wanted."""
        return self._unwanted

    def stop(self, *, discard: bool = False, best: bool = False) -> None:
        """Ask for an early end; a paused training ends too.

        Args:
            discard: Whether nothing of it is wanted.
            best: Whether the weights of the best epoch are wanted, not the last.
        """
        self._unwanted = self._unwanted or discard
        self.wants_best = self.wants_best or best
        self._stopped.set()
        self._may_go_on.set()

    def pause(self) -> None:
        """Ask the training to hold before its next batch."""
        if not self.stopped:
            self._may_go_on.clear()

    def leave_if_unwanted(self) -> None:
        """Leave the script if nothing of it is wanted.

        Raises:
            UnwantedError: it is so.
        """
        if self._unwanted:
            raise UnwantedError

    def set_rate(self, rate: float) -> None:
        """Ask for another learning rate."""
        self._rate = rate

    def take_rate(self) -> float | None:
        """Return the learning rate that was asked for since the last time; None for none."""
        if self._rate is None:
            return None
        rate, self._rate = self._rate, None
        return rate

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
