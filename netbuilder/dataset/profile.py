"""What the worker measured of a dataset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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
class AnswerProfile:
    """One of the answers that a network of several outputs is to give.

    Attributes:
        y: The answer.
        target: What kind of answer that is.
        classes: Names of the classes in the order of their numbers; empty if none.
        class_counts: Training samples a class, in the same order.
    """

    y: TensorProfile
    target: TargetKind
    classes: tuple[str, ...] = ()
    class_counts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """What was measured of a dataset as its load_data() gives it.

    Of streams the rows and classes are counted, the ranges are those of their first samples.

    Attributes:
        train_rows: Samples to train on (before a validation split).
        test_rows: Samples kept for the final evaluation.
        x: The network's input; of several the first.
        y: What it is to answer; of several answers the first.
        target: What kind of answer that is.
        classes: Names of the classes in the order of their numbers; empty if none.
        class_counts: Training samples a class, in the same order.
        columns: For a table: the file's columns; for texts in folders: class and text.
        head: For a table or such texts: the first rows as text, the header not included.
        inputs: What feeds each of several inputs, by their names; empty where there is one.
        answers: What each of several outputs is to give, by their names; empty where there
            is one.
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
    inputs: Mapping[str, TensorProfile] = field(default_factory=dict)
    answers: Mapping[str, AnswerProfile] = field(default_factory=dict)

    def for_input(self, name: str) -> Profile | None:
        """Return what feeds the input called ``name`` of several as if it were the only one."""
        x = self.inputs.get(name)
        return None if x is None else replace(self, x=x, inputs={})

    def for_output(self, name: str) -> Profile | None:
        """Return what the output called ``name`` of several is to give as the only answer."""
        answer = self.answers.get(name)
        if answer is None:
            return None
        return replace(
            self,
            y=answer.y,
            target=answer.target,
            classes=answer.classes,
            class_counts=answer.class_counts,
            answers={},
        )
