"""Workers that train one trial after the other, several at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from netbuilder.runs.folder import LOG, write_history
from netbuilder.runs.recording import Recorder
from netbuilder.training.client import WorkerClient, until_the_end
from netbuilder.training.commands import Stop, Train
from netbuilder.training.events import Epoch, Failed, Ready
from netbuilder.training.history import History, Stage


class Crew:
    """Keeps workers for as long as there is something to train; used in a ``with`` statement."""

    def __init__(self) -> None:
        self._lock = threading.RLock()  # Ctrl-C may come at any moment
        self._idle: list[tuple[WorkerClient, Ready | None]] = []
        self._busy: list[WorkerClient] = []
        self._stopped = False

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_error: object) -> None:
        with self._lock:
            workers = [worker for worker, _ in self._idle] + self._busy
            self._idle, self._busy = [], []
        for worker in workers:
            worker.close()

    @property
    def stopped(self) -> bool:
        """Whether :meth:`stop` has been called."""
        return self._stopped

    def stop(self) -> None:
        """End what is being trained after the present batches; a second call ends it at once."""
        with self._lock:
            again, self._stopped = self._stopped, True
            for worker in self._busy:
                if again:
                    worker.kill()
                else:
                    worker.send(Stop())

    def train(
        self,
        command: Train,
        recorder: Recorder,
        batch_size: int,
        go_on: Callable[[Epoch], bool],
    ) -> History:
        """Train to the end.

        Args:
            command: What.
            recorder: Keeps what happens.
            batch_size: Samples a step, to be named if the memory should run out.
            go_on: Asked after every epoch whether there is to be another one.
        """
        worker, ready = self._take()
        if ready is not None:
            recorder.take(ready)
        worker.send(command)
        for event in until_the_end(worker, batch_size):
            recorder.take(event)
            if isinstance(event, Ready):
                ready = event
            elif isinstance(event, Epoch) and not go_on(event):
                worker.send(Stop())
            elif isinstance(event, Failed):
                _keep_failure(recorder, event)
        self._give_back(worker, ready)
        return recorder.history

    def _take(self) -> tuple[WorkerClient, Ready | None]:
        with self._lock:
            found = self._idle.pop() if self._idle else (WorkerClient(), None)
            self._busy.append(found[0])
        return found

    def _give_back(self, worker: WorkerClient, ready: Ready | None) -> None:
        """Keep a worker for the next trial, unless it has died."""
        with self._lock:
            if worker in self._busy:
                self._busy.remove(worker)
            if worker.alive:
                self._idle.append((worker, ready))
                return
        worker.close()


def _keep_failure(recorder: Recorder, event: Failed) -> None:
    """Put what is known of a failed training into its folder, as far as the disk has room."""
    with suppress(OSError):
        (recorder.run.folder / LOG).write_text(event.details, encoding="utf-8")
        if recorder.history.stage is Stage.FAILED:
            write_history(recorder.run.folder, recorder.history.epoch_logs)
