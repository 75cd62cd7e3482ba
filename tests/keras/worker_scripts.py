"""Scripts for the worker to run: short ones, written as a student's export would be."""

from __future__ import annotations

from pathlib import Path

OPENING = """\
import json
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
x = rng.random((256, 8)).astype("float32")
y = rng.integers(0, 3, 256)


def network(units=3, activation="softmax", shape=(8,)):
    return keras.Sequential(
        [
            keras.Input(shape),
            layers.Dense(16, activation="relu", name="hidden"),
            layers.Dropout(0.2),
            layers.Dense(units, activation=activation, name="answer"),
        ]
    )


def compiled(loss="sparse_categorical_crossentropy", metrics=None, **settings):
    model = network(**settings)
    model.compile("adam", loss, metrics=metrics)
    return model

"""

LAYERS = {name: f"id of {name}" for name in ("hidden", "answer", "conv", "merge", "fold", "words")}


def write_script(folder: Path, body: str) -> str:
    """Write ``train.py`` with the opening above and ``body``; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "train.py"
    path.write_text(OPENING + body + "\n", encoding="utf-8")
    return str(path)
