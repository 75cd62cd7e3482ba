"""What is asked of a running training: another learning rate, an end without a trace, states."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from netbuilder.runs.checkpoints import best_state, checkpoints
from netbuilder.training.client import WorkerClient
from netbuilder.training.commands import FindRate, Pause, Resume, SetRate, Stop, StopFinding, Train
from netbuilder.training.events import Batch, Discarded, Epoch, Finished, Paused, Rate
from netbuilder.training.protocol import AnyEvent
from netbuilder.training.replies import Tried, Trying
from tests.keras.worker_events import until
from tests.keras.worker_scripts import write_script

pytestmark = pytest.mark.keras

ENDLESS = """
model = compiled(metrics=["accuracy"])
model.fit(x, y, epochs=100_000, verbose=0, callbacks=[keras.callbacks.ReduceLROnPlateau(
    monitor="loss", patience=100_000)])
model.evaluate(x, y, verbose=0)
model.save("model.keras")"""
SCHEDULED = """
model = network()
model.compile(keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(0.1, 5, 0.5)),
    "sparse_categorical_crossentropy")
model.fit(x, y, epochs=100_000, verbose=0)"""
EVALUATING = "model = compiled()\nmodel.fit(x, y)\nwhile True:\n    model.evaluate(x, y, verbose=0)"
OVERFITTING = """
model = compiled()
class Worse(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 2:
            model.optimizer.learning_rate = 1e3
history = model.fit(x, y, epochs=4, validation_split=0.25, callbacks=[Worse()])
model.save("model.keras")
model.save_weights("own.weights.h5")"""


def test_the_learning_rate_is_set_between_two_batches(worker: WorkerClient, tmp_path: Path) -> None:
    worker.send(Train(write_script(tmp_path, ENDLESS), epochs=100_000))
    until(worker, Epoch)
    worker.send(Pause())
    before, _ = until(worker, Paused)
    worker.send(SetRate(0.0625))
    worker.send(Resume())
    _, rate = until(worker, Rate)
    assert (rate.rate, rate.message) == (0.0625, "")
    steps = [event.step for event in before if isinstance(event, Batch)]
    assert rate.step >= max(steps, default=0), "it was set after the pause"
    until(worker, Epoch)
    _, second = until(worker, Epoch)
    assert second.logs["learning_rate"] == 0.0625
    worker.send(Stop())
    until(worker, Finished)


def test_a_schedule_keeps_its_own_rate(worker: WorkerClient, tmp_path: Path) -> None:
    worker.send(Train(write_script(tmp_path, SCHEDULED), epochs=100_000))
    until(worker, Batch)
    worker.send(SetRate(0.5))
    _, rate = until(worker, Rate)
    assert "schedule" in rate.message
    worker.send(Stop())
    assert until(worker, Finished)[1].stopped


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        pytest.param(ENDLESS, Batch, id="while it trains"),
        pytest.param(EVALUATING, Epoch, id="while it is evaluated"),
    ],
)
def test_what_is_not_wanted_ends_without_a_model(
    body: str, seen: type[AnyEvent], worker: WorkerClient, tmp_path: Path
) -> None:
    worker.send(Train(write_script(tmp_path, body), epochs=100_000))
    until(worker, seen)
    worker.send(Stop(discard=True))
    until(worker, Discarded)
    assert not (tmp_path / "model.keras").exists()
    worker.send(Train(write_script(tmp_path, "compiled().fit(x, y)"), epochs=1))
    until(worker, Finished)


def test_a_stop_that_comes_too_late_has_stopped_nothing(
    worker: WorkerClient, tmp_path: Path
) -> None:
    body = (
        "model = compiled()\nmodel.fit(x, y, epochs=2)\nimport pathlib, time\n"
        "while not pathlib.Path('told').exists():\n    time.sleep(0.01)"
    )
    worker.send(Train(write_script(tmp_path, body), epochs=2))
    for _ in range(2):
        until(worker, Epoch)
    worker.send(Stop())
    (tmp_path / "told").touch()
    _, finished = until(worker, Finished)
    assert not finished.stopped


def test_every_batch_is_told_once(worker: WorkerClient, tmp_path: Path) -> None:
    body = "compiled(metrics=['accuracy']).fit(x, y, epochs=20, batch_size=8)"
    worker.send(Train(write_script(tmp_path, body), epochs=20))
    events, _ = until(worker, Finished)
    told = [event for event in events if isinstance(event, Batch)]
    assert sorted(step for event in told for step in event.steps) == list(range(1, 641))
    for event in told:
        assert set(event.figures) == {"loss", "accuracy"}
        assert all(len(values) == len(event.steps) for values in event.figures.values())
    assert len(told) < 320, "they come in groups"


def test_the_best_and_the_last_state_are_kept_and_no_other(
    worker: WorkerClient, tmp_path: Path
) -> None:
    script = write_script(tmp_path, OVERFITTING)
    worker.send(Train(script, epochs=4, checkpoint_share=1e9))
    _, finished = until(worker, Finished)
    losses = [value for value in finished.history["val_loss"] if value is not None]
    kept = {(one.kind, one.epoch) for one in checkpoints(tmp_path)}
    assert kept == {("best", losses.index(min(losses)) + 1), ("last", 4)}
    best = best_state(tmp_path)
    assert best is not None
    code = (
        "import keras, runpy; import numpy as np\n"
        "rng = np.random.default_rng(7); x = rng.random((256, 8)).astype('float32')\n"
        "y = rng.integers(0, 3, 256)\n"
        f"for path in ({str(best.path)!r}, 'model.keras'):\n"
        "    model = keras.saving.load_model(path)\n"
        "    print(model.evaluate(x[192:], y[192:], verbose=0))\n"
        "model.load_weights('own.weights.h5')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    best_loss, last_loss = map(float, done.stdout.split())
    assert best_loss == pytest.approx(min(losses), rel=1e-4)
    assert last_loss == pytest.approx(losses[-1], rel=1e-4)


def test_a_model_that_cannot_be_saved_is_trained_all_the_same(
    worker: WorkerClient, tmp_path: Path
) -> None:
    body = "model = compiled()\nmodel.get_config = None\nmodel.fit(x, y, epochs=2)"
    worker.send(Train(write_script(tmp_path, body), epochs=2, checkpoint_share=1e9))
    assert len(until(worker, Finished)[1].history["loss"]) == 2


SEARCHED = """
model = compiled(metrics=["accuracy"])
before = model.get_weights()
try:
    model.fit(x, y, batch_size=16, epochs=3, validation_split=0.25, callbacks=[
        keras.callbacks.EarlyStopping(patience=0)])
finally:
    np.save("same.npy", all((a == b).all() for a, b in zip(before, model.get_weights())))
model.save("model.keras")"""


def test_a_search_for_a_learning_rate(worker: WorkerClient, tmp_path: Path) -> None:
    worker.send(FindRate(7, write_script(tmp_path, SEARCHED), low=1e-5, high=10.0, steps=80))
    events, tried = until(worker, Tried)
    assert (tried.request, tried.message, tried.cancelled) == (7, "", False)
    assert len(tried.rates) == len(tried.losses) >= 8
    assert tried.rates == sorted(tried.rates)
    assert all(event.request == 7 for event in events if isinstance(event, Trying))
    assert not [event for event in events if isinstance(event, Batch | Epoch)]
    assert (tmp_path / "same.npy").is_file()
    assert bool(np.load(tmp_path / "same.npy")), "the weights are as they were"
    assert not (tmp_path / "model.keras").exists()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param(SCHEDULED, "LearningRateSchedule", id="a schedule"),
        pytest.param("compiled()", "trains nothing", id="no training"),
        pytest.param("raise ValueError('no data')", "no data", id="a broken script"),
    ],
)
def test_a_search_that_cannot_be_made(
    body: str, message: str, worker: WorkerClient, tmp_path: Path
) -> None:
    worker.send(FindRate(1, write_script(tmp_path, body)))
    assert message in until(worker, Tried)[1].message


def test_a_search_is_cancelled(worker: WorkerClient, tmp_path: Path) -> None:
    worker.send(FindRate(2, write_script(tmp_path, SEARCHED), steps=1_000_000, high=1e-5))
    until(worker, Trying)
    worker.send(StopFinding())
    _, tried = until(worker, Tried)
    assert tried.cancelled
    assert tried.suggestion is None


def test_the_best_epoch_is_restored_before_the_script_goes_on(
    worker: WorkerClient, tmp_path: Path
) -> None:
    body = (
        "model = compiled()\nmodel.optimizer.learning_rate = 0.05\n"
        "model.fit(x, y, epochs=100_000, validation_split=0.25, verbose=0)\n"
        "model.evaluate(x[192:], y[192:], verbose=0)"
    )
    worker.send(Train(write_script(tmp_path, body), epochs=100_000))
    before: list[AnyEvent] = []
    for _ in range(30):
        events, epoch = until(worker, Epoch)
        before += [*events, epoch]
    worker.send(Stop(best=True))
    events, finished = until(worker, Finished)
    losses = [value for value in finished.history["val_loss"] if value is not None]
    assert finished.restored == losses.index(min(losses)) + 1
    assert finished.evaluation["loss"] == pytest.approx(min(losses), rel=1e-4)
