"""Builds models with the real Keras and says what it knows of them; no weight is allocated.

Run as ``python -m tests.keras.importing_judge models`` or ``... layers < cases.json``. The
first writes ``{name: {"config", "layers": [[name, shapes, params, trainable]], "outputs":
[shape, ...]}}``; the
second takes ``[[class_name, params], ...]`` and writes the config of each layer.
"""

from __future__ import annotations

import json
import math
import os
import sys
import warnings
from collections.abc import Callable, Mapping
from typing import Any

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # the environment above has to be set before
from keras import layers


def main(what: str) -> None:
    """Answer on standard output."""
    warnings.simplefilter("ignore")
    with keras.StatelessScope(initialize_variables=False):
        answer = _models() if what == "models" else _configs(json.load(sys.stdin))
    json.dump(answer, sys.stdout)


def _models() -> dict[str, Any]:
    said = {}
    for name, build in MODELS.items():
        keras.backend.clear_session()
        model = build()
        rows = [_row(layer) for layer in model.layers]
        outputs = [list(tensor.shape) for tensor in keras.tree.flatten(model.outputs)]
        said[name] = {"config": json.loads(model.to_json()), "layers": rows, "outputs": outputs}
    return said


def _row(layer: Any) -> list[Any]:
    called = layer._inbound_nodes[0].output_tensors
    shapes = [list(tensor.shape) for tensor in keras.tree.flatten(called)]
    trainable = sum(math.prod(weight.shape) for weight in layer.trainable_weights)
    return [layer.name, shapes, layer.count_params(), trainable]


def _configs(cases: list[tuple[str, dict[str, Any]]]) -> list[Any]:
    return [
        keras.saving.serialize_keras_object(getattr(layers, class_name)(**_params(params)))
        for class_name, params in cases
    ]


def _params(params: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in params.items()}


def _value(data: Any) -> Any:
    if isinstance(data, list):
        return tuple(_value(part) for part in data)
    if isinstance(data, dict) and set(data) == {"class_name", "config"}:
        return getattr(layers, data["class_name"])(**_params(data["config"]))
    return data


def _siamese() -> Any:
    left, right = keras.Input((8,), name="left"), keras.Input((8,), name="right")
    eye = keras.Sequential(
        [keras.Input((8,)), layers.Dense(4, activation="relu"), layers.Dense(3)], name="eye"
    )
    end = layers.Dense(3, name="end")
    both = layers.Subtract()([eye(right), eye(left)])
    return keras.Model({"b": left, "a": right}, end(end(both)))


def _several_ends() -> Any:
    entry = keras.Input((4,))
    inside = keras.Input((4,))
    tower = keras.Model(inside, {"z": layers.Dense(2)(inside), "a": layers.Dense(4)(inside)})
    first = tower(entry)
    second = tower(first["a"])
    return keras.Model(entry, [second["z"], layers.Add()([first["a"], second["a"]])])


def _sequence_to_sequence() -> Any:
    source, target = keras.Input((None, 8)), keras.Input((None, 6))
    _, *state = layers.LSTM(5, return_state=True)(source)
    decoded = layers.GRU(7, return_sequences=True)(target)
    mixed = layers.MultiHeadAttention(2, 3)(query=decoded, value=source)
    return keras.Model([target, source], [layers.Dense(2)(mixed), layers.Add()(state)])


def _states() -> Any:
    entry = keras.Input((9, 4))
    _, *state = layers.LSTM(3, return_state=True)(entry)
    row, _, back = layers.Bidirectional(layers.GRU(2, return_state=True))(entry)
    return keras.Model(entry, [state[1], state[0], back, row, state[1]])


def _encoder() -> Any:
    inside = keras.Input((None, 8))
    _, *state = layers.LSTM(5, return_state=True)(inside)
    encoder = keras.Model(inside, state, name="encoder")
    source = keras.Input((7, 8))
    hidden, cell = encoder(source)
    past, scores = layers.MultiHeadAttention(2, 3)(
        source, source, return_attention_scores=True, use_causal_mask=True
    )
    _, looks = layers.AdditiveAttention()([past, source], return_attention_scores=True)
    return keras.Model(source, [cell, scores, looks, layers.Dense(2)(hidden)])


def _masked_words() -> Any:
    words = keras.Input((12,), dtype="int32")
    read = layers.Embedding(50, 6, mask_zero=True)(words)
    read = layers.Bidirectional(layers.LSTM(4, return_sequences=True))(read)
    read = layers.Bidirectional(layers.GRU(3), merge_mode="sum")(read)
    return keras.Model(words, layers.Dense(1, activation="sigmoid")(read))


def _frozen_image() -> Any:
    base = keras.Sequential(
        [
            keras.Input((8, 8, 3), batch_size=2),
            layers.RandomFlip(),
            layers.Conv2D(4, 3, padding="same"),
            layers.BatchNormalization(),
            layers.SpectralNormalization(layers.Conv2D(2, (3, 1), kernel_regularizer="l2")),
        ],
        name="base",
    )
    base.trainable = False
    entry = keras.Input((8, 8, 3), batch_size=2)
    flat = layers.Flatten()(base(entry))
    return keras.Model(entry, layers.Dense(3, dtype="mixed_float16")(flat), name="transfer")


def _chain() -> Any:
    return keras.Sequential(
        [
            keras.Input((10, 4, 2)),
            layers.TimeDistributed(layers.Dense(3, kernel_initializer="he_normal")),
            layers.LeakyReLU(negative_slope=0.2),
            layers.Reshape((20, -1)),
            layers.Conv1D(4, 3, strides=2, activation="gelu"),
            layers.GlobalAveragePooling1D(),
            layers.Dense(2, activation=layers.LeakyReLU(negative_slope=0.1)),
        ],
        name="chain",
    )


def _operations() -> Any:
    entry = keras.Input((4, 6))
    raised = 2.0 * entry + 1
    joined = keras.ops.concatenate([raised, entry], axis=-1)
    positive = keras.ops.where(joined > 0, joined, 0.0)
    mean = keras.ops.mean(positive, axis=1, keepdims=True)
    first = keras.ops.relu(mean[:, 0, 2:])
    rows = keras.ops.reshape(layers.Dense(12)(first), (-1, 3, 4))
    mixed = keras.ops.matmul(rows, keras.ops.transpose(rows, (0, 2, 1)))
    left, _, right = keras.ops.split(layers.Dense(6)(mixed), 3, axis=-1)
    return keras.Model(entry, layers.Add()([left, right]), name="operations")


MODELS: Mapping[str, Callable[[], Any]] = {
    "chain": _chain,
    "frozen image": _frozen_image,
    "masked words": _masked_words,
    "operations": _operations,
    "sequence to sequence": _sequence_to_sequence,
    "several ends": _several_ends,
    "siamese": _siamese,
    "states": _states,
    "encoder": _encoder,
}


if __name__ == "__main__":
    main(sys.argv[1])
