"""What the worker measured of a dataset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from netbuilder.catalog.tensors import Shape

TargetKind = Literal["classes", "one-hot", "binary", "number", "same as input", "other"]


@dataclass(frozen=True, slots=True)
class TensorProfile:
    """One array that feeds the network, or that it is to answer.

    Attributes:
        shape: Of one sample, without the batch axis.
        dtype: NumPy's name for it.
        minimum: Smallest value; None for text.
        maximum: Largest value; None for text.
        mean: Mean over all values; None for text.
        std: Standard deviation over all values; None for text.
        missing: How many values are NaN or infinite.
    """

    shape: Shape
    dtype: str
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    std: float | None = None
    missing: int = 0


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """One column of a table as the file holds it, before any preparation.

    Attributes:
        name: From the header, or its number.
        kind: ``"number"`` or ``"text"``.
        missing: How many cells are empty.
        distinct: How many different values it has.
    """

    name: str
    kind: Literal["number", "text"]
    missing: int
    distinct: int


@dataclass(frozen=True, slots=True)
class Profile:
    """What was measured of a dataset as its load_data() gives it.

    Of streams the rows and classes are counted, the ranges are those of their first samples.

    Attributes:
        train_rows: Samples to train on (before a validation split).
        test_rows: Samples kept for the final evaluation.
        x: The network's input.
        y: What it is to answer.
        target: What kind of answer that is.
        classes: Names of the classes in the order of their numbers; empty if none.
        class_counts: Training samples a class, in the same order.
        columns: For a table: the file's columns; for texts in folders: class and text.
        head: For a table or such texts: the first rows as text, the header not included.
    """

    train_rows: int
    test_rows: int
    x: TensorProfile
    y: TensorProfile
    target: TargetKind
    classes: tuple[str, ...] = ()
    class_counts: tuple[int, ...] = ()
    columns: tuple[ColumnProfile, ...] = ()
    head: tuple[tuple[str, ...], ...] = ()
