"""How commands to the worker and events from it are written: one JSON object on a line each."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from netbuilder.training.commands import AnyCommand, Command
from netbuilder.training.events import Event, Told
from netbuilder.training.replies import Reply

AnyEvent: TypeAlias = Told | Reply
"""Whatever the worker may say."""

State: TypeAlias = Literal["starting", "ready", "training", "paused", "gone"]

_command_decoder: msgspec.json.Decoder[AnyCommand] = msgspec.json.Decoder(AnyCommand)
_event_decoder: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)


def encode(message: Command | Event) -> bytes:
    """Return one line, its end included."""
    return msgspec.json.encode(message) + b"\n"


def decode_command(line: bytes) -> AnyCommand:
    """Read a line from the app.

    Raises:
        msgspec.DecodeError: it is no command.
    """
    return _command_decoder.decode(line)


def decode_event(line: bytes) -> AnyEvent:
    """Read a line from the worker.

    Raises:
        msgspec.DecodeError: it is no event.
    """
    return _event_decoder.decode(line)
