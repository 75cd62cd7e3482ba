"""A layer's parameters as a shape rule reads them: typed, or refused in a student's words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from math import isfinite
from reprlib import Repr
from typing import TypeGuard

from netbuilder.graph.values import Config, Value
from netbuilder.i18n import tr

LARGEST_INT32 = 2**31 - 1
"""TensorFlow keeps strides, paddings and places to cut at in 32 bits."""


class RuleError(Exception):
    """A layer cannot take what it is given.

    Attributes:
        message: What is wrong, in a sentence that goes on from the layer's name:
            "needs height, width and channels, but gets (None, 784)".
        why: The reason, in one or two sentences.
        setting: The parameter at fault, or None when an input is.
        port: The input port at fault, or None.
        axis: The axis at fault, counted with the batch axis as 0, or None.
        late: Keras finds it only when the layer calculates, not when it makes and builds the
            layer and asks what it would give.
    """

    def __init__(
        self,
        message: str,
        why: str = "",
        *,
        setting: str | None = None,
        port: int | None = None,
        axis: int | None = None,
        late: bool = False,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.why = why
        self.setting = setting
        self.port = port
        self.axis = axis
        self.late = late


class Call(Enum):
    """How Keras comes to a layer."""

    FIRST = auto()  # builds it
    AGAIN = auto()  # it is built, says what it would give, and calculates
    ASKED = auto()  # it is built, and only says what it would give
    RUNS = auto()  # it is built, and only calculates


class Arguments:
    """All parameters of one layer: those that were set, and the defaults of the rest.

    Args:
        values: The parameters by name.
        call: How Keras comes to the layer.
    """

    def __init__(self, values: Mapping[str, Value], call: Call = Call.FIRST) -> None:
        self._values = values
        self.call = call

    def get(self, name: str) -> Value:
        """Return a parameter as it is; None if the class has no such parameter."""
        return self._values.get(name)

    def with_value(self, name: str, value: Value) -> Arguments:
        """Return the same parameters but for one."""
        return Arguments({**self._values, name: value}, self.call)

    def integer(self, name: str, minimum: int | None = 1) -> int:
        """Return a whole number of at least ``minimum``."""
        value = self._values.get(name)
        if not is_whole(value):
            raise RuleError(
                tr(
                    "needs a whole number for {name}, but has {value}", name=name, value=show(value)
                ),
                setting=name,
            )
        if minimum is not None and value < minimum:
            raise RuleError(
                tr(
                    "needs at least {minimum} for {name}, but has {value}",
                    name=name,
                    minimum=minimum,
                    value=show(value),
                ),
                setting=name,
            )
        return value

    def optional_integer(self, name: str, minimum: int | None = 1) -> int | None:
        """Return a whole number of at least ``minimum``, or None where none is set."""
        return None if self._values.get(name) is None else self.integer(name, minimum)

    def number(
        self, name: str, minimum: float | None = None, maximum: float | None = None
    ) -> float:
        """Return a finite number between ``minimum`` and ``maximum``, both included."""
        value = self._values.get(name)
        if not is_number(value):
            raise RuleError(
                tr("needs a number for {name}, but has {value}", name=name, value=show(value)),
                setting=name,
            )
        if (minimum is not None and value < minimum) or (maximum is not None and value > maximum):
            raise RuleError(
                tr(
                    "has {value} for {name}, which is out of its limits",
                    name=name,
                    value=show(value),
                ),
                tr(
                    "It can be from {low} to {high}.",
                    low="-∞" if minimum is None else minimum,
                    high="∞" if maximum is None else maximum,
                ),
                setting=name,
            )
        return value

    def optional_number(
        self, name: str, minimum: float | None = None, maximum: float | None = None
    ) -> float | None:
        """Return a finite number within the limits, or None where none is set."""
        return None if self._values.get(name) is None else self.number(name, minimum, maximum)

    def flag(self, name: str) -> bool:
        """Return a yes or no."""
        value = self._values.get(name)
        if not isinstance(value, bool):
            raise RuleError(
                tr("needs yes or no for {name}, but has {value}", name=name, value=show(value)),
                setting=name,
            )
        return value

    def choice(self, name: str, *allowed: str, any_case: bool = False) -> str:
        """Return one of the ``allowed`` words.

        Args:
            name: The parameter.
            allowed: The words, in lower case.
            any_case: Capital letters make no difference; the answer is in lower case.
        """
        value = self._values.get(name)
        if any_case and isinstance(value, str):
            value = value.lower()
        if not isinstance(value, str) or value not in allowed:
            raise RuleError(
                tr(
                    "has {value} for {name}; it can be {allowed}",
                    name=name,
                    value=show(value),
                    allowed=", ".join(map(repr, allowed)),
                ),
                setting=name,
            )
        return value

    def sizes(self, name: str, length: int, minimum: int = 1) -> tuple[int, ...]:
        """Return ``length`` whole numbers; a single one stands for all axes."""
        value = self._values.get(name)
        parts = value if isinstance(value, tuple) else (value,) * length
        if len(parts) != length or not all(map(is_whole, parts)):
            raise RuleError(
                tr(
                    "needs one whole number or {length} of them for {name}, but has {value}",
                    name=name,
                    length=length,
                    value=show(value),
                ),
                setting=name,
            )
        whole = tuple(part for part in parts if is_whole(part))
        if min(whole) < minimum:
            raise RuleError(
                tr(
                    "needs at least {minimum} for {name}, but has {value}",
                    name=name,
                    minimum=minimum,
                    value=show(value),
                ),
                setting=name,
            )
        return whole

    def layer(self, name: str) -> Config:
        """Return the layer that this one holds."""
        value = self._values.get(name)
        if not isinstance(value, Config):
            raise RuleError(tr("needs a layer for {name}", name=name), setting=name)
        return value


def is_whole(value: object) -> TypeGuard[int]:
    """Tell whether ``value`` is a whole number; True and False are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: object) -> TypeGuard[int | float]:
    """Tell whether ``value`` is a finite number; True and False are none."""
    return is_whole(value) or (isinstance(value, float) and isfinite(value))


def show(value: Value) -> str:
    """Write a value as a student would see it in code, long ones cut short."""
    if isinstance(value, Config):
        return value.class_name
    if isinstance(value, tuple):
        parts = [show(part) for part in value[:_MOST_PARTS]]
        rest = ["..."] if len(value) > _MOST_PARTS else []
        return f"({', '.join(parts + rest)}{',' if len(value) == 1 else ''})"
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        return tr("a number of more than {digits} digits", digits=_MOST_BITS // 4)
    return _short.repr(value)


_MOST_PARTS = 8
_MOST_BITS = 200  # Python refuses to write numbers of some 14000 bits
_short = Repr()
_short.maxstring = _short.maxother = _short.maxlong = 80
