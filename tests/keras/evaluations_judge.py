"""Trains small networks by scripts, evaluates them anew, and prints what both say, as JSON.

Run as ``python -m tests.keras.evaluations_judge FOLDER``.
"""

from __future__ import annotations

import json
import runpy
import shutil
import sys
from contextlib import chdir
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import msgspec
import numpy as np
import tensorflow as tf

from netbuilder.codegen.data import data_source
from netbuilder.graph.edits import set_param
from netbuilder.training.commands import Evaluate, ExportModel, ListSamples, Predict
from netbuilder.training.evaluation import ModelForm
from netbuilder.worker.evaluating import Evaluator
from netbuilder.worker.exporting import run_export
from tests.golden.projects import PROJECTS
from tests.golden.regenerate import code_of

HEAD = """
import keras, numpy as np
from keras import layers
CLASS_NAMES = ["low", "middle", "high"]
keras.utils.set_random_seed(3)
rng = np.random.default_rng(5)
x = rng.normal(size=(240, 4)).astype("float32")
total = x.sum(axis=1)
"""
FIT = """
def main():
    model = build()
    model.fit(x[:200], y[:200], epochs=12, verbose=0)
    results = model.evaluate(x[200:], y[200:], return_dict=True, verbose=0)
    open("results.txt", "w").write(repr({name: float(v) for name, v in results.items()}))
    model.save("model.keras")

if __name__ == "__main__":
    main()
"""
CLASSES = """
y = np.digitize(total, (-1.0, 1.0))

def build():
    model = keras.Sequential([keras.Input((4,), name="row"), layers.Normalization(name="scaled"),
        layers.Dense(16, "relu"), layers.Dense(3, name="scores")])
    model.layers[0].adapt(x[:200])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.02), loss, metrics=["accuracy"])
    return model
"""
BINARY = """
y = (total > 0).astype("float32")

def build():
    model = keras.Sequential([keras.Input((4,)), layers.Dense(1, "sigmoid", name="yes")])
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model
"""
NUMBERS = """
y = total

def build():
    model = keras.Sequential([keras.Input((4,)), layers.Dense(1, name="sum")])
    model.compile(keras.optimizers.Adam(0.05), "mse", metrics=["mae"])
    return model
"""
STREAM = """
import tensorflow as tf

def main():
    one, two = keras.Input((4,), name="one"), keras.Input((4,), name="two")
    joined = layers.Concatenate()([one, two])
    model = keras.Model({"one": one, "two": two}, {
        "kind": layers.Dense(3, "softmax", name="kind")(joined),
        "sum": layers.Dense(1, name="sum")(joined)})
    model.compile("adam", {"kind": "sparse_categorical_crossentropy", "sum": "mse"},
                  metrics={"kind": ["accuracy"], "sum": ["mae"]})
    y = {"kind": np.digitize(total, (-1.0, 1.0)), "sum": total}
    data = tf.data.Dataset.from_tensor_slices(({"one": x, "two": -x}, y)).batch(32)
    model.fit(data.take(5), epochs=2, verbose=0)
    results = model.evaluate(data.skip(5), return_dict=True, verbose=0)
    open("results.txt", "w").write(repr({name: float(v) for name, v in results.items()}))
    model.save("model.keras")

if __name__ == "__main__":
    main()
"""
PICTURES = """
x = rng.uniform(size=(60, 8, 8, 1)).astype("float32")
y = x

def build():
    model = keras.Sequential([keras.Input((8, 8, 1)),
        layers.Conv2D(1, 3, padding="same", name="copy")])
    model.compile("adam", "mse", metrics=["mae"])
    return model
"""
TEXTS = """
x = np.where(total > 0, "a good film", "a bad one").astype(object)
y = (total > 0).astype("float32")

def build():
    model = keras.Sequential([keras.Input((), dtype="string"),
        layers.TextVectorization(max_tokens=8, output_sequence_length=3),
        layers.Embedding(8, 2), layers.GlobalAveragePooling1D(), layers.Dense(1, "sigmoid")])
    model.layers[0].adapt(x[:200])
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model
"""
STREAMED_TEXTS = FIT.replace(
    "    model.fit(x[:200], y[:200]",
    "    import tensorflow as tf\n"
    "    data = tf.data.Dataset.from_tensor_slices((x.astype(str), y)).batch(40)\n"
    "    model.fit(data.take(5)",
).replace("model.evaluate(x[200:], y[200:]", "model.evaluate(data.skip(5)")
WITHOUT_TEST = """
y = total

def main():
    model = keras.Sequential([keras.Input((4,)), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, y, verbose=0)
    model.save("model.keras")

if __name__ == "__main__":
    main()
"""
CONTINUED = FIT.replace("    model.fit", '    model.load_weights("start.keras")\n    model.fit')
SCRIPTS = {
    "classes": HEAD + CLASSES + FIT,
    "binary": HEAD + BINARY + FIT,
    "numbers": HEAD + NUMBERS + FIT,
    "stream": HEAD + STREAM,
    "pictures": HEAD + PICTURES + FIT.replace("200", "50"),
    "texts": HEAD + TEXTS + STREAMED_TEXTS,
    "without test": HEAD + WITHOUT_TEST,
    "continued": HEAD + NUMBERS + CONTINUED,
}
BY_NAME = "by name"  # the program's own script for several inputs and outputs, in two phases
_TOLD = 'print(f"Test: {figures(results)}")'
_WRITTEN = 'open("results.txt", "w").write(repr(results))'


def written_by_name(folder: Path) -> str:
    """Return the script of two phases for two inputs and outputs; its data are put beside it."""
    project = PROJECTS["two_questions"]
    graph = set_param(project.graph, "together", "trainable", False)
    settings = replace(project.training, precision="float32", epochs=3, tuning_epochs=2)
    project = replace(project, graph=graph, training=settings)
    for file in data_source(project.data).files:
        shutil.copy(file, folder)
    return code_of(project).text.replace(_TOLD, _WRITTEN)


def judged(name: str, folder: Path) -> dict[str, Any]:
    """Train by a script, evaluate what it has left, and ask about some samples."""
    folder.mkdir()
    script = folder / "train.py"
    text = written_by_name(folder) if name == BY_NAME else SCRIPTS[name]
    script.write_text(text, encoding="utf-8")
    if name == "continued":
        shutil.copy(folder.parent / "numbers" / "model.keras", folder / "start.keras")
    with chdir(folder):
        runpy.run_path(str(script), run_name="__main__")
    left = {path.name: path.read_bytes() for path in folder.iterdir()}
    answers: list[Any] = []
    evaluator = Evaluator(answers.append)
    evaluator.obey(Evaluate(1, str(script), "test", str(folder)))
    evaluator.obey(ListSamples(2, 0, None, 3))
    evaluator.obey(ListSamples(3, 0, (2, 2), 3))
    evaluator.obey(Predict(4, sample=1))
    evaluator.obey(Predict(5, values=[0.5, 0.25, -0.5, 1.0]))
    evaluator.obey(Evaluate(6, str(script), "training", str(folder)))
    results = folder / "results.txt"
    keys = ("evaluated", "worst", "cell", "sample", "by_hand", "training")
    return {
        **{key: msgspec.to_builtins(one) for key, one in zip(keys, answers, strict=True)},
        "results": eval(results.read_text()) if results.exists() else {},
        "untouched": all((folder / kept).read_bytes() == text for kept, text in left.items()),
    }


def exported(script: Path) -> dict[str, Any]:
    """Write a run's network in all forms; say how far each is from the network itself."""
    x = np.random.default_rng(7).normal(size=(5, 4)).astype("float32")
    answers: list[Any] = []
    endings: dict[ModelForm, str] = {
        "keras": ".keras",
        "weights": ".weights.h5",
        "saved_model": "",
        "tflite": ".tflite",
        "onnx": ".onnx",
    }
    targets = {form: str(script.parent / f"out{ending}") for form, ending in endings.items()}
    for form, target in targets.items():
        for _ in range(2):  # the second takes the place of the first
            run_export(ExportModel(1, str(script), form, target), answers.append)
    model = keras.models.load_model(script.parent / "model.keras")
    wanted = model.predict(x, verbose=0)
    twin = keras.models.clone_model(model)
    twin.load_weights(targets["weights"])
    served = tf.saved_model.load(targets["saved_model"])
    lite = tf.lite.Interpreter(targets["tflite"])
    entry, end = lite.get_input_details()[0], lite.get_output_details()[0]
    lite.resize_tensor_input(entry["index"], x.shape)
    lite.allocate_tensors()
    lite.set_tensor(entry["index"], x)
    lite.invoke()
    given = {
        "keras": keras.models.load_model(targets["keras"]).predict(x, verbose=0),
        "weights": twin.predict(x, verbose=0),
        "saved_model": served.serve(x).numpy(),
        "tflite": lite.get_tensor(end["index"]),
    }
    return {
        "messages": [answer.message for answer in answers],
        "off": {form: float(np.abs(values - wanted).max()) for form, values in given.items()},
        "left": sorted(path.name for path in script.parent.iterdir() if path.name[0] == "."),
    }


if __name__ == "__main__":
    where = Path(sys.argv[1])
    answers = {name: judged(name, where / name) for name in (*SCRIPTS, BY_NAME)}
    answers["exports"] = exported(where / "classes" / "train.py")
    sys.stdout.write("\n" + json.dumps(answers))
