"""What the run store keeps, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from netbuilder.training.events import Logs
from netbuilder.training.history import Series


class Status(StrEnum):
    """What became of a run."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"  # by its user, who kept what was learnt, or as a hopeless trial
    FAILED = "failed"
    LOST = "lost"  # the program ended before the run did


@dataclass(frozen=True, slots=True)
class Run:
    """One training.

    Attributes:
        id: Its number, counted from 1.
        title: The project's.
        started: When, in UTC.
        finished: When it ended; None if it has not, or nobody saw it.
        status: What became of it.
        seed: The project's seed.
        epochs: How many were asked for.
        logs: The figures of the last epoch and of the evaluation (``test_loss``).
        folder: Where its files are.
        epochs_done: How many have ended.
        epochs_before: How many the runs that it goes on from had done.
        seconds: Time spent in fit(), pauses not counted.
        parent: The number of the run that it goes on from; None for none.
        series: The word that runs of one project with several seeds share; empty for none.
        starred: Whether its user has marked it.
        note: Its user's words on it.
        data_hash: SHA-256 of the code that loads the data and of the files that it reads;
            empty if it is not known.
        versions: Versions of ``netbuilder``, ``python``, ``keras`` and ``tensorflow``, and
            the ``devices`` computed on.
        restored: The epoch whose weights its model has; None for the last.
        sweep: The word of the sweep that it is a trial of; empty for none.
    """

    id: int
    title: str
    started: datetime
    finished: datetime | None
    status: Status
    seed: int
    epochs: int
    logs: Mapping[str, float | None]
    folder: Path
    epochs_done: int = 0
    epochs_before: int = 0
    seconds: float = 0.0
    parent: int | None = None
    series: str = ""
    starred: bool = False
    note: str = ""
    data_hash: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    restored: int | None = None
    sweep: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a run comes from, if not from a project alone.

    Attributes:
        parent: The number of the run that it goes on from.
        epochs_before: How many epochs had been done before it.
        series: The word that runs of one project with several seeds share.
        sweep: The word of the sweep that it is a trial of.
    """

    parent: int | None = None
    epochs_before: int = 0
    series: str = ""
    sweep: str = ""


@dataclass(frozen=True, slots=True)
class EpochFigures:
    """What is known of one epoch; see :class:`netbuilder.training.events.Epoch`."""

    epoch: int
    step: int
    seconds: float
    logs: Logs


@dataclass(frozen=True, slots=True)
class BatchFigures:
    """The figures of some batches.

    Attributes:
        steps: Their numbers, from 1 since the start of the run.
        figures: Keras's running means after each of them.
    """

    steps: tuple[int, ...]
    figures: Series


@dataclass(frozen=True, slots=True)
class RateChange:
    """A learning rate that was set by hand while the training ran.

    Attributes:
        step: Batches done before it was used.
        epoch: The epoch in which it was first used, from 1.
        rate: The new one.
    """

    step: int
    epoch: int
    rate: float


@dataclass(frozen=True, slots=True)
class Course:
    """All figures of a run, or those that are to be added to it."""

    epochs: tuple[EpochFigures, ...] = ()
    batches: tuple[BatchFigures, ...] = ()
    rates: tuple[RateChange, ...] = ()
