"""Calls an operation of ``keras.ops`` as the catalogue describes it. Imported beside Keras."""

from __future__ import annotations

from typing import Any

import keras

_LISTS = frozenset(("concatenate", "stack"))
_OPERANDS = ("condition", "x1", "x2")


def call_operation(name: str, params: dict[str, Any], tensors: list[Any]) -> Any:
    """Return what an operation makes of tensors.

    Args:
        name: Its name in ``keras.ops``.
        params: Its parameters; ``x1`` and ``x2`` stand for numbers in place of tensors.
        tensors: The others, in order.
    """
    operation = getattr(keras.ops, name)
    settings = {key: value for key, value in params.items() if key not in _OPERANDS}
    if name == "einsum":
        return operation(settings["subscripts"], *tensors)
    if name in _LISTS:
        return operation(tensors, **settings)
    if name == "get_item":
        return operation(tensors[0], _key(settings["key"]))
    given = iter(tensors)
    operands = _OPERANDS[0 if name == "where" else 1 :]
    written = [key for key in operands if params.get(key) is not None]
    if written:
        return operation(*(params[key] if key in written else next(given) for key in operands))
    return operation(*tensors, **settings)


def _key(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_key(part) for part in value)
    if isinstance(value, dict):
        return slice(value.get("start"), value.get("stop"), value.get("step"))
    return value
