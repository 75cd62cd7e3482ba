"""What the worker tells of itself and of a training; each event is one JSON object on a line."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from netbuilder.training.weights import Fitted

Logs: TypeAlias = dict[str, float | None]
"""Figures under Keras's names; None stands for NaN and infinity, which JSON lacks."""


class Event(msgspec.Struct, frozen=True, tag_field="event", tag=str.lower):
    """Something that the worker tells."""


class Ready(Event, frozen=True):
    """Keras is loaded.

    Attributes:
        keras: Its version.
        tensorflow: TensorFlow's version.
        devices: What it computes on: ``["CPU"]``.
    """

    keras: str
    tensorflow: str
    devices: list[str]


class Alive(Event, frozen=True):
    """A sign of life, once a second.

    Attributes:
        memory: The worker's resident memory in bytes.
    """

    memory: int


class Started(Event, frozen=True):
    """fit() has begun.

    Attributes:
        epochs: How many epochs there will be.
        batches: Batches an epoch, where known.
    """

    epochs: int
    batches: int | None


class NextPhase(Event, frozen=True):
    """Another fit() of the same training has begun.

    Attributes:
        epoch: Epochs that have ended before.
        step: Batches done before.
    """

    epoch: int
    step: int


class Differs(Event, frozen=True):
    """The model is not what NetBuilder had said: its mistake, and the training goes on.

    Attributes:
        message: What differs, in plain words.
        why: What to make of it.
        node: The id of the first node that differs.
        details: All that differs, with versions, for a report of the mistake.
    """

    message: str
    why: str
    node: str
    details: str


class Weighted(Event, frozen=True):
    """The network will begin with the weights of a file, as far as they fit."""

    found: Fitted


class Adapted(Event, frozen=True):
    """What layers have learnt from the data before the training begins.

    Attributes:
        states: By the layers' names in Keras: the parameters that would give them the same.
    """

    states: dict[str, dict[str, list[int | float | str]]]


class Batch(Event, frozen=True):
    """Where the training stands; sent at most some ten times a second.

    Attributes:
        epoch: From 1.
        batch: Batches done in this epoch, from 1.
        step: Batches done since the start.
        logs: Keras's running means over the epoch.
        seconds: Since fit() began, pauses not counted.
        steps: Every batch since the event before, this one included, counted like ``step``.
        figures: The logs of each of them.
    """

    epoch: int
    batch: int
    step: int
    logs: Logs
    seconds: float
    steps: list[int] = []
    figures: dict[str, list[float | None]] = {}


class Epoch(Event, frozen=True):
    """An epoch has ended.

    Attributes:
        epoch: From 1.
        step: Batches done since the start.
        logs: What Keras's History keeps, under Keras's own names.
        seconds: Since fit() began.
    """

    epoch: int
    step: int
    logs: Logs
    seconds: float


class Paused(Event, frozen=True):
    """The training holds."""


class Rate(Event, frozen=True):
    """The answer to SetRate.

    Attributes:
        epoch: The epoch that it happens in, from 1.
        step: Batches done before it.
        rate: The learning rate from now on.
        message: Why it could not be set; empty if it was.
    """

    epoch: int
    step: int
    rate: float
    message: str = ""


class Discarded(Event, frozen=True):
    """The training was ended by a Stop that wanted nothing of it."""


class Finished(Event, frozen=True):
    """The script has ended well.

    Attributes:
        history: Keras's own History.history.
        evaluation: What evaluate() gave on the test data; empty if there are none.
        seconds: fit()'s duration.
        stopped: Whether a Stop ended it early.
        restored: The epoch that a Stop went back to; None for the last.
    """

    history: dict[str, list[float | None]]
    evaluation: Logs
    seconds: float
    stopped: bool = False
    restored: int | None = None


class Failed(Event, frozen=True):
    """The training could not go on.

    Attributes:
        message: What happened, in plain words.
        why: The probable reason; may be empty.
        node: The id of the node at fault, or None.
        details: The traceback.
    """

    message: str
    why: str = ""
    node: str | None = None
    details: str = ""


Told: TypeAlias = (
    Ready
    | NextPhase
    | Alive
    | Started
    | Differs
    | Weighted
    | Adapted
    | Batch
    | Epoch
    | Paused
    | Rate
    | Discarded
    | Finished
    | Failed
)
"""What comes without having been asked for, or without saying which request it answers."""
