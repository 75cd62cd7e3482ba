"""Parameter values: immutable, hashable, and exactly what JSON can hold.

Two values are equal only when they would be written the same way: ``1``, ``1.0`` and
``True`` are three different values here, because Keras treats them differently.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, Union

Value: TypeAlias = Union[bool, int, float, str, tuple["Value", ...], "Params", "Config", None]


class Params(Mapping[str, Value]):
    """An immutable mapping from parameter names to values, in the order given.

    Hashable, and equal to another one with the same names and exactly the same values
    whatever their order.
    """

    __slots__ = ("_key", "_values")

    def __init__(self, values: Mapping[str, Value] | None = None, /, **named: Value) -> None:
        self._values: dict[str, Value] = {**(values or {}), **named}
        self._key = frozenset((name, _exact(value)) for name, value in self._values.items())

    def __getitem__(self, name: str) -> Value:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Params) and self._key == other._key

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={value!r}" for name, value in self._values.items())
        return f"Params({inside})"

    def with_value(self, name: str, value: Value) -> Params:
        """Return these parameters with ``name`` set to ``value``."""
        return Params({**self._values, name: value})

    def without(self, name: str) -> Params:
        """Return these parameters with ``name`` left to its default."""
        return Params({key: value for key, value in self._values.items() if key != name})


EMPTY = Params()


@dataclass(frozen=True, slots=True)
class Config:
    """A Keras object by class and parameters: an optimizer, a loss, an initializer, a held layer.

    ``Config("L2", Params(l2=0.01))`` stands for ``keras.regularizers.L2(l2=0.01)``.
    """

    class_name: str
    params: Params = EMPTY


def _exact(value: Value) -> object:
    """Return a hashable stand-in that differs wherever Python's ``==`` would blur types."""
    if isinstance(value, tuple):
        return tuple(_exact(part) for part in value)
    if isinstance(value, float):
        return (float, repr(value))
    if isinstance(value, (bool, int)):
        return (type(value), value)
    return value


def value_to_json(value: Value) -> object:
    """Return ``value`` as plain lists, dicts and scalars for :mod:`json`."""
    match value:
        case tuple():
            return [value_to_json(part) for part in value]
        case Config(class_name, params):
            return {"class_name": class_name, "config": value_to_json(params)}
        case Params():
            return {name: value_to_json(part) for name, part in value.items()}
        case _:
            return value


def value_from_json(data: object) -> Value:
    """Return the value that :func:`value_to_json` wrote.

    Raises:
        ValueError: ``data`` holds something that JSON cannot.
    """
    match data:
        case None | bool() | int() | float() | str():
            return data
        case list() | tuple():
            return tuple(value_from_json(part) for part in data)
        case {"class_name": str(class_name), "config": dict(config), **rest} if not rest:
            return Config(class_name, params_from_json(config))
        case dict():
            return params_from_json(data)
        case _:
            raise ValueError(f"{type(data).__name__} is not a JSON value")


def params_from_json(data: Mapping[str, object]) -> Params:
    """Return a JSON object as parameters."""
    return Params({str(name): value_from_json(value) for name, value in data.items()})
