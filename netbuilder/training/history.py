"""The course of one training, folded from the worker's events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias

from netbuilder.training.events import (
    Alive,
    Batch,
    Differs,
    Discarded,
    Epoch,
    Failed,
    Finished,
    Logs,
    NextPhase,
    Paused,
    Rate,
    Started,
    Weighted,
)
from netbuilder.training.protocol import AnyEvent
from netbuilder.training.weights import Fitted

Series: TypeAlias = Mapping[str, tuple[float | None, ...]]
"""Figures under Keras's names, all of one length; None where one is missing or no number."""


class Stage(StrEnum):
    """How far a training is."""

    STARTING = "starting"  # loading data, building the network
    TRAINING = "training"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"  # ended early by its user, and well
    DISCARDED = "discarded"  # ended by its user, who wants nothing of it
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class History:
    """All that is known of one training.

    Attributes:
        stage: How far it is.
        epochs: How many there will be.
        batches: Batches an epoch; None until known.
        steps: For each entry of ``batch_logs``: batches done since the start.
        batch_logs: Keras's running means, some ten times a second.
        epoch_steps: For each finished epoch: batches done since the start at its end.
        epoch_logs: What Keras's History keeps, an entry for each finished epoch.
        step: Batches done since the start.
        seconds: Time spent in fit(), pauses not counted.
        first: Step and seconds of the first figures: what came before was preparation,
            and tells nothing of the speed.
        rates: The learning rates that were set while it ran.
        phases: Where a second fit() has begun.
        evaluation: The figures on the test data, at the end.
        restored: The epoch whose weights were taken at the end; None for the last.
        difference: What NetBuilder had said wrongly of the network; None for nothing.
        weights: What came of the weights that it starts from; None for fresh ones.
        failure: Why it failed.
        memory: The worker's resident memory in bytes, when last heard of; 0 if never.
    """

    stage: Stage = Stage.STARTING
    epochs: int = 0
    batches: int | None = None
    steps: tuple[int, ...] = ()
    batch_logs: Series = field(default_factory=dict)
    epoch_steps: tuple[int, ...] = ()
    epoch_logs: Series = field(default_factory=dict)
    step: int = 0
    seconds: float = 0.0
    first: tuple[int, float] | None = None
    rates: tuple[Rate, ...] = ()
    phases: tuple[NextPhase, ...] = ()
    evaluation: Logs = field(default_factory=dict)
    restored: int | None = None
    difference: Differs | None = None
    weights: Fitted | None = None
    failure: Failed | None = None
    memory: int = 0

    @property
    def running(self) -> bool:
        """Whether it has not come to an end."""
        return self.stage in (Stage.STARTING, Stage.TRAINING, Stage.PAUSED)

    @property
    def epochs_done(self) -> int:
        """How many epochs have ended."""
        return len(self.epoch_steps)

    @property
    def progress(self) -> float:
        """The share that is done, from 0 to 1."""
        if self.stage is Stage.FINISHED:
            return 1.0
        if not self.epochs:
            return 0.0
        begun = self.step - (self.epoch_steps[-1] if self.epoch_steps else 0)
        part = min(begun / self.batches, 1.0) if self.batches else 0.0
        return min((self.epochs_done + part) / self.epochs, 1.0)

    @property
    def batches_per_second(self) -> float | None:
        """The mean speed, validation included; None until it can be told."""
        if self.first is None:
            return None
        first_step, first_seconds = self.first
        if self.step <= first_step or self.seconds <= first_seconds:
            return None
        return (self.step - first_step) / (self.seconds - first_seconds)

    @property
    def seconds_left(self) -> float | None:
        """How long it will go on at the present speed; None if that cannot be told."""
        speed = self.batches_per_second
        if speed is None or not self.batches:
            return None
        if not self.running:
            return 0.0
        return max(self.epochs * self.batches - self.step, 0) / speed

    @property
    def last_logs(self) -> Logs:
        """The figures of the last finished epoch; empty before."""
        return {name: values[-1] for name, values in self.epoch_logs.items()}


def fold(history: History, event: AnyEvent) -> History:
    """Return ``history`` with what ``event`` adds; events of other matters change nothing."""
    match event:
        case Started():
            after = replace(
                history, stage=Stage.TRAINING, epochs=event.epochs, batches=event.batches
            )
        case Differs():
            after = replace(history, difference=event)
        case Weighted():
            after = replace(history, weights=event.found)
        case Batch():
            after = _with_batch(history, event)
        case Epoch():
            after = _with_epoch(history, event)
        case Paused():
            after = replace(history, stage=Stage.PAUSED)
        case NextPhase() | Rate():
            after = _with_mark(history, event)
        case Alive():
            after = replace(history, memory=event.memory)
        case Finished() | Discarded() | Failed():
            after = _with_end(history, event)
        case _:
            after = history
    return after


def _with_mark(history: History, event: NextPhase | Rate) -> History:
    """Return ``history`` with a place that the curves mark."""
    if isinstance(event, NextPhase):
        return replace(history, phases=(*history.phases, event))
    return history if event.message else replace(history, rates=(*history.rates, event))


def _with_batch(history: History, event: Batch) -> History:
    return replace(
        history,
        stage=Stage.TRAINING,
        steps=(*history.steps, event.step),
        batch_logs=_extended(history.batch_logs, event.logs, len(history.steps)),
        step=event.step,
        seconds=event.seconds,
        first=history.first or (event.step, event.seconds),
    )


def _with_epoch(history: History, event: Epoch) -> History:
    begun_at = history.epoch_steps[-1] if history.epoch_steps else 0
    return replace(
        history,
        stage=Stage.TRAINING,
        batches=history.batches or event.step - begun_at,
        epoch_steps=(*history.epoch_steps, event.step),
        epoch_logs=_extended(history.epoch_logs, event.logs, len(history.epoch_steps)),
        step=event.step,
        seconds=event.seconds,
    )


def _with_end(history: History, event: Finished | Discarded | Failed) -> History:
    match event:
        case Finished():
            stage = Stage.STOPPED if event.stopped else Stage.FINISHED
            return replace(
                history,
                stage=stage,
                evaluation=event.evaluation,
                seconds=event.seconds,
                restored=event.restored,
            )
        case Discarded():
            return replace(history, stage=Stage.DISCARDED)
        case Failed():
            return replace(history, stage=Stage.FAILED, failure=event)


def _extended(series: Series, logs: Logs, length: int) -> Series:
    """Return ``series``, so far of ``length``, with ``logs`` added and gaps filled by None."""
    missing = (None,) * length
    names = [*series, *(name for name in logs if name not in series)]
    return {name: (*series.get(name, missing), logs.get(name)) for name in names}
