"""The worker as a process: what it reports, how it is stopped, held and killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

from netbuilder.training.client import WorkerClient, WorkerGoneError
from netbuilder.training.commands import MeasureData, Pause, Quit, Resume, Stop, Train
from netbuilder.training.events import (
    Alive,
    Batch,
    Epoch,
    Finished,
    NextPhase,
    Paused,
    Ready,
    Started,
)
from netbuilder.training.replies import Measured
from tests.keras.worker_events import PATIENCE, until
from tests.keras.worker_scripts import write_script

pytestmark = pytest.mark.keras


KEEP = "\njson.dump(history.history, open('history.json', 'w'))"
DENSE = "history = compiled(metrics=['accuracy']).fit(x, y, epochs=3, validation_split=0.25)"
CONVOLUTION = """
model = keras.Sequential([keras.Input((8,)), layers.Reshape((8, 1)), layers.Conv1D(8, 3),
    layers.BatchNormalization(), layers.MaxPooling1D(), layers.Flatten(), layers.Dense(3)])
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
history = model.fit(x, y, epochs=3, validation_split=0.25)"""
RECURRENT = """
words = rng.integers(0, 50, (256, 12))
model = keras.Sequential([keras.Input((12,)), layers.Embedding(50, 8, mask_zero=True),
    layers.Bidirectional(layers.LSTM(8, dropout=0.2)), layers.Dense(3, activation="softmax")])
model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(words, y, epochs=3)"""
ENDLESS = """
model = compiled(metrics=["accuracy"])
model.fit(x, y, epochs=100_000, verbose=0)
model.evaluate(x, y, verbose=0)
model.save("model.keras")"""


def test_ready_names_versions_and_devices() -> None:
    with WorkerClient() as client:
        _, ready = until(client, Ready)
    assert ready.keras.startswith("3.")
    assert ready.tensorflow.startswith("2.")
    assert "CPU" in ready.devices


def test_a_training_is_reported_from_start_to_end(worker: WorkerClient, tmp_path: Path) -> None:
    body = (
        "model = compiled(metrics=['accuracy'])\n"
        "history = model.fit(x, y, epochs=3, validation_split=0.25)\n"
        "model.evaluate(x, y)" + KEEP
    )
    worker.send(Train(write_script(tmp_path, body), epochs=3))
    events, finished = until(worker, Finished)
    assert [event for event in events if isinstance(event, Started)] == [Started(3, 6)]
    epochs = [event for event in events if isinstance(event, Epoch)]
    assert [(event.epoch, event.step) for event in epochs] == [(1, 6), (2, 12), (3, 18)]
    kept = json.loads((tmp_path / "history.json").read_text(encoding="utf-8"))
    assert finished.history == kept
    assert {name: [event.logs[name] for event in epochs] for name in kept} == kept
    assert set(finished.evaluation) == {"loss", "accuracy"}
    assert not finished.stopped
    batches = [event for event in events if isinstance(event, Batch)]
    assert batches[0].step == 1
    assert all(second.step > first.step for first, second in pairwise(batches))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(DENSE, id="dense and dropout"),
        pytest.param(CONVOLUTION, id="convolution"),
        pytest.param(RECURRENT, id="embedding and LSTM"),
    ],
)
def test_the_script_alone_gives_the_same_history(
    body: str, worker: WorkerClient, tmp_path: Path
) -> None:
    script = write_script(tmp_path, body + KEEP)
    in_worker = []
    for _ in range(3):
        worker.send(Train(script, epochs=3))
        in_worker.append(until(worker, Finished)[1].history)
    subprocess.run([sys.executable, script], cwd=tmp_path, check=True, capture_output=True)
    alone = json.loads((tmp_path / "history.json").read_text(encoding="utf-8"))
    assert in_worker == [alone, alone, alone]


def test_stop_keeps_what_was_learnt(worker: WorkerClient, tmp_path: Path) -> None:
    worker.send(Train(write_script(tmp_path, ENDLESS), epochs=100_000))
    until(worker, Batch)
    worker.send(Stop())
    _, finished = until(worker, Finished)
    assert finished.stopped
    assert set(finished.evaluation) == {"loss", "accuracy"}
    assert (tmp_path / "model.keras").is_file()


def test_pause_holds_and_resume_goes_on(worker: WorkerClient, tmp_path: Path) -> None:
    worker.send(Train(write_script(tmp_path, ENDLESS), epochs=100_000))
    until(worker, Batch)
    worker.send(Pause())
    until(worker, Paused)
    quiet, _ = until(worker, Alive)
    quiet += until(worker, Alive)[0]
    assert not [event for event in quiet if isinstance(event, (Batch, Epoch))]
    worker.send(Resume())
    until(worker, Batch)
    worker.send(Stop())
    assert until(worker, Finished)[1].stopped


def test_a_paused_training_can_be_stopped(worker: WorkerClient, tmp_path: Path) -> None:
    worker.send(Train(write_script(tmp_path, ENDLESS), epochs=100_000))
    until(worker, Batch)
    worker.send(Pause())
    until(worker, Paused)
    worker.send(Stop())
    assert until(worker, Finished)[1].stopped


def test_what_is_no_number_becomes_none(worker: WorkerClient, tmp_path: Path) -> None:
    body = "compiled('mse', units=1).fit(x, np.full(256, np.nan), epochs=2)"
    worker.send(Train(write_script(tmp_path, body), epochs=2))
    assert until(worker, Finished)[1].history == {"loss": [None, None]}


def test_a_metric_with_a_figure_for_each_class(worker: WorkerClient, tmp_path: Path) -> None:
    body = (
        "model = compiled('categorical_crossentropy', metrics=[keras.metrics.F1Score()])\n"
        "model.fit(x, keras.utils.to_categorical(y, 3))"
    )
    worker.send(Train(write_script(tmp_path, body), epochs=1))
    names = set(until(worker, Finished)[1].history)
    assert names == {"loss", "f1_score[0]", "f1_score[1]", "f1_score[2]"}


def test_two_fits_in_a_row_count_on(worker: WorkerClient, tmp_path: Path) -> None:
    body = "model = compiled()\nmodel.fit(x, y, epochs=2)\nmodel.fit(x, y, epochs=1)"
    worker.send(Train(write_script(tmp_path, body), epochs=3))
    events, finished = until(worker, Finished)
    epochs = [(event.epoch, event.step) for event in events if isinstance(event, Epoch)]
    assert epochs == [(1, 8), (2, 16), (3, 24)]
    assert len(finished.history["loss"]) == 3
    assert [event for event in events if isinstance(event, NextPhase)] == [NextPhase(2, 16)]


def test_who_stops_the_first_phase_wants_no_second(worker: WorkerClient, tmp_path: Path) -> None:
    second = "later = model.fit(x, y, epochs=100_000, verbose=0).history\nassert later == {}\n"
    body = ENDLESS.replace("model.evaluate", f"{second}model.evaluate")
    worker.send(Train(write_script(tmp_path, body), epochs=200_000))
    until(worker, Batch)
    worker.send(Stop())
    events, finished = until(worker, Finished)
    assert finished.stopped
    assert finished.evaluation
    assert not [event for event in events if isinstance(event, NextPhase)]


def test_callbacks_of_the_script_have_their_say_first(worker: WorkerClient, tmp_path: Path) -> None:
    body = (
        "compiled().fit(x, y, epochs=2, callbacks=["
        "keras.callbacks.ReduceLROnPlateau(monitor='loss'), keras.callbacks.TerminateOnNaN()])"
    )
    worker.send(Train(write_script(tmp_path, body), epochs=2))
    events, finished = until(worker, Finished)
    assert set(finished.history) == {"loss", "learning_rate"}
    last = [event for event in events if isinstance(event, Epoch)][-1]
    assert last.logs["learning_rate"] == finished.history["learning_rate"][-1]


def test_stray_prints_of_any_kind_stay_out_of_the_events(tmp_path: Path) -> None:
    log_path = tmp_path / "log"
    body = (
        "import os, subprocess, sys\n"
        "print('by Python')\n"
        "os.write(1, b'by C\\n')\n"
        "subprocess.run([sys.executable, '-c', 'print(\"by a child\")'])\n"
        'print(\'{"event": "paused"}\')\n'
        "assert sys.stdin.read() == ''\n"
        "compiled().fit(x, y)"
    )
    with log_path.open("w+", encoding="utf-8") as log, WorkerClient(log) as client:
        client.send(Train(write_script(tmp_path, body), epochs=1))
        events, _ = until(client, Finished)
    assert not [event for event in events if isinstance(event, Paused)]
    text = log_path.read_text(encoding="utf-8")
    assert all(words in text for words in ("by Python", "by C", "by a child", "━"))


def test_a_worker_without_its_app_ends(tmp_path: Path) -> None:
    script = write_script(tmp_path, ENDLESS)
    code = (
        "import os\n"
        "from netbuilder.training.client import WorkerClient\n"
        "from netbuilder.training.commands import Train\n"
        "from netbuilder.training.events import Batch\n"
        "client = WorkerClient()\n"
        f"client.send(Train({script!r}, 1))\n"
        "next(event for event in client.events(120) if isinstance(event, Batch))\n"
        "print(client.pid, flush=True)\n"
        "os._exit(0)\n"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    number = int(finished.stdout)
    if psutil.pid_exists(number):
        psutil.Process(number).wait(PATIENCE)
    assert not psutil.pid_exists(number)


def kill(client: WorkerClient) -> None:
    os.kill(client.pid, signal.SIGKILL)


@pytest.mark.parametrize(
    ("end", "exit_code"),
    [
        pytest.param(kill, -9, id="killed"),
        pytest.param(lambda client: client.send(Quit()), 0, id="asked to quit"),
    ],
)
def test_the_end_of_a_worker_is_seen(
    end: Callable[[WorkerClient], None], exit_code: int, tmp_path: Path
) -> None:
    with WorkerClient() as client:
        client.send(Train(write_script(tmp_path, ENDLESS), epochs=100_000))
        until(client, Batch)
        end(client)
        with pytest.raises(WorkerGoneError) as caught:
            until(client, Finished)
    assert caught.value.exit_code == exit_code


def test_data_that_cannot_be_read_are_answered_and_the_worker_goes_on(
    worker: WorkerClient, tmp_path: Path
) -> None:
    worker.send(MeasureData(3, "raise ValueError('broken')", str(tmp_path)))
    _, answer = until(worker, Measured)
    assert (answer.request, answer.profile) == (3, None)
    assert answer.message
    worker.send(Train(write_script(tmp_path, "compiled().fit(x, y)"), epochs=1))
    until(worker, Finished)


def test_what_is_no_command_is_passed_over(worker: WorkerClient, tmp_path: Path) -> None:
    class Strange(Stop, frozen=True, tag="strange"):
        """A command of another version."""

    worker.send(Strange())
    worker.send(Train(write_script(tmp_path, "compiled().fit(x, y)"), epochs=1))
    until(worker, Finished)
