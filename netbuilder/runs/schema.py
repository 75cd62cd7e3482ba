"""The tables of the run store, and how an older database is brought up to them."""

from __future__ import annotations

import sqlite3

from netbuilder.i18n import tr

VERSION = 3
"""Of the database; it is kept in SQLite's ``user_version``."""

_FIRST = """
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
);
"""
_SECOND = """
ALTER TABLE runs ADD COLUMN process_began REAL NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN epochs_done INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN epochs_before INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN seconds REAL NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN parent INTEGER;
ALTER TABLE runs ADD COLUMN series TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN data_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN versions TEXT NOT NULL DEFAULT '{}';
ALTER TABLE runs ADD COLUMN restored INTEGER;
CREATE TABLE epochs (
    run INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    step INTEGER NOT NULL,
    seconds REAL NOT NULL,
    logs TEXT NOT NULL,
    PRIMARY KEY (run, epoch)
) WITHOUT ROWID;
CREATE TABLE batches (
    run INTEGER NOT NULL,
    step INTEGER NOT NULL,
    steps TEXT NOT NULL,
    figures TEXT NOT NULL,
    PRIMARY KEY (run, step)
) WITHOUT ROWID;
CREATE TABLE rates (
    run INTEGER NOT NULL,
    step INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    rate REAL NOT NULL
);
CREATE INDEX rates_of_run ON rates (run);
"""
_THIRD = """
ALTER TABLE runs ADD COLUMN sweep TEXT NOT NULL DEFAULT '';
CREATE TABLE sweeps (
    word TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    started TEXT NOT NULL,
    trials INTEGER NOT NULL,
    plan TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE trials (
    sweep TEXT NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    run INTEGER,
    value REAL,
    settings TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (sweep, number)
) WITHOUT ROWID;
"""
_STEPS = (_FIRST, _SECOND, _THIRD)


class RunStoreError(Exception):
    """The run store cannot be used; the message is one plain sentence."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a database to the present version, inside the caller's transaction.

    Raises:
        RunStoreError: a newer NetBuilder made it.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise RunStoreError(tr("The list of runs was made by a newer NetBuilder."))
    for step in _STEPS[version:]:
        # Not executescript(), which would end the transaction first.
        for statement in step.split(";"):
            connection.execute(statement)
    if version < VERSION:
        connection.execute(f"PRAGMA user_version = {VERSION}")
