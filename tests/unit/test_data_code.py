"""The code that loads data: its form, its figures, and what it refuses."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import black
import pytest

from netbuilder.codegen.data import data_folder, data_script, data_source
from netbuilder.dataset import NO_DATA, DataChoice, DataError
from netbuilder.dataset.options import is_streamed
from netbuilder.graph.values import Params, Value
from netbuilder.resources import resource_path
from tests.unit.data_choices import CHOICES, OWN, builtin, csv, npy, npz


@pytest.mark.parametrize("name", CHOICES)
def test_code_is_as_black_leaves_it(name: str) -> None:
    script = data_script(CHOICES[name])
    assert script == black.format_str(script, mode=black.Mode())


@pytest.mark.parametrize("name", [name for name in CHOICES if "long" not in name])
def test_no_line_is_too_long(name: str) -> None:
    assert all(len(line) <= 88 for line in data_script(CHOICES[name]).splitlines())


def test_code_is_as_ruff_leaves_it(tmp_path: Path) -> None:
    for number, choice in enumerate(CHOICES.values()):
        (tmp_path / f"script_{number}.py").write_text(data_script(choice), encoding="utf-8")
    checked = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", "--check", "--diff", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert checked.returncode == 0, checked.stdout


def test_imports_are_sorted_and_all_used(tmp_path: Path) -> None:
    for number, choice in enumerate(CHOICES.values()):
        (tmp_path / f"script_{number}.py").write_text(data_script(choice), encoding="utf-8")
    checked = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--select=F,I,W,N", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("name", CHOICES)
def test_every_function_says_what_it_returns_in_one_line(name: str) -> None:
    module = ast.parse(data_source(CHOICES[name]).code)
    functions = [node for node in module.body if isinstance(node, ast.FunctionDef)]
    assert functions[-1].name == "load_data"
    for function in functions:
        docstring = ast.get_docstring(function)
        assert docstring is not None
        assert docstring.startswith(("Return ", "Yield "))
        assert "\n" not in docstring


def test_the_same_choice_gives_the_same_code() -> None:
    command = (
        "from netbuilder.codegen.data import data_script;"
        "from tests.unit.data_choices import CHOICES;"
        "print(repr([data_script(choice) for choice in CHOICES.values()]))"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", command],
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env={"PYTHONHASHSEED": "1", "PYTHONIOENCODING": "utf-8"},
        timeout=60,
    )
    expected = [data_script(choice) for choice in CHOICES.values()]
    assert ast.literal_eval(elsewhere.stdout.decode("utf-8")) == expected


@pytest.mark.parametrize(
    ("name", "has_test", "classes"),
    [
        ("mnist_5k", True, True),
        ("digits", True, True),
        ("autoencoder", True, False),
        ("digits as they are", False, False),
        ("no test part", False, True),
        ("diabetes", True, False),
        ("penguins by mass", True, False),
        ("sunspots", True, False),
        ("names", True, True),
        ("table", True, True),
        ("number", True, False),
        ("number, filled", False, False),
        ("series", True, False),
        ("text", True, True),
        ("arrays", True, True),
        ("arrays whole", False, True),
        ("arrays of numbers", True, False),
        ("arrays themselves", True, False),
        ("pictures", True, True),
        ("pictures in parts", True, True),
        ("pictures themselves", True, False),
        ("texts", True, True),
    ],
)
def test_what_a_source_gives(name: str, has_test: bool, classes: bool) -> None:
    source = data_source(CHOICES[name])
    assert (source.has_test, source.classes) == (has_test, classes)
    if not source.streams:
        assert ("(None, None)" in source.code) != has_test


STREAMS = [name for name, choice in CHOICES.items() if is_streamed(choice)]


@pytest.mark.parametrize("validation", [0.0, 0.25])
@pytest.mark.parametrize("name", STREAMS)
def test_streams_come_in_three_parts(name: str, validation: float) -> None:
    source = data_source(CHOICES[name], validation=validation)
    assert source.streams
    assert black.format_str(source.code, mode=black.Mode()) == source.code
    function = ast.parse(source.code).body[-1]
    assert isinstance(function, ast.FunctionDef)
    given = function.body[-1]
    assert isinstance(given, ast.Return)
    assert isinstance(given.value, ast.Tuple)
    there = [not isinstance(part, ast.Constant) for part in given.value.elts]
    assert there == [True, source.has_validation, source.has_test]


@pytest.mark.parametrize(
    "name",
    [name for name in CHOICES if CHOICES[name].options.get("stratify") and name not in STREAMS],
)
def test_what_is_validated_on_can_be_alike(name: str) -> None:
    code = data_source(CHOICES[name], validation=0.25).code
    assert black.format_str(code, mode=black.Mode()) == code
    assert code.count("first, last") == 2
    assert "first, last" not in data_source(CHOICES[name]).code


def test_what_is_held_back_is_shared_out() -> None:
    options: dict[str, Value] = {"test_share": 0.2}
    choice = DataChoice("images", OWN, Params(options))
    code = data_source(choice, validation=0.25).code
    assert "validation_split=0.4," in code
    assert "round(len(held) * 0.5)" in code


@pytest.mark.parametrize(
    ("choice", "files", "folder"),
    [
        pytest.param(
            builtin("penguins"),
            (resource_path("datasets", "penguins.csv"),),
            resource_path("datasets"),
            id="shipped",
        ),
        pytest.param(builtin("iris"), (), resource_path("datasets"), id="scikit-learn's"),
        pytest.param(csv(), (OWN / "own.csv",), OWN, id="own"),
        pytest.param(npz(), (OWN / "own.npz",), OWN, id="own arrays"),
        pytest.param(csv(copy=False), (), OWN, id="in place"),
        pytest.param(
            npy(x_test_key="", x_key="a", y_key="b"),
            (OWN / "a.npy", OWN / "b.npy"),
            OWN,
            id="own arrays in files of their own",
        ),
    ],
)
def test_files_to_put_beside_the_script(
    choice: DataChoice, files: tuple[Path, ...], folder: Path
) -> None:
    source = data_source(choice)
    assert source.files == files
    assert data_folder(choice) == folder
    assert ("Path(__file__)" in source.constants) == bool(files)


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        (NO_DATA, "No data are chosen yet."),
        (DataChoice("csv"), "No file is chosen yet."),
        (csv(target=""), "Choose the column that the network is to predict."),
        (csv(use="series"), "Choose the column that holds the series."),
        (csv(use="text", text=""), "Choose the column that holds the texts."),
        (csv(use="text", target=""), "Choose the column that the network is to predict."),
        (npz(x_key=""), "Choose the array that the network sees."),
        (npz(y_key=""), "Choose the array that holds the right answers."),
        (npz(y_test_key=""), "Choose the array that holds the right answers."),
    ],
)
def test_a_choice_that_lacks_something(choice: DataChoice, message: str) -> None:
    with pytest.raises(DataError) as raised:
        data_source(choice)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    "text",
    ['"', "'", "\\", "a\nb", "{x}", "__import__('os')", '"""', "é名", "\u202e", "\ud800"],
)
def test_a_users_words_stay_words(text: str) -> None:
    options: dict[str, Value] = {"target": text, "features": (text, "b")}
    source = data_source(DataChoice("csv", Path("/x") / f"{text}.csv", Params(options)))
    assigned = {
        node.targets[0].id: node.value
        for node in ast.parse(source.constants.encode("utf-8", "replace")).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    assert ast.literal_eval(assigned["TARGET"]) == text
    assert ast.literal_eval(assigned["FEATURES"]) == [text, "b"]
    assert isinstance(assigned["DATA_FILE"], ast.BinOp)
    assert ast.literal_eval(assigned["DATA_FILE"].right) == f"{text}.csv"
