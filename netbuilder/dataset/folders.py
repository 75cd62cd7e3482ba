"""Looks at a folder of the user's, to tell how its pictures or texts are laid out.

Only the first entries of each folder are read: a folder may hold a million files.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from netbuilder.dataset.errors import DataError
from netbuilder.i18n import tr

PICTURE_SUFFIXES = (".bmp", ".gif", ".jpeg", ".jpg", ".png")
TEXT_SUFFIXES = (".txt",)
"""The files that Keras's image_dataset_from_directory and text_dataset_from_directory take."""

_MOST_ENTRIES = 200  # of a folder that are looked at
_PARTS: Mapping[str, tuple[str, ...]] = {
    "train": ("train", "training"),
    "validation": ("validation", "valid", "val"),
    "test": ("test", "testing"),
}


@dataclass(frozen=True, slots=True)
class FolderGuess:
    """How a folder of samples is laid out.

    Attributes:
        kind: What its files are.
        train: The subfolder with the training part; empty if there is none, and the folder
            holds the classes itself.
        validation: The subfolder with the validation part, or empty.
        test: The subfolder with the test part, or empty.
    """

    kind: Literal["images", "texts"]
    train: str = ""
    validation: str = ""
    test: str = ""


def sniff_folder(folder: Path) -> FolderGuess:
    """Guess how a folder with a subfolder for each class is laid out.

    Raises:
        DataError: it cannot be read, or holds no such subfolders.
    """
    parts = _ready_parts(folder)
    classes = subfolders(folder / parts["train"] if parts else folder)
    if len(classes) < 2:
        raise DataError(
            tr(
                'In "{name}" there have to be two folders at least, one for each class, with '
                "pictures or texts in them.",
                name=folder.name,
            )
        )
    return FolderGuess(_kind(folder, classes), **parts)


def _ready_parts(folder: Path) -> dict[str, str]:
    """Return the subfolders that hold parts, by part; none if there is no training part."""
    names = {path.name.lower(): path.name for path in subfolders(folder)}
    found = {
        part: next((names[name] for name in spellings if name in names), "")
        for part, spellings in _PARTS.items()
    }
    return found if found["train"] else {}


def _kind(folder: Path, classes: list[Path]) -> Literal["images", "texts"]:
    """Tell what most of the first files are."""
    suffixes = [entry.suffix.lower() for path in classes for entry in _entries(path)]
    pictures = sum(suffix in PICTURE_SUFFIXES for suffix in suffixes)
    texts = sum(suffix in TEXT_SUFFIXES for suffix in suffixes)
    if not pictures and not texts:
        raise DataError(
            tr(
                'In the folders of "{name}" there are no pictures (JPEG, PNG, GIF, BMP) and no '
                "texts (TXT).",
                name=folder.name,
            )
        )
    return "images" if pictures >= texts else "texts"


def subfolders(folder: Path) -> list[Path]:
    """Return the folders in a folder, but for hidden ones, as Keras does.

    Raises:
        DataError: it cannot be read.
    """
    return sorted(path for path in _entries(folder) if path.is_dir() and path.name[0] != ".")


def _entries(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            yield from (Path(entry.path) for entry in islice(entries, _MOST_ENTRIES))
    except OSError as error:
        reason = error.strerror or str(error)
        message = tr(
            'The folder "{name}" cannot be read: {reason}.', name=folder.name, reason=reason
        )
        raise DataError(message) from error
