"""What a shape rule is told and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

from netbuilder.catalog.arguments import Arguments, RuleError

Shape: TypeAlias = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor as far as it is known before any data; the batch axis comes first."""

    shape: Shape
    dtype: str = "float32"

    @property
    def rank(self) -> int:
        """The number of axes, the batch axis included."""
        return len(self.shape)


@dataclass(frozen=True, slots=True)
class Weight:
    """A variable that a layer creates."""

    shape: tuple[int, ...]
    trainable: bool = True

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return prod(self.shape)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a layer makes of its inputs.

    Attributes:
        outputs: What it gives.
        weights: What it learns or keeps.
        doubt: What Keras lets pass and will yet fail on, once data arrives; or None.
    """

    outputs: tuple[Tensor, ...]
    weights: tuple[Weight, ...] = ()
    doubt: RuleError | None = None


Rule: TypeAlias = Callable[[Arguments, tuple[Tensor, ...]], Outcome]
