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
    """A tensor as far as it is known before any data; the batch axis comes first.

    Attributes:
        shape: Its shape as Keras shows it.
        dtype: Its number format as Keras shows it.
        actual: What really comes where Keras's formula for shapes errs; else None.
        mask: The shape of the mask that comes along, of what to leave out; or None.
        ragged: Rows of different lengths come (TensorFlow's ``RaggedTensor``).
        as_mask: The argument of the layer that takes it, if it comes as a mask; else empty.
    """

    shape: Shape
    dtype: str = "float32"
    actual: Tensor | None = None
    mask: Shape | None = None
    ragged: bool = False
    as_mask: str = ""

    @property
    def rank(self) -> int:
        """The number of axes, the batch axis included."""
        return len(self.shape)

    @property
    def real(self) -> Tensor:
        """What really comes, with its mask."""
        if self.actual is None:
            return self
        return Tensor(self.actual.shape, self.actual.dtype, mask=self.mask, ragged=self.ragged)


def one_step(series: Tensor) -> Tensor:
    """Return what comes at each place of axis 1, as a layer gets it that reads step by step."""
    return Tensor((series.shape[0], *series.shape[2:]), series.dtype)


def promised(said: Tensor, real: Tensor) -> Tensor:
    """Return what Keras says of a tensor, with what it really is where that differs."""
    if (said.shape, said.dtype) == (real.shape, real.dtype):
        return Tensor(said.shape, said.dtype)
    return Tensor(said.shape, said.dtype, Tensor(real.shape, real.dtype))


@dataclass(frozen=True, slots=True)
class Weight:
    """A variable that a layer creates.

    Attributes:
        shape: Its shape.
        trainable: Whether a model around the layer trains it.
    """

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
        multiply_adds: For one sample, where running the layer has told them; or None.
    """

    outputs: tuple[Tensor, ...]
    weights: tuple[Weight, ...] = ()
    doubt: RuleError | None = None
    multiply_adds: int | None = None


Rule: TypeAlias = Callable[[Arguments, tuple[Tensor, ...]], Outcome]
