"""The command line with the real Keras: what it trains, exports and says is Keras's own."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from netbuilder.__main__ import main
from netbuilder.catalog.custom import CustomCode, CustomKind
from netbuilder.dataset import DataChoice
from netbuilder.graph import Config, Node, Params
from netbuilder.project import Project
from netbuilder.project.file import write_project
from netbuilder.training.settings import TrainingSettings
from tests.golden.projects import PROJECTS
from tests.unit.custom_pieces import SCALE, SOFT_STEP
from tests.unit.test_custom_code import chain

pytestmark = pytest.mark.keras

ROOT = Path(__file__).parents[2]
SHARP = CustomCode(
    CustomKind.LOSS,
    "sharp_entropy",
    """\
import keras


def sharp_entropy(y_true, y_pred):
    return keras.losses.sparse_categorical_crossentropy(y_true, y_pred) ** 1.5
""",
)
SURE = CustomCode(
    CustomKind.METRIC,
    "sureness",
    "from keras import ops\n\n\ndef sureness(y_true, y_pred):\n    return ops.max(y_pred, -1)\n",
)
OWN = Project(
    "Own code",
    graph=chain(
        Node("s", "scale", "Scale", Params(start=0.5, activation="soft_step")),
        Node("d", "scores", "Dense", Params(units=3, activation="softmax")),
    ),
    data=DataChoice("iris"),
    training=TrainingSettings(
        loss=Config("sharp_entropy"),
        metrics=(Config("accuracy"), Config("sureness")),
        epochs=2,
    ),
    custom=(SCALE, SOFT_STEP, SHARP, SURE),
)
BUILDABLE = [name for name in PROJECTS if name != "unfinished"]


@pytest.fixture(autouse=True)
def _user_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETBUILDER_USER_DIR", str(tmp_path / "user"))


def project_file(folder: Path, name: str, epochs: int = 2) -> str:
    project = PROJECTS[name]
    path = folder / f"{name}.netbuilder"
    write_project(replace(project, training=replace(project.training, epochs=epochs)), path)
    return str(path)


def objects(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@contextmanager
def training(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "netbuilder", "train", *arguments, "--json"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        yield process
        process.kill()


def until_batch(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert any(json.loads(line)["event"] == "batch" for line in process.stdout)


def test_train_gives_the_history_of_the_exported_script(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = project_file(tmp_path, "mnist_mlp")
    run_folder, alone = tmp_path / "run", tmp_path / "alone"
    assert main(["train", file, "--json", "--run-dir", str(run_folder)]) == 0
    events = objects(capsys.readouterr().out)
    assert main(["export", file, "-o", str(alone / "script.py")]) == 0
    assert (alone / "script.py").read_text() == (run_folder / "train.py").read_text()
    subprocess.run([sys.executable, "script.py"], cwd=alone, check=True, capture_output=True)

    kinds = [event["event"] for event in events]
    assert kinds[0] == "started"
    assert kinds[-1] == "finished"
    assert kinds.count("epoch") == 2
    finished = events[-1]
    with (alone / "history.csv").open(newline="") as file_alone:
        rows = list(csv.DictReader(file_alone))
    for name, values in finished["history"].items():
        assert [float(row[name]) for row in rows] == values
    epochs = [event for event in events if event["event"] == "epoch"]
    assert [event["epoch"] for event in epochs] == [1, 2]
    assert {name: [e["logs"][name] for e in epochs] for name in epochs[0]["logs"]} == (
        finished["history"]
    )
    assert set(finished["evaluation"]) == {"loss", "accuracy"}
    assert {"project.netbuilder", "train.py", "history.csv", "model.keras", "worker.log"} <= {
        path.name for path in run_folder.iterdir()
    }
    capsys.readouterr()
    assert main(["runs", "--json"]) == 0
    (run,) = objects(capsys.readouterr().out)
    assert (run["status"], run["folder"]) == ("finished", str(run_folder))
    assert run["logs"]["test_loss"] == finished["evaluation"]["loss"]


def test_a_custom_layer_trains_as_its_exported_script_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, run_folder, alone = tmp_path / "own.netbuilder", tmp_path / "run", tmp_path / "alone"
    write_project(OWN, file)
    assert main(["train", str(file)]) == 2
    assert "not trusted" in capsys.readouterr().err
    given = ["train", str(file), "--trust-code", "--json", "--run-dir", str(run_folder)]
    assert main(given) == 0
    finished = objects(capsys.readouterr().out)[-1]
    assert main(["export", str(file), "-o", str(alone / "script.py")]) == 0
    subprocess.run([sys.executable, "script.py"], cwd=alone, check=True, capture_output=True)
    with (alone / "history.csv").open(newline="") as file_alone:
        rows = list(csv.DictReader(file_alone))
    assert {"loss", "accuracy", "sureness", "val_sureness"} <= set(finished["history"])
    for name, values in finished["history"].items():
        assert [float(row[name]) for row in rows] == values


def test_epochs_and_seed_replace_the_projects_own_and_lines_are_for_a_person(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = project_file(tmp_path, "mnist_mlp")
    assert main(["train", file, "--epochs", "1", "--seed", "1", "--json"]) == 0
    history = objects(capsys.readouterr().out)[-1]["history"]
    assert len(history["loss"]) == 1
    assert main(["train", file, "--epochs", "1", "--seed", "2"]) == 0
    out = capsys.readouterr().out
    assert "Epoch 1/1  accuracy 0." in out
    assert "On the test data: accuracy 0." in out
    assert f"loss {history['loss'][0]:.4f}" not in out


def test_a_failure_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # The check cannot see this one: the file changes between the check and the training.
    file = project_file(tmp_path, "mnist_mlp")
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "best.keras").mkdir()
    (folder / "best.keras" / "in the way").touch()
    assert main(["train", file, "--run-dir", str(folder)]) == 1
    err = capsys.readouterr().err
    assert "Traceback" not in err
    assert "Details are in" in err


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to whole consoles only")
def test_ctrl_c_stops_and_keeps_what_was_learnt(tmp_path: Path) -> None:
    run_folder = tmp_path / "run"
    file = project_file(tmp_path, "penguins")
    with training(file, "--epochs", "100000", "--run-dir", str(run_folder)) as process:
        until_batch(process)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=100)
    finished = objects(out)[-1]
    assert (process.returncode, err) == (0, "")
    assert (finished["event"], finished["stopped"]) == ("finished", True)
    assert (run_folder / "model.keras").is_file()


def test_a_killed_worker_is_probably_out_of_memory(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = project_file(tmp_path, "penguins")
    with training(file, "--epochs", "100000") as process:
        until_batch(process)
        (worker,) = psutil.Process(process.pid).children()
        worker.kill()
        out, err = process.communicate(timeout=100)
    failed = objects(out)[-1]
    assert (process.returncode, err) == (1, "")
    assert failed["event"] == "failed"
    assert "probably because it ran out of memory" in failed["message"]
    assert "batches of 32" in failed["why"]
    main(["runs", "--json"])
    (run,) = objects(capsys.readouterr().out)
    assert run["status"] == "failed"
    assert (Path(run["folder"]) / "history.csv").is_file()


def test_summary_is_keras_own_layer_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [project_file(tmp_path, name) for name in BUILDABLE]
    assert main(["export", *files, "-o", str(tmp_path / "out")]) == 0
    capsys.readouterr()
    main(["summary", *files, "--json"])
    ours = [
        [
            {name: value for name, value in layer.items() if name != "inputs"}
            for layer in s["layers"]
        ]
        for s in objects(capsys.readouterr().out)
    ]
    scripts = [str(tmp_path / "out" / f"{name}.py") for name in BUILDABLE]
    judged = subprocess.run(
        [sys.executable, "-m", "tests.keras.layers_judge", *scripts],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert ours == json.loads(judged.stdout)
