"""Keeps the newest and the best state of a model in files, each whole at every moment."""

from __future__ import annotations

import inspect
import os
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from netbuilder.runs.checkpoints import BEST, FOLDER, LAST, checkpoint_name, checkpoints

_GUESS = 0.1  # seconds that the first checkpoint may take
_ONE_FILE = {".keras", ".h5"}


class Checkpoints:
    """Writes checkpoints of one training, as often as it may.

    Args:
        folder: The run's.
        share: The most of the training's time that writing may take, 0 to 1.
        clock: Gives seconds.
    """

    def __init__(
        self, folder: Path, share: float, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._folder = folder / FOLDER
        self._share = share
        self._clock = clock
        self._began = clock()
        self._spent = 0.0
        self._dearest = _GUESS
        self._best_value = float("inf")
        self._best: tuple[int, Sequence[np.ndarray[Any, Any]]] | None = None
        self._works = True

    def epoch_ended(self, model: Any, epoch: int, logs: Mapping[str, float | None]) -> None:
        """Look at a model after an epoch; write it if there is time for that.

        Args:
            model: The keras.Model.
            epoch: How many epochs have ended.
            logs: The figures of the last one; the best epoch is that with the lowest
                ``val_loss``, or without validation the lowest ``loss``.
        """
        value = logs.get("val_loss", logs.get("loss"))
        if value is not None and value < self._best_value:
            self._best_value = value
            self._best = (epoch, [np.array(weight) for weight in model.weights])
        elapsed = self._clock() - self._began
        if self._spent + self._dearest <= self._share * elapsed:
            self._write(LAST, epoch, model)
            self._write_best(model)

    def fit_ended(self, model: Any) -> None:
        """Write the best state, whatever it takes; the script itself keeps the last one."""
        self._write_best(model)

    def restore_best(self, model: Any) -> int | None:
        """Give a model the weights of the best epoch, and return which that was, if any."""
        if self._best is None:
            return None
        epoch, weights = self._best
        _assign(model, weights)
        return epoch

    def _write_best(self, model: Any) -> None:
        """Write the best state, without a change to the model, if it is not there already."""
        if self._best is None:
            return
        epoch, weights = self._best
        if (self._folder / checkpoint_name(BEST, epoch)).is_file():
            return
        now = [np.array(weight) for weight in model.weights]
        _assign(model, weights)
        try:
            self._write(BEST, epoch, model)
        finally:
            _assign(model, now)

    def _write(self, kind: str, epoch: int, model: Any) -> None:
        """Write a file under another name, rename it, and delete those that it replaces."""
        if not self._works:
            return
        began = self._clock()
        older = [found.path for found in checkpoints(self._folder.parent) if found.kind == kind]
        target = self._folder / checkpoint_name(kind, epoch)
        try:
            self._folder.mkdir(exist_ok=True)
            model.save(target)  # whole or not at all: the reporter sees to that
            for path in older:
                if path != target:
                    path.unlink(missing_ok=True)
        except Exception:  # a model that cannot be saved is trained all the same
            self._works = False
            traceback.print_exc()
        took = self._clock() - began
        self._spent += took
        self._dearest = took if self._dearest == _GUESS else max(self._dearest, took)


def save_whole(save: Callable[..., Any], model: Any, *args: Any, **kwargs: Any) -> Any:
    """Do what ``Model.save`` or ``Model.save_weights`` does, but leave no torn file.

    The file is written beside its place and then renamed, so that a worker that is killed
    leaves the old one or the new one.
    """
    given = inspect.signature(save).bind(model, *args, **kwargs)
    target = Path(given.arguments["filepath"])
    if target.suffix not in _ONE_FILE or target.is_dir():
        return save(model, *args, **kwargs)
    beside = target.with_name(f".{os.getpid()}-{target.name}")
    try:
        given.arguments["filepath"] = beside
        result = save(*given.args, **given.kwargs)
        if beside.is_file():
            beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return result


def _assign(model: Any, values: Sequence[np.ndarray[Any, Any]]) -> None:
    for weight, value in zip(model.weights, values, strict=True):
        weight.assign(value)
