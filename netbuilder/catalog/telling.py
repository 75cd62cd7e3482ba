"""What a layer tells of inputs with which it could not calculate.

Keras asks a layer that it has built what it would give (``Layer.compute_output_spec``), and
much of what the layer refuses shows only when it calculates (:attr:`RuleError.late`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from netbuilder.catalog.arguments import Call, RuleError
from netbuilder.catalog.formulas import said_by_formula
from netbuilder.catalog.shape_rules.dtypes import FLOATS, compute_dtype
from netbuilder.catalog.spec import LayerSpec, arguments_of
from netbuilder.catalog.tensors import Outcome, Tensor
from netbuilder.graph.values import Params

Tensors: TypeAlias = tuple[Tensor, ...]
Judge: TypeAlias = Callable[[LayerSpec, Params, Tensors, Call], Outcome | None]

_LIKED = ("float32", "int32")
"""Number formats of which nearly every layer takes one or the other."""


def told(
    judge: Judge, spec: LayerSpec, params: Params, inputs: Tensors, error: RuleError
) -> Outcome:
    """Return what a layer tells before it calculates.

    Its weights are those for inputs that it likes: the same ones in another number format,
    and without the setting at fault.

    Args:
        judge: Gives what a layer makes of its inputs.
        spec: Its class.
        params: Its parameters.
        inputs: What comes, as it is announced.
        error: Why it cannot calculate with them.

    Raises:
        RuleError: Keras finds the fault without calculating.
    """
    if not error.late:
        raise error
    announced = tuple(replace(tensor, actual=None) for tensor in inputs if not tensor.as_mask)
    harmless = params.without(error.setting or "")
    tried = (
        partial(_taken, judge, spec, params, announced, Call.ASKED),
        *(
            partial(_liked, judge, spec, chosen, announced, dtype)
            for chosen in (params, harmless)
            for dtype in _LIKED
        ),
        partial(_by_formula, spec, params, announced),
        partial(_liked, judge, spec, _started(spec, params, error), announced, _LIKED[0]),
    )
    outcome = next((one for one in (ask() for ask in tried) if one is not None), None)
    if outcome is None:
        raise error
    own = compute_dtype(arguments_of(spec, params)) if error.setting == "dtype" else None
    outputs = tuple(
        Tensor(output.shape, own or told_dtype(spec.name, output.dtype, announced[-1].dtype))
        for output in outcome.outputs
    )
    return Outcome(outputs, outcome.weights)


def _started(spec: LayerSpec, params: Params, error: RuleError) -> Params:
    """Return parameters with what the one at fault starts with when a layer is placed."""
    start = dict(spec.starting).get(error.setting or "")
    return params if start is None else params.with_value(error.setting or "", start)


def _by_formula(spec: LayerSpec, params: Params, inputs: Tensors) -> Outcome | None:
    """Return what the formula of a layer without weights says; categories are whole numbers."""
    said = said_by_formula(spec.name, params, tuple(tensor.shape for tensor in inputs))
    if said is None:
        return None
    arguments = arguments_of(spec, params)
    whole = arguments.get("output_mode") == "int" and arguments.get("dtype") is None
    dtype = "int64" if whole else compute_dtype(arguments)
    return Outcome(tuple(Tensor(shape, dtype) for shape in said))


def _liked(
    judge: Judge, spec: LayerSpec, params: Params, inputs: Tensors, dtype: str
) -> Outcome | None:
    """Return what a layer makes of the same inputs in another number format, if it takes them."""
    changed = tuple(
        tensor if {tensor.dtype, dtype} <= FLOATS else replace(tensor, dtype=dtype)
        for tensor in inputs
    )
    return _taken(judge, spec, params, changed, Call.FIRST)


def _taken(
    judge: Judge, spec: LayerSpec, params: Params, inputs: Tensors, call: Call
) -> Outcome | None:
    """Return what a layer makes of inputs, if it takes them.

    Raises:
        RuleError: Its first weights cannot be drawn, whatever comes.
    """
    try:
        return judge(spec, params, inputs, call)
    except RuleError as error:
        if (error.setting or "").endswith("_initializer"):
            raise
        return None


def told_dtype(class_name: str, own: str, given: str) -> str:
    """Return the number format that a layer tells where it could not calculate.

    Args:
        class_name: The layer's class.
        own: What it gives of a format that it likes.
        given: What comes; an operation mostly says that it keeps this.
    """
    if own != "float32" or class_name == "ops.reciprocal" or not class_name.startswith("ops."):
        return own
    return "int32" if class_name == "ops.clip" and given == "bool" else given
