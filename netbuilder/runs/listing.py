"""The list of runs as a table: its columns, its order, what a search finds, and its CSV."""

from __future__ import annotations

import csv
import operator
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TypeAlias

from netbuilder.catalog.arguments import is_number
from netbuilder.i18n import tr
from netbuilder.runs.model import Course, Run, Status

Cell: TypeAlias = str | float | int | None

_METRICS_FIRST = ("loss", "val_loss", "accuracy", "val_accuracy", "test_loss", "test_accuracy")
_MOST_METRICS = 24
_SIGNS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_BOUND = re.compile(r"(\w+)(<=|>=|<|>)([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?)")


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        key: Its name in a saved table, always the same; a metric's own name.
        title: Its heading.
        value: What it says of a run: to be sorted by and saved.
        is_figure: Whether that is a number measured.
    """

    key: str
    title: str
    value: Callable[[Run], Cell]
    is_figure: bool = False


def columns(runs: Iterable[Run]) -> tuple[Column, ...]:
    """Return the columns for these runs: what all have, and one for each metric."""
    return (
        Column("starred", "★", lambda run: int(run.starred)),
        Column("id", tr("Run"), lambda run: run.id),
        Column("title", tr("Project"), lambda run: run.title),
        Column("status", tr("State"), lambda run: run.status.value),
        *map(_metric, metrics(runs)),
        Column("epochs_done", tr("Epochs"), lambda run: run.epochs_done),
        Column("seconds", tr("Time"), lambda run: run.seconds),
        Column("seed", tr("Seed"), lambda run: run.seed),
        Column("started", tr("Started"), lambda run: run.started.isoformat()),
        Column("note", tr("Note"), lambda run: run.note),
    )


def metrics(runs: Iterable[Run]) -> list[str]:
    """Return the names of the figures that the runs have, the usual ones first."""
    found = Counter(name for run in runs for name in run.logs if name != "learning_rate")
    usual = [name for name in _METRICS_FIRST if name in found]
    others = [name for name, _ in found.most_common() if name not in usual]
    return (usual + others)[:_MOST_METRICS]


def _metric(name: str) -> Column:
    return Column(name, name, lambda run: run.logs.get(name), is_figure=True)


def status_word(status: Status) -> str:
    """Return what became of a run, in a word."""
    words = {
        Status.RUNNING: tr("running"),
        Status.FINISHED: tr("finished"),
        Status.STOPPED: tr("stopped"),
        Status.FAILED: tr("failed"),
        Status.LOST: tr("cut off"),
    }
    return words[status]


def found(runs: Iterable[Run], text: str) -> list[Run]:
    """Return the runs that every word of ``text`` finds.

    A word finds the runs in which it stands somewhere, and a star those with stars;
    ``val_loss<0.3`` finds those with such a figure, ``epochs_done>=5`` those with such a column.
    """
    words = text.casefold().split()
    return [run for run in runs if all(_finds(word, run) for word in words)]


def ordered(runs: Iterable[Run], column: Column, *, descending: bool) -> list[Run]:
    """Return the runs by what a column says of them; those of which it says nothing come last."""
    said = [(column.value(run), run) for run in runs]
    known = [(value, run) for value, run in said if value is not None]
    known.sort(key=lambda pair: _sortable(pair[0]), reverse=descending)
    return [run for _, run in known] + [run for value, run in said if value is None]


def as_csv(runs: Iterable[Run]) -> str:
    """Return runs as CSV (RFC 4180), with headings that never change and figures in full."""
    table = list(runs)
    shown = columns(table)
    more = ("parent", "series", "sweep", "epochs", "data_hash", "folder")
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([*(column.key for column in shown), *more])
    for run in table:
        writer.writerow(
            [*(column.value(run) for column in shown), *(getattr(run, name) for name in more)]
        )
    return text.getvalue()


def course_as_csv(pairs: Iterable[tuple[Run, Course]]) -> str:
    """Return the figures of every epoch of several runs as CSV, a line an epoch."""
    rows = [(run.id, epoch) for run, course in pairs for epoch in course.epochs]
    names = list(dict.fromkeys(name for _, epoch in rows for name in epoch.logs))
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["run", "epoch", "step", "seconds", *names])
    for number, epoch in rows:
        figures = [epoch.logs.get(name) for name in names]
        writer.writerow([number, epoch.epoch, epoch.step, epoch.seconds, *figures])
    return text.getvalue()


def _sortable(value: str | float) -> tuple[float, str]:
    return (0.0, value.casefold()) if isinstance(value, str) else (float(value), "")


def _finds(word: str, run: Run) -> bool:
    bound = _BOUND.fullmatch(word)
    if bound is None:
        return word in _written(run)
    name, sign, limit = bound.groups()
    value = run.logs.get(name, getattr(run, name, None))
    return is_number(value) and _SIGNS[sign](value, float(limit))


def _written(run: Run) -> str:
    star = "★ *" if run.starred else ""
    when = run.started.astimezone().strftime("%Y-%m-%d %H:%M")
    state = f"{run.status.value} {status_word(run.status)}"
    sweep = f"sweep={run.sweep}" if run.sweep else ""
    written = f"{run.id} {run.title} {run.note} {when} {state} seed={run.seed} {star} {sweep}"
    return written.casefold()


def series_of(runs: Sequence[Run]) -> dict[str, list[Run]]:
    """Return the runs that differ in nothing but their seed, by the word that they share."""
    groups: dict[str, list[Run]] = {}
    for run in runs:
        if run.series:
            groups.setdefault(run.series, []).append(run)
    return {word: group for word, group in groups.items() if len(group) > 1}
