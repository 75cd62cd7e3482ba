"""Real failures of the real Keras, all in one worker, and what a student is told of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from netbuilder.training.client import WorkerClient
from netbuilder.training.commands import Train
from netbuilder.training.events import Failed, Finished
from netbuilder.training.protocol import AnyEvent
from tests.keras.worker_events import PATIENCE
from tests.keras.worker_scripts import LAYERS, write_script

pytestmark = pytest.mark.keras


def last_event(worker: WorkerClient, script: str) -> AnyEvent:
    worker.send(Train(script, epochs=1, layers=LAYERS))
    return next(event for event in worker.events(PATIENCE) if isinstance(event, (Finished, Failed)))


@pytest.mark.parametrize(
    ("body", "message", "node"),
    [
        pytest.param(
            "compiled(units=2).fit(x, y)",
            "The data hold the class number 2, but the network only answers for 2 classes.",
            "answer",
            id="label out of range",
        ),
        pytest.param(
            "compiled().fit(x, np.where(y, y.astype('float32'), np.nan))",
            "Some answers in the data are missing (NaN).",
            "answer",
            id="NaN labels",
        ),
        pytest.param(
            "raise RuntimeError('Step 0 already exists.')",  # as Orbax does
            "OrbaxCheckpoint has saved a checkpoint 0 in this folder before.",
            None,
            id="a checkpoint of Orbax written over",
        ),
        pytest.param(
            "compiled('categorical_crossentropy').fit(x, y)",
            "The data's answers have the shape (32,), but the network's have (32, 3).",
            "answer",
            id="class numbers for a one-hot loss",
        ),
        pytest.param(
            "compiled().fit(x, keras.utils.to_categorical(y, 3))",
            "The loss wants class numbers, but the data's answers have the shape (32, 3).",
            "answer",
            id="one-hot for a loss of class numbers",
        ),
        pytest.param(
            "compiled('mse').fit(x, y.astype('float32')[:, None].repeat(2, 1))",
            "The loss cannot compare the network's answers with the data's: their shapes differ.",
            "answer",
            id="answers of another width",
        ),
        pytest.param(
            "compiled(metrics=['AUC']).fit(x, y)",
            "A metric cannot compare the network's answers with the data's: their shapes differ.",
            "answer",
            id="metric of another shape",
        ),
        pytest.param(
            "compiled(shape=(5,)).fit(x, y)",
            "Layer 'hidden' was built for an input with 5 values on its axis -1, "
            "but gets the shape (32, 8).",
            "hidden",
            id="samples of another width",
        ),
        pytest.param(
            "keras.Sequential([keras.Input((4, 4)), layers.LSTM(2), layers.LSTM(2, name='fold')])",
            "Layer 'fold' wants an input with 3 axes (the batch included), "
            "but gets the shape (None, 2).",
            "fold",
            id="too few axes",
        ),
        pytest.param(
            "keras.Sequential([keras.Input((4, 4, 1)), layers.Conv2D(2, 9, name='conv')])",
            "The layer's window is larger than its input, which has the shape (None, 4, 4, 1).",
            "conv",
            id="window too large",
        ),
        pytest.param(
            "layers.Add(name='merge')([keras.Input((3,)), keras.Input((4,))])",
            "The shapes (3,) and (4,) cannot be merged.",
            "merge",
            id="merge of different shapes",
        ),
        pytest.param(
            "keras.Sequential([keras.Input((4,)), layers.Reshape((3, 3), name='fold')])",
            "The shape (4,) cannot be reshaped into (3, 3).",
            "fold",
            id="reshape to another size",
        ),
        pytest.param(
            "model = keras.Sequential([keras.Input((8,)), layers.Embedding(2, 4, name='words'),\n"
            "    layers.Flatten(), layers.Dense(3, activation='softmax')])\n"
            "model.compile('adam', 'sparse_categorical_crossentropy')\n"
            "model.fit(np.full((256, 8), 5), y)",
            "The data hold the number 5, but the layer only knows 0 to below 2.",
            "words",
            id="word number out of range",
        ),
        pytest.param(
            "keras.Sequential([keras.Input((4,)), layers.Dense(10**11, name='hidden')])",
            "There is not enough memory for an array of shape [4,100000000000].",
            "hidden",
            id="out of memory in TensorFlow",
        ),
        pytest.param(
            "np.zeros((10**9, 10**6))",
            "There is not enough memory for an array of shape (1000000000, 1000000).",
            None,
            id="out of memory in NumPy",
        ),
        pytest.param(
            "np.load('nothing.npz')", "There is no file nothing.npz.", None, id="missing file"
        ),
        pytest.param(
            "np.savez('some.npz', a=x); np.load('some.npz')['b']",
            "The data file holds no array called b.",
            None,
            id="missing array",
        ),
        pytest.param(
            "compiled().fit(x.astype(str), y)",
            "The data hold text or mixed values where the network needs numbers.",
            None,
            id="text as data",
        ),
        pytest.param(
            "compiled().fit(x, y[:50])",
            "There are 256 samples, but 50 answers.",
            None,
            id="fewer answers than samples",
        ),
        pytest.param(
            "compiled().fit(x[:1], y[:1], validation_split=0.5)",
            "There are too few samples (1) to hold some back for validation.",
            None,
            id="too few to split",
        ),
        pytest.param(
            "layers.Dense(3, kernel_initializer='strange')",
            "Keras knows no initializer called strange.",
            None,
            id="unknown name",
        ),
        pytest.param(
            "import no_such_package",
            "The Python package no_such_package is missing.",
            None,
            id="missing package",
        ),
        pytest.param(
            "raise RuntimeError('of its own')",
            "Keras could not go on. RuntimeError: of its own",
            None,
            id="anything else",
        ),
        pytest.param(
            "raise SystemExit(3)",
            "The script ended itself before the training was done.",
            None,
            id="exit",
        ),
    ],
)
def test_failure(
    body: str, message: str, node: str | None, worker: WorkerClient, tmp_path: Path
) -> None:
    failure = last_event(worker, write_script(tmp_path, body))
    assert isinstance(failure, Failed)
    assert failure.message == message
    assert failure.node == (LAYERS[node] if node else None)
    assert failure.details.startswith("Traceback (most recent call last):\n")
    assert str(tmp_path / "train.py") in failure.details
    assert "netbuilder/worker/main.py" not in failure.details.splitlines()[1]


def test_the_node_is_found_by_the_line_of_the_script(worker: WorkerClient, tmp_path: Path) -> None:
    script = write_script(tmp_path, "layers.Dense(3, kernel_initializer='strange')")
    lines = Path(script).read_text(encoding="utf-8").splitlines()
    worker.send(Train(script, 1, lines={"n1": [(1, 9)], "n2": [(len(lines), len(lines))]}))
    failure = next(event for event in worker.events(PATIENCE) if isinstance(event, Failed))
    assert failure.node == "n2"


def test_a_training_after_failures_succeeds(worker: WorkerClient, tmp_path: Path) -> None:
    event = last_event(worker, write_script(tmp_path, "compiled().fit(x, y)"))
    assert isinstance(event, Finished)
