"""The run store's SQLite database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from netbuilder.i18n import tr
from netbuilder.runs.schema import RunStoreError, migrate

_BUSY_SECONDS = 10.0


class Database:
    """Opens the database for one transaction after the other, from any thread.

    Args:
        path: The file; made if missing, brought up to date if old.

    Raises:
        RunStoreError: it cannot be used; so of every transaction.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self.open() as connection:
            connection.execute("BEGIN IMMEDIATE")  # two programs may start at once
            migrate(connection)

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """Open the database for one transaction.

        A connection of its own for each keeps no lock between two of them, and may be
        used from any thread.
        """
        try:
            with (
                closing(sqlite3.connect(self._path, timeout=_BUSY_SECONDS)) as connection,
                connection,
            ):
                yield connection
        except (sqlite3.Error, OSError) as error:
            message = tr("The list of runs cannot be used: {reason}.", reason=error)
            raise RunStoreError(message) from None
