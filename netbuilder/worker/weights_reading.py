"""Copies the weights out of a file that Keras has written, as plain arrays by layer.

It runs in a process of its own, with limits, and may be killed: see :mod:`.h5_config`. Links to
other files are not followed, and nothing but numbers is taken.

What it writes is a ZIP archive: ``index.json``, which says ``listed`` and ``parts``, a list of
``[layer, part]``, and for each part its array, ``0.npy``, ``1.npy`` and so on.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from netbuilder.importing.entries import is_network
from netbuilder.importing.files import KERAS_SUFFIX
from netbuilder.importing.spreading import holds_model
from netbuilder.importing.stored import stored_places
from netbuilder.project.weights import MEMBER
from netbuilder.training.launch import MOST_CONFIG_BYTES, NO_WEIGHTS
from netbuilder.worker.limits import limit

INDEX = "index.json"
MOST_SECONDS = 300

_MOST_MEMORY = 8 * 2**30
_MOST_BYTES = 16 * 2**30
_HELD = "layer"  # what Keras calls the layer that a wrapper holds
_DEEPEST = 24  # of groups within groups
_LAYERS = ("layers", "_layer_checkpoint_dependencies")
"""What the group of a model's layers is called; the second by TensorFlow 2.12 and 2.13."""


@dataclass(frozen=True, slots=True)
class Part:
    """One array of a layer.

    Attributes:
        layer: The layer's name; inside a submodel ``model/layer``.
        part: Where it stands within the layer: ``cell/vars/0``; in a file that lists weights
            its number, in the order of trainable weights and then others.
        dataset: The array in the file, an :class:`h5py.Dataset`.
    """

    layer: str
    part: str
    dataset: Any


def main(source: Path, target: Path) -> int:
    """Copy all weights.

    Args:
        source: A .keras or HDF5 file.
        target: The archive to write.

    Returns:
        The exit code: 0 done, 1 unreadable, :data:`NO_WEIGHTS` if there are none in it.
    """
    limit(_MOST_MEMORY, MOST_SECONDS)
    import h5py

    try:
        config, file_with_weights = _unpacked(source, target.with_suffix(".h5"))
        with h5py.File(file_with_weights, "r") as file, ZipFile(target, "w") as archive:
            group = _inside(file, "model_weights") or file
            names = _texts(group, "layer_names")
            found = _listed(group, names) if names else _in_groups(file, config)
            parts = [part for part in found if _is_plain(part.dataset)]
            if sum(part.dataset.nbytes for part in parts) > _MOST_BYTES:
                return 1
            _write(parts, archive, listed=bool(names))
    except KeyError:
        return NO_WEIGHTS
    except Exception:  # whatever h5py raises at a damaged file: RuntimeError, OSError ...
        return 1
    return 0 if parts else NO_WEIGHTS


def _unpacked(source: Path, scratch: Path) -> tuple[Mapping[str, object] | None, Path]:
    """Return the config beside the weights, if there is one, and the HDF5 file of the weights."""
    if source.suffix.lower() != KERAS_SUFFIX:
        return None, source
    with ZipFile(source) as archive:
        with archive.open("config.json") as file:
            config = json.loads(file.read(MOST_CONFIG_BYTES))
        if archive.getinfo(MEMBER).file_size > _MOST_BYTES:
            raise ValueError("too large")
        with archive.open(MEMBER) as packed, scratch.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked)
    return config, scratch


def _in_groups(file: Any, config: Mapping[str, object] | None) -> Iterator[Part]:
    """Yield the weights in a file of Keras 3, where each layer has a group."""
    return _by_config(file, config, "") if config is not None else _by_name(file, "")


def _listed(group: Any, names: list[str]) -> Iterator[Part]:
    """Yield the weights in a file of Keras 2 or ``.h5`` of Keras 3, which lists them."""
    for layer in names:
        held = _inside(group, layer)
        for number, name in enumerate(_texts(held, "weight_names")):
            yield Part(layer, str(number), _inside(held, name))


def _by_config(
    group: Any, config: Mapping[str, object], before: str, held_as: str = ""
) -> Iterator[Part]:
    """Yield the weights beside a config, which says which group is which layer's.

    A model within a wrapper is drawn as a model of wrappers (:mod:`..importing.spreading`), each
    of which has its weights in what it holds: ``held_as``.
    """
    inside = config.get("config")
    layers = inside.get("layers") if isinstance(inside, dict) else None
    for layer, place in stored_places(layers if isinstance(layers, list) else ()):
        found = _first(group, place)
        held = layer["config"]
        way = before + str(held["name"] if isinstance(held, dict) else "")
        if found is None:
            continue
        if is_network(layer):
            yield from _by_config(found, layer, f"{way}/", held_as)
        elif holds_model(layer) and isinstance(held, dict):
            yield from _by_config(_inside(found, _HELD), held[_HELD], f"{way}/", f"{_HELD}/")
        else:
            yield from _all_in(found, way, held_as)


def _first(group: Any, name: str) -> Any:
    held = (_inside(group, f"{layers}/{name}") for layers in _LAYERS)
    return next((one for one in held if one is not None), None)


def _by_name(group: Any, before: str, depth: int = 0) -> Iterator[Part]:
    """Yield weights without a config, by the names that Keras 3 has noted beside them."""
    layers = _inside(group, _LAYERS[0])
    for child in layers if layers is not None and depth < _DEEPEST else ():
        held = _inside(layers, child)
        noted = _inside(held, "vars")
        name = noted.attrs.get("name") if noted is not None else None
        if isinstance(name, str) and _inside(held, _LAYERS[0]) is not None:
            yield from _by_name(held, f"{before}{name}/", depth + 1)
        elif isinstance(name, str):
            yield from _all_in(held, before + name, "")


def _all_in(group: Any, layer: str, before: str, depth: int = 0) -> Iterator[Part]:
    """Yield all arrays in a group, those in groups within it too."""
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    for name in group:
        held = _inside(group, name)
        if held is not None and hasattr(held, "shape"):
            yield Part(layer, before + name, held)
        elif held is not None:
            yield from _all_in(held, layer, f"{before}{name}/", depth + 1)


def _inside(group: Any, way: str) -> Any:
    """Return what is called so within a group; None if it is not in this very file."""
    import h5py

    for name in way.split("/"):
        link = group.get(name, getlink=True) if isinstance(group, h5py.Group) else None
        if not isinstance(link, h5py.HardLink):
            return None
        group = group[name]
    return group


def _texts(group: Any, name: str) -> list[str]:
    """Return a list of texts that Keras notes at a group, long ones in pieces."""
    attributes = group.attrs if group is not None else {}
    pieces = [name] if name in attributes else []
    while not pieces or pieces[-1] != name:
        piece = f"{name}{len(pieces)}"
        if piece not in attributes:
            break
        pieces.append(piece)
    found = (text for piece in pieces for text in attributes[piece])
    return [text.decode() if isinstance(text, bytes) else str(text) for text in found]


def _is_plain(dataset: Any) -> bool:
    """Tell whether something is an array of numbers that lies in the file itself."""
    if not hasattr(dataset, "shape") or dataset.external or dataset.is_virtual:
        return False
    return dataset.dtype.kind in "biuf" or _is_half(dataset.dtype)


def _is_half(dtype: Any) -> bool:
    """Tell whether numbers are in bfloat16, which Keras keeps as two bytes of anything."""
    return bool(dtype.kind == "V" and dtype.itemsize == 2)


def _write(parts: list[Part], archive: ZipFile, *, listed: bool) -> None:
    import numpy as np

    named = [[part.layer, part.part] for part in parts]
    archive.writestr(INDEX, json.dumps({"listed": listed, "parts": named}))
    for number, part in enumerate(parts):
        array = np.asarray(part.dataset[()])
        if _is_half(array.dtype):  # which is the upper half of a float32
            array = (array.view(np.uint16).astype(np.uint32) << 16).view(np.float32)
        with archive.open(f"{number}.npy", "w", force_zip64=True) as file:
            np.lib.format.write_array(file, array, allow_pickle=False)
