"""The run store: every training that was ever started, in one SQLite database.

The app and the command line may use it at the same time.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import psutil

from netbuilder.i18n import tr
from netbuilder.runs.database import Database
from netbuilder.runs.folders import user_folder
from netbuilder.runs.model import (
    BatchFigures,
    Course,
    EpochFigures,
    Origin,
    RateChange,
    Run,
    Status,
)
from netbuilder.runs.schema import RunStoreError

__all__ = ["Course", "Origin", "Run", "RunStore", "RunStoreError", "Status"]

_COLUMNS = (
    "id, title, started, finished, status, seed, epochs, logs, folder, epochs_done, "
    "epochs_before, seconds, parent, series, starred, note, data_hash, versions, restored, sweep"
)
_SAME_START = 1.0  # seconds by which two readings of a process's start may differ


class RunStore:
    """All runs of one user.

    Attributes:
        database: Where they are kept.

    Args:
        folder: Where the database and the runs' folders are; None for the user's own.

    Raises:
        RunStoreError: the folder or the database cannot be used; so of every method.
    """

    def __init__(self, folder: Path | None = None) -> None:
        try:
            self._folder = folder or user_folder()
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = tr("The folder of the runs cannot be made: {reason}.", reason=error)
            raise RunStoreError(message) from None
        self.database = Database(self._folder / "runs.sqlite")
        with self.database.open() as connection:
            _mark_lost(connection)

    def begin(
        self,
        title: str,
        *,
        seed: int,
        epochs: int,
        folder: Path | None = None,
        origin: Origin | None = None,
    ) -> Run:
        """Note that a run starts, and make its folder.

        Args:
            title: The project's.
            seed: The project's seed.
            epochs: How many there will be.
            folder: Where its files shall be; None for a new folder beside the database.
            origin: Where it comes from; None for the project alone.
        """
        origin = origin or Origin()
        values = (title, _now(), Status.RUNNING, seed, epochs, os.getpid(), _own_start())
        with self.database.open() as connection:
            cursor = connection.execute(
                "INSERT INTO runs (title, started, status, seed, epochs, process, process_began,"
                " parent, epochs_before, series, sweep, logs, folder)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '{}', '')",
                (*values, origin.parent, origin.epochs_before, origin.series, origin.sweep),
            )
            number = cursor.lastrowid or 0
            place = (folder or self._folder / "runs" / f"{number:05}").absolute()
            connection.execute(
                "UPDATE runs SET folder = ? WHERE id = ?", (os.fspath(place), number)
            )
            place.mkdir(parents=True, exist_ok=True)
            return _select(connection, number)

    def finish(
        self,
        number: int,
        status: Status,
        logs: Mapping[str, float | None],
        restored: int | None = None,
    ) -> Run:
        """Note what became of a run.

        Args:
            number: The run's.
            status: What became of it.
            logs: The figures of the last epoch and of the evaluation.
            restored: The epoch whose weights its model has; None for the last.

        Raises:
            LookupError: there is no such run.
        """
        with self.database.open() as connection:
            connection.execute(
                "UPDATE runs SET finished = ?, status = ?, logs = ?, restored = ? WHERE id = ?",
                (_now(), status, json.dumps(dict(logs)), restored, number),
            )
            return _select(connection, number)

    def add(self, number: int, course: Course) -> None:
        """Add figures to a run that goes on."""
        with self.database.open() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO epochs VALUES (?, ?, ?, ?, ?)",
                [(number, e.epoch, e.step, e.seconds, json.dumps(e.logs)) for e in course.epochs],
            )
            connection.executemany(
                "INSERT OR REPLACE INTO batches VALUES (?, ?, ?, ?)",
                [
                    (number, some.steps[-1], json.dumps(some.steps), json.dumps(dict(some.figures)))
                    for some in course.batches
                ],
            )
            connection.executemany(
                "INSERT INTO rates VALUES (?, ?, ?, ?)",
                [(number, one.step, one.epoch, one.rate) for one in course.rates],
            )
            if course.epochs:
                last = course.epochs[-1]
                connection.execute(
                    "UPDATE runs SET epochs_done = ?, seconds = ?, logs = ? WHERE id = ?",
                    (last.epoch, last.seconds, json.dumps(last.logs), number),
                )

    def course(self, number: int, *, batches: bool = True) -> Course:
        """Return all figures of a run so far.

        Args:
            number: The run's.
            batches: Whether those of single batches are wanted too.
        """
        with self.database.open() as connection:
            epochs = connection.execute(
                "SELECT epoch, step, seconds, logs FROM epochs WHERE run = ? ORDER BY epoch",
                (number,),
            ).fetchall()
            rates = connection.execute(
                "SELECT step, epoch, rate FROM rates WHERE run = ? ORDER BY step", (number,)
            ).fetchall()
            some = connection.execute(
                "SELECT steps, figures FROM batches WHERE run = ? AND ? ORDER BY step",
                (number, batches),
            ).fetchall()
        return Course(
            tuple(
                EpochFigures(epoch, step, seconds, json.loads(logs))
                for epoch, step, seconds, logs in epochs
            ),
            tuple(_batches(steps, figures) for steps, figures in some),
            tuple(RateChange(*row) for row in rates),
        )

    def set_versions(self, number: int, versions: Mapping[str, str]) -> None:
        """Note what a run is computed with; see :class:`Run`."""
        self._set(number, "versions", json.dumps(dict(versions)))

    def set_data_hash(self, number: int, data_hash: str) -> None:
        """Note which data a run sees; see :class:`Run`."""
        self._set(number, "data_hash", data_hash)

    def annotate(self, number: int, note: str) -> None:
        """Keep a user's words on a run, instead of those before."""
        self._set(number, "note", note)

    def star(self, number: int, *, starred: bool) -> None:
        """Mark a run, or take the mark off."""
        self._set(number, "starred", int(starred))

    def delete(self, number: int) -> None:
        """Forget a run and all its figures, and delete its folder.

        A folder that lies elsewhere, where its user wanted it, is left alone.
        """
        run = self.get(number)
        with self.database.open() as connection:
            for table in ("epochs", "batches", "rates"):
                connection.execute(f"DELETE FROM {table} WHERE run = ?", (number,))
            connection.execute("UPDATE runs SET parent = NULL WHERE parent = ?", (number,))
            connection.execute("UPDATE trials SET run = NULL WHERE run = ?", (number,))
            connection.execute("DELETE FROM runs WHERE id = ?", (number,))
        if run.folder.parent == (self._folder / "runs").absolute():
            shutil.rmtree(run.folder, ignore_errors=True)

    def get(self, number: int) -> Run:
        """Return one run.

        Raises:
            LookupError: there is no such run.
        """
        with self.database.open() as connection:
            return _select(connection, number)

    def list(self) -> tuple[Run, ...]:
        """Return all runs, the newest first."""
        with self.database.open() as connection:
            rows = connection.execute(f"SELECT {_COLUMNS} FROM runs ORDER BY id DESC")
            return tuple(map(_run, rows))

    def _set(self, number: int, column: str, value: str | int) -> None:
        with self.database.open() as connection:
            connection.execute(f"UPDATE runs SET {column} = ? WHERE id = ?", (value, number))


def _mark_lost(connection: sqlite3.Connection) -> None:
    """Mark the runs that nobody follows any more."""
    running = connection.execute(
        "SELECT id, process, process_began FROM runs WHERE status = ?", (Status.RUNNING,)
    ).fetchall()
    lost = [(Status.LOST, number) for number, *process in running if not _lives(*process)]
    connection.executemany("UPDATE runs SET status = ? WHERE id = ?", lost)


def _lives(process: int, began: float) -> bool:
    """Tell whether the very process still runs; its number may have gone to another since."""
    try:
        start = psutil.Process(process).create_time()
    except psutil.Error:
        return False
    return not began or abs(start - began) < _SAME_START


@cache
def _own_start() -> float:
    return psutil.Process().create_time()


def _select(connection: sqlite3.Connection, number: int) -> Run:
    query = f"SELECT {_COLUMNS} FROM runs WHERE id = ?"
    row = connection.execute(query, (number,)).fetchone()
    if row is None:
        raise LookupError(f"there is no run {number}")
    return _run(row)


def _run(row: Iterable[Any]) -> Run:
    run = dict(zip(_COLUMNS.split(", "), row, strict=True))
    finished = run["finished"]
    return Run(
        **run
        | {
            "started": datetime.fromisoformat(run["started"]),
            "finished": datetime.fromisoformat(finished) if finished else None,
            "status": Status(run["status"]),
            "logs": json.loads(run["logs"]),
            "folder": Path(run["folder"]),
            "starred": bool(run["starred"]),
            "versions": json.loads(run["versions"]),
        }
    )


def _batches(steps: str, figures: str) -> BatchFigures:
    return BatchFigures(
        tuple(json.loads(steps)),
        {name: tuple(values) for name, values in json.loads(figures).items()},
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
