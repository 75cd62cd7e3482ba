"""What reporting adds to a training step: ``python -m tests.benchmarks.bench_reporting``.

A small MLP, whose steps are as short as steps get, and the MNIST CNN are fitted with and
without the worker's reporter and its checkpoints by turns in one process. Training times
vary by far more than 2 % on a shared computer, so the reporter's own work is timed too, and
that figure is judged.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import keras
import numpy as np

from netbuilder.training.events import Event
from netbuilder.training.protocol import encode
from netbuilder.worker.checkpoints import Checkpoints
from netbuilder.worker.control import Control
from netbuilder.worker.reporter import BATCH_INTERVAL, Reporter

ROUNDS = 20
STEPS = 500
BATCH = 32
IMAGES = 4_000
CALLS = 100_000
ALLOWED = 0.02
LOGS = {"accuracy": 0.5, "loss": 0.25}


def send(event: Event) -> None:
    """Do what the worker does with an event, but for the writing."""
    encode(event)


def fit() -> Callable[[], float]:
    """Return a function that fits a small MLP for an epoch and returns seconds a step."""
    keras.utils.set_random_seed(1)
    rng = np.random.default_rng(1)
    x = rng.random((BATCH * STEPS, 20)).astype("float32")
    y = rng.integers(0, 3, BATCH * STEPS)
    hidden = keras.layers.Dense(32, activation="relu")
    answer = keras.layers.Dense(3, activation="softmax")
    model: Any = keras.Sequential([keras.Input((20,)), hidden, answer])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])

    def seconds_a_step() -> float:
        began = time.perf_counter()
        model.fit(x, y, batch_size=BATCH, verbose=0)
        return (time.perf_counter() - began) / STEPS

    return seconds_a_step


def cnn() -> Callable[[], float]:
    """Return a function that fits the MNIST CNN for an epoch and returns its seconds."""
    keras.utils.set_random_seed(1)
    rng = np.random.default_rng(1)
    x = rng.random((IMAGES, 28, 28, 1)).astype("float32")
    y = rng.integers(0, 10, IMAGES)
    layers = keras.layers
    model: Any = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.25),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])

    def seconds_an_epoch() -> float:
        began = time.perf_counter()
        model.fit(x, y, batch_size=BATCH, verbose=0)
        return time.perf_counter() - began

    return seconds_an_epoch


def paired(plain: Callable[[], float], folder: Path) -> tuple[float, float]:
    """Return the median time without reporting, and the median ratio of pairs of fits."""
    # As in a long training: the checkpoints' share of the time is counted from the start.
    checkpoints = Checkpoints(folder, 0.01)

    def reported() -> float:
        with Reporter(send, Control(), 1, checkpoints=Without(checkpoints)).following():
            return plain()

    plain(), reported()  # what is compiled is compiled by now
    pairs = []
    for number in range(ROUNDS):
        if number % 2:
            pairs.append((plain(), reported()))
        else:
            pairs.append((reported(), plain())[::-1])
    ratio = statistics.median(second / first for first, second in pairs)
    return statistics.median(first for first, _ in pairs), ratio


class Without(Checkpoints):
    """Checkpoints of a training whose every epoch is a fit() here, so without their end."""

    def __init__(self, checkpoints: Checkpoints) -> None:
        self._checkpoints = checkpoints

    def epoch_ended(self, model: Any, epoch: int, logs: Mapping[str, float | None]) -> None:
        """Do what is done after an epoch."""
        self._checkpoints.epoch_ended(model, epoch, logs)

    def fit_ended(self, model: Any) -> None:
        """Do nothing: the training goes on."""


def seconds_of_reporting(step: float) -> float:
    """Return what the reporter's own code takes a step, events included.

    Args:
        step: Seconds a step, which says how many steps share one event.
    """
    callback = Reporter(send, Control(), 1).new_callback()
    callback.set_params({"steps": CALLS})
    callback.on_train_begin()
    began = time.perf_counter()
    for batch in range(CALLS):
        callback.on_train_batch_begin(batch, logs=None)
        callback.on_train_batch_end(batch, logs=LOGS)
    handlers = (time.perf_counter() - began) / CALLS
    began = time.perf_counter()
    for epoch in range(1000):
        callback.on_epoch_end(epoch, LOGS)
    event = (time.perf_counter() - began) / 1000
    return handlers + event * step / BATCH_INTERVAL


def main() -> int:
    """Print the figures; return 1 if reporting costs more than it may."""
    with tempfile.TemporaryDirectory(prefix="netbuilder-bench-") as folder:
        step, whole = paired(fit(), Path(folder))
        epoch, of_epoch = paired(cnn(), Path(folder))
    own = seconds_of_reporting(step)
    sys.stdout.write(
        f"a step without reporting  {step * 1e6:9.1f} us\n"
        f"reporting's own work      {own * 1e6:9.1f} us, {own / step:.2%} (allowed {ALLOWED:.0%})\n"
        f"fits with and without     {whole:9.3f} x in the median of {ROUNDS} pairs\n"
        f"MNIST CNN, an epoch       {epoch:9.2f} s, with reporting {of_epoch:.3f} x\n"
    )
    return 0 if own <= ALLOWED * step else 1


if __name__ == "__main__":
    sys.exit(main())
