"""The worker's private streams to and from the app."""

from __future__ import annotations

import os
import sys
import threading
from typing import BinaryIO

from netbuilder.training.events import Event
from netbuilder.training.protocol import encode

_STDIN, _STDOUT, _STDERR = 0, 1, 2


class Channel:
    """Sends events to the app, from any thread, each whole and at once."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def send(self, event: Event) -> None:
        """Send ``event``; without an app to read it, the worker has no reason to live."""
        line = encode(event)
        with self._lock:
            try:
                self._stream.write(line)
                self._stream.flush()
            except OSError:
                os._exit(0)


def take_streams() -> tuple[BinaryIO, Channel]:
    """Keep standard input and output for commands and events alone.

    Afterwards all that anything prints, C code included, goes to standard error, which
    the app keeps as a log, and whoever reads standard input finds it empty.
    """
    commands = os.fdopen(os.dup(_STDIN), "rb")
    events = os.fdopen(os.dup(_STDOUT), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, _STDIN)
    os.close(nothing)
    os.dup2(_STDERR, _STDOUT)
    # Keras draws progress bars with signs that not every console's encoding has.
    log = os.fdopen(_STDERR, "w", buffering=1, encoding="utf-8", errors="replace", closefd=False)
    sys.stdout = sys.stderr = log
    return commands, Channel(events)
