"""Shows samples of the data before and after one layer of the network."""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import keras
import numpy as np
import tensorflow as tf

from netbuilder.dataset.errors import DataError
from netbuilder.i18n import tr
from netbuilder.training.commands import ShowSamples
from netbuilder.training.events import Event
from netbuilder.training.replies import Shown
from netbuilder.worker.pictures import draw_sheet
from netbuilder.worker.reasons import reason_of
from netbuilder.worker.scripts import ReachedError, run_with
from netbuilder.worker.weights import write_start_beside

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

_SAMPLES = 10
_DRAWS = 6  # of a layer that does something else each time
_LIKE_BEFORE = 0.2  # of the range before: what keeps that much is drawn in the same range
_SHOWN_VALUES = 12


def run_showing(command: ShowSamples, send: Callable[[Event], None]) -> None:
    """Run the script of ``command`` up to its training, and show what one layer does there."""
    keras.utils.clear_session()
    try:
        model, x = _model_and_inputs(command)
        send(_shown(command, *_before_and_after(model, command.layer, _first(x))))
    except (Exception, SystemExit) as error:
        message = tr("The samples cannot be shown: {reason}", reason=reason_of(error))
        send(Shown(command.request, message=message, details=traceback.format_exc()))
    keras.utils.clear_session()


def _model_and_inputs(command: ShowSamples) -> tuple[Any, Any]:
    """Return the model that the script would train, and what it would be given."""
    given: list[tuple[Any, Any]] = []

    def take(fit: Callable[..., Any], model: Any, *args: Any, **kwargs: Any) -> None:
        given.append((model, inspect.signature(fit).bind(model, *args, **kwargs).arguments["x"]))
        raise ReachedError

    script = Path(command.script)
    if command.weights is not None:
        write_start_beside(script, command.weights)
    run_with(script, {"fit": take})
    if not given:
        raise DataError(tr("The script trains nothing."))
    return given[0]


def _first(x: Any) -> Any:
    """Return the first samples as a tensor, or for several inputs one for each."""
    if isinstance(x, dict):
        return {name: _first(values) for name, values in x.items()}
    if isinstance(x, tf.data.Dataset):
        return next(iter(x.unbatch().batch(_SAMPLES)))[0]
    return tf.convert_to_tensor(x[:_SAMPLES].tolist() if x.dtype == object else x[:_SAMPLES])


def _before_and_after(model: Any, name: str, samples: Any) -> tuple[Array, list[Array]]:
    """Return what goes into a layer, and what comes out: several times if chance is in it."""
    layer = model.get_layer(name)
    ends = keras.Model(model.inputs, [layer.input, layer.output])
    before, after = ends(samples, training=True)
    draws = [np.asarray(after)]
    layer_of = keras.Model(layer.input, layer.output)
    again = np.asarray(layer_of(before, training=True))
    if not _same(again, draws[0]):
        draws.append(again)
        draws += [np.asarray(layer_of(before, training=True)) for _ in range(_DRAWS - 2)]
    return np.asarray(before), draws


def _same(one: Array, other: Array) -> bool:
    return one.shape == other.shape and bool(np.array_equal(one, other))


def _shown(command: ShowSamples, before: Array, draws: list[Array]) -> Shown:
    """Draw pictures, or write down what are none."""
    folder = Path(command.folder)
    if not _is_pictures(before) or not _is_pictures(draws[0]):
        rows = [
            [(_words(a), _words(b)) for a, b in zip(before, after, strict=True)] for after in draws
        ]
        return Shown(command.request, rows=rows)
    low, high = float(before.min()), float(before.max())
    first = folder / "before.png"
    draw_sheet(before, None, _SAMPLES).save(first)
    paths = []
    for number, after in enumerate(draws):
        path = folder / f"after-{number}.png"
        kept = _LIKE_BEFORE * (high - low) <= np.ptp(after) <= (high - low) / _LIKE_BEFORE
        draw_sheet(after, None, _SAMPLES, (low, high) if kept else None).save(path)
        paths.append(str(path))
    return Shown(command.request, before=str(first), after=paths)


def _is_pictures(values: Array) -> bool:
    return values.ndim == 4 and values.shape[3] in (1, 3, 4) and values.dtype.kind in "fiu"


def _words(value: Any) -> str:
    """Return one sample in a line."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    array = np.asarray(value)
    if array.dtype.kind == "O":
        return " ".join(map(_words, array.reshape(-1)[:_SHOWN_VALUES]))
    text = np.array2string(array, precision=3, threshold=_SHOWN_VALUES, suppress_small=True)
    return " ".join(text.split()).replace("[ ", "[")
