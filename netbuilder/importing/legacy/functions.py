"""Functions on tensors under the names that TensorFlow and Keras's backend have for them."""

from __future__ import annotations

from collections.abc import Mapping

from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.spec import LayerSpec
from netbuilder.importing.operations import PREFIX

_FUNCTIONS: Mapping[str, str] = {
    "abs": "absolute",
    "clip_by_value": "clip",
    "concat": "concatenate",
    "floormod": "mod",
    "neg": "negative",
    "permute_dimensions": "transpose",
    "pow": "power",
    "reduce_all": "all",
    "reduce_any": "any",
    "reduce_max": "max",
    "reduce_mean": "mean",
    "reduce_min": "min",
    "reduce_prod": "prod",
    "reduce_std": "std",
    "reduce_sum": "sum",
    "reduce_variance": "var",
    "reverse": "flip",
    "sub": "subtract",
    "mul": "multiply",
    "swish": "silu",
    "truediv": "divide",
    "getitem": "get_item",
}
"""Functions of TensorFlow and of ``keras.backend`` by their names in ``keras.ops``."""

_ARGUMENTS: Mapping[str, str] = {
    "a": "x1",
    "axes": "axis",
    "b": "x2",
    "clip_value_max": "x_max",
    "clip_value_min": "x_min",
    "depth": "num_classes",
    "dim": "axis",
    "features": "x",
    "input": "x",
    "input_tensor": "x",
    "keep_dims": "keepdims",
    "logits": "x",
    "max_value": "x_max",
    "min_value": "x_min",
    "multiples": "repeats",
    "num_or_size_splits": "indices_or_sections",
    "paddings": "pad_width",
    "pattern": "axes",
    "perm": "axes",
    "shape": "newshape",
    "slice_spec": "key",
    "tensor": "x",
    "tensors": "xs",
    "value": "x",
    "values": "xs",
    "y": "x2",
}
"""What the others call an argument, where ``keras.ops`` has the second name for it."""

_GROUPS = ("math.", "nn.", "linalg.", "__operators__.")


def current_function(name: str) -> LayerSpec | None:
    """Return the operation that a function is, or None.

    Args:
        name: What stands behind the library's name: ``"math.reduce_mean"``, ``"concat"``.
    """
    for group in _GROUPS:
        name = name.removeprefix(group)
    name = name.rpartition(".")[2]
    return load_catalog().layers.get(PREFIX + _FUNCTIONS.get(name, name))


def current_argument(name: str, known: tuple[str, ...]) -> str:
    """Return what an operation calls an argument today.

    Args:
        name: What the script or the file calls it.
        known: All names that the operation has.
    """
    current = _ARGUMENTS.get(name, name)
    if name in known or current not in known:
        return "x1" if name == "x" and "x1" in known else name
    return current


def operation_name(spec: LayerSpec) -> str:
    """Return what Keras calls the class of an operation: ``"ExpandDims"``."""
    return "".join(part.capitalize() for part in spec.name.removeprefix(PREFIX).split("_"))
