"""Keeps what a worker tells of a training in the run store, while it happens."""

from __future__ import annotations

import hashlib
import platform
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from netbuilder import __version__
from netbuilder.runs.model import BatchFigures, Course, EpochFigures, RateChange, Run, Status
from netbuilder.runs.schema import RunStoreError
from netbuilder.runs.store import RunStore
from netbuilder.training.events import Batch, Discarded, Epoch, Failed, Finished, Logs, Rate, Ready
from netbuilder.training.history import History, Stage, fold
from netbuilder.training.protocol import AnyEvent

INTERVAL = 2.0
"""Seconds between two writes at least; a run that is lost has lost no more than that."""

T = TypeVar("T")
_PIECE = 2**20
_STATUS = {
    Stage.FINISHED: Status.FINISHED,
    Stage.STOPPED: Status.STOPPED,
    Stage.FAILED: Status.FAILED,
}


class Recorder:
    """Follows one run to its end.

    Figures are written by a thread of its own: a slow disk must not hold up who takes the
    events.

    Attributes:
        run: The run, as the store has it.
        history: All that has happened so far.

    Args:
        store: Where the run is kept.
        run: A run that has just begun.
    """

    def __init__(self, store: RunStore, run: Run) -> None:
        self.run = run
        self.history = History(epochs=run.epochs)
        self._store = store
        self._epochs: list[EpochFigures] = []
        self._batches: list[Batch] = []
        self._rates: list[RateChange] = []
        self._due = time.monotonic() + INTERVAL
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="run store")
        self._writes: list[Future[None]] = []

    def take(self, event: AnyEvent) -> None:
        """Take an event in; the last one is Finished, Failed or Discarded.

        Raises:
            RunStoreError: it cannot be kept.
        """
        self.history = fold(self.history, event)
        match event:
            case Ready():
                self._write(self._store.set_versions, versions(event))
            case Batch() if event.steps:
                self._batches.append(event)
            case Epoch():
                self._epochs.append(
                    EpochFigures(event.epoch, event.step, event.seconds, event.logs)
                )
            case Rate() if not event.message:
                self._rates.append(RateChange(event.step, event.epoch, event.rate))
        if isinstance(event, Finished | Failed | Discarded):
            self._end()
        elif time.monotonic() >= self._due:
            self._hand_over()
            self._look_at_writes(wait=False)

    def flush(self) -> None:
        """Write what has come so far, and wait until that is done.

        Raises:
            RunStoreError: it cannot be written.
        """
        self._hand_over()
        self._look_at_writes(wait=True)

    def _hand_over(self) -> None:
        """Have the thread write what has come since the last time."""
        self._due = time.monotonic() + INTERVAL
        batches = (_joined(self._batches),) if self._batches else ()
        course = Course(tuple(self._epochs), batches, tuple(self._rates))
        if course != Course():
            self._write(self._store.add, course)
        self._epochs, self._batches, self._rates = [], [], []

    def _write(self, write: Callable[[int, T], None], what: T) -> None:
        self._writes.append(self._writer.submit(write, self.run.id, what))

    def _look_at_writes(self, *, wait: bool) -> None:
        """Let go of what is written; raise what could not be."""
        ended = [one for one in self._writes if wait or one.done()]
        self._writes = [one for one in self._writes if one not in ended]
        for one in ended:
            one.result()

    def _end(self) -> None:
        try:
            self.flush()
        finally:
            self._writer.shutdown()
        if self.history.stage is Stage.DISCARDED:
            self._store.delete(self.run.id)
            return
        evaluation = {f"test_{name}": value for name, value in self.history.evaluation.items()}
        logs: Logs = {**self.history.last_logs, **evaluation}
        status, restored = _STATUS[self.history.stage], self.history.restored
        self.run = self._store.finish(self.run.id, status, logs, restored)


def versions(ready: Ready) -> dict[str, str]:
    """Return what a run is computed with."""
    return {
        "netbuilder": __version__,
        "python": platform.python_version(),
        "keras": ready.keras,
        "tensorflow": ready.tensorflow,
        "devices": ", ".join(ready.devices),
    }


def hash_data_later(store: RunStore, run: Run, code: str, files: Iterable[Path]) -> None:
    """Have the hash of a run's data worked out beside everything else, and kept.

    Args:
        store: Where it is kept.
        run: The run.
        code: The code that loads the data.
        files: The files that it reads.
    """
    paths = tuple(files)

    def work_out() -> None:
        with suppress(OSError, RunStoreError):  # a run without a hash is a run all the same
            store.set_data_hash(run.id, data_hash(code, paths))

    threading.Thread(target=work_out, name="data hash", daemon=True).start()


def data_hash(code: str, files: Iterable[Path]) -> str:
    """Return the SHA-256 of the code that loads data and of the files that it reads.

    Of a folder all files count, with their names, in alphabetical order.

    Raises:
        OSError: a file cannot be read.
    """
    digest = hashlib.sha256(code.encode())
    for name, path in _all_files(files):
        digest.update(name.encode())
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    return digest.hexdigest()


def _all_files(paths: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Yield the files themselves without a name, those in folders with their way there."""
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.is_file())
            yield from ((file.relative_to(path).as_posix(), file) for file in inside)
        else:
            yield "", path


def _joined(events: Sequence[Batch]) -> BatchFigures:
    """Return the figures of several events as one, in the order of their steps."""
    rows = sorted(
        (
            (step, {name: values[at] for name, values in event.figures.items()})
            for event in events
            for at, step in enumerate(event.steps)
        ),
        key=lambda row: row[0],
    )
    names = dict.fromkeys(name for _, logs in rows for name in logs)
    return BatchFigures(
        tuple(step for step, _ in rows),
        {name: tuple(logs.get(name) for _, logs in rows) for name in names},
    )
