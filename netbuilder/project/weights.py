"""The file of weights that a project's training starts from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

SUFFIXES = (".keras", ".h5", ".hdf5")
"""Of files that hold weights."""
MEMBER = "model.weights.h5"
"""What the weights in a .keras archive are called."""


@dataclass(frozen=True, slots=True)
class WeightsFile:
    """Weights that Keras has written, for layers of the same names and shapes.

    Attributes:
        path: Where the file lies.
        digest: The SHA-256 of what it held when it was chosen, in hexadecimal digits.
        used: Whether a training starts from them; else from fresh ones.
    """

    path: Path
    digest: str
    used: bool = True


def weights_in(path: Path) -> WeightsFile | None:
    """Return a file that was opened as weights to start from; None if it cannot hold any.

    Args:
        path: Any file; the whole of it is read, which takes a second for each gigabyte.

    Raises:
        OSError: it cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES or (suffix == ".keras" and not _has_weights(path)):
        return None
    return WeightsFile(path.absolute(), digest_of(path))


def _has_weights(archive: Path) -> bool:
    try:
        with ZipFile(archive) as file:
            return MEMBER in file.namelist()
    except BadZipFile:
        return True  # let whoever reads it say what is wrong


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
