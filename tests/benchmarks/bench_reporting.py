"""What reporting adds to a training step: ``python -m tests.benchmarks.bench_reporting``.

A small MLP, whose steps are as short as steps get, is fitted with and without the
worker's reporter by turns in one process. Training times vary by far more than 2 % on a
shared computer, so the reporter's own work is timed too, and that figure is judged.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import keras
import numpy as np

from netbuilder.training.protocol import Event, encode
from netbuilder.worker.control import Control
from netbuilder.worker.reporter import BATCH_INTERVAL, Reporter

ROUNDS = 20
STEPS = 500
BATCH = 32
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
    plain = fit()

    def reported() -> float:
        with Reporter(send, Control(), 1).following():
            return plain()

    plain(), reported()  # what is compiled is compiled by now
    pairs = []
    for number in range(ROUNDS):
        if number % 2:
            pairs.append((plain(), reported()))
        else:
            pairs.append((reported(), plain())[::-1])
    step = statistics.median(first for first, _ in pairs)
    whole = statistics.median(second / first for first, second in pairs) - 1
    own = seconds_of_reporting(step)
    sys.stdout.write(
        f"a step without reporting  {step * 1e6:9.1f} us\n"
        f"reporting's own work      {own * 1e6:9.1f} us, {own / step:.2%} (allowed {ALLOWED:.0%})\n"
        f"fits with and without     {whole:+9.1%} in the median of {ROUNDS} pairs\n"
    )
    return 0 if own <= ALLOWED * step else 1


if __name__ == "__main__":
    sys.exit(main())
