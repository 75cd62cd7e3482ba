"""The worker as the window knows it: commands in, events out, and a watch on its life."""

from __future__ import annotations

import time
from collections import deque

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from netbuilder.training.commands import AnyCommand, Quit, Resume, Train
from netbuilder.training.events import Alive, Discarded, Failed, Finished, Paused, Ready, Started
from netbuilder.training.launch import worker_command
from netbuilder.training.obituary import worker_gone
from netbuilder.training.protocol import AnyEvent, State, decode_event, encode
from netbuilder.ui.line_process import LineProcess

_SILENCE_S = 60.0
_WATCH_MS = 2_000
_QUIT_MS = 1_500


class WorkerProcess(QObject):
    """Keeps one worker running, and says plainly what became of it when it ends.

    Attributes:
        reported: Fires with every event of the worker, and with a ``Failed`` of our own
            when it died while training.
        state_changed: Fires with ``starting``, ``ready``, ``training``, ``paused`` or ``gone``.
    """

    reported = Signal(object)
    state_changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state: State = "gone"
        self.memory = 0
        self.ready: Ready | None = None
        self._process: LineProcess | None = None
        self._waiting: list[AnyCommand] = []
        self._log: deque[str] = deque(maxlen=200)
        self._last_sign = 0.0
        self._batch_size = 0
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH_MS)
        self._watch.timeout.connect(self._look_for_life)

    @property
    def process_id(self) -> int:
        """The process's number; 0 if none runs."""
        return self._process.process_id if self._process is not None else 0

    @property
    def busy(self) -> bool:
        """Whether a training is under way."""
        return self.state in ("training", "paused")

    def start(self) -> None:
        """Start a worker if none runs; it needs some seconds until it is ready."""
        if self._process is not None:
            return
        process = LineProcess(worker_command(), self)
        process.lines_read.connect(self._take_lines)
        process.complained.connect(self._take_log)
        process.ended.connect(self._on_ended)
        self._process = process
        self._last_sign = time.monotonic()
        process.start()
        self._watch.start()
        self._enter("starting")

    def send(self, command: AnyCommand) -> None:
        """Give the worker a command; it is kept until the worker is there."""
        self.start()
        if self.ready is None:
            self._waiting.append(command)
        else:
            self._write(command)

    def train(self, command: Train, batch_size: int) -> None:
        """Begin a training; ``batch_size`` is named if the memory should run out."""
        self._batch_size = batch_size
        self.send(command)
        self._enter("training")

    def shut_down(self) -> None:
        """End the worker: ask, wait a little, then kill. Nothing fires afterwards."""
        process, self._process = self._process, None
        self._watch.stop()
        self.ready, self._waiting = None, []
        if process is not None:
            process.close(encode(Quit()), _QUIT_MS)

    def kill(self) -> None:
        """End the worker at once, as one does with a training that does not listen."""
        if self._process is not None:
            self._process.kill()

    def _write(self, command: AnyCommand) -> None:
        if self._process is not None:
            self._process.write(encode(command))
        if isinstance(command, Resume) and self.state == "paused":
            self._enter("training")

    def _take_lines(self, lines: list[bytes]) -> None:
        self._last_sign = time.monotonic()
        for line in lines:
            try:
                event = decode_event(line)
            except msgspec.DecodeError:
                self._log.append(line.decode(errors="replace"))
                continue
            self._take(event)

    def _take(self, event: AnyEvent) -> None:
        match event:
            case Ready():
                self.ready = event
                if not self.busy:
                    self._enter("ready")
                waiting, self._waiting = self._waiting, []
                for command in waiting:
                    self._write(command)
            case Alive(memory=memory):
                self.memory = memory
            case Started():
                self._enter("training")
            case Paused():
                self._enter("paused")
            case Finished() | Discarded() | Failed():
                self._enter("ready")
        self.reported.emit(event)

    def _take_log(self, text: str) -> None:
        self._log.extend(text.splitlines())

    def _on_ended(self, code: int | None) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        was_busy = self.busy
        self._watch.stop()
        self.ready, self._waiting = None, []
        self._enter("gone")
        if was_busy:
            log = "\n".join(self._log)
            code = -1 if code is None else code
            self.reported.emit(worker_gone(code, self.memory, self._batch_size, log))
            self.start()

    def _look_for_life(self) -> None:
        if time.monotonic() - self._last_sign > _SILENCE_S and self.state != "starting":
            self._log.append("no sign of life for a minute")
            self.kill()

    def _enter(self, state: State) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
