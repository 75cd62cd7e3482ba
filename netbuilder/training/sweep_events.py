"""What a sweep tells while it goes on; each event is one JSON object on a line."""

from __future__ import annotations

from typing import Any, TypeAlias

import msgspec


class SweepEvent(msgspec.Struct, frozen=True, tag_field="event"):
    """Something that a sweep tells."""


class SweepStarted(SweepEvent, frozen=True, tag="sweep"):
    """A sweep begins.

    Attributes:
        sweep: The word under which the run store keeps it.
        trials: How many trials there will be at most, those on other machines included.
    """

    sweep: str
    trials: int


class TrialStarted(SweepEvent, frozen=True, tag="trial_started"):
    """A trial begins.

    Attributes:
        trial: Its number, from 0.
        run: The number of its run.
        settings: The varied values by their places: ``{"optimizer/learning_rate": 0.01}``.
    """

    trial: int
    run: int
    settings: dict[str, Any]


class TrialEpoch(SweepEvent, frozen=True, tag="trial_epoch"):
    """An epoch of a trial has ended.

    Attributes:
        trial: The trial's number.
        epoch: From 1.
        epochs: How many there will be.
        value: The objective after it; None if it is no number.
    """

    trial: int
    epoch: int
    epochs: int
    value: float | None


class TrialEnded(SweepEvent, frozen=True, tag="trial"):
    """A trial is at its end.

    Attributes:
        trial: Its number.
        state: ``finished``, ``pruned``, ``failed`` or ``cancelled``.
        settings: The varied values by their places.
        value: The objective at its best epoch; None if there is none.
        run: The number of its run; None if it has none, as one on another machine.
        message: Why it failed.
    """

    trial: int
    state: str
    settings: dict[str, Any]
    value: float | None = None
    run: int | None = None
    message: str = ""


class SweepFinished(SweepEvent, frozen=True, tag="finished"):
    """The sweep is at its end.

    Attributes:
        best: The number of the best trial; None if none came to its end.
        value: Its objective.
        stopped: Whether it was cancelled.
    """

    best: int | None = None
    value: float | None = None
    stopped: bool = False


AnySweepEvent: TypeAlias = SweepStarted | TrialStarted | TrialEpoch | TrialEnded | SweepFinished


def decode_sweep_event(line: bytes) -> AnySweepEvent:
    """Return the event on a line.

    Raises:
        msgspec.DecodeError: there is none.
    """
    return _DECODER.decode(line)


_DECODER: msgspec.json.Decoder[AnySweepEvent] = msgspec.json.Decoder(AnySweepEvent)
