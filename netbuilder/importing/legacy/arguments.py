"""Arguments of layers under the names and in the forms that they once had."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from netbuilder.importing.legacy.classes import MERGED, current_class
from netbuilder.importing.legacy.objects import (
    upgrade_constraint,
    upgrade_initializer,
    upgrade_regularizer,
)

Config = dict[str, object]

EVERYWHERE: Mapping[str, str] = {
    "W_constraint": "kernel_constraint",
    "W_regularizer": "kernel_regularizer",
    "U_regularizer": "recurrent_regularizer",
    "b_constraint": "bias_constraint",
    "b_regularizer": "bias_regularizer",
    "bias": "use_bias",
    "border_mode": "padding",
    "dim_ordering": "data_format",
    "init": "kernel_initializer",
}
"""Old names of arguments, whatever the class."""
_FILTERS = {"nb_filter": "filters", "subsample": "strides"}
_ALONG_A_LINE = {"filter_length": "kernel_size", "subsample_length": "strides"}
_ATROUS = {"atrous_rate": "dilation_rate"}
_SEPARABLE = {
    "depthwise_init": "depthwise_initializer",
    "pointwise_init": "pointwise_initializer",
}
_RECURRENT = {
    "dropout_U": "recurrent_dropout",
    "dropout_W": "dropout",
    "inner_init": "recurrent_initializer",
}
_UNITS = {"output_dim": "units"}
_GATED = {"inner_activation": "recurrent_activation"}
_LSTM = {"forget_bias_init": "unit_forget_bias"}
_POOLING = {"pool_length": "pool_size", "stride": "strides"}
_RATE = {"p": "rate"}

ARGUMENTS: Mapping[str, Mapping[str, str]] = {
    "Conv1D": {**_FILTERS, **_ALONG_A_LINE, **_ATROUS},
    "Conv2D": {**_FILTERS, **_ATROUS},
    "Conv3D": _FILTERS,
    "Conv2DTranspose": _FILTERS,
    "Conv3DTranspose": _FILTERS,
    "ConvLSTM2D": {**_FILTERS, **_RECURRENT, **_GATED, **_LSTM},
    "GRU": {**_UNITS, **_RECURRENT, **_GATED},
    "LSTM": {**_UNITS, **_RECURRENT, **_GATED, **_LSTM},
    "SeparableConv1D": {**_FILTERS, **_ALONG_A_LINE, **_SEPARABLE},
    "SeparableConv2D": {**_FILTERS, **_ATROUS, **_SEPARABLE},
    "SimpleRNN": {**_UNITS, **_RECURRENT},
    **dict.fromkeys(("AveragePooling1D", "MaxPooling1D"), _POOLING),
    **dict.fromkeys(
        (
            "AlphaDropout",
            "Dropout",
            "GaussianDropout",
            "SpatialDropout1D",
            "SpatialDropout2D",
            "SpatialDropout3D",
        ),
        _RATE,
    ),
    "BatchNormalization": {"beta_init": "beta_initializer", "gamma_init": "gamma_initializer"},
    "Concatenate": {"concat_axis": "axis"},
    "Dense": {"output_dim": "units"},
    "Dot": {"dot_axes": "axes"},
    "Embedding": {
        "W_constraint": "embeddings_constraint",
        "W_regularizer": "embeddings_regularizer",
        "init": "embeddings_initializer",
    },
    "GaussianNoise": {"sigma": "stddev"},
    "LeakyReLU": {"alpha": "negative_slope"},
    "PReLU": {"init": "alpha_initializer"},
    "ReLU": {"theta": "threshold"},
    "UpSampling1D": {"length": "size"},
}
"""Old names of arguments by the class as it is called today."""

_SIZES = (("nb_row", "nb_col"), ("kernel_dim1", "kernel_dim2", "kernel_dim3"))
"""Sizes of filters that Keras 1 took one by one."""

FORGOTTEN = frozenset(
    (
        "arguments",
        "batch_input_shape",
        "batch_shape",
        "batch_size",
        "consume_less",
        "dynamic",
        "implementation",
        "input_dim",
        "input_dtype",
        "input_length",
        "input_shape",
        "time_major",
        "weights",
    )
)
"""Arguments that say how to compute and not what, or are about the input; not for InputLayer."""

_ONLY_IN: Mapping[str, frozenset[str]] = {
    "BatchNormalization": frozenset(("fused", "mode", "virtual_batch_size", "adjustment")),
    "Conv2DTranspose": frozenset(("output_shape",)),
    "Embedding": frozenset(("dropout",)),
}
_ORDERINGS = {"tf": "channels_last", "th": "channels_first"}
_UPGRADES: tuple[tuple[str, Callable[[object], object]], ...] = (
    ("_initializer", upgrade_initializer),
    ("_regularizer", upgrade_regularizer),
    ("_constraint", upgrade_constraint),
)
_KEPT = {
    "Embedding": frozenset(("input_dim",)),
    "Lambda": frozenset(("arguments",)),
    "ReversibleEmbedding": frozenset(("input_dim",)),
}


def upgrade_layer(class_name: str, config: Mapping[str, object]) -> tuple[str, Config]:
    """Return a layer as Keras 3 would write its class and its arguments.

    What is written as Keras 3 writes it stays as it is.

    Args:
        class_name: The class under any name that it ever had.
        config: Its arguments under any names that they ever had.
    """
    if class_name == "Merge":
        return _merge(config)
    if class_name == "TimeDistributedDense":
        _, dense = upgrade_layer("Dense", config)
        name = {"name": dense.pop("name")} if "name" in dense else {}
        held = {"class_name": "Dense", "module": "keras.layers", "config": dense}
        return "TimeDistributed", {**name, "layer": held}
    current = current_class(class_name)
    given = _with_sizes(dict(config))
    if class_name == "ThresholdedReLU":
        given.setdefault("theta", 1.0)
    names = {**EVERYWHERE, **ARGUMENTS.get(current, {})}
    forgotten = (FORGOTTEN | _ONLY_IN.get(current, frozenset())) - _KEPT.get(current, frozenset())
    upgraded = {
        names.get(name, name): value for name, value in given.items() if name not in forgotten
    }
    return current, _with_values(current, upgraded)


def _merge(config: Mapping[str, object]) -> tuple[str, Config]:
    mode = config.get("mode", "sum")
    current = MERGED.get(str(mode), "Merge")
    if current == "Merge":  # a function of somebody's own
        return current, dict(config)
    names = ARGUMENTS.get(current, {})
    wanted = {"name", "trainable", *names}
    upgraded: Config = {
        names.get(name, name): value for name, value in config.items() if name in wanted
    }
    if mode == "cos":
        upgraded["normalize"] = True
    return current, upgraded


def _with_sizes(config: Config) -> Config:
    """Return a config with ``nb_row`` and ``nb_col`` as one size."""
    for names in _SIZES:
        if all(name in config for name in names):
            config["kernel_size"] = [config.pop(name) for name in names]
    return config


def _with_values(class_name: str, config: Config) -> Config:
    for name, value in list(config.items()):
        for ending, upgrade in _UPGRADES:
            if name.endswith(ending):
                config[name] = upgrade(value)
    ordering = config.get("data_format")
    if ordering in ("default", None):
        config.pop("data_format", None)
    elif isinstance(ordering, str):
        config["data_format"] = _ORDERINGS.get(ordering, ordering)
    if class_name == "BatchNormalization":
        match config.get("axis"):
            case [int(axis)]:
                config["axis"] = axis
    if "unit_forget_bias" in config:
        config["unit_forget_bias"] = config["unit_forget_bias"] in (True, "one", "ones")
    return config
