"""Guessing how a user's file is written, and how to use it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from netbuilder.dataset import (
    ArrayGuess,
    DataError,
    sniff_arrays,
    sniff_table,
    suggest,
    suggest_choice,
)
from netbuilder.graph.values import Params, Value
from netbuilder.resources import resource_path

PLAIN = "height,weight,kind\n1.5,60,cat\n1.7,,dog\n"


@pytest.mark.parametrize(
    ("text", "encoding", "delimiter", "decimal"),
    [
        pytest.param(PLAIN, "utf-8", ",", ".", id="plain"),
        pytest.param(PLAIN, "utf-8-sig", ",", ".", id="byte order mark"),
        pytest.param(PLAIN, "utf-16", ",", ".", id="utf-16"),
        pytest.param(PLAIN.replace(",", "\t"), "utf-8", "\t", ".", id="tabs"),
        pytest.param(PLAIN.replace(",", "|"), "utf-8", "|", ".", id="bars"),
        pytest.param("a;b\n1,5;2\n0,25;3\n", "utf-8", ";", ",", id="decimal comma"),
        pytest.param('a,b\n"1,5",2\n"0,25",3\n', "utf-8", ",", ",", id="commas in quotes"),
        pytest.param('a,b\n"1,500",2\n"12,025",3\n', "utf-8", ",", ".", id="thousands"),
        pytest.param(PLAIN, "utf-16-le", ",", ".", id="utf-16, no mark"),
        pytest.param(PLAIN, "utf-16-be", ",", ".", id="utf-16 from the big end, no mark"),
        pytest.param("a;b\n1.5;2\n0,25;3\n", "utf-8", ";", ".", id="points and commas"),
        pytest.param("名字,年龄\n李雷,12\n韩梅梅,13\n", "gbk", ",", ".", id="Chinese"),
        pytest.param("région;été\nFédération;né\n", "latin-1", ";", ".", id="French"),
        pytest.param('a,b\n"x, y; z",2\n"say ""hi""",3\n', "utf-8", ",", ".", id="quotes"),
    ],
)
def test_how_a_table_is_written(
    tmp_path: Path, text: str, encoding: str, delimiter: str, decimal: str
) -> None:
    file = tmp_path / "data.csv"
    file.write_bytes(text.encode(encoding))
    guess = sniff_table(file)
    assert (guess.encoding, guess.delimiter, guess.decimal) == (encoding, delimiter, decimal)
    assert guess.header
    assert len(guess.columns) == len(text.splitlines()[0].split(delimiter))


@pytest.mark.parametrize(
    ("text", "columns", "numeric"),
    [
        pytest.param(PLAIN, ("height", "weight", "kind"), ("height", "weight"), id="header"),
        pytest.param("1,a\n2,b\n", ("column 1", "column 2"), ("column 1",), id="no header"),
        pytest.param("a,a,,a\n1,2,3,4\n", ("a", "a.1", "Unnamed: 2", "a.2"), ..., id="odd names"),
        pytest.param("a,b\nNA,x\n2,y\n", ("a", "b"), ("a",), id="words for missing"),
        pytest.param("a,b\n,x\n,y\n", ("a", "b"), (), id="empty column"),
        pytest.param("a\n1\n2\n", ("a",), ("a",), id="one column"),
        pytest.param("a,b\n1\n2,3\n", ("a", "b"), ("a", "b"), id="short row"),
    ],
)
def test_columns(tmp_path: Path, text: str, columns: tuple[str, ...], numeric: object) -> None:
    file = tmp_path / "data.csv"
    file.write_text(text, encoding="utf-8")
    guess = sniff_table(file)
    assert guess.columns == columns
    assert guess.numeric == (columns if numeric is ... else numeric)


def test_only_the_start_of_a_big_table_is_read(tmp_path: Path) -> None:
    file = tmp_path / "big.csv"
    file.write_text("text,value\n" + "größer,1.25\n" * 50_000, encoding="utf-8")
    guess = sniff_table(file)
    assert guess.encoding == "utf-8"
    assert 1000 < len(guess.rows) < 10_000
    assert set(guess.rows) == {("größer", "1.25")}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, 'The file "data.csv" is not there (any more).'),
        (b"", 'The file "data.csv" is empty.'),
        (b"  \n\n", 'The file "data.csv" is empty.'),
        (b"PK\x03\x04\x00\x00", '"data.csv" is not a text file.'),
    ],
    ids=["missing", "empty", "blank", "binary"],
)
def test_no_table(tmp_path: Path, content: bytes | None, message: str) -> None:
    file = tmp_path / "data.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(DataError) as raised:
        sniff_table(file)
    assert str(raised.value) == message


def test_a_folder_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        sniff_table(tmp_path)


def test_arrays_are_listed_without_reading_them(tmp_path: Path) -> None:
    file = tmp_path / "data.npz"
    np.savez_compressed(file, x=np.zeros((5, 2, 3), "float32"), y=np.arange(5), odd=np.array([{}]))
    assert sniff_arrays(file) == (
        ArrayGuess("x", (5, 2, 3), "<f4"),
        ArrayGuess("y", (5,), "<i8"),
        ArrayGuess("odd", (1,), "|O"),
    )


def no_array(file: Path, content: bytes) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("x.npy", content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nonsense",
        b"\x93NUMPY\x01\x00",
        b"\x93NUMPY\x02\x00\xff\xff\xff\xff",
        b"\x93NUMPY\x01\x00\x02\x00()",
    ],
    ids=["empty", "text", "cut", "huge header", "no dict"],
)
def test_a_damaged_array(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "data.npz"
    no_array(file, content)
    with pytest.raises(DataError) as raised:
        sniff_arrays(file)
    assert str(raised.value) == '"data.npz" is not an NPZ file, or it is damaged.'


def test_no_npz(tmp_path: Path) -> None:
    file = tmp_path / "data.npz"
    with pytest.raises(DataError, match="is not there"):
        sniff_arrays(file)
    file.write_text("hello")
    with pytest.raises(DataError, match="is not an NPZ file"):
        sniff_arrays(file)
    zipfile.ZipFile(file, "w").close()
    with pytest.raises(DataError, match="There are no arrays"):
        sniff_arrays(file)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("penguins.csv", {"target": "year"}),
        ("sunspots_monthly.csv", {"use": "series", "column": "sunspots"}),
        ("cldr_names_language.csv", {"use": "text", "target": "language"}),
        ("mnist_5k.npz", {}),
    ],
)
def test_suggested_use_of_real_files(name: str, options: dict[str, Value]) -> None:
    choice = suggest_choice(resource_path("datasets", name))
    assert choice.options == Params(options)


@pytest.mark.parametrize(
    ("row", "options"),
    [
        pytest.param("{n},{n}.5", {"target": "b", "task": "number"}, id="a number"),
        pytest.param("{n}.5,{m}", {"target": "b"}, id="class numbers"),
        pytest.param(
            "{n},name {n}\n", {"use": "series", "column": "a", "task": "classes"}, id="a series"
        ),
        pytest.param("word,name {n}\n", {"use": "text", "text": "b", "target": "a"}, id="texts"),
    ],
)
def test_suggested_use_of_a_table(tmp_path: Path, row: str, options: dict[str, Value]) -> None:
    file = tmp_path / "data.csv"
    lines = [row.format(n=n, m=n % 3).strip() for n in range(60)]
    file.write_text("\n".join(["a,b", *lines]), encoding="utf-8")
    options = {name: value for name, value in options.items() if value != "classes"}
    assert suggest_choice(file).options == Params(options)


def test_names_are_left_out_of_the_features(tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    lines = [f"person {n},{n / 2},{n % 2},{'yes' if n % 3 else 'no'}" for n in range(60)]
    file.write_text("\n".join(["name,age,sex,alive", *lines]), encoding="utf-8")
    assert suggest_choice(file).options == Params(target="alive", features=("age", "sex"))


@pytest.mark.parametrize(
    ("arrays", "options"),
    [
        pytest.param(["X", "y"], {"x_key": "X", "y_key": "y"}, id="X and y"),
        pytest.param(["b", "a"], {"x_key": "b", "y_key": "a"}, id="unknown names"),
        pytest.param(
            ["images"], {"x_key": "images", "y_key": "", "target": "same as input"}, id="one array"
        ),
    ],
)
def test_suggested_use_of_arrays(
    tmp_path: Path, arrays: list[str], options: dict[str, Value]
) -> None:
    file = tmp_path / "data.npz"
    np.savez(file, allow_pickle=False, **{name: np.arange(4) for name in arrays})
    expected = Params({**options, "x_test_key": "", "y_test_key": ""})
    assert suggest_choice(file).options == expected


def test_arrays_in_files_of_their_own(tmp_path: Path) -> None:
    for name, size in (("X", (4, 3)), ("y", (4,)), ("z", (4,))):
        np.save(tmp_path / f"{name}.npy", np.ones(size, "float32"))
    arrays = sniff_arrays(tmp_path / "y.npy")
    assert [(array.key, array.shape) for array in arrays] == [
        ("y", (4,)),
        ("X", (4, 3)),
        ("z", (4,)),
    ]
    options = suggest_choice(tmp_path / "X.npy").options
    assert (options["x_key"], options["y_key"], options["target"]) == ("X", "y", "number")
    (tmp_path / "z.npy").write_bytes(b"no array")
    with pytest.raises(DataError, match=r'"z.npy" is not an NPY file, or it is damaged.'):
        sniff_arrays(tmp_path / "X.npy")


@pytest.mark.parametrize(
    ("places", "folder"),
    [
        pytest.param(("a.png", "b.jpg"), "", id="beside the table"),
        pytest.param(("photos/a.png", "photos/b.jpg"), "photos", id="in a folder"),
        pytest.param((), "", id="nowhere"),
    ],
)
def test_a_table_that_names_pictures(tmp_path: Path, places: tuple[str, ...], folder: str) -> None:
    for place in places:
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).touch()
    table = tmp_path / "labels.csv"
    table.write_text("id,file,age\n1,a.png,4.5\n2,b.jpg,3.5\n", encoding="utf-8")
    options = suggest_choice(table).options
    assert (options["pictures"], options["features"]) == (("file",), ("file",))
    assert (options["target"], options["task"]) == ("age", "number")
    assert options.get("picture_folder", "") == folder


@pytest.mark.parametrize(
    ("row", "spared"),
    [
        pytest.param("{n}.5,{n}.25,cat", "stream", id="a table"),
        pytest.param("{n}.5", "most_rows", id="a series"),
        pytest.param("{n}.png,{n}.5", "most_rows", id="names of pictures"),
    ],
)
def test_a_huge_table_spares_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str, spared: str
) -> None:
    monkeypatch.setattr(suggest, "_MOST_BYTES", 60_000)
    file = tmp_path / "huge.csv"
    file.write_text("\n".join(row.format(n=n) for n in range(20_000)), encoding="utf-8")
    options = suggest_choice(file).options
    assert set(options) & {"stream", "most_rows"} == {spared}


def test_another_kind_of_file(tmp_path: Path) -> None:
    with pytest.raises(DataError) as raised:
        suggest_choice(tmp_path / "notes.docx")
    assert str(raised.value) == '"notes.docx" is neither a CSV nor an NPZ or NPY file.'
