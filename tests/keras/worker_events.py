"""How tests wait for what a worker tells."""

from __future__ import annotations

from typing import TypeVar

from netbuilder.training.client import WorkerClient
from netbuilder.training.events import Failed
from netbuilder.training.protocol import AnyEvent

PATIENCE = 120.0
"""Seconds without an event after which a test gives up."""
T = TypeVar("T", bound=AnyEvent)


def until(worker: WorkerClient, kind: type[T]) -> tuple[list[AnyEvent], T]:
    """Return the events up to the first of ``kind``, and that one; a Failed is one too many."""
    before: list[AnyEvent] = []
    for event in worker.events(PATIENCE):
        if isinstance(event, kind):
            return before, event
        assert not isinstance(event, Failed), event
        before.append(event)
    raise AssertionError("no more events")
