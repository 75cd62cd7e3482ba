"""What a run leaves in the store, from its first event to its last."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from netbuilder.runs.checkpoints import FOLDER, best_state, checkpoints, last_state
from netbuilder.runs.folder import MODEL
from netbuilder.runs.model import EpochFigures, Origin, RateChange, Run
from netbuilder.runs.recording import Recorder, data_hash
from netbuilder.runs.store import RunStore, RunStoreError, Status
from netbuilder.training.events import (
    Batch,
    Discarded,
    Epoch,
    Failed,
    Finished,
    Rate,
    Ready,
    Started,
)
from netbuilder.training.protocol import AnyEvent

READY = Ready("3.15.1", "2.21.0", ["CPU"])
STARTED = Started(2, 2)
FIRST = Batch(1, 1, 1, {"loss": 3.0}, 0.1, [1], {"loss": [3.0]})
LATE = Batch(1, 2, 2, {"loss": 2.5}, 0.2, [2], {"loss": [2.5]})
RATE = Rate(2, 2, 0.01)
REFUSED = Rate(2, 2, 0.5, "It has a schedule.")
EPOCH = Epoch(1, 2, {"loss": 2.5, "val_loss": None}, 0.3)
OVERTAKEN = Batch(2, 2, 4, {"loss": 1.0}, 0.4, [4, 3], {"loss": [1.0, 1.5]})
SECOND = Epoch(2, 4, {"loss": 1.0, "val_loss": 0.5}, 0.6)
FINISHED = Finished({"loss": [2.5, 1.0]}, {"loss": 0.25}, 0.7)
ALL: tuple[AnyEvent, ...] = (
    READY,
    STARTED,
    FIRST,
    LATE,
    EPOCH,
    RATE,
    REFUSED,
    OVERTAKEN,
    SECOND,
    FINISHED,
)


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path)


def recorded(store: RunStore, *events: AnyEvent) -> Run:
    recorder = Recorder(store, store.begin("MNIST", seed=1, epochs=2))
    for event in events:
        recorder.take(event)
    return recorder.run


def test_every_figure_is_kept(store: RunStore) -> None:
    run = recorded(store, *ALL)
    course = store.course(run.id)
    assert course.epochs == (
        EpochFigures(1, 2, 0.3, {"loss": 2.5, "val_loss": None}),
        EpochFigures(2, 4, 0.6, {"loss": 1.0, "val_loss": 0.5}),
    )
    (batches,) = course.batches
    assert batches.steps == (1, 2, 3, 4)
    assert batches.figures == {"loss": (3.0, 2.5, 1.5, 1.0)}
    assert course.rates == (RateChange(2, 2, 0.01),)
    assert store.course(run.id, batches=False).batches == ()


def test_the_run_itself_says_how_it_ended_and_what_it_was_computed_with(store: RunStore) -> None:
    run = recorded(store, *ALL)
    assert run == store.get(run.id)
    assert (run.status, run.epochs_done, run.seconds) == (Status.FINISHED, 2, 0.6)
    assert run.logs == {"loss": 1.0, "val_loss": 0.5, "test_loss": 0.25}
    assert (run.versions["keras"], run.versions["devices"]) == ("3.15.1", "CPU")


@pytest.mark.parametrize(
    ("end", "status"),
    [
        pytest.param(FINISHED, Status.FINISHED, id="finished"),
        pytest.param(Finished({}, {}, 1.0, stopped=True), Status.STOPPED, id="stopped"),
        pytest.param(Failed("It broke."), Status.FAILED, id="failed"),
    ],
)
def test_status_at_the_end(store: RunStore, end: AnyEvent, status: Status) -> None:
    assert recorded(store, STARTED, FIRST, EPOCH, end).status is status
    assert recorded(store, STARTED, FIRST, EPOCH).status is Status.RUNNING


def test_what_is_discarded_leaves_nothing(store: RunStore) -> None:
    run = recorded(store, STARTED, FIRST, EPOCH, Discarded())
    assert store.list() == ()
    assert store.course(run.id) == RunStore.course(store, 99)
    assert not run.folder.exists()


def test_a_run_that_is_cut_off_keeps_what_was_written(store: RunStore) -> None:
    recorder = Recorder(store, store.begin("MNIST", seed=1, epochs=2))
    for event in (STARTED, FIRST, EPOCH, OVERTAKEN):
        recorder.take(event)
    recorder.flush()
    assert len(store.course(recorder.run.id).epochs) == 1
    assert store.get(recorder.run.id).epochs_done == 1
    recorder.take(SECOND)
    recorder.take(FINISHED)
    assert [e.epoch for e in store.course(recorder.run.id).epochs] == [1, 2]


def test_notes_stars_and_origins(store: RunStore) -> None:
    first = store.begin("one", seed=1, epochs=1)
    origin = Origin(parent=first.id, epochs_before=3, series="s")
    second = store.begin("two", seed=2, epochs=1, origin=origin)
    assert (second.parent, second.epochs_before, second.series) == (first.id, 3, "s")
    store.star(second.id, starred=True)
    store.annotate(second.id, "wider")
    store.set_data_hash(second.id, "abc")
    found = store.get(second.id)
    assert (found.starred, found.note, found.data_hash) == (True, "wider", "abc")
    store.delete(first.id)
    assert [run.id for run in store.list()] == [second.id]
    assert store.get(second.id).parent is None


def test_a_folder_of_the_users_choice_outlives_its_run(store: RunStore, tmp_path: Path) -> None:
    run = store.begin("mine", seed=1, epochs=1, folder=tmp_path / "mine")
    store.delete(run.id)
    assert (tmp_path / "mine").is_dir()
    with pytest.raises(LookupError):
        store.delete(run.id)


def test_a_run_whose_process_number_went_to_another_program_is_lost(tmp_path: Path) -> None:
    run = RunStore(tmp_path).begin("x", seed=1, epochs=1)
    with sqlite3.connect(tmp_path / "runs.sqlite") as connection:
        connection.execute("UPDATE runs SET process_began = 7")
    connection.close()
    assert RunStore(tmp_path).get(run.id).status is Status.LOST


def test_a_store_of_the_first_version_is_brought_up(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "runs.sqlite")
    connection.executescript(
        "CREATE TABLE runs (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL,"
        " started TEXT NOT NULL, finished TEXT, status TEXT NOT NULL, seed INTEGER NOT NULL,"
        " epochs INTEGER NOT NULL, logs TEXT NOT NULL, folder TEXT NOT NULL,"
        " process INTEGER NOT NULL);"
        "INSERT INTO runs VALUES (1, 'old', '2026-01-01T00:00:00+00:00', NULL, 'finished', 3, 5,"
        " '{\"loss\": 0.5}', '/runs/1', 7);"
        "PRAGMA user_version = 1;"
    )
    connection.close()
    (run,) = RunStore(tmp_path).list()
    assert (run.title, run.logs, run.starred, run.versions) == ("old", {"loss": 0.5}, False, {})
    assert RunStore(tmp_path).course(1).epochs == ()


def test_a_damaged_store_is_told_while_recording(store: RunStore, tmp_path: Path) -> None:
    recorder = Recorder(store, store.begin("x", seed=1, epochs=1))
    recorder.take(EPOCH)
    (tmp_path / "runs.sqlite").write_bytes(b"damaged" * 1000)
    with pytest.raises(RunStoreError):
        recorder.take(FINISHED)


def test_data_are_told_apart_by_code_and_content(tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    file.write_text("1,2\n", encoding="utf-8")
    first = data_hash("load()", [file])
    assert first == data_hash("load()", [file])
    assert first != data_hash("load(2)", [file])
    file.write_text("1,3\n", encoding="utf-8")
    assert first != data_hash("load()", [file])


def test_checkpoints_are_what_lies_in_the_folder(tmp_path: Path) -> None:
    assert (checkpoints(tmp_path), best_state(tmp_path)) == ((), None)
    assert last_state(tmp_path, 3) is None
    (tmp_path / FOLDER).mkdir()
    for name in ("last-00004.keras", "best-00002.keras", ".7-last-00005.keras", "x.keras"):
        (tmp_path / FOLDER / name).touch()
    assert [(one.kind, one.epoch) for one in checkpoints(tmp_path)] == [("best", 2), ("last", 4)]
    best, last = best_state(tmp_path), last_state(tmp_path, 5)
    assert best is not None
    assert last is not None
    assert (best.epoch, last.epoch) == (2, 4)
    (tmp_path / MODEL).touch()
    model = last_state(tmp_path, 5)
    assert model is not None
    assert (model.path.name, model.epoch) == (MODEL, 5)
