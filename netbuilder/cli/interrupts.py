"""What Ctrl-C does while something runs."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interrupts(first: Callable[[], None], then: Callable[[], None]) -> Iterator[None]:
    """Let the first Ctrl-C stop what runs and keep what was learnt; the next ones end it.

    Args:
        first: Asks for the stop.
        then: Ends it at once.
    """
    asked = False

    def on_interrupt(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        del number, frame
        if asked:
            then()
        asked = True
        first()

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
