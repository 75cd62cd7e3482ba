"""What reporting adds to a training step: ``python -m tests.benchmarks.bench_reporting``.

A small MLP, whose steps are as short as steps get, and the MNIST CNN are fitted with and
without the worker's reporter and its checkpoints by turns in one process. Training times
vary by far more than 2 % on a shared computer, which pairs of plain fits show beside them;
processor times vary less. The reporter's own work is timed too, and that figure is judged.
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import keras
import numpy as np

from netbuilder.training.events import Event
from netbuilder.training.protocol import encode
from netbuilder.worker.checkpoints import Checkpoints
from netbuilder.worker.control import Control
from netbuilder.worker.reporter import BATCH_INTERVAL, Reporter

ROUNDS = 60
STEPS = 500
BATCH = 32
IMAGES = 4_000
CALLS = 100_000
ALLOWED = 0.02
LOGS = {"accuracy": 0.5, "loss": 0.25}


def send(event: Event) -> None:
    """Do what the worker does with an event, but for the writing."""
    encode(event)


@dataclass(frozen=True)
class Spent:
    """What one fit took.

    Attributes:
        seconds: Of the clock.
        cpu: Seconds of all the process's threads.
    """

    seconds: float
    cpu: float


@dataclass(frozen=True)
class Pairs:
    """What fitting by turns showed.

    Attributes:
        seconds: Of the plain fits, the median.
        ratio: The second way's time against the first's, median of the pairs.
        cpu: The same of processor time.
    """

    seconds: float
    ratio: float
    cpu: float


def timed(model: Any, x: Any, y: Any) -> Spent:
    """Fit a model for one epoch as an exported script does, and say what that took."""
    began, began_cpu = time.perf_counter(), time.process_time()
    with redirect_stdout(io.StringIO()):
        model.fit(x, y, batch_size=BATCH, verbose=2)
    return Spent(time.perf_counter() - began, time.process_time() - began_cpu)


def mlp() -> Callable[[], Spent]:
    """Return a function that fits a small MLP for an epoch of STEPS steps."""
    keras.utils.set_random_seed(1)
    rng = np.random.default_rng(1)
    x = rng.random((BATCH * STEPS, 20)).astype("float32")
    y = rng.integers(0, 3, BATCH * STEPS)
    hidden = keras.layers.Dense(32, activation="relu")
    answer = keras.layers.Dense(3, activation="softmax")
    model: Any = keras.Sequential([keras.Input((20,)), hidden, answer])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return partial(timed, model, x, y)


def cnn() -> Callable[[], Spent]:
    """Return a function that fits the MNIST CNN for an epoch."""
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
    return partial(timed, model, x, y)


def reported(plain: Callable[[], Spent], folder: Path) -> Callable[[], Spent]:
    """Return a function that fits as another does, followed as the worker follows a script."""
    # As in a long training: the checkpoints' share of the time is counted from the start.
    checkpoints = Without(Checkpoints(folder, 0.01))

    def fit() -> Spent:
        with Reporter(send, Control(), 1, checkpoints=checkpoints).following():
            return plain()

    return fit


def paired(first: Callable[[], Spent], second: Callable[[], Spent]) -> Pairs:
    """Fit in two ways by turns, ROUNDS times, and compare them."""
    first(), second()  # what is compiled is compiled by now
    pairs = []
    for number in range(ROUNDS):
        if number % 2:
            pairs.append((first(), second()))
        else:
            pairs.append((second(), first())[::-1])
    return Pairs(
        statistics.median(one.seconds for one, _ in pairs),
        statistics.median(other.seconds / one.seconds for one, other in pairs),
        statistics.median(other.cpu / one.cpu for one, other in pairs),
    )


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


def compared(words: str, plain: Callable[[], Spent], folder: Path) -> float:
    """Print what reporting adds to an epoch of a model; return seconds of a plain one."""
    followed = paired(plain, reported(plain, folder))
    noise = paired(plain, plain)
    sys.stdout.write(
        f"{words:10s} {followed.seconds:.2f} s an epoch, median of {ROUNDS} pairs\n"
        f"  with reporting       {followed.ratio:.3f} x, processor {followed.cpu:.3f} x\n"
        f"  plain against plain  {noise.ratio:.3f} x, processor {noise.cpu:.3f} x\n"
    )
    return followed.seconds


def main() -> int:
    """Print the figures; return 1 if reporting costs more than it may."""
    with tempfile.TemporaryDirectory(prefix="netbuilder-bench-") as name:
        folder = Path(name)
        step = compared("MLP", mlp(), folder) / STEPS
        compared("MNIST CNN", cnn(), folder)
    own = seconds_of_reporting(step)
    sys.stdout.write(
        f"a step of the MLP       {step * 1e6:9.1f} us\n"
        f"reporting's own work    {own * 1e6:9.1f} us, {own / step:.2%} (allowed {ALLOWED:.0%})\n"
    )
    return 0 if own <= ALLOWED * step else 1


if __name__ == "__main__":
    sys.exit(main())
