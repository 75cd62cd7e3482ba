"""Gives a network that we built ourselves the weights of a file, by layer name and shape.

Keras never reads the file itself: a process that may be killed copies the arrays out of it
(:mod:`.weights_reading`), and what Keras then loads is a file that Keras has just written.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias
from zipfile import ZipFile

import h5py
import keras
import numpy as np

from netbuilder.i18n import tr
from netbuilder.project.weights import digest_of
from netbuilder.training.commands import WriteWeights
from netbuilder.training.launch import NO_WEIGHTS, weights_command
from netbuilder.training.replies import WeightsWritten
from netbuilder.training.weights import START_WEIGHTS, Fitted, LeftOut, StartWeights
from netbuilder.worker.equivalence import Array, layers_in
from netbuilder.worker.reasons import reason_of
from netbuilder.worker.weights_reading import INDEX, MOST_SECONDS

Layers: TypeAlias = Sequence[tuple[str, Any]]
"""Layers of a model by their ways: ``encoder/dense``."""

_CHANCE = "seed_generator"  # what a layer draws random numbers from; no weight


@dataclass(frozen=True, slots=True)
class _Stored:
    """All weights in a file.

    Attributes:
        listed: Whether it lists the weights of each layer, submodels as wholes, as Keras 2 did.
        layers: The arrays of each layer by their part, see :class:`.weights_reading.Part`.
    """

    listed: bool
    layers: Mapping[str, Mapping[str, Array]]

    def of(self, layer: str) -> Mapping[str, Array]:
        """Return the arrays of a layer, none if it is not there; no states of random numbers."""
        found = self.layers.get(layer, {})
        return {part: array for part, array in found.items() if _CHANCE not in part}


class WeightsError(Exception):
    """The weights of a file cannot be taken; the message is one plain sentence."""


def run_writing(command: WriteWeights, send: Callable[[WeightsWritten], None]) -> None:
    """Write the weights that ``command`` asks for, and say what came of it."""
    keras.utils.clear_session()
    try:
        found = write_start(command.code, command.weights, Path(command.target))
        answer = WeightsWritten(command.request, found)
    except WeightsError as error:
        answer = WeightsWritten(command.request, message=str(error))
    except Exception as error:  # whatever Keras says of generated code is shown, not fatal
        message = tr("The weights cannot be written: {reason}", reason=reason_of(error))
        answer = WeightsWritten(command.request, message=message, details=traceback.format_exc())
    send(answer)
    keras.utils.clear_session()


def write_start(code: str, weights: StartWeights, target: Path) -> Fitted:
    """Write the file of first weights that a script loads.

    Layers for which there are none get those that the script itself would begin with.

    Args:
        code: The script.
        weights: What they are taken from.
        target: The file to write, ``*.weights.h5``.

    Raises:
        WeightsError: there are no weights to be had.
    """
    source = Path(weights.path)
    stored = _stored(source, weights.digest)
    model = _built(code)
    if stored.listed:
        layers = [(layer.name, layer) for layer in model.layers if layer.weights]
        left = list(_assigned(layers, stored))
        model.save_weights(target)
    else:
        layers = [(way, layer) for way, layer in layers_in(model) if _is_single(layer)]
        model.save_weights(target)
        left = list(_filled(layers, stored, target))
    return Fitted(source.name, len(layers) - len(left), left)


def write_start_beside(script: Path, weights: StartWeights) -> Fitted:
    """Write the first weights of a script that is about to run in its own folder.

    Raises:
        WeightsError: there are no weights to be had.
    """
    code = script.read_text(encoding="utf-8")
    return write_start(code, weights, script.parent / START_WEIGHTS)


def _built(code: str) -> Any:
    """Return a script's model with the very weights that it would have there."""
    keras.utils.clear_session()
    names: dict[str, Any] = {"__name__": "netbuilder_start"}
    exec(compile(code, "<start>", "exec"), names)
    keras.utils.set_random_seed(names["SEED"])
    return names["build_model"]()


def _stored(source: Path, digest: str) -> _Stored:
    """Return all weights in a file.

    Raises:
        WeightsError: it cannot be read, has changed, or holds none.
    """
    try:
        if digest_of(source) != digest:
            raise WeightsError(
                tr("{file} has changed since it was chosen; choose it again.", file=source.name)
            )
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WeightsError(
            tr("{file} cannot be read: {reason}.", file=source.name, reason=reason)
        ) from None
    with tempfile.TemporaryDirectory(prefix="netbuilder-") as folder:
        copied = Path(folder) / "weights.zip"
        _copy(source, copied)
        return _arrays(copied)


def _copy(source: Path, target: Path) -> None:
    """Have another process copy the arrays in a file."""
    command = weights_command(source, target)
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise WeightsError(
            tr("Reading {file} takes too long; it is probably damaged.", file=source.name)
        ) from None
    if done.returncode == NO_WEIGHTS:
        raise WeightsError(tr("{file} holds no weights that can be read.", file=source.name))
    if done.returncode:
        raise WeightsError(tr("{file} is no readable file of weights.", file=source.name))


def _arrays(path: Path) -> _Stored:
    found: dict[str, dict[str, Array]] = {}
    with ZipFile(path) as archive:
        index = json.loads(archive.read(INDEX))
        for number, (layer, part) in enumerate(index["parts"]):
            with archive.open(f"{number}.npy") as file:
                array = np.lib.format.read_array(file, allow_pickle=False)
            found.setdefault(layer, {})[part] = array
    return _Stored(index["listed"], found)


def _assigned(layers: Layers, stored: _Stored) -> Iterator[LeftOut]:
    """Give each layer its list of arrays; yield those for which none fit."""
    for name, layer in layers:
        variables = layer.trainable_weights + layer.non_trainable_weights
        arrays = list(stored.of(name).values())
        if _shapes(variables) == _shapes(arrays):
            for variable, array in zip(variables, arrays, strict=True):
                variable.assign(array)
        else:
            yield LeftOut(name, _shapes(variables), _shapes(arrays))


def _filled(layers: Layers, stored: _Stored, target: Path) -> Iterator[LeftOut]:
    """Overwrite in a file of a model's weights what fits; yield the layers without."""
    with h5py.File(target, "r+") as file:
        groups: dict[str, Any] = {}
        _collect(file, "", groups)
        for way, _ in layers:
            here, there = dict(_weights_in(groups[way], "")), stored.of(way)
            if {p: a.shape for p, a in here.items()} == {p: a.shape for p, a in there.items()}:
                for part, dataset in here.items():
                    dataset[...] = _as_stored(there[part], dataset)
            else:
                yield LeftOut(way, _shapes(here.values()), _shapes(there.values()))


def _is_single(layer: Any) -> bool:
    """Tell whether a layer has weights of its own, and not only layers that have some."""
    return not isinstance(layer, keras.Model) and bool(layer.weights)


def _collect(group: Any, before: str, found: dict[str, Any]) -> None:
    """Note the group of every layer by its way, by the names that Keras writes beside weights."""
    for child, held in group.items():
        if child == "vars" or not isinstance(held, h5py.Group):
            continue
        name = held["vars"].attrs.get("name") if "vars" in held else None
        way = before if name is None else f"{before}{name}"
        if name is not None:
            found.setdefault(way, held)
        _collect(held, before if name is None else f"{way}/", found)


def _weights_in(group: Any, before: str) -> Iterator[tuple[str, Any]]:
    """Yield the arrays of a layer but for the state of its random numbers."""
    for name, held in group.items():
        if isinstance(held, h5py.Dataset):
            yield before + name, held
        elif _CHANCE not in name:
            yield from _weights_in(held, f"{before}{name}/")


def _as_stored(array: Array, dataset: Any) -> Array:
    """Return an array in the number format of a dataset."""
    if dataset.attrs.get("dtype") == "bfloat16":
        half = np.asarray(keras.ops.cast(array, "bfloat16"))
        return half.view(dataset.dtype)
    return array.astype(dataset.dtype)


def _shapes(arrays: Iterable[Any]) -> list[list[int]]:
    return [list(array.shape) for array in arrays]
