"""What the run store keeps of sweeps and their trials."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from netbuilder.graph.values import Value, value_from_json, value_to_json
from netbuilder.runs.database import Database
from netbuilder.runs.model import Status
from netbuilder.training.sweeps import SweepPlan, plan_from_json, plan_to_json


class TrialState(StrEnum):
    """What became of a trial."""

    RUNNING = "running"
    FINISHED = "finished"
    PRUNED = "pruned"  # ended early: others were better
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Sweep:
    """Trainings of one project with varied settings.

    Attributes:
        word: Its identity.
        title: The project's.
        started: When, in UTC.
        trials: How many there were to be.
        plan: What was varied, and how.
    """

    word: str
    title: str
    started: datetime
    trials: int
    plan: SweepPlan


@dataclass(frozen=True, slots=True)
class Trial:
    """One training of a sweep.

    Attributes:
        sweep: The sweep's word.
        number: Counted from 0; several machines that share a sweep count together.
        state: What became of it.
        settings: The varied values, by the names of their dimensions.
        value: The objective at its best epoch; None if there is none.
        run: The number of its run; None if it has none here.
        message: Why it failed.
    """

    sweep: str
    number: int
    state: TrialState
    settings: Mapping[str, Value]
    value: float | None = None
    run: int | None = None
    message: str = ""


def best_trial(plan: SweepPlan, trials: Sequence[Trial]) -> Trial | None:
    """Return the trial with the best objective among those that came to their end, if any."""
    ended = [
        (trial.value, trial)
        for trial in trials
        if trial.value is not None and trial.state is TrialState.FINISHED
    ]
    pick = max if plan.wants_high else min
    return pick(ended, key=lambda pair: pair[0])[1] if ended else None


class SweepStore:
    """All sweeps of one user.

    Args:
        database: The run store's.

    Raises:
        RunStoreError: the database cannot be used; so of every method.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, title: str, plan: SweepPlan, trials: int) -> Sweep:
        """Note that a sweep starts.

        Args:
            title: The project's.
            plan: What is varied, and how.
            trials: How many there will be.
        """
        started = datetime.now(UTC).replace(microsecond=0)
        sweep = Sweep(uuid.uuid4().hex, title, started, trials, plan)
        with self._database.open() as connection:
            connection.execute(
                "INSERT INTO sweeps (word, title, started, trials, plan) VALUES (?, ?, ?, ?, ?)",
                (sweep.word, title, started.isoformat(), trials, json.dumps(plan_to_json(plan))),
            )
        return sweep

    def keep(self, trial: Trial) -> None:
        """Keep what is known of a trial, instead of what was known before."""
        settings = {name: value_to_json(value) for name, value in trial.settings.items()}
        with self._database.open() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO trials (sweep, number, state, run, value, settings,"
                " message) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    *(trial.sweep, trial.number, trial.state, trial.run, trial.value),
                    *(json.dumps(settings), trial.message),
                ),
            )

    def list(self) -> tuple[Sweep, ...]:
        """Return all sweeps, the newest first."""
        with self._database.open() as connection:
            rows = connection.execute(
                "SELECT word, title, started, trials, plan FROM sweeps ORDER BY started DESC, word"
            ).fetchall()
        return tuple(
            Sweep(
                word,
                title,
                datetime.fromisoformat(started),
                count,
                plan_from_json(json.loads(plan)),
            )
            for word, title, started, count, plan in rows
        )

    def trials(self, word: str) -> tuple[Trial, ...]:
        """Return the trials of a sweep by their numbers.

        One whose process died while it ran counts as failed.
        """
        with self._database.open() as connection:
            rows = connection.execute(
                "SELECT trials.number, trials.state, trials.settings, trials.value, trials.run,"
                " trials.message, runs.status FROM trials LEFT JOIN runs ON runs.id = trials.run"
                " WHERE trials.sweep = ? ORDER BY trials.number",
                (word,),
            ).fetchall()
        return tuple(_trial(word, row) for row in rows)

    def delete(self, word: str) -> None:
        """Forget a sweep and its trials; their runs stay."""
        with self._database.open() as connection:
            connection.execute("DELETE FROM trials WHERE sweep = ?", (word,))
            connection.execute("DELETE FROM sweeps WHERE word = ?", (word,))
            connection.execute("UPDATE runs SET sweep = '' WHERE sweep = ?", (word,))


def _trial(word: str, row: tuple[Any, ...]) -> Trial:
    number, state, settings, value, run, message, status = row
    known = TrialState(state)
    if known is TrialState.RUNNING and status not in (None, Status.RUNNING):
        known = TrialState.FAILED
    values = {name: value_from_json(data) for name, data in json.loads(settings).items()}
    return Trial(word, number, known, values, value, run, message)
