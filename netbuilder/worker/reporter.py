"""Tells the app how a training goes, without a word in the script that is trained."""

from __future__ import annotations

import inspect
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import keras

from netbuilder.i18n import tr
from netbuilder.training.commands import Predicted
from netbuilder.training.events import (
    Adapted,
    Batch,
    Epoch,
    Event,
    Logs,
    NextPhase,
    Paused,
    Rate,
    Started,
)
from netbuilder.worker.adapted import adapted_states
from netbuilder.worker.checkpoints import Checkpoints, save_whole
from netbuilder.worker.comparing import compare
from netbuilder.worker.control import Control
from netbuilder.worker.figures import as_columns, plain_history, plain_logs
from netbuilder.worker.patching import replaced

BATCH_INTERVAL = 0.1
"""Seconds between two Batch events at least."""


class Reporter:
    """Follows every fit() of one script, several in a row as one training.

    Args:
        send: Takes the events.
        control: Ends or holds the training.
        epochs: How many there will be.
        predicted: What the model's layers should be.
        checkpoints: Keeps the model's state; None for nobody.

    Attributes:
        history: All epochs' figures so far, as Keras keeps them.
        evaluation: The figures of the script's last evaluate().
        seconds: Time spent in fit(), pauses not counted.
        stopped: Whether a Stop has ended a fit() before its time.
        restored: The epoch whose weights were taken because of a Stop; None for the last.
        output_layers: The layers that give the answers of the model last fitted.
    """

    def __init__(
        self,
        send: Callable[[Event], None],
        control: Control,
        epochs: int,
        predicted: Sequence[Predicted] = (),
        checkpoints: Checkpoints | None = None,
    ) -> None:
        self.history: dict[str, list[float | None]] = {}
        self.evaluation: Logs = {}
        self.seconds = 0.0
        self.stopped = False
        self.restored: int | None = None
        self.output_layers: tuple[str, ...] = ()
        self._send = send
        self._control = control
        self._epochs = epochs
        self._predicted = predicted
        self._checkpoints = checkpoints
        self._callback: Any = None
        self._lock = threading.Lock()
        self._began = 0.0
        self._next_batch_event = 0.0
        self._epochs_done = 0
        self._steps_done = 0
        self._batch = 0
        self._untold: list[tuple[int, Mapping[str, object]]] = []
        self._as_stopped: list[tuple[Any, bool]] = []

    @contextmanager
    def following(self) -> Iterator[None]:
        """Follow all that is fitted and evaluated inside the ``with``; files are saved whole."""
        with ExitStack() as stack:
            for name, replacement in (
                ("compile", self._compile),
                ("fit", self._fit),
                ("evaluate", self._evaluate),
                ("save", save_whole),
                ("save_weights", save_whole),
            ):
                stack.enter_context(replaced(name, replacement))
            yield

    def _fit(self, fit: Callable[..., Any], model: Any, *args: Any, **kwargs: Any) -> Any:
        self._control.leave_if_unwanted()
        if self.stopped:  # before its time: what was to follow is not wanted either
            for layer, trainable in self._as_stopped:
                layer.trainable = trainable
            return keras.callbacks.History()
        self.output_layers = _output_layers(model)
        self._compare(model)
        if states := adapted_states(model):
            self._send(Adapted(states))
        given = inspect.signature(fit).bind(model, *args, **kwargs)
        callbacks = keras.tree.flatten(given.arguments.get("callbacks") or [])
        given.arguments["callbacks"] = [*callbacks, self.new_callback()]
        result = fit(*given.args, **given.kwargs)
        self.seconds = self._elapsed()
        if self.stopped:
            self._as_stopped = list(_trainable_flags(model))
        if self._checkpoints is not None:
            self._checkpoints.fit_ended(model)
            if self._control.wants_best:
                self.restored = self._checkpoints.restore_best(model)
        for name, values in plain_history(result.history).items():
            self.history.setdefault(name, []).extend(values)
        return result

    def _compile(self, compiled: Callable[..., Any], model: Any, *args: Any, **kwargs: Any) -> None:
        """Compile a model; after a Stop it stays as it was fitted, its optimizer's state too."""
        if not self.stopped:
            compiled(model, *args, **kwargs)

    def _compare(self, model: Any) -> None:
        """Compare the model that is fitted first with what NetBuilder had said of it."""
        predicted, self._predicted = self._predicted, ()
        try:
            difference = compare(model, predicted)
        except Exception:  # a mistake of ours as well, and no reason not to train
            traceback.print_exc()
            return
        if difference is not None:
            self._send(difference)

    def _evaluate(self, evaluate: Callable[..., Any], model: Any, *args: Any, **kwargs: Any) -> Any:
        self._control.leave_if_unwanted()
        result = evaluate(model, *args, **kwargs)
        if not isinstance(kwargs.get("callbacks"), keras.callbacks.CallbackList):  # not fit()'s own
            logs = result if isinstance(result, dict) else model.get_metrics_result()
            self.evaluation = plain_logs(logs)
        return result

    def new_callback(self) -> Any:
        """Return the keras.callbacks.Callback that follows one fit()."""
        self._callback = keras.callbacks.LambdaCallback(
            on_train_begin=self._on_train_begin,
            on_train_batch_begin=self._on_batch_begin,
            on_train_batch_end=self._on_batch_end,
            on_epoch_end=self._on_epoch_end,
            on_test_batch_begin=self._on_test_batch_begin,
            # Lets Keras hand over figures in a thread of its own, as it does without us:
            # waiting for each batch's would slow the training down.
            async_safe=True,
        )
        return self._callback

    def _on_train_begin(self, logs: object = None) -> None:
        del logs
        first = self._epochs_done == 0
        self._began = time.monotonic() - self.seconds
        if first:
            self._send(Started(self._epochs, self._callback.params.get("steps")))
        else:
            self._send(NextPhase(self._epochs_done, self._steps_done))

    def _on_batch_begin(self, batch: int, logs: object) -> None:
        del logs
        self._began += self._control.hold(lambda: self._send(Paused()))
        rate = self._control.take_rate()
        if rate is not None:
            self._set_rate(rate, self._steps_done + batch)
        if self._control.stopped:
            self._control.leave_if_unwanted()
            self.stopped = True
            self._callback.model.stop_training = True

    def _on_test_batch_begin(self, batch: int, logs: object) -> None:
        del batch, logs
        self._control.leave_if_unwanted()

    def _set_rate(self, rate: float, step: int) -> None:
        """Give the optimizer another learning rate; a schedule keeps its own."""
        message = ""
        try:
            self._callback.model.optimizer.learning_rate = rate
        except (TypeError, AttributeError):
            message = tr("The learning rate follows a schedule, so it cannot be set by hand.")
        self._send(Rate(self._epochs_done + 1, step, rate, message))

    def _on_batch_end(self, batch: int, logs: Mapping[str, object]) -> None:
        with self._lock:
            self._untold.append((batch, logs))
            if batch < self._batch:  # overtaken by a later one in Keras's threads
                return
            self._batch = batch + 1
            now = time.monotonic()
            if now >= self._next_batch_event:
                self._next_batch_event = now + BATCH_INTERVAL
                self._tell_batches(plain_logs(logs))

    def _tell_batches(self, newest: Logs) -> None:
        """Send the figures of all batches that are not told yet."""
        untold, self._untold = self._untold, []
        before = self._steps_done + 1
        self._send(
            Batch(
                epoch=self._epochs_done + 1,
                batch=self._batch,
                step=self._steps_done + self._batch,
                logs=newest,
                seconds=self._elapsed(),
                steps=[before + batch for batch, _ in untold],
                figures=as_columns([logs for _, logs in untold]),
            )
        )

    def _on_epoch_end(self, epoch: int, logs: Mapping[str, object]) -> None:
        del epoch  # counts from 0 again in a second fit()
        if self._untold:
            self._tell_batches(plain_logs(self._untold[-1][1]))
        self._epochs_done += 1
        self._steps_done += self._batch
        self._batch = 0
        self._send(
            Epoch(
                epoch=self._epochs_done,
                step=self._steps_done,
                logs=plain_logs(logs),
                seconds=self._elapsed(),
            )
        )
        if self._checkpoints is not None:
            self._checkpoints.epoch_ended(self._callback.model, self._epochs_done, plain_logs(logs))

    def _elapsed(self) -> float:
        return time.monotonic() - self._began


def _trainable_flags(model: Any) -> Iterator[tuple[Any, bool]]:
    """Yield the layers of a model and of those inside it, and whether each learns."""
    for layer in model.layers:
        yield layer, layer.trainable
        if isinstance(layer, keras.Model):
            yield from _trainable_flags(layer)


def _output_layers(model: Any) -> tuple[str, ...]:
    """Return the names of the layers that give a model's answers; none of a class of its own."""
    if isinstance(model, keras.Sequential):
        return tuple(layer.name for layer in model.layers[-1:])
    return tuple(getattr(model, "output_names", None) or ())
