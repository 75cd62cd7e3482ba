"""Files that a model can be read from: JSON, the config in a .keras archive, scripts, notebooks."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from functools import partial
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from netbuilder.i18n import tr
from netbuilder.importing.config import Imported, read_model
from netbuilder.importing.errors import ConfigError
from netbuilder.importing.h5 import h5_config
from netbuilder.importing.notebooks import read_notebook
from netbuilder.importing.source import read_source
from netbuilder.importing.vocabularies import with_vocabularies
from netbuilder.training.launch import MOST_CONFIG_BYTES

JSON_SUFFIX, KERAS_SUFFIX, SCRIPT_SUFFIX, NOTEBOOK_SUFFIX = ".json", ".keras", ".py", ".ipynb"
H5_SUFFIXES = (".h5", ".hdf5")
SUFFIXES = (KERAS_SUFFIX, *H5_SUFFIXES, JSON_SUFFIX, SCRIPT_SUFFIX, NOTEBOOK_SUFFIX)
"""Of all files that can be read."""

_INSIDE = "config.json"
_BROKEN = (BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, zlib.error)
"""What reading an archive raises that is damaged or none."""


def read_file(path: Path) -> Imported:
    """Read a model from a .json, .keras, .h5, .py or .ipynb file; nothing in it is executed.

    Raises:
        ConfigError: it cannot be read.
    """
    try:
        raw = _raw(path)
    except OSError as error:
        raise ConfigError(tr("It cannot be opened: {reason}.", reason=error.strerror)) from None
    if len(raw) > MOST_CONFIG_BYTES:
        raise ConfigError(tr("It is larger than {limit} MB.", limit=MOST_CONFIG_BYTES // 2**20))
    if path.suffix.lower() == SCRIPT_SUFFIX:
        return _script(raw)
    if path.suffix.lower() == NOTEBOOK_SUFFIX:
        return read_notebook(raw)
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        raise ConfigError(tr("It is not readable JSON.")) from None
    imported = read_model(data)
    if path.suffix.lower() != KERAS_SUFFIX:
        return imported
    graph = with_vocabularies(imported.graph, data, partial(_member, path))
    return replace(imported, graph=graph)


def _raw(path: Path) -> bytes:
    """Return a file's text, or the config inside it."""
    suffix = path.suffix.lower()
    if suffix == KERAS_SUFFIX:
        return _config_inside(path)
    return h5_config(path) if suffix in H5_SUFFIXES else _start(path)


def _script(raw: bytes) -> Imported:
    try:
        return read_source(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ConfigError(tr("It is no text in UTF-8.")) from None


def _start(path: Path) -> bytes:
    """Return a file, read only as far as shows that it is too large."""
    with path.open("rb") as file:
        return file.read(MOST_CONFIG_BYTES + 1)


def _member(path: Path, name: str) -> bytes | None:
    """Return a member of an archive; None where there is none, or where it is too large."""
    try:
        with ZipFile(path) as archive, archive.open(name) as file:
            found = file.read(MOST_CONFIG_BYTES + 1)
    except (KeyError, *_BROKEN):
        return None
    return found if len(found) <= MOST_CONFIG_BYTES else None


def _config_inside(path: Path) -> bytes:
    """Return ``config.json`` of an archive, unpacked only as far as shows that it is too large."""
    try:
        with ZipFile(path) as archive, archive.open(_INSIDE) as file:
            return file.read(MOST_CONFIG_BYTES + 1)
    except KeyError:
        raise ConfigError(tr("It holds no config.json, so it is no .keras file.")) from None
    except _BROKEN:
        raise ConfigError(tr("It is no readable .keras file.")) from None
