"""Operations of ``keras.ops`` in a config: their classes, and what their arguments are called.

Keras writes ``x + 1.0`` as an object of its internal class ``Add`` that is called with a
tensor and 1.0. For us it is the class ``ops.add`` with the parameter ``x2=1.0``.
"""

from __future__ import annotations

from collections.abc import Mapping

from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.names import snake_case

PREFIX = "ops."

_MODULES = "keras.src.ops."
_TWO = ("x1", "x2")
_SAME: Mapping[str, str] = {"true_divide": "divide"}
"""Operations that do what another one does, by what the catalogue has."""


_TAKES_EACH = frozenset(("GroupQueryAttention", "MultiHeadAttention"))
"""Layers of several inputs that Keras calls with one after another."""


def is_operation(data: Mapping[str, object]) -> bool:
    """Tell whether a layer of a config is an operation."""
    module = data.get("module")
    return isinstance(module, str) and module.startswith(_MODULES)


def operation_class(data: Mapping[str, object]) -> str:
    """Return the class of an operation: ``"ops.expand_dims"`` for ``ExpandDims``."""
    name = snake_case(str(data["class_name"]))
    return PREFIX + _SAME.get(name, name)


def argument_name(class_name: str, place: int) -> str:
    """Return what an operation calls its argument at a place; "" where that is not known."""
    if not class_name.startswith(PREFIX):
        return ""
    names = _argument_names(class_name)
    return names[place] if place < len(names) else ""


def _argument_names(class_name: str) -> tuple[str, ...]:
    spec = load_catalog().layers.get(class_name)
    if spec is None:
        return _TWO
    return spec.ports.names or ("", *(param.name for param in spec.params))


def joins(class_name: str) -> bool:
    """Tell whether Keras calls a layer with its inputs in a list."""
    spec = load_catalog().layers.get(class_name)
    if spec is None or class_name.startswith(PREFIX) or class_name in _TAKES_EACH:
        return False
    return spec.ports.joining or spec.ports.minimum > 1
