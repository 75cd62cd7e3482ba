"""What the real Keras says of a model's config, without a single weight being allocated.

A config is valid when Keras loads it and a symbolic call of the whole model on its declared
inputs succeeds: many layers answer from a formula while the model is put together and fail
only when they are called.
"""

from __future__ import annotations

import json
import re
from typing import Any

import keras
from keras.src import backend, tree

_TRAINED = re.compile(
    r"calling (\w*Dropout\w*|GaussianNoise|\w*RNN|\w*LSTM\w*|GRU|SpectralNormalization"
    r"|TimeDistributed|Bidirectional)\.call.*training=True"
    r"|as `x` will be scaled",
    re.DOTALL,
)
_BY_CHANCE = re.compile("AugMix|RandAugment")
_TRIES = 8  # of a layer that chooses its calculation by chance


def judge(config: dict[str, Any]) -> dict[str, Any]:
    """Return ``{"layers": {name: [shapes, params, trainable]}}``, or ``{"error", "stage"}``.

    ``{"unsettled": why}`` stands for a model that Keras judges by what is not in its config:
    by data that a layer has seen or not, or by the order of layers that have nothing to do
    with each other (one that augments images makes those after it behave as in training).
    """
    stage = "load"
    text = json.dumps(config)
    with keras.StatelessScope(initialize_variables=False):
        try:
            model = keras.models.model_from_json(text)
            stage = "call"
            inputs = tree.map_structure(_symbol, _functional(model)._inputs_struct)
            if _draws_unfit_step(model):
                return {"unsettled": "a layer chooses its calculation by chance"}
            for _ in range(_TRIES if _BY_CHANCE.search(text) else 1):
                backend.compute_output_spec(model, inputs)
            return {"layers": layers_of(model)}
        except RecursionError:
            raise
        except Exception as error:  # whatever Keras raises is its way to refuse
            if "adapt(" in str(error) or "adapt`" in str(error):
                return {"unsettled": "a layer has to see data first"}
            if "in a stateless scope" in str(error):
                return {"unsettled": "a layer keeps a state, for which memory would be allocated"}
            if _TRAINED.search(str(error)):
                return {"unsettled": "whether the model is trained depends on the order of layers"}
            return {"error": f"{type(error).__name__}: {error}"[:500], "stage": stage}


def _draws_unfit_step(model: Any) -> bool:
    """Tell whether AugMix may choose a step that its images do not fit, and may not."""
    return any(
        isinstance(layer, keras.layers.AugMix)
        and any(node.input_tensors[0].shape[-1] not in (1, 3) for node in layer._inbound_nodes)
        for layer in model._flatten_layers()
    )


def layers_of(model: Any) -> dict[str, Any]:
    """Return what each layer of a model gives at its first call, and how much it holds."""
    return {layer.name: _layer(layer) for layer in _functional(model).operations}


def _layer(layer: Any) -> list[Any]:
    nodes = layer._inbound_nodes
    outputs = tree.flatten(nodes[0].outputs) if nodes else []
    shapes = [[list(tensor.shape), backend.standardize_dtype(tensor.dtype)] for tensor in outputs]
    if not isinstance(layer, keras.Layer):
        return [shapes, None, None]  # an operation; masks bring some along that no file names
    trainable = sum(_size(weight.shape) for weight in layer.trainable_weights)
    return [shapes, layer.count_params(), trainable]


def _functional(model: Any) -> Any:
    """Return the model that knows its tensors; a Sequential one keeps it to itself."""
    functional = model._functional if isinstance(model, keras.Sequential) else model
    if functional is None:
        raise ValueError("the model does not say what it takes")
    return functional


def _symbol(tensor: Any) -> Any:
    return keras.KerasTensor(tensor.shape, dtype=tensor.dtype)


def _size(shape: tuple[int, ...]) -> int:
    size = 1
    for part in shape:
        size *= part
    return size
