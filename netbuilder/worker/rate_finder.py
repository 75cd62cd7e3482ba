"""Searches for a learning rate: trains with a rising one, batch after batch, and looks on."""

from __future__ import annotations

import inspect
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras

from netbuilder.i18n import tr
from netbuilder.training.commands import FindRate
from netbuilder.training.events import Event
from netbuilder.training.rates import has_diverged, rates_between, suggested_rate
from netbuilder.training.replies import Tried, Trying
from netbuilder.worker.control import Control
from netbuilder.worker.figures import plain_logs
from netbuilder.worker.reasons import reason_of
from netbuilder.worker.scripts import ReachedError, run_with
from netbuilder.worker.weights import write_start_beside

_INTERVAL = 0.2  # seconds between two Trying events
_MANY_EPOCHS = 1_000_000
_NOT_NEEDED = ("callbacks", "validation_split", "validation_data", "initial_epoch")


def run_search(command: FindRate, control: Control, send: Callable[[Event], None]) -> None:
    """Run the script of ``command`` up to its training and search there.

    Nothing is left of it: the model goes with the session.

    Args:
        command: What to run.
        control: Ends the search early.
        send: Takes the events; the last one is Tried.
    """
    search = _Search(command, control, send)
    keras.utils.clear_session()
    script = Path(command.script)
    try:
        if command.weights is not None:
            write_start_beside(script, command.weights)
        run_with(script, {"fit": search.fit})
        send(search.answer())
    except (Exception, SystemExit) as error:
        message = tr("The search could not be made: {reason}", reason=reason_of(error))
        send(Tried(command.request, message=message, details=traceback.format_exc()))
    keras.utils.clear_session()


class _Search:
    """Takes the place of the script's fit()."""

    def __init__(self, command: FindRate, control: Control, send: Callable[[Event], None]) -> None:
        self._command = command
        self._control = control
        self._send = send
        self._rates = rates_between(command.low, command.high, command.steps)
        self._losses: list[float] = []
        self._next_event = 0.0
        self._model: Any = None

    def fit(self, fit: Callable[..., Any], model: Any, *args: Any, **kwargs: Any) -> None:
        """Train with rising rates on the batches that the script would train on.

        Raises:
            ReachedError: always, for what follows in the script is not wanted.
        """
        given = inspect.signature(fit).bind(model, *args, **kwargs)
        for name in _NOT_NEEDED:
            given.arguments.pop(name, None)
        given.arguments |= {"epochs": _MANY_EPOCHS, "verbose": 0}
        given.arguments["callbacks"] = [
            keras.callbacks.LambdaCallback(
                on_train_batch_begin=self._on_batch_begin, on_train_batch_end=self._on_batch_end
            )
        ]
        self._model = model
        weights = model.get_weights()
        fit(*given.args, **given.kwargs)
        model.set_weights(weights)
        raise ReachedError

    def answer(self) -> Tried:
        """Return what was found."""
        if self._model is None:
            return Tried(self._command.request, message=tr("The script trains nothing."))
        tried = self._rates[: len(self._losses)]
        suggestion = None if self._control.stopped else suggested_rate(tried, self._losses)
        return Tried(
            self._command.request,
            tried,
            _plain(self._losses),
            suggestion,
            cancelled=self._control.stopped,
        )

    def _on_batch_begin(self, batch: int, logs: object) -> None:
        del batch, logs
        self._model.optimizer.learning_rate = self._rates[len(self._losses)]
        self._model.reset_metrics()  # Keras tells the mean since then

    def _on_batch_end(self, batch: int, logs: dict[str, object]) -> None:
        del batch
        loss = plain_logs(logs).get("loss")
        self._losses.append(float("nan") if loss is None else loss)
        ended = len(self._losses) == len(self._rates) or has_diverged(self._losses)
        if ended or self._control.stopped:
            self._model.stop_training = True
        now = time.monotonic()
        if now >= self._next_event:
            self._next_event = now + _INTERVAL
            tried = self._rates[: len(self._losses)]
            self._send(Trying(self._command.request, tried, _plain(self._losses)))


def _plain(losses: list[float]) -> list[float | None]:
    return [plain_logs({"loss": loss})["loss"] for loss in losses]
