"""Runs scripts in the real Keras and says which model each of them builds.

Run as ``python -m tests.keras.scripts_judge < scripts.json``, where the scripts stand by name;
writes ``{name: {"config", "layers": [[name, shapes, params, trainable]]}}``. Nothing is trained,
and no data are loaded.
"""

from __future__ import annotations

import itertools
import json
import math
import os
import sys
import warnings
from typing import Any

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # the environment above has to be set before
import numpy as np


def main() -> None:
    """Answer on standard output."""
    warnings.simplefilter("ignore")
    scripts = json.load(sys.stdin)
    real, sys.stdout = sys.stdout, sys.stderr
    keras.Model.fit = lambda *_args, **_kwargs: None
    keras.datasets.mnist.load_data = _pictures
    answers = {name: _built(source) for name, source in scripts.items()}
    json.dump(answers, real)


def _pictures() -> Any:
    halves = [(np.zeros((count, 28, 28)), np.zeros(count)) for count in (60000, 10000)]
    return tuple(halves)


def _built(source: str) -> dict[str, Any]:
    keras.backend.clear_session()
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(source, names)  # our own scripts
    model = names["model"]
    if not isinstance(model, (keras.Sequential, type(keras.Model(*_ends())))):
        model = _as_functional(model)
    rows = [_row(layer) for layer in model.layers]
    return {"config": json.loads(model.to_json()), "layers": rows}


def _ends() -> tuple[Any, Any]:
    entry = keras.Input((1,), name="never")
    return entry, entry


def _as_functional(model: Any) -> Any:
    """Return a subclassed model's network as ``call`` makes it of symbolic tensors."""
    shapes = model._build_shapes_dict["input_shape"]
    names = (f"entry_{number}" for number in itertools.count())
    entries = keras.tree.map_shape_structure(
        lambda shape: keras.Input(shape[1:], name=next(names)), shapes
    )
    return keras.Model(entries, model.call(entries), name=model.name)


def _row(layer: Any) -> list[Any]:
    called = layer._inbound_nodes[0].output_tensors
    shapes = [list(tensor.shape) for tensor in keras.tree.flatten(called)]
    trainable = sum(math.prod(weight.shape) for weight in layer.trainable_weights)
    return [layer.name, shapes, layer.count_params(), trainable]


if __name__ == "__main__":
    main()
