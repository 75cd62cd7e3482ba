"""How much a layer calculates and keeps: its multiply-adds, and the bytes of its outputs.

A multiply-add is one product and its sum. Counted are the products of matrices and
convolutions, which outweigh all else; biases, activations, normalisations, poolings,
resizing and arithmetic place by place count as 0. This is the convention of the published
figures (He et al. 2015, "Deep Residual Learning", table 1; Sandler et al. 2018,
"MobileNetV2", table 4) and of ``FlopCountAnalysis`` (facebookresearch/fvcore:
fvcore/nn/jit_handles.py). TensorFlow's profiler counts product and sum as two operations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from netbuilder.catalog import costs_attention, costs_products
from netbuilder.catalog.costs_calls import Call, Formula, product, total
from netbuilder.catalog.judging import judge
from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.shape_rules.holding import several
from netbuilder.catalog.spec import Family, LayerSpec, arguments_of
from netbuilder.catalog.tensors import Outcome, Tensor
from netbuilder.graph.values import Config, Params


def multiply_adds(
    spec: LayerSpec, params: Params, inputs: tuple[Tensor, ...], outcome: Outcome
) -> int | None:
    """Return a layer's multiply-adds for one sample; None if not known.

    They are not known where a size is None, and for classes without a formula that were not
    run either.

    Args:
        spec: The layer's class.
        params: The parameters that were set; the others have their defaults.
        inputs: What arrives at the ports, in their order.
        outcome: What its shape rule makes of them.
    """
    if outcome.multiply_adds is not None:
        return outcome.multiply_adds
    formula = _FORMULAS.get(spec.name)
    if formula is not None:
        return formula(Call(arguments_of(spec, params), inputs, outcome))
    is_free = spec.category in _FREE_CATEGORIES and spec.name not in _UNCOUNTED
    return 0 if is_free or spec.name in _FREE else None


def tensor_bytes(tensors: Iterable[Tensor], batch_size: int) -> int | None:
    """Return how many bytes some tensors take; None where a size or the dtype's is unknown.

    Args:
        tensors: All of them.
        batch_size: The size of the batch axis where it is None.
    """
    return total(*(_bytes(tensor, batch_size) for tensor in tensors))


def _bytes(tensor: Tensor, batch_size: int) -> int | None:
    if not tensor.shape:
        return _ITEM_BYTES.get(tensor.dtype)
    batch = tensor.shape[0]
    rows = batch_size if batch is None else batch
    return product(rows, *tensor.shape[1:], _ITEM_BYTES.get(tensor.dtype))


def _time_distributed(call: Call) -> int | None:
    """The held layer, once for each step."""
    batch, time, *rest = call.inputs[0].shape
    step = Tensor((batch, *rest), call.inputs[0].dtype)
    return product(time, _held(call.arguments.layer("layer"), (step,)))


def _bidirectional(call: Call) -> int | None:
    """The layer that reads forwards, and the one that reads backwards."""
    forward = call.arguments.layer("layer")
    backward = call.arguments.get("backward_layer")
    layers = (forward, backward if isinstance(backward, Config) else forward)
    return total(*(_held(layer, call.inputs) for layer in layers))


def _spectral_normalization(call: Call) -> int | None:
    """The held layer; the norm of its kernel is only worked out while training."""
    return _held(call.arguments.layer("layer"), call.inputs)


def _rnn(call: Call) -> int | None:
    """The cell, once for each step."""
    batch, time, *rest = call.inputs[0].shape
    step = Tensor((batch, *rest), call.inputs[0].dtype)
    return product(time, _held(call.arguments.layer("cell"), (step,)))


def _one_after_another(setting: str, call: Call) -> int | None:
    """All held layers or cells, each on what the one before gives."""
    counts: list[int | None] = []
    inputs = call.inputs
    for held in several(call.arguments, setting):
        found = judge_held(held, inputs)
        if found is None:
            return None
        spec, outcome = found
        counts.append(multiply_adds(spec, held.params, inputs, outcome))
        inputs = outcome.outputs[:1]
    return total(*counts)


def judge_held(held: Config, inputs: tuple[Tensor, ...]) -> tuple[LayerSpec, Outcome] | None:
    """Return the class of a held layer or cell and what it gives; None if that is not known."""
    catalog = load_catalog()
    spec = catalog.layers.get(held.class_name) or catalog.find(Family.CELL, held.class_name)
    outcome = judge(spec, held.params, inputs) if isinstance(spec, LayerSpec) else None
    return (spec, outcome) if isinstance(spec, LayerSpec) and outcome is not None else None


def _held(held: Config, inputs: tuple[Tensor, ...]) -> int | None:
    found = judge_held(held, inputs)
    return None if found is None else multiply_adds(found[0], held.params, inputs, found[1])


_FORMULAS: Mapping[str, Formula] = {
    **costs_attention.FORMULAS,
    **costs_products.FORMULAS,
    "Bidirectional": _bidirectional,
    "Pipeline": partial(_one_after_another, "layers"),
    "RNN": _rnn,
    "SpectralNormalization": _spectral_normalization,
    "StackedRNNCells": partial(_one_after_another, "cells"),
    "TimeDistributed": _time_distributed,
}

_FREE_CATEGORIES = frozenset(
    (
        "activation",
        "input",
        "merging",
        "normalization",
        "operation",
        "pooling",
        "preprocessing",
        "regularization",
        "reshaping",
    )
)
"""Categories of layers that have no matrix to multiply with."""

_FREE = frozenset(("Embedding", "Identity", "LayerScale", "Masking", "ReversibleEmbedding"))
"""Further such layers; an embedding only looks its rows up."""

_UNCOUNTED = frozenset(("MelSpectrogram",))
"""Layers that calculate in a way that the convention leaves out: by Fourier transform."""

_ITEM_BYTES: Mapping[str, int] = {
    "bool": 1,
    "int8": 1,
    "uint8": 1,
    "float8_e4m3fn": 1,
    "float8_e5m2": 1,
    "int16": 2,
    "uint16": 2,
    "bfloat16": 2,
    "float16": 2,
    "int32": 4,
    "uint32": 4,
    "float32": 4,
    "int64": 8,
    "uint64": 8,
    "float64": 8,
    "complex64": 8,
    "complex128": 16,
}
"""By dtype; a text's length is not known, so texts are missing."""
