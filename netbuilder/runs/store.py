"""The run store: every training that was ever started, in one SQLite database.

The app and the command line may use it at the same time.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import psutil

from netbuilder.i18n import tr
from netbuilder.runs.folders import user_folder

_VERSION = 1
_BUSY_SECONDS = 10.0
_SCHEMA = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    started TEXT NOT NULL,
    finished TEXT,
    status TEXT NOT NULL,
    seed INTEGER NOT NULL,
    epochs INTEGER NOT NULL,
    logs TEXT NOT NULL,
    folder TEXT NOT NULL,
    process INTEGER NOT NULL
)
"""
_COLUMNS = "id, title, started, finished, status, seed, epochs, logs, folder"


class RunStoreError(Exception):
    """The run store cannot be used; the message is one plain sentence."""


class Status(StrEnum):
    """What became of a run."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"  # by its user, who kept what was learnt
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


class RunStore:
    """All runs of one user.

    Args:
        folder: Where the database and the runs' folders are; None for the user's own.

    Raises:
        RunStoreError: the folder or the database cannot be used.
    """

    def __init__(self, folder: Path | None = None) -> None:
        try:
            self._folder = folder or user_folder()
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = tr("The folder of the runs cannot be made: {reason}.", reason=error)
            raise RunStoreError(message) from None
        self._database = self._folder / "runs.sqlite"
        with self._open() as connection:
            _prepare(connection)

    def begin(self, title: str, *, seed: int, epochs: int, folder: Path | None = None) -> Run:
        """Note that a run starts, and make its folder.

        Args:
            title: The project's.
            seed: The project's seed.
            epochs: How many there will be.
            folder: Where its files shall be; None for a new folder beside the database.
        """
        with self._open() as connection:
            cursor = connection.execute(
                "INSERT INTO runs (title, started, status, seed, epochs, logs, folder, process)"
                " VALUES (?, ?, ?, ?, ?, '{}', '', ?)",
                (title, _now(), Status.RUNNING, seed, epochs, os.getpid()),
            )
            number = cursor.lastrowid or 0
            place = (folder or self._folder / "runs" / f"{number:05}").absolute()
            connection.execute(
                "UPDATE runs SET folder = ? WHERE id = ?", (os.fspath(place), number)
            )
            place.mkdir(parents=True, exist_ok=True)
            return _select(connection, number)

    def finish(self, number: int, status: Status, logs: Mapping[str, float | None]) -> Run:
        """Note what became of a run.

        Raises:
            LookupError: there is no such run.
        """
        with self._open() as connection:
            connection.execute(
                "UPDATE runs SET finished = ?, status = ?, logs = ? WHERE id = ?",
                (_now(), status, json.dumps(dict(logs)), number),
            )
            return _select(connection, number)

    def get(self, number: int) -> Run:
        """Return one run.

        Raises:
            LookupError: there is no such run.
        """
        with self._open() as connection:
            return _select(connection, number)

    def list(self) -> tuple[Run, ...]:
        """Return all runs, the newest first."""
        with self._open() as connection:
            rows = connection.execute(f"SELECT {_COLUMNS} FROM runs ORDER BY id DESC")
            return tuple(map(_run, rows))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Open the database for one transaction.

        A connection of its own for each keeps no lock between two of them, and may be
        used from any thread.
        """
        try:
            with (
                closing(sqlite3.connect(self._database, timeout=_BUSY_SECONDS)) as connection,
                connection,
            ):
                yield connection
        except (sqlite3.Error, OSError) as error:
            message = tr("The list of runs cannot be used: {reason}.", reason=error)
            raise RunStoreError(message) from None


def _prepare(connection: sqlite3.Connection) -> None:
    """Bring the database to the present schema, and mark runs that nobody follows any more."""
    connection.execute("BEGIN IMMEDIATE")  # two programs may start at once
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > _VERSION:
        raise RunStoreError(tr("The list of runs was made by a newer NetBuilder."))
    if version < 1:
        connection.execute(_SCHEMA)
        connection.execute(f"PRAGMA user_version = {_VERSION}")
    running = connection.execute(
        "SELECT id, process FROM runs WHERE status = ?", (Status.RUNNING,)
    ).fetchall()
    lost = [(Status.LOST, number) for number, process in running if not psutil.pid_exists(process)]
    connection.executemany("UPDATE runs SET status = ? WHERE id = ?", lost)


def _select(connection: sqlite3.Connection, number: int) -> Run:
    query = f"SELECT {_COLUMNS} FROM runs WHERE id = ?"
    row = connection.execute(query, (number,)).fetchone()
    if row is None:
        raise LookupError(f"there is no run {number}")
    return _run(row)


def _run(row: tuple[int, str, str, str | None, str, int, int, str, str]) -> Run:
    number, title, started, finished, status, seed, epochs, logs, folder = row
    return Run(
        id=number,
        title=title,
        started=datetime.fromisoformat(started),
        finished=datetime.fromisoformat(finished) if finished else None,
        status=Status(status),
        seed=seed,
        epochs=epochs,
        logs=json.loads(logs),
        folder=Path(folder),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
