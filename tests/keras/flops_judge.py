"""Counts with TensorFlow's profiler what networks calculate.

Run as ``python -m tests.keras.flops_judge NAME ...``, with names out of
:data:`NETWORKS`. Each line of the answer is ``{"name", "config", "multiply_adds"}``; the
last counts the products of matrices and convolutions for one sample: half of what the
profiler calls float operations.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # the environment above has to be set before
import tensorflow as tf
from keras import applications, layers

_PRODUCTS = (
    "Conv2D",
    "Conv2DBackpropInput",
    "DepthwiseConv2dNative",
    "MatMul",
)


def _dense() -> Any:
    return keras.Sequential(
        [keras.Input((20,)), layers.Dense(30, "relu"), layers.Dense(7, use_bias=False)]
    )


def _convolutions() -> Any:
    return keras.Sequential(
        [
            keras.Input((33, 29, 4)),
            layers.Conv2D(8, 3, strides=2, padding="same"),
            layers.Conv2DTranspose(6, 3, strides=2, padding="same"),
            layers.SeparableConv2D(12, 5, depth_multiplier=2),
            layers.MaxPooling2D(),
            layers.DepthwiseConv2D(3, depth_multiplier=3, padding="same"),
            layers.Flatten(),
            layers.Dense(10),
        ]
    )


def _network(name: str) -> Callable[[], Any]:
    return lambda: getattr(applications, name)(weights=None)


NETWORKS: Mapping[str, Callable[[], Any]] = {
    "dense": _dense,
    "convolutions": _convolutions,
    **{name: _network(name) for name in ("MobileNetV2", "ResNet50", "VGG16")},
}


def main(names: Sequence[str]) -> None:
    """Write one line for each network."""
    warnings.simplefilter("ignore")
    for name in names:
        keras.backend.clear_session()
        model = NETWORKS[name]()
        answer = {
            "name": name,
            "config": json.loads(model.to_json()),
            "multiply_adds": _float_operations(model) // 2,
        }
        sys.stdout.write(json.dumps(answer) + "\n")


def _float_operations(model: Any) -> int:
    spec = tf.TensorSpec((1, *model.input_shape[1:]), tf.float32)
    graph = tf.function(model).get_concrete_function(spec).graph
    options = tf.compat.v1.profiler.ProfileOptionBuilder.float_operation()
    options["account_type_regexes"] = list(_PRODUCTS)
    options["output"] = "none"
    profile = tf.compat.v1.profiler.profile(graph, options=options)
    return int(profile.total_float_ops)


if __name__ == "__main__":
    main(sys.argv[1:])
