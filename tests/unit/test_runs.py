from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from netbuilder.project import Project
from netbuilder.project.file import read_project
from netbuilder.runs.folder import place_beside, prepare_run, write_history
from netbuilder.runs.folders import user_folder
from netbuilder.runs.store import RunStore, RunStoreError, Status


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "user")


def test_a_run_from_its_start_to_its_end(store: RunStore) -> None:
    run = store.begin("MNIST", seed=42, epochs=3)
    assert (run.id, run.title, run.seed, run.epochs) == (1, "MNIST", 42, 3)
    assert (run.status, run.finished, run.logs) == (Status.RUNNING, None, {})
    assert run.folder.is_dir()

    done = store.finish(run.id, Status.FINISHED, {"loss": 0.25, "val_loss": None})
    assert done == store.get(run.id)
    assert (done.status, done.logs) == (Status.FINISHED, {"loss": 0.25, "val_loss": None})
    assert done.finished is not None
    assert done.finished >= done.started


def test_runs_are_listed_newest_first_and_have_folders_of_their_own(store: RunStore) -> None:
    first, second = (store.begin(title, seed=1, epochs=1) for title in ("one", "two"))
    assert store.list() == (second, first)
    assert first.folder != second.folder


def test_a_run_may_lie_in_a_folder_of_the_users_choice(store: RunStore, tmp_path: Path) -> None:
    run = store.begin("here", seed=1, epochs=1, folder=tmp_path / "mine")
    assert run.folder == tmp_path / "mine"


def test_a_run_that_is_not_there(store: RunStore) -> None:
    with pytest.raises(LookupError):
        store.get(7)
    with pytest.raises(LookupError):
        store.finish(7, Status.FAILED, {})


def test_a_run_whose_program_died_is_lost(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from netbuilder.runs.store import RunStore;"
        f"RunStore(Path({str(tmp_path)!r})).begin('dies', seed=1, epochs=1)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    own = RunStore(tmp_path).begin("lives", seed=1, epochs=1)
    statuses = {run.title: run.status for run in RunStore(tmp_path).list()}
    assert statuses == {"dies": Status.LOST, "lives": Status.RUNNING}
    assert own.id == 2


def test_two_programs_write_at_once(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from netbuilder.runs.store import RunStore;"
        f"store = RunStore(Path({str(tmp_path)!r}));"
        "[store.begin('x', seed=1, epochs=1) for _ in range(20)]"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    runs = RunStore(tmp_path).list()
    assert sorted(run.id for run in runs) == list(range(1, 41))
    assert len({run.folder for run in runs}) == 40


def test_a_newer_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    RunStore(tmp_path).begin("kept", seed=1, epochs=1)
    connection = sqlite3.connect(tmp_path / "runs.sqlite")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(RunStoreError, match="newer NetBuilder"):
        RunStore(tmp_path)


def test_a_damaged_store_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "runs.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(RunStoreError, match="cannot be used"):
        RunStore(tmp_path)


def test_the_folder_of_a_run(tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text("a,b\n1,2\n", encoding="utf-8")
    project = Project(title="A project")
    script = prepare_run(tmp_path / "run", project, "print('é')\n", [data])
    assert script.read_bytes() == "print('é')\n".encode()
    assert read_project(tmp_path / "run" / "project.netbuilder").title == "A project"
    assert (tmp_path / "run" / "data.csv").read_text(encoding="utf-8") == "a,b\n1,2\n"


def test_a_data_file_beside_its_script_is_replaced_but_never_by_itself(tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text("new", encoding="utf-8")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "data.csv").write_text("old", encoding="utf-8")
    place_beside(data, folder, copy=True)
    assert (folder / "data.csv").read_text(encoding="utf-8") == "new"
    assert not (folder / "data.csv").samefile(data)
    place_beside(data, tmp_path)
    assert data.read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize(
    ("history", "text"),
    [
        pytest.param({}, "epoch\n", id="no epoch"),
        pytest.param(
            {"loss": [0.1, 1e-20], "val_loss": [None, float("nan")]},
            "epoch,loss,val_loss\n1,0.1,\n2,1e-20,\n",
            id="gaps",
        ),
        pytest.param(
            {"loss": [0.5, 0.25], "val_loss": [1.0]},
            "epoch,loss,val_loss\n1,0.5,1.0\n2,0.25,\n",
            id="a shorter one",
        ),
    ],
)
def test_history_as_csv(history: dict[str, list[float | None]], text: str, tmp_path: Path) -> None:
    path = write_history(tmp_path, history)
    assert path.read_text(encoding="utf-8") == text


def test_the_users_folder_can_be_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETBUILDER_USER_DIR", str(tmp_path / "portable"))
    assert user_folder() == tmp_path / "portable"
    assert user_folder().is_dir()
