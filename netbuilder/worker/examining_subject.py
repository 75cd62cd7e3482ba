"""What is examined, and what has been found out about it so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np

from netbuilder.i18n import tr
from netbuilder.training.commands import Examine
from netbuilder.training.examination import CodePiece, TensorKind, WeightKind
from netbuilder.worker.equivalence import random_tensor
from netbuilder.worker.examining_words import file_name, line_of_method

_MODULE = "netbuilder_examined"
_OPEN_SIZE = 8
_SEED = 1


class CheckFailedError(Exception):
    """A check has not passed.

    Attributes:
        line: Where in the student's code, or None.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class SkipError(Exception):
    """A check says nothing here; the text says why."""


@dataclass
class Subject:
    """The code under examination.

    Attributes:
        command: What was asked.
        names: What the code has defined.
        thing: The class or function that is examined.
        made: For a layer: the layer, or one of Keras's that holds it; for a loss or a
            metric: what can be called.
        model: For a layer: a model of nothing else.
        outputs: For a layer: what it gives.
        weights: For a layer: what it learns or keeps.
        multiply_adds: For a layer: how many for one sample; None if they cannot be told.
    """

    command: Examine
    names: dict[str, Any] = field(default_factory=dict)
    thing: Any = None
    made: Any = None
    model: Any = None
    outputs: list[TensorKind] = field(default_factory=list)
    weights: list[WeightKind] = field(default_factory=list)
    multiply_adds: int | None = None

    @property
    def piece(self) -> CodePiece:
        """The code that is examined, among what it needs."""
        return next(part for part in self.command.pieces if part.name == self.command.name)

    @property
    def own(self) -> Any:
        """The layer of the student's own: what is made, or what that holds."""
        return next(layer for layer in self.made._flatten_layers() if isinstance(layer, self.thing))

    def fail(self, message: str, *methods: str) -> CheckFailedError:
        """Return the failure of a check that one of these methods is to blame for."""
        return CheckFailedError(message, line_of_method(self.piece, *methods))

    def run(self) -> str:
        """Run the code, each piece as a file of its own name, and register what it defines."""
        self.names.update(__name__=_MODULE)
        for piece in self.command.pieces:
            exec(compile(piece.source, file_name(piece.name), "exec"), self.names)
            self._register(piece)
        return ""

    def make(self) -> Any:
        """Return what the expression of the command makes."""
        given = {"keras": keras, "layers": keras.layers, "ops": keras.ops, **self.names}
        return eval(compile(self.command.make, "<layer>", "eval"), given)

    def symbols(self) -> list[Any]:
        """Return a symbolic tensor for each input."""
        return [
            keras.Input(batch_shape=tuple(kind.shape), dtype=kind.dtype)
            for kind in self.command.inputs
        ]

    def batch(self) -> list[Any]:
        """Return a random tensor for each input, the same ones each time."""
        random = np.random.default_rng(_SEED)
        tensors = [
            random_tensor(tuple(kind.shape), kind.dtype, _OPEN_SIZE, random)
            for kind in self.command.inputs
        ]
        return self.masked(tensors)

    def masked(self, tensors: Sequence[Any]) -> list[Any]:
        """Return the inputs' tensors with the masks with which they come in the network."""
        return [
            keras.layers.Masking()(tensor) if kind.mask == kind.shape[:-1] else tensor
            for tensor, kind in zip(tensors, self.command.inputs, strict=True)
        ]

    def call(self, layer: Any, tensors: Sequence[Any], **told: Any) -> Any:
        """Call a layer as the generated code does: on one tensor, several, or a list."""
        if self.command.apart:
            return layer(*tensors, **told)
        return layer(tensors[0] if len(tensors) == 1 else list(tensors), **told)

    def _register(self, piece: CodePiece) -> None:
        """Register a piece with Keras, as the exported code does; a callback is never saved."""
        thing = self.names.get(piece.name)
        if isinstance(thing, type) and issubclass(thing, keras.callbacks.Callback):
            return
        if callable(thing) and keras.saving.get_registered_name(thing) == piece.name:
            keras.saving.register_keras_serializable()(thing)


def kinds_of(tensors: Sequence[Any]) -> list[TensorKind]:
    """Return shapes, number formats and masks of symbolic tensors."""
    return [
        TensorKind(
            list(tensor.shape), keras.backend.standardize_dtype(tensor.dtype), _mask_shape(tensor)
        )
        for tensor in tensors
    ]


def _mask_shape(tensor: Any) -> list[int | None] | None:
    mask = getattr(tensor, "_keras_mask", None)
    return None if mask is None else list(mask.shape)


def words_of(kinds: Sequence[TensorKind]) -> str:
    """Return shapes as Keras writes them."""
    return ", ".join(str(tuple(kind.shape)) for kind in kinds)


def check_finite(subject: Subject, arrays: Sequence[Any], *methods: str) -> None:
    """Make sure that all numbers are finite.

    Raises:
        CheckFailedError: some are not.
    """
    for array in arrays:
        numbers = np.asarray(array)
        if numbers.dtype.kind in "fc" and not np.isfinite(numbers).all():
            words = tr("Some results are not finite (NaN or infinity), for common inputs.")
            raise subject.fail(words, *methods)
