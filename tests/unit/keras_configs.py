"""Configs as Keras 3 writes them, and as the older ones did, written briefly."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def tensor(layer: str, call: int = 0, port: int = 0) -> Json:
    """Write an output of a layer's call as an argument."""
    history = [layer, call, port]
    config = {"shape": [None, 4], "dtype": "float32", "keras_history": history}
    return {"class_name": "__keras_tensor__", "config": config}


def call(*args: Any, **kwargs: Any) -> Json:
    """Write one call of a layer."""
    return {"args": list(args), "kwargs": kwargs}


def entry(
    class_name: str, name: str, *calls: Json, module: str = "keras.layers", **config: Any
) -> Json:
    """Write a layer and its calls."""
    return {
        "module": module,
        "class_name": class_name,
        "config": {"name": name, "trainable": True, "dtype": policy("float32"), **config},
        "registered_name": None,
        "build_config": {"input_shape": [None, 4]},
        "name": name,
        "inbound_nodes": list(calls),
    }


def entrance(name: str, *shape: int | None, dtype: str = "float32") -> Json:
    """Write an InputLayer; ``shape`` has the batch axis."""
    sizes = list(shape)
    return entry("InputLayer", name, batch_shape=sizes, dtype=dtype, sparse=False, optional=False)


def operation(class_name: str, name: str, *calls: Json, **config: Any) -> Json:
    """Write an operation of keras.ops and its calls."""
    found = entry(class_name, name, *calls, module="keras.src.ops.numpy")
    return {**found, "config": {"name": name, **config}}


def dense(name: str, *calls: Json, units: int = 4, **config: Any) -> Json:
    """Write a Dense as Keras does, with all that goes without saying."""
    said = {
        "units": units,
        "activation": "linear",
        "use_bias": True,
        "kernel_initializer": thing(
            "initializers", "GlorotUniform", seed=None, input_axes=None, output_axes=None
        ),
        "bias_initializer": thing("initializers", "Zeros"),
        "kernel_regularizer": None,
        "quantization_config": None,
    }
    return entry("Dense", name, *calls, **{**said, **config})


def thing(module: str, class_name: str, **config: Any) -> Json:
    """Write an initializer, a regularizer or the like."""
    module = f"keras.{module}"
    return {"module": module, "class_name": class_name, "config": config, "registered_name": None}


def policy(name: str) -> Json:
    """Write a dtype policy."""
    config = {"name": name}
    return {"module": "keras", "class_name": "DTypePolicy", "config": config}


def functional(
    *layers: Json, inputs: Any, outputs: Any, name: str = "model", calls: tuple[Json, ...] = ()
) -> Json:
    """Write a Functional model; with ``calls``, one within another."""
    config = {
        "name": name,
        "trainable": True,
        "layers": list(layers),
        "input_layers": inputs,
        "output_layers": outputs,
    }
    module = "keras.src.models.functional"
    model = {"module": module, "class_name": "Functional", "config": config}
    return {**model, "name": name, "inbound_nodes": list(calls)}


def sequential(*layers: Json, name: str = "model", calls: tuple[Json, ...] = ()) -> Json:
    """Write a Sequential model; with ``calls``, one within another."""
    config = {"name": name, "trainable": True, "dtype": policy("float32"), "layers": list(layers)}
    model = {"module": "keras", "class_name": "Sequential", "config": config}
    return {**model, "name": name, "inbound_nodes": list(calls)}


def old(class_name: str, name: str = "", *calls: Any, **config: Any) -> Json:
    """Write a layer as Keras 1 and 2 did."""
    name = name or class_name.lower()
    layer = {"class_name": class_name, "name": name, "config": {"name": name, **config}}
    return {**layer, "inbound_nodes": list(calls)}


def old_model(*layers: Json, inputs: list[str], outputs: list[str]) -> Json:
    """Write a Functional model as Keras 1 and 2 did."""
    ends = {
        "input_layers": [[name, 0, 0] for name in inputs],
        "output_layers": [[name, 0, 0] for name in outputs],
    }
    config = {"name": "old", "layers": list(layers), **ends}
    return {"class_name": "Model", "keras_version": "2.2.4", "config": config}


def old_sequential(*layers: Json) -> Json:
    """Write a Sequential model as Keras 1 did."""
    return {"class_name": "Sequential", "keras_version": "1.2.2", "config": list(layers)}
