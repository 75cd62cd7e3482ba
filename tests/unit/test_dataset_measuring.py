"""Datasets measured by running the code that loads them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from netbuilder.codegen.data import data_folder, data_script, data_source
from netbuilder.dataset import BUILTIN, DataChoice, Profile, suggest_choice
from netbuilder.dataset.options import is_streamed
from netbuilder.graph.values import Params, Value
from netbuilder.worker.class_names import names_of_answers
from tests.unit.data_choices import CHOICES, builtin
from tests.unit.measuring import measured

SHIPPED = {
    name: choice
    for name, choice in CHOICES.items()
    if choice.source in BUILTIN and not is_streamed(choice)
}
ANIMALS = """name;height;legs;kind
"Tom; the cat";0,3;4;cat
Rex;0,6;4;dog
Mia;;4;cat
Bob;0,5;;dog
"Al \"\"Big\"\"";0,7;4;dog
Kit;0,2;4;cat
Lou;0,4;4;cat
Max;0,8;4;dog
"""


def profile_of(choice: DataChoice) -> Profile:
    answer = measured(choice)
    assert answer.profile is not None, answer.details
    assert answer.request == 3
    return answer.profile


def loaded(choice: DataChoice) -> Any:
    names: dict[str, Any] = {"__file__": str(data_folder(choice) / "script.py")}
    exec(data_script(choice), names)
    return names["load_data"]()


def arrays(side: Any) -> list[Any]:
    """Return the arrays of one side: of several inputs or answers each, None for no test part."""
    return list(side.values()) if isinstance(side, dict) else [side]


@pytest.mark.parametrize("name", SHIPPED)
def test_code_of_shipped_data_runs_the_same_each_time(name: str) -> None:
    choice = SHIPPED[name]
    (x_train, y_train), (x_test, y_test) = loaded(choice)
    again = loaded(choice)
    has_test = data_source(choice).has_test
    for part, other in (((x_train, y_train), again[0]), ((x_test, y_test), again[1])):
        for first, second in zip(part, other, strict=True):
            for one, same in zip(arrays(first), arrays(second), strict=True):
                assert one is same is None or np.array_equal(one, same)
    assert (x_test is not None) == has_test
    if choice.options.get("read_as") == "text":
        assert {type(text) for text in x_train} == {str}
    else:
        for x in arrays(x_train):
            assert np.isfinite(x).all()
            assert x.dtype == ("int32" if "names" in name else "float32")
    if has_test:
        for train, test in ((x_train, x_test), (y_train, y_test)):
            for one, other in zip(arrays(train), arrays(test), strict=True):
                assert other.shape[1:] == one.shape[1:]


@pytest.mark.parametrize(
    ("name", "x_shape", "y_shape", "target"),
    [
        ("autoencoder", (28, 28, 1), (28, 28, 1), "same as input"),
        ("one-hot pictures", (28, 28), (10,), "one-hot"),
        ("two features", (2,), (), "classes"),
        ("not scaled", (30,), (), "binary"),
        ("number as it is", (10,), (), "number"),
        ("penguins filled", (9,), (3,), "one-hot"),
        ("penguins by sex", (3,), (), "classes"),
        ("penguins by mass", (4,), (), "number"),
        ("far horizon", (12, 1), (6,), "number"),
        ("short names", (8,), (8,), "one-hot"),
    ],
)
def test_measured_shapes(
    name: str, x_shape: tuple[int, ...], y_shape: tuple[int, ...], target: str
) -> None:
    profile = profile_of(SHIPPED[name])
    assert (profile.x.shape, profile.y.shape, profile.target) == (x_shape, y_shape, target)


@pytest.mark.parametrize(
    ("name", "low", "high", "mean", "std"),
    [
        pytest.param("mnist_5k", 0, 255, None, None, id="pictures"),
        pytest.param("autoencoder", 0, 1, None, None, id="pictures scaled"),
        pytest.param("digits scaled", 0, 1, None, None, id="small digits scaled"),
        pytest.param("wine", None, None, 0, 1, id="table standardised"),
        pytest.param("no test part", 0, 1, None, None, id="table 0 to 1"),
        pytest.param("far horizon", 0, 1, None, None, id="series 0 to 1"),
    ],
)
def test_measured_values(
    name: str, low: float | None, high: float | None, mean: float | None, std: float | None
) -> None:
    x = profile_of(SHIPPED[name]).x
    for expected, figure in ((low, x.minimum), (high, x.maximum), (mean, x.mean), (std, x.std)):
        assert expected is None or figure == pytest.approx(expected, abs=1e-5)


def test_a_series_is_never_mixed_with_its_future() -> None:
    (x_train, y_train), (x_test, y_test) = loaded(builtin("sunspots", window=3, scale="none"))
    series = [*x_train[0, :, 0], *y_train[:, 0], *y_test[:, 0]]
    lines = (data_folder(builtin("sunspots")) / "sunspots_monthly.csv").read_text().splitlines()
    assert series == pytest.approx([float(line.split(",")[1]) for line in lines[1:]])
    assert list(x_test[0, :, 0]) == series[len(x_train) : len(x_train) + 3]


def test_texts_become_numbers() -> None:
    (x_train, _), _ = loaded(builtin("names", length=40))
    assert x_train.min() == 0
    assert set(np.unique(x_train)) == {0, *range(2, x_train.max() + 1)}
    used = x_train != 0
    assert (used[:, :-1] >= used[:, 1:]).all(), "0 stands at the end only"


@pytest.fixture
def animals(tmp_path: Path) -> Path:
    file = tmp_path / "ani'mals.csv"
    file.write_bytes(ANIMALS.encode("utf-16"))
    return file


def table(file: Path, **options: Value) -> DataChoice:
    written: dict[str, Value] = {"delimiter": ";", "decimal": ",", "encoding": "utf-16"}
    chosen: dict[str, Value] = {"target": "kind", "features": ("height", "legs")}
    return DataChoice("csv", file, Params({**written, **chosen, "test_share": 0.34, **options}))


def test_own_table(animals: Path) -> None:
    profile = profile_of(table(animals))
    assert (profile.train_rows, profile.test_rows) == (3, 3)
    assert profile.classes == ("cat", "dog")
    assert sum(profile.class_counts) == 3
    assert [(column.name, column.kind, column.missing) for column in profile.columns] == [
        ("name", "text", 0),
        ("height", "number", 1),
        ("legs", "number", 1),
        ("kind", "text", 0),
    ]
    assert profile.head[0] == ("Tom; the cat", "0.3", "4", "cat")
    assert profile.head[2] == ("Mia", "", "4", "cat")
    assert profile.head[4][0] == 'Al "Big"'


@pytest.mark.parametrize(
    ("options", "rows", "x_shape", "target"),
    [
        pytest.param({"missing": "mean"}, (5, 3), (2,), "binary", id="filled"),
        pytest.param({"missing": "median"}, (5, 3), (2,), "binary", id="filled with the median"),
        pytest.param({"missing": "zero"}, (5, 3), (2,), "binary", id="filled with 0"),
        pytest.param({"most_rows": 6, "missing": "mean"}, (3, 3), (2,), "binary", id="first rows"),
        pytest.param(
            {"categories": ("height",), "missing": "mean"},
            (5, 3),
            (8,),
            "binary",
            id="numbers as kinds",
        ),
        pytest.param({"test_share": 0.0}, (6, 0), (2,), "binary", id="no test part"),
        pytest.param(
            {"task": "number", "target": "height", "features": ("kind", "legs")},
            (3, 3),
            (3,),
            "number",
            id="number",
        ),
        pytest.param({"features": ()}, (3, 3), (8,), "binary", id="all features"),
        pytest.param({"labels": "one-hot"}, (3, 3), (2,), "one-hot", id="one-hot"),
        pytest.param({"copy": False}, (3, 3), (2,), "binary", id="in place"),
        pytest.param(
            {"use": "series", "column": "height", "window": 2, "test_share": 0.0, "step": 2},
            (3, 0),
            (2, 2),
            "number",
            id="series of two columns",
        ),
        pytest.param(
            {
                "use": "series",
                "column": "height",
                "features": (),
                "window": 2,
                "test_share": 0.0,
            },
            (6, 0),
            (2, 1),
            "number",
            id="series with a gap",
        ),
        pytest.param(
            {"use": "text", "text": "name", "length": 5}, (5, 3), (5,), "binary", id="texts"
        ),
    ],
)
def test_own_table_prepared(
    animals: Path,
    options: dict[str, Value],
    rows: tuple[int, int],
    x_shape: tuple[int, ...],
    target: str,
) -> None:
    profile = profile_of(table(animals, **options))
    assert (profile.train_rows, profile.test_rows) == rows
    assert (profile.x.shape, profile.target) == (x_shape, target)
    assert profile.x.missing == 0


def test_a_table_without_header_as_suggested(tmp_path: Path) -> None:
    file = tmp_path / "plain.tsv"
    file.write_text("".join(f"{n}.5\t{n % 4}\t{'ab'[n % 2]}\n" for n in range(20)))
    profile = profile_of(suggest_choice(file))
    assert [column.name for column in profile.columns] == ["column 1", "column 2", "column 3"]
    assert (profile.x.shape, profile.classes) == ((2,), ("a", "b"))


def save_arrays(file: Path, **arrays: Any) -> DataChoice:
    np.savez(file, allow_pickle=True, **arrays)
    return suggest_choice(file)


def test_own_arrays(tmp_path: Path) -> None:
    x, y = np.arange(60).reshape(20, 3), np.arange(20) % 3
    choice = save_arrays(tmp_path / "own.npz", x_train=x, y_train=y, x_test=x[:5], y_test=y[:5])
    profile = profile_of(choice)
    assert (profile.train_rows, profile.test_rows) == (20, 5)
    assert (profile.x.dtype, profile.x.maximum) == ("float32", 59)
    assert (profile.classes, profile.class_counts) == (("0", "1", "2"), (7, 7, 6))


@pytest.mark.parametrize(
    ("y", "target"),
    [
        pytest.param(np.arange(20) % 2, "binary", id="two classes"),
        pytest.param((np.arange(20) % 4)[:, None], "classes", id="column of classes"),
        pytest.param(np.eye(4, dtype="int64")[np.arange(20) % 4], "one-hot", id="one-hot"),
        pytest.param(np.arange(20) / 7, "number", id="number"),
        pytest.param(np.ones((20, 2)) / 3, "number", id="two numbers"),
        pytest.param(np.ones((20, 4, 4)) / 3, "other", id="masks"),
        pytest.param(None, "same as input", id="none"),
    ],
)
def test_own_arrays_split(tmp_path: Path, y: Any, target: str) -> None:
    answers = {} if y is None else {"y": y}
    profile = profile_of(save_arrays(tmp_path / "own.npz", x=np.arange(20.0)[:, None], **answers))
    assert (profile.train_rows, profile.test_rows) == (16, 4)
    assert profile.target == target


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        pytest.param({"target": "kind"}, ("cat", "dog"), id="one answer"),
        pytest.param({"target": "height", "task": "number"}, 7, id="numbers, as words"),
        pytest.param(
            {"targets": Params(legs="legs", what="kind")},
            {"legs": ("4.0",), "what": ("cat", "dog")},
            id="two answers",
        ),
        pytest.param({"use": "text", "text": "name", "target": "kind"}, ("cat", "dog"), id="texts"),
    ],
)
def test_what_the_classes_of_a_table_are_called(
    animals: Path, choice: dict[str, Value], expected: object
) -> None:
    base = suggest_choice(animals)
    chosen = DataChoice("csv", animals, Params({**base.options, **choice}))
    names: dict[str, Any] = {"__file__": str(animals.parent / "script.py")}
    exec(data_script(chosen), names)
    found = names_of_answers(names)
    assert (len(found) if isinstance(expected, int) else found) == expected


def test_arrays_in_files_of_their_own(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.arange(20.0).reshape(10, 2))
    np.save(tmp_path / "y.npy", np.arange(10) % 2)
    profile = profile_of(suggest_choice(tmp_path / "y.npy"))
    assert (profile.train_rows, profile.test_rows, profile.target) == (8, 2, "binary")
    assert profile.x.maximum == 19


def test_the_end_of_the_training_part_can_have_the_shares_of_the_whole() -> None:
    for name in ("iris", "penguins", "names"):
        choice = builtin(name, stratify=True)
        names: dict[str, Any] = {"__file__": str(data_folder(choice) / "script.py")}
        source = data_source(choice, validation=0.25)
        exec("\n".join((*source.imports, source.constants, source.code)), names)
        y = names["load_data"]()[0][1]
        held = -(-len(y) // 4)
        whole, end = (np.bincount(part) / len(part) for part in (y, y[-held:]))
        assert np.abs(whole - end).max() < 1 / held, name
        _, plain = loaded(builtin(name))[0]
        assert sorted(plain.tolist()) == sorted(y.tolist())


@pytest.mark.parametrize(
    ("name", "size"),
    [
        pytest.param("mnist_5k", (10 * 60 - 4, 3 * 60 - 4), id="a class a column"),
        pytest.param("digits", (10 * 60 - 4, 3 * 60 - 4), id="enlarged"),
        pytest.param("autoencoder", (10 * 60 - 4, 3 * 60 - 4), id="no classes"),
    ],
)
def test_a_sheet_of_pictures(tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    answer = measured(SHIPPED[name], tmp_path / "sheet.png", samples=30)
    assert answer.message == ""
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.size == size
        corners = sheet.convert("RGBA").crop((0, 0, 56, 56)).getcolors(4000)
        gap = sheet.convert("RGBA").getpixel((58, 10))
    assert corners is not None
    assert {color[3] for _, color in corners if isinstance(color, tuple)} == {255}
    assert gap == (0, 0, 0, 0)


def test_big_colour_pictures_are_made_smaller(tmp_path: Path) -> None:
    x = np.zeros((4, 448, 224, 3), "uint8")
    x[..., 0] = 255
    choice = save_arrays(tmp_path / "own.npz", x=x, y=np.array([0, 1, 0, 1]))
    options = choice.options.with_value("test_share", 0.0)
    measured(DataChoice("npz", choice.path, options), tmp_path / "sheet.png", samples=20)
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.size == (10 * 60 - 4, 2 * 116 - 4)
        assert sheet.convert("RGBA").getpixel((5, 5)) == (255, 0, 0, 255)


def test_no_sheet_of_a_table(tmp_path: Path) -> None:
    assert measured(SHIPPED["sunspots"], tmp_path / "sheet.png", samples=9).message == ""
    assert not (tmp_path / "sheet.png").exists()


def test_an_exported_script_runs_in_any_folder(tmp_path: Path) -> None:
    choice = builtin("penguins")
    for file in data_source(choice).files:
        (tmp_path / file.name).write_bytes(file.read_bytes())
    script = tmp_path / "script.py"
    script.write_text(data_script(choice) + "\n\nprint(load_data()[0][0].shape)\n")
    (tmp_path / "elsewhere").mkdir()
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        cwd=tmp_path / "elsewhere",
        check=False,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == ("(266, 9)\n", "")
