"""What a student reads when data cannot be used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from netbuilder.dataset import DataChoice
from netbuilder.graph.values import Params, Value
from netbuilder.training.commands import MeasureData
from netbuilder.worker.measuring import measure
from tests.unit.measuring import measured


def write(content: str | bytes, **options: Value) -> Callable[[Path], DataChoice]:
    """Return what makes a CSV file of this content in a folder, and a choice of it."""

    def make(folder: Path) -> DataChoice:
        data = content.encode("utf-8") if isinstance(content, str) else content
        (folder / "data.csv").write_bytes(data)
        return DataChoice("csv", folder / "data.csv", Params({"target": "kind", **options}))

    return make


def save(file: str = "data.npz", /, **arrays: Any) -> Callable[[Path], DataChoice]:
    """Return what makes an NPZ file in a folder, and a choice of its arrays x and y."""

    def make(folder: Path) -> DataChoice:
        np.savez(folder / "data.npz", allow_pickle=True, **arrays)
        return arrays_choice(folder / file)

    return make


def arrays_choice(file: Path) -> DataChoice:
    options = {"x_key": "x", "y_key": "y", "x_test_key": ""}
    return DataChoice("npz", file, Params(options))


def raw(content: bytes) -> Callable[[Path], DataChoice]:
    """Return what makes a file that is called, but is not, an NPZ file."""

    def make(folder: Path) -> DataChoice:
        (folder / "data.npz").write_bytes(content)
        return arrays_choice(folder / "data.npz")

    return make


def single_array(folder: Path) -> DataChoice:
    np.save(folder / "data.npy", np.arange(3))
    return arrays_choice(folder / "data.npy")


ROWS = "".join(f"{n},{'cat' if n % 2 else 'dog'}\n" for n in range(10))
UNIQUE = "".join(f"word {n},{'cat' if n % 2 else 'dog'}\n" for n in range(300))
FILLING = "Fill empty cells with the mean, or leave out the columns that have many."
NO_NPZ = '"data.npz" is not an NPZ file, or it is damaged.'

BAD: dict[str, tuple[Callable[[Path], DataChoice], str]] = {
    "missing file": (
        lambda folder: DataChoice("csv", folder / "gone.csv", Params(target="a")),
        'The file "gone.csv" is not there (any more).',
    ),
    "missing arrays": (
        lambda folder: arrays_choice(folder / "gone.npz"),
        'The file "gone.npz" is not there (any more).',
    ),
    "empty file": (write(""), 'The file "data.csv" is empty.'),
    "header only": (write("a,kind\n"), "The file holds no rows."),
    "wrong delimiter": (
        write("a;kind\n1;cat\n"),
        'There is no column "kind"; the columns are: a;kind. Perhaps the delimiter is another one.',
    ),
    "ragged": (
        write("some text\n1,2,3\n1,2,3,4,5\n"),
        (
            '"data.csv" is no regular table: its lines differ in the number of cells. '
            "Perhaps the delimiter is another one."
        ),
    ),
    "wrong encoding": (
        write("größe,kind\n1,cat\n".encode("latin-1")),
        '"data.csv" is not written in the chosen encoding; try another.',
    ),
    "not utf-16": (
        write("a,kind\n1,cat\n", encoding="utf-16"),
        '"data.csv" is not written in the chosen encoding; try another.',
    ),
    "missing target": (
        write("a,b,c,d,e,f,g,h,i\n" + "1,2,3,4,5,6,7,8,9\n"),
        'There is no column "kind"; the columns are: a, b, c, d, e, f, g, h, ....',
    ),
    "missing feature": (
        write("a,kind\n" + ROWS, features=("a", "b")),
        'There is no column "b"; the columns are: a, kind.',
    ),
    "no features": (
        write("kind\ncat\ndog\n"),
        "There is no column besides the one to predict. Perhaps the delimiter is another one.",
    ),
    "empty feature": (
        write("a,b,kind\n1,,cat\n2,,dog\n"),
        'The column "b" is empty; leave it out of the features.',
    ),
    "too many words": (
        write("a,kind\n" + UNIQUE),
        (
            'The column "a" holds 300 different values, too many to learn from; '
            "leave it out of the features."
        ),
    ),
    "no rows left": (
        write("a,b,kind\n1,,cat\n,2,dog\n"),
        "No rows are left, because each has an empty cell. " + FILLING,
    ),
    "no rows left, no test": (
        write("a,b,kind\n1,,cat\n,2,dog\n", test_share=0.0, scale="none"),
        "No rows are left, because each has an empty cell. " + FILLING,
    ),
    "class of one": (
        write("a,kind\n" + ROWS + "11,cow\n"),
        (
            "Some class has one sample only, and cannot be split into a training and a test part. "
            "If the answer is a number, not a class, choose so."
        ),
    ),
    "small test part": (
        write("a,kind\n" + ROWS, test_share=0.05),
        "There are too few samples for such a test part.",
    ),
    "text to predict as a number": (
        write("a,kind\n" + ROWS, task="number"),
        "The text 'dog' stands where a number is needed.",
    ),
    "series of words": (
        write("a,kind\n" + ROWS, use="series", column="kind"),
        'The column "kind" does not hold numbers only.',
    ),
    "short series": (
        write("a,kind\n" + ROWS, use="series", column="a"),
        "The series, or a part of it, is shorter than one window and what follows it.",
    ),
    "pickled objects": (
        save(x=np.array([{}, {}]), y=np.arange(2)),
        (
            "The file holds Python objects, which are not read because they could run code; "
            "save plain arrays of numbers instead."
        ),
    ),
    "missing key": (save(x=np.arange(4.0)), "There is no array y in the file."),
    "text array": (
        save(x=np.array(["cat", "dog"] * 4), y=np.arange(8) % 2),
        "The text 'cat' stands where a number is needed.",
    ),
    "unequal arrays": (
        save(x=np.arange(4.0), y=np.arange(3)),
        "There are not as many answers as inputs.",
    ),
    "no samples": (
        save(x=np.zeros((0, 3)), y=np.zeros(0, "int64")),
        "There are no samples to train on.",
    ),
    "negative class": (
        save(x=np.arange(8.0), y=np.array([-1, 1] * 4)),
        "A class has the number -1, but Keras counts classes from 0.",
    ),
    "no NPZ file": (raw(b"hello, world"), NO_NPZ),
    "empty NPZ file": (raw(b""), NO_NPZ),
    "cut NPZ file": (raw(b"PK\x03\x04 cut"), NO_NPZ),
    "no such NPY file": (single_array, 'The file "x.npy" is not there (any more).'),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_data_get_one_plain_sentence(name: str, tmp_path: Path) -> None:
    make, message = BAD[name]
    answer = measured(make(tmp_path))
    assert answer.message == message
    assert answer.profile is None
    assert answer.details.startswith("Traceback")


def test_an_error_that_nobody_thought_of() -> None:
    answer = measure(MeasureData(request=1, code="raise LookupError('odd\\nvery')", folder="/"))
    assert answer.message == "The data cannot be loaded: odd"
    assert "LookupError" in answer.details
