"""``netbuilder check``, ``summary``, ``export`` and ``import`` of models that Keras wrote."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from netbuilder.__main__ import main
from netbuilder.checks import check_project
from netbuilder.codegen.script import script
from netbuilder.project.custom import catalog_of
from netbuilder.project.file import read_project
from netbuilder.project.weights import WeightsFile, digest_of
from netbuilder.validation.validate import Validator
from tests.unit.imported import saved
from tests.unit.keras_configs import dense, entrance, sequential
from tests.unit.test_importing_h5 import written


@pytest.fixture(params=["model.json", "model.keras"])
def model(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """ResNet50 as Keras writes it, both ways."""
    path = tmp_path / str(request.param)
    text = json.dumps(saved("ResNet50")["config"])
    if path.suffix == ".json":
        path.write_text(text, encoding="utf-8")
    else:
        with ZipFile(path, "w") as archive:
            archive.writestr("config.json", text)
    return path


def test_check(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(model), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["file"], said["ok"]) == (str(model), True)


def test_summary_is_that_of_keras(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", str(model), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    rows = [
        [layer["name"], [layer["output_shape"]], layer["params"], layer["trainable_params"]]
        for layer in said["layers"]
    ]
    assert rows == saved("ResNet50")["layers"]
    assert (said["total_params"], said["trainable_params"]) == (25_636_712, 25_583_592)


def test_import(model: Path, tmp_path: Path) -> None:
    output = tmp_path / "new" / "model.netbuilder"
    assert main(["import", str(model), "-o", str(output)]) == 0
    project = read_project(output)
    assert (project.title, len(project.graph.nodes)) == ("resnet50", 177)
    assert project.weights is None


def test_weights_are_remembered_and_named_in_the_code(tmp_path: Path) -> None:
    path, output = tmp_path / "model.h5", tmp_path / "model.netbuilder"
    written(path, sequential(entrance("d_input", None, 2), dense("d")))
    assert main(["import", str(path), "-o", str(output)]) == 0
    project = read_project(output)
    assert project.start == WeightsFile(path, digest_of(path))
    report = Validator(catalog_of(project)).validate(project.graph)
    code = script(project, report, catalog_of(project)).text
    assert '    model = build_model()\n    model.load_weights("start.weights.h5")\n' in code
    assert "Keep start.weights.h5 beside this file." in code
    assert (
        "load_weights"
        not in script(
            replace(project, weights=replace(project.start, used=False)),
            report,
            catalog_of(project),
        ).text
    )
    path.unlink()
    checked = check_project(project, report, None)
    assert "weights.file" in [problem.code for problem in checked.problems]


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        pytest.param("model.h5", "PK", "no readable HDF5 file", id="no HDF5"),
        pytest.param("model.onnx", "", "cannot import such files", id="another format"),
        pytest.param("model.py", "print(1)", "No model of Keras", id="Python without model"),
        pytest.param("model.py", "def f(:", "Line 1 is no Python", id="no Python"),
        pytest.param("model.json", "{", "is not readable JSON", id="half a file"),
        pytest.param("model.json", "[]", "does not describe a Keras model", id="other JSON"),
        pytest.param(
            "model.json", '{"class_name": "Net", "config": {}}', "describes a Net", id="own class"
        ),
        pytest.param("model.keras", "PK", "no readable .keras file", id="half an archive"),
    ],
)
def test_refusals(
    name: str, text: str, part: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert main(["import", str(path), "-o", str(tmp_path / "out.netbuilder")]) == 2
    said = capsys.readouterr()
    assert part in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""
