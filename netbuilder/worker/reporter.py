"""Tells the app how a training goes, without a word in the script that is trained."""

from __future__ import annotations

import inspect
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any

import keras

from netbuilder.training.protocol import Batch, Epoch, Event, Logs, Paused, Predicted, Started
from netbuilder.worker.comparing import compare
from netbuilder.worker.control import Control
from netbuilder.worker.figures import plain_history, plain_logs

BATCH_INTERVAL = 0.1
"""Seconds between two Batch events at least."""


class Reporter:
    """Follows every fit() of one script, several in a row as one training.

    Attributes:
        history: All epochs' figures so far, as Keras keeps them.
        evaluation: The figures of the script's last evaluate().
        seconds: Time spent in fit(), pauses not counted.
        output_layers: The layers that give the answers of the model last fitted.
    """

    def __init__(
        self,
        send: Callable[[Event], None],
        control: Control,
        epochs: int,
        predicted: Sequence[Predicted] = (),
    ) -> None:
        self.history: dict[str, list[float | None]] = {}
        self.evaluation: Logs = {}
        self.seconds = 0.0
        self.output_layers: tuple[str, ...] = ()
        self._send = send
        self._control = control
        self._epochs = epochs
        self._predicted = predicted
        self._callback: Any = None
        self._lock = threading.Lock()
        self._began = 0.0
        self._next_batch_event = 0.0
        self._epochs_done = 0
        self._steps_done = 0
        self._batch = 0

    @contextmanager
    def following(self) -> Iterator[None]:
        """Follow all that is fitted and evaluated inside the ``with``."""
        with _replaced("fit", self._fit), _replaced("evaluate", self._evaluate):
            yield

    def _fit(self, fit: Callable[..., Any], model: Any, *args: Any, **kwargs: Any) -> Any:
        self.output_layers = _output_layers(model)
        self._compare(model)
        given = inspect.signature(fit).bind(model, *args, **kwargs)
        callbacks = keras.tree.flatten(given.arguments.get("callbacks") or [])
        given.arguments["callbacks"] = [*callbacks, self.new_callback()]
        result = fit(*given.args, **given.kwargs)
        self.seconds = self._elapsed()
        for name, values in plain_history(result.history).items():
            self.history.setdefault(name, []).extend(values)
        return result

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

    def _on_batch_begin(self, batch: int, logs: object) -> None:
        del batch, logs
        self._began += self._control.hold(lambda: self._send(Paused()))
        if self._control.stopped:
            self._callback.model.stop_training = True

    def _on_batch_end(self, batch: int, logs: Mapping[str, object]) -> None:
        with self._lock:
            if batch < self._batch:  # overtaken by a later one in Keras's threads
                return
            self._batch = batch + 1
            now = time.monotonic()
            if now < self._next_batch_event:
                return
            self._next_batch_event = now + BATCH_INTERVAL
            self._send(
                Batch(
                    epoch=self._epochs_done + 1,
                    batch=self._batch,
                    step=self._steps_done + self._batch,
                    logs=plain_logs(logs),
                    seconds=self._elapsed(),
                )
            )

    def _on_epoch_end(self, epoch: int, logs: Mapping[str, object]) -> None:
        del epoch  # counts from 0 again in a second fit()
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

    def _elapsed(self) -> float:
        return time.monotonic() - self._began


def _output_layers(model: Any) -> tuple[str, ...]:
    """Return the names of the layers that give a model's answers; none of a class of its own."""
    if isinstance(model, keras.Sequential):
        return tuple(layer.name for layer in model.layers[-1:])
    return tuple(getattr(model, "output_names", None) or ())


@contextmanager
def _replaced(name: str, replacement: Callable[..., Any]) -> Iterator[None]:
    """Let ``keras.Model.<name>`` go through ``replacement``, which is given the original first."""
    original = getattr(keras.Model, name)

    @wraps(original)
    def method(model: Any, *args: Any, **kwargs: Any) -> Any:
        return replacement(original, model, *args, **kwargs)

    setattr(keras.Model, name, method)
    try:
        yield
    finally:
        # Keras defines both in a base class of Model's.
        delattr(keras.Model, name)
