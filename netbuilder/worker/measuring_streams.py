"""Measures samples that are streamed, without reading all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from netbuilder.dataset.errors import DataError
from netbuilder.dataset.folders import PICTURE_SUFFIXES
from netbuilder.dataset.profile import ColumnProfile, Profile, TargetKind
from netbuilder.i18n import tr
from netbuilder.training.commands import MeasureData
from netbuilder.worker.data_errors import no_samples, too_short
from netbuilder.worker.measuring_arrays import tensor_profile
from netbuilder.worker.pictures import draw_sheet

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

_SAMPLES = 300  # of which the range of the values is measured
_SHOWN_TEXTS, _SHOWN_LETTERS = 50, 300
_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM")


@dataclass
class _Noted:
    """What was seen of the streams that were read from folders.

    Attributes:
        files: Those of the first one, which is the training part; of texts Keras does not tell
            them.
        classes: Its classes' names.
        others: The files of all other streams.
    """

    files: Sequence[str] = ()
    classes: Sequence[str] = ()
    others: list[str] = field(default_factory=list)


def measure_folder(command: MeasureData, names: dict[str, Any]) -> Profile:
    """Return the profile of a folder's training part; ranges are those of its first samples.

    Args:
        command: Where to draw pictures of samples.
        names: What the code has defined; it makes batches of one sample.

    Raises:
        DataError: the samples cannot be used.
    """
    noted = _Noted()
    if "read_folder" in names:
        names["read_folder"] = _noting(names["read_folder"], noted)
    else:
        names["read_files"] = _noting_files(names["read_files"], noted, names["CLASS_NAMES"])
    train, _, test = names["load_data"]()
    check_pictures([*noted.files, *noted.others])
    x, y = first_samples(train)
    itself = x.ndim > 1 and y.shape == x.shape
    counts = _class_counts(noted) if noted.files else _counted(train, len(noted.classes))
    if x.dtype.kind != "O" and command.pictures and command.samples:
        numbers = y.argmax(axis=1) if y.ndim == 2 else y
        sheet = draw_sheet(x, None if itself else numbers, command.samples)
        sheet.save(command.pictures)
    head, columns = _head(x, y, noted.classes)
    return Profile(
        train_rows=len(train),
        test_rows=0 if test is None else len(test),
        x=tensor_profile(x),
        y=tensor_profile(y),
        target=target_of(y, counts, itself=itself),
        classes=() if itself else tuple(noted.classes),
        class_counts=() if itself else counts,
        columns=columns,
        head=head,
    )


def measure_series(names: dict[str, Any]) -> Profile:
    """Return the profile of a streamed series' training part; ranges are those of some windows.

    Args:
        names: What the code has defined; it makes batches of one sample.

    Raises:
        DataError: there are no windows.
    """
    train, _, test = names["load_data"]()
    if not len(train):
        raise DataError(too_short())
    x, y = first_samples(train)
    return Profile(
        train_rows=len(train),
        test_rows=0 if test is None else len(test),
        x=tensor_profile(x),
        y=tensor_profile(y),
        target="number",
    )


def first_samples(train: Any) -> tuple[Array, Array]:
    """Return the first samples of a stream in batches of one, and their answers."""
    samples = list(islice(train.as_numpy_iterator(), _SAMPLES))
    x, y = (np.concatenate([sample[part] for sample in samples]) for part in (0, 1))
    return x, y


def _head(
    x: Array, y: Array, classes: Sequence[str]
) -> tuple[tuple[tuple[str, ...], ...], tuple[ColumnProfile, ...]]:
    """Return the first texts with their classes as rows, and what the columns are; else nothing."""
    if x.dtype.kind != "O":
        return (), ()
    texts = [text.decode("utf-8", "replace")[:_SHOWN_LETTERS] for text in x[:_SHOWN_TEXTS]]
    rows = tuple(
        (classes[_number(answer)], " ".join(text.split()))
        for text, answer in zip(texts, y[:_SHOWN_TEXTS], strict=True)
    )
    return rows, (
        ColumnProfile(tr("class"), "text", 0, len(classes)),
        ColumnProfile(tr("text"), "text", 0, len(set(x.tolist()))),
    )


def _noting(read: Callable[..., Any], noted: _Noted) -> Callable[..., Any]:
    """Return ``read`` that notes what the streams are made of."""

    def read_and_note(*args: Any, **how: Any) -> Any:
        result = read(*args, **how)
        for stream in result if isinstance(result, list) else [result]:
            files = getattr(stream, "file_paths", ())
            if noted.classes:
                noted.others += files
            else:
                noted.files, noted.classes = files, stream.class_names
        return result

    return read_and_note


def _noting_files(
    read: Callable[..., Any], noted: _Noted, classes: Sequence[str]
) -> Callable[..., Any]:
    """Return ``read`` that notes which files the streams are made of."""

    def read_and_note(files: Sequence[tuple[str, str]], **how: Any) -> Any:
        if not files:
            raise DataError(no_samples())
        paths = [name for _, name in files]
        if noted.classes:
            noted.others += paths
        else:
            noted.files, noted.classes = paths, classes
        return read(files, **how)

    return read_and_note


def check_named_pictures(files: Sequence[str]) -> None:
    """Make sure that the files which a table names are there, and are pictures.

    Raises:
        DataError: one is not.
    """
    for name in map(Path, files):
        if not name.is_file():
            raise DataError(
                tr(
                    'The table names the picture "{name}", but in the folder "{folder}" there is '
                    "no such file.",
                    name=name.name,
                    folder=name.parent.name,
                )
            )
    check_pictures(files)


def check_pictures(files: Sequence[str]) -> None:
    """Make sure that what is called a picture is one, by the first bytes of every file.

    Raises:
        DataError: one is not.
    """
    for name in files:
        path = Path(name)
        if path.suffix.lower() not in PICTURE_SUFFIXES:
            return
        with path.open("rb") as file:
            if not file.read(8).startswith(_SIGNATURES):
                raise DataError(
                    tr(
                        'The file "{name}" in "{folder}" is no picture (JPEG, PNG, GIF or BMP).',
                        name=path.name,
                        folder=path.parent.name,
                    )
                )


def _class_counts(noted: _Noted) -> tuple[int, ...]:
    """Return how many training samples each class has, by the folders that they lie in."""
    found = Counter(_class_of(Path(name), noted.classes) for name in noted.files)
    return tuple(found[name] for name in noted.classes)


def _counted(train: Any, classes: int) -> tuple[int, ...]:
    """Return how many samples each class has, by reading them all."""
    numbers = Counter(_number(y[0]) for _, y in train.as_numpy_iterator())
    return tuple(numbers[number] for number in range(classes))


def _number(answer: Array) -> int:
    """Return the class number of one answer, which may be a row with one 1."""
    return int(answer.argmax() if answer.ndim else answer)


def _class_of(path: Path, classes: Sequence[str]) -> str:
    """Return the class's folder: the nearest one with a class's name."""
    known = set(classes)
    return next((parent.name for parent in path.parents if parent.name in known), "")


def target_of(y: Array, counts: tuple[int, ...], *, itself: bool = False) -> TargetKind:
    """Tell what kind of answers these are, of which each class has so many."""
    if itself:
        return "same as input"
    if y.ndim == 2:
        return "one-hot"
    return "binary" if len(counts) == 2 else "classes"
