"""Notebooks: their cells are read as one script; what only IPython knows is named by cell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from netbuilder.importing import ConfigError, Imported, read_file
from tests.golden.projects import PROJECTS

HEAD = "import keras\nfrom keras import layers"
MODEL = "model = keras.Sequential([keras.Input((4,)), layers.Dense(2)])"
GOLDEN = Path(__file__).parent.parent / "golden" / "code" / "mnist_mlp.ipynb"


def read(tmp_path: Path, *cells: str, kind: str = "code") -> Imported:
    """Read a notebook with these cells behind one of imports."""
    path = tmp_path / "net.ipynb"
    listed = [
        {"cell_type": "markdown", "source": ["# A network\n", "with words"]},
        *({"cell_type": kind, "source": text.splitlines(keepends=True)} for text in (HEAD, *cells)),
    ]
    path.write_text(json.dumps({"cells": listed, "nbformat": 4}), encoding="utf-8")
    return read_file(path)


def noted(imported: Imported) -> list[tuple[int | None, str]]:
    return [(note.line, note.message) for note in imported.notes]


def classes(imported: Imported) -> list[str]:
    return [node.class_name for node in imported.graph.nodes.values()]


@pytest.mark.parametrize(
    ("cells", "notes"),
    [
        pytest.param([MODEL], [], id="plain"),
        pytest.param(
            ["%matplotlib inline", MODEL],
            [(1, "Cell 3: %matplotlib inline is left out.")],
            id="line magic",
        ),
        pytest.param(
            [f"size = 4\n!pip install keras\n{MODEL}"],
            [(2, "Cell 3: !pip install keras is left out.")],
            id="shell",
        ),
        pytest.param(
            [f"if True:\n    !ls\n{MODEL}"], [(2, "Cell 3: !ls is left out.")], id="shell, indented"
        ),
        pytest.param([f"%%time\n{MODEL}"], [], id="timed cell"),
        pytest.param(
            ["%%bash\nrm -rf data", MODEL], [(None, "Cell 3 (%%bash) is left out.")], id="bash cell"
        ),
        pytest.param(
            ["layers.Dense?", MODEL], [(1, "Cell 3: layers.Dense? is left out.")], id="help"
        ),
        pytest.param(
            ["this is no code", MODEL],
            [(None, "Cell 3 is no Python and is left out.")],
            id="no Python",
        ),
        pytest.param(
            ["", f"{MODEL}\nmodel.add(layers.Dense(3, trainable=False)\n)"], [], id="empty cell"
        ),
    ],
)
def test_cells_are_read_as_one_script(
    cells: list[str], notes: list[tuple[int | None, str]], tmp_path: Path
) -> None:
    imported = read(tmp_path, *cells)
    assert noted(imported) == notes
    assert classes(imported)[:2] == ["InputLayer", "Dense"]


def test_notes_of_the_script_name_cell_and_line(tmp_path: Path) -> None:
    imported = read(tmp_path, MODEL, "\nmodel.add(layers.Dens(3))")
    ((line, message),) = noted(imported)
    assert line == 2
    assert message.startswith("Cell 4: Dens is not known here")


def test_an_old_notebook(tmp_path: Path) -> None:
    path = tmp_path / "old.ipynb"
    cell = {"cell_type": "code", "input": [f"{HEAD}\n", MODEL]}
    path.write_text(json.dumps({"worksheets": [{"cells": [cell]}], "nbformat": 3}))
    assert classes(read_file(path)) == ["InputLayer", "Dense"]


def test_our_own_notebook_comes_back() -> None:
    project = PROJECTS["mnist_mlp"]
    imported = read_file(GOLDEN)
    assert imported.notes == ()
    assert imported.training is not None
    assert imported.training.epochs == project.training.epochs
    assert classes(imported) == [node.class_name for node in project.graph.nodes.values()]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("{", "not readable JSON", id="no JSON"),
        pytest.param("[1, 2]", "no Jupyter notebook", id="no notebook"),
        pytest.param('{"cells": []}', "No model of Keras", id="empty"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "net.ipynb"
    path.write_text(text)
    with pytest.raises(ConfigError, match=words):
        read_file(path)
