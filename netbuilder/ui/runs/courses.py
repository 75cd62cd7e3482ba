"""Keeps the figures of runs that were read from the store, for as long as they stay the same."""

from __future__ import annotations

from collections.abc import Iterable

from netbuilder.runs.model import Course, Run, Status
from netbuilder.runs.store import RunStore
from netbuilder.ui.runs.plots import Drawn

_MOST_KEPT = 64


class Courses:
    """Figures by run; those of a run that still goes on are read anew each time."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, bool], Course] = {}

    def of(self, store: RunStore, runs: Iterable[Run], *, batches: bool) -> list[Drawn]:
        """Return runs with their figures.

        Args:
            store: Where they are kept.
            runs: Which.
            batches: Whether those of single batches are needed too.

        Raises:
            RunStoreError: the store cannot be used.
        """
        return [Drawn(run, self._course(store, run, batches=batches)) for run in runs]

    def _course(self, store: RunStore, run: Run, *, batches: bool) -> Course:
        key = (run.id, batches)
        if key in self._kept:
            return self._kept[key]
        course = store.course(run.id, batches=batches)
        if run.status is not Status.RUNNING:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = course
        return course
