"""A plain, blocking way to talk to a worker: for the command line and for tests."""

from __future__ import annotations

import queue
import subprocess
import threading
from collections import deque
from collections.abc import Iterator
from types import TracebackType
from typing import IO

import msgspec

from netbuilder.training.commands import Command
from netbuilder.training.events import Failed, Finished
from netbuilder.training.launch import worker_command
from netbuilder.training.obituary import worker_gone
from netbuilder.training.protocol import AnyEvent, decode_event, encode

_LOG_LINES = 200
_PATIENCE = 5.0
_SILENCE = 60.0
"""Seconds without a heartbeat after which a worker counts as hung."""


class WorkerGoneError(Exception):
    """The worker has ended, or has been silent for too long.

    Attributes:
        exit_code: As :mod:`subprocess` gives it (-9: killed); None if it still ran.
        log: The end of what it wrote to standard error.
    """

    def __init__(self, exit_code: int | None, log: str) -> None:
        super().__init__(f"the worker has ended with exit code {exit_code}")
        self.exit_code = exit_code
        self.log = log


class WorkerClient:
    """A worker process; used in a ``with`` statement it never outlives it.

    Args:
        log: Also gets all that the worker prints.
    """

    def __init__(self, log: IO[str] | None = None) -> None:
        self._log = log
        self._tail: deque[str] = deque(maxlen=_LOG_LINES)
        self._events: queue.Queue[AnyEvent | None] = queue.Queue()
        self._process = subprocess.Popen(
            worker_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._readers = [
            threading.Thread(target=body, daemon=True)
            for body in (self._read_events, self._read_log)
        ]
        for reader in self._readers:
            reader.start()

    def __enter__(self) -> WorkerClient:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def send(self, command: Command) -> None:
        """Send a command; one to a worker that has ended is lost."""
        stream = self._process.stdin
        assert stream is not None
        try:
            stream.write(encode(command))
            stream.flush()
        except OSError:
            return

    def events(self, patience: float | None = None) -> Iterator[AnyEvent]:
        """Yield events as they come, without end.

        Args:
            patience: Seconds of silence, heartbeat included, after which the worker
                counts as gone; None for ever.

        Raises:
            WorkerGoneError: it has ended or is silent.
        """
        while True:
            try:
                event = self._events.get(timeout=patience)
            except queue.Empty:
                raise WorkerGoneError(None, self._log_tail()) from None
            if event is None:
                self._events.put(None)  # whoever asks again hears it again
                raise WorkerGoneError(self._process.wait(), self._log_tail())
            yield event

    def close(self) -> None:
        """End the worker: by closing its input, and if that does not help by force."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.close()
            self._process.wait(_PATIENCE)
        except (OSError, subprocess.TimeoutExpired):
            self.kill()
        for reader in self._readers:
            reader.join()
        for stream in (self._process.stdout, self._process.stderr):
            assert stream is not None
            stream.close()

    def kill(self) -> None:
        """End the worker at once."""
        self._process.kill()
        self._process.wait()

    def _read_events(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            try:
                self._events.put(decode_event(line))
            except msgspec.DecodeError:
                self._tail.append(line.decode("utf-8", "replace"))
        self._events.put(None)

    def _read_log(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            text = line.decode("utf-8", "replace")
            self._tail.append(text)
            if self._log is not None:
                self._log.write(text)

    def _log_tail(self) -> str:
        if self._process.poll() is not None:
            self._readers[1].join(_PATIENCE)
        return "".join(self._tail)


def until_the_end(worker: WorkerClient, batch_size: int) -> Iterator[AnyEvent]:
    """Yield the events of a training up to its last.

    A worker that is gone, or gives no sign of life, gives a ``Failed`` of our own.

    Args:
        worker: Who trains.
        batch_size: Samples a step, to be named if the memory should have run out.
    """
    memory = 0
    try:
        for event in worker.events(_SILENCE):
            memory = getattr(event, "memory", memory)
            yield event
            if isinstance(event, (Finished, Failed)):
                return
    except WorkerGoneError as error:
        yield worker_gone(error.exit_code, memory, batch_size, error.log)
