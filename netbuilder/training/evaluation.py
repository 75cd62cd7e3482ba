"""What a trained network gets right and wrong: the words that app and worker share."""

from __future__ import annotations

from typing import Literal

import msgspec

Part = Literal["test", "training"]
"""Of which part of the data."""

OutputKind = Literal["classes", "binary", "numbers", "other"]
"""One of several classes, yes or no, numbers, or something else such as pictures."""


ModelForm = Literal["keras", "weights", "saved_model", "tflite", "onnx"]
"""As what a trained network is written: whole, its weights alone, or for other programs."""


class Curve(msgspec.Struct, frozen=True):
    """A curve of one class against all others.

    Attributes:
        label: The class; empty where there is only one curve.
        x: False positive rates, or recalls, 0 to 1.
        y: True positive rates, or precisions, 0 to 1.
        area: The area under it: ROC AUC, or the average precision.
    """

    label: str
    x: list[float]
    y: list[float]
    area: float


class OutputEvaluation(msgspec.Struct, frozen=True):
    """One output of the network, compared with what it should be.

    Attributes:
        name: The output's layer.
        kind: What it gives.
        scores: Figures by name, such as accuracy.
        classes: The names of the classes; for a binary output two.
        confusion: Samples by true class (row) and predicted class (column).
        roc: The ROC curves; at most one a class.
        precision: Precision over recall; at most one a class.
        true: For numbers: what some samples should give.
        predicted: What they give.
        residuals: For numbers: how many residuals (predicted - true) lie between two edges;
            for other outputs: how many samples have a mean absolute error between them.
        edges: The edges, one more than ``residuals``.
    """

    name: str
    kind: OutputKind
    scores: dict[str, float]
    classes: list[str] = []
    confusion: list[list[int]] = []
    roc: list[Curve] = []
    precision: list[Curve] = []
    true: list[float] = []
    predicted: list[float] = []
    residuals: list[int] = []
    edges: list[float] = []


class InputKind(msgspec.Struct, frozen=True):
    """One input of the network, as it may be given by hand.

    Attributes:
        name: The input's layer.
        kind: ``picture`` may be drawn or read from a file, ``text`` typed, ``row`` typed as
            numbers; anything else is only taken from the data.
        shape: Of one sample.
        low: The smallest value in the data; 0 for text.
        high: The largest one.
        columns: For a row that is typed as it would stand in the table: the table's columns.
    """

    name: str
    kind: Literal["picture", "text", "row", "other"]
    shape: list[int]
    low: float = 0.0
    high: float = 0.0
    columns: list[str] = []


class Sample(msgspec.Struct, frozen=True):
    """One sample as it is shown.

    Attributes:
        index: Its place in its part of the data, from 0.
        truth: What it should give, in words.
        answer: What the network gives, in words.
        text: What it is: a sentence, or its numbers; empty for a picture.
        picture: A file with what it looks like; empty for none.
    """

    index: int
    truth: str
    answer: str
    text: str = ""
    picture: str = ""


class Answer(msgspec.Struct, frozen=True):
    """What one output says of a sample.

    Attributes:
        name: The output's layer.
        labels: The classes, the likeliest first; empty where there are none.
        shares: Their probabilities.
        text: The answer in words.
        picture: A file with a picture that is the answer; empty for none.
    """

    name: str
    labels: list[str] = []
    shares: list[float] = []
    text: str = ""
    picture: str = ""
