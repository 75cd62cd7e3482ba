"""What a formula of costs is told, and sums and products of sizes that may be unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

from netbuilder.catalog.arguments import Arguments
from netbuilder.catalog.tensors import Outcome, Tensor


@dataclass(frozen=True, slots=True)
class Call:
    """A layer at work.

    Attributes:
        arguments: All its parameters.
        inputs: What it gets.
        outcome: What it gives, and its weights in the order of its shape rule.
    """

    arguments: Arguments
    inputs: tuple[Tensor, ...]
    outcome: Outcome

    @property
    def kernel(self) -> tuple[int, ...]:
        """The shape of the first of its weights."""
        return self.outcome.weights[0].shape


Formula: TypeAlias = Callable[[Call], int | None]


def product(*sizes: int | None) -> int | None:
    """Return the product of some sizes; None if one is unknown."""
    known = [size for size in sizes if size is not None]
    return prod(known) if len(known) == len(sizes) else None


def total(*parts: int | None) -> int | None:
    """Return the sum of some figures; None if one is unknown."""
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None
