"""The worker process: reads commands, trains, measures, and shows that it is alive."""

from __future__ import annotations

import gc
import os
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import msgspec
import psutil

from netbuilder.i18n import tr
from netbuilder.training.commands import (
    AnyCommand,
    Compare,
    FindRate,
    MeasureData,
    Pause,
    Quit,
    Resume,
    SetRate,
    Stop,
    StopComparing,
    StopFinding,
    Train,
)
from netbuilder.training.events import Alive, Event, Failed
from netbuilder.training.protocol import decode_command
from netbuilder.training.replies import Measured
from netbuilder.worker.channel import take_streams
from netbuilder.worker.control import Control

if TYPE_CHECKING:
    from netbuilder.worker.desk import Lengthy

HEARTBEAT = 1.0
"""Seconds between two Alive events."""

_NICENESS = 10  # of 19: the window, at 0, hardly feels a training then
_STACK = 64 * 1024 * 1024


class Worker:
    """Three threads behind one: a training one, a measuring one, and the heartbeat.

    One training, comparison of styles or examination runs at a time, a further one after it.
    No data are measured while a training runs: both work in a current folder of their own, and a
    process has only one. Before Keras is loaded data can be measured already, unless it is Keras
    that loads them: two threads must not import it at the same time.
    """

    def __init__(self, send: Callable[[Event], None]) -> None:
        self._send = send
        self._control = Control()
        self._comparison = Control()
        self._search = Control()
        self._trainings: queue.Queue[tuple[Lengthy, Control]] = queue.Queue()
        self._measurings: queue.Queue[MeasureData] = queue.Queue()
        self._folder = threading.Lock()
        self._loaded = threading.Event()

    def start(self) -> None:
        """Start all threads; Keras is loaded in the training one."""
        # Elsewhere than on Linux a thread's stack is too small for XLA's compiler.
        threading.stack_size(_STACK)
        for body in (self._beat, self._train, self._measure):
            threading.Thread(target=body, name=body.__name__, daemon=True).start()

    def obey(self, command: AnyCommand) -> None:
        """Carry a command out or hand it to the thread that does; never waits."""
        match command:
            case Stop() | StopComparing() | StopFinding():
                self._stop(command)
            case MeasureData():
                self._measurings.put(command)
            case SetRate():
                self._control.set_rate(command.rate)
            case Pause():
                self._control.pause()
            case Resume():
                self._control.resume()
            case Quit():
                os._exit(0)
            case _:
                self._queue(command)

    def _stop(self, command: Stop | StopComparing | StopFinding) -> None:
        match command:
            case Stop():
                self._control.stop(discard=command.discard, best=command.best)
            case StopComparing():
                self._comparison.stop()
            case StopFinding():
                self._search.stop()

    def _queue(self, command: Lengthy) -> None:
        control = Control()
        if isinstance(command, Train):
            self._control = control
        elif isinstance(command, Compare):
            self._comparison = control
        elif isinstance(command, FindRate):
            self._search = control
        self._trainings.put((command, control))

    def _beat(self) -> None:
        process = psutil.Process()
        while True:
            self._send(Alive(memory=process.memory_info().rss))
            time.sleep(HEARTBEAT)

    def _train(self) -> None:
        try:
            from netbuilder.worker.desk import Desk
            from netbuilder.worker.training import describe_keras

            self._send(describe_keras())
            # What lives as long as the process need not be looked at whenever garbage is
            # collected, as Keras does before a training: that took longer than to build a model.
            gc.freeze()
            self._loaded.set()
        except Exception:
            message = tr("Keras cannot be loaded.")
            why = tr("TensorFlow is missing, damaged, or not made for this computer.")
            self._send(Failed(message, why, details=traceback.format_exc()))
            os._exit(1)
        desk = Desk(self._send)
        while True:
            command, control = self._trainings.get()
            with self._folder:
                desk.obey(command, control)

    def _measure(self) -> None:
        while True:
            command = self._measurings.get()
            if command.by_keras:
                self._loaded.wait()
            with self._folder:
                self._send(_measured(command))


def _measured(command: MeasureData) -> Measured:
    try:
        from netbuilder.worker.measuring import measure

        return measure(command)
    except Exception as error:
        message = tr("The data cannot be read: {reason}", reason=error)
        return Measured(command.request, message=message, details=traceback.format_exc())


def main() -> int:
    """Serve the app until it says Quit or is gone."""
    commands, channel = take_streams()
    # Ctrl-C in a terminal reaches the whole group; what becomes of it is the parent's choice.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["KERAS_BACKEND"] = "tensorflow"
    os.environ.setdefault("MPLBACKEND", "Agg")  # a script's plots must not open windows
    _give_way()
    worker = Worker(channel.send)
    worker.start()
    _serve(commands, worker)
    # Without waiting for threads: a training that nobody follows must not go on.
    os._exit(0)


def _give_way() -> None:
    """Let other programs, the window first of all, have the processor before a training."""
    if sys.platform == "win32":
        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(_NICENESS)


def _serve(lines: Iterable[bytes], worker: Worker) -> None:
    for line in lines:
        try:
            command = decode_command(line)
        except msgspec.DecodeError as error:
            sys.stderr.write(f"Not a command ({error}): {line!r}\n")
            continue
        worker.obey(command)
