"""Says in plain words why a worker is gone."""

from __future__ import annotations

from netbuilder.i18n import tr
from netbuilder.training.events import Failed

KILLED = -9


def worker_gone(exit_code: int | None, memory: int, batch_size: int, log: str) -> Failed:
    """Return what probably ended a worker in the midst of a training.

    Args:
        exit_code: As :mod:`subprocess` gives it, below 0 for a signal; None if the worker
            still ran but gave no sign of life.
        memory: Its resident memory in bytes, when last heard of.
        batch_size: Samples a step.
        log: The end of what it wrote to standard error.
    """
    if exit_code is None:
        message = tr("The training gives no sign of life.")
        why = tr("The computer may have run out of memory or be very busy.")
    elif exit_code == KILLED:
        message = tr("The training was ended from outside, probably because it ran out of memory.")
        why = tr(
            "It last used {memory} GB with batches of {batch_size}; smaller batches need less.",
            memory=f"{memory / 1e9:.1f}",
            batch_size=batch_size,
        )
    else:
        message = tr("The training ended unexpectedly (exit code {code}).", code=exit_code)
        why = tr("TensorFlow itself has crashed; the log tells more.")
    return Failed(message, why, details=log)
