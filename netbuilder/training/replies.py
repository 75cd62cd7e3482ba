"""What the worker answers to requests of the app; each bears the number of its request."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from netbuilder.dataset.profile import Profile
from netbuilder.training.evaluation import Answer, InputKind, OutputEvaluation, Sample
from netbuilder.training.events import Event
from netbuilder.training.examination import TensorKind, WeightKind
from netbuilder.training.weights import Fitted


class Measured(Event, frozen=True):
    """The answer to MeasureData: a profile, or why there is none."""

    request: int
    profile: Profile | None = None
    message: str = ""
    details: str = ""


class WeightsWritten(Event, frozen=True):
    """The answer to WriteWeights: what fitted, or why nothing was written."""

    request: int
    found: Fitted | None = None
    message: str = ""
    details: str = ""


class StyleFound(msgspec.Struct, frozen=True):
    """What came of one style.

    Attributes:
        style: Its name.
        layers: How many layers its model has, Inputs not counted, those inside submodels too.
        params: How many numbers they hold.
        difference: The largest difference of its outputs from those of the first style, with
            the same weights and random inputs; None stands for infinity: other shapes.
    """

    style: str
    layers: int
    params: int
    difference: float | None


class Comparing(Event, frozen=True):
    """A comparison goes on with a style."""

    request: int
    style: str


class Compared(Event, frozen=True):
    """The answer to Compare: what was found, or why nothing was."""

    request: int
    styles: list[StyleFound] = msgspec.field(default_factory=list)
    cancelled: bool = False
    message: str = ""
    details: str = ""


class CheckBegun(Event, frozen=True):
    """A check of a student's own code is under way; should it never end, it is the culprit."""

    request: int
    check: str


class CheckDone(Event, frozen=True):
    """What came of one check.

    Attributes:
        request: Of the command.
        check: One of :data:`~netbuilder.training.examination.CHECKS`.
        state: Whether it is as it should be; skipped if that could not be seen.
        message: What was found, why it is wrong, or why it was skipped.
        line: Where in the student's code, counted from 1, or None.
        details: The traceback of a failure.
    """

    request: int
    check: str
    state: Literal["passed", "failed", "skipped"]
    message: str = ""
    line: int | None = None
    details: str = ""


class Examined(Event, frozen=True):
    """An examination is at its end.

    Attributes:
        request: Of the command.
        outputs: For a layer: what it gives.
        weights: For a layer: what it learns or keeps.
        refusal: Why a layer gives nothing for its inputs; empty if it does.
        multiply_adds: Of a layer for one sample; None if they cannot be told.
    """

    request: int
    outputs: list[TensorKind] = msgspec.field(default_factory=list)
    weights: list[WeightKind] = msgspec.field(default_factory=list)
    refusal: str = ""
    multiply_adds: int | None = None


class Trying(Event, frozen=True):
    """A search for a learning rate goes on: each rate so far with the loss of its batch."""

    request: int
    rates: list[float]
    losses: list[float | None]


class Tried(Event, frozen=True):
    """The answer to FindRate: all rates with their losses, or why there are none.

    Attributes:
        suggestion: The rate at which the loss falls fastest; None if it falls at none.
    """

    request: int
    rates: list[float] = msgspec.field(default_factory=list)
    losses: list[float | None] = msgspec.field(default_factory=list)
    suggestion: float | None = None
    cancelled: bool = False
    message: str = ""
    details: str = ""


class Shown(Event, frozen=True):
    """The answer to ShowSamples: pictures, or words for what are none.

    Attributes:
        before: A picture file with the samples before the layer; empty where there is none.
        after: One with what came out, for each draw of chance; one only if it draws nothing.
        rows: For each draw a pair of words, before and after, for each sample.
        message: Why nothing can be shown, in one sentence; empty if something is.
    """

    request: int
    before: str = ""
    after: list[str] = msgspec.field(default_factory=list)
    rows: list[list[tuple[str, str]]] = msgspec.field(default_factory=list)
    message: str = ""
    details: str = ""


class Evaluated(Event, frozen=True):
    """The answer to Evaluate: what was found, or why nothing was.

    Attributes:
        request: Of the command.
        outputs: Each output of the network.
        inputs: Each input of the network.
        samples: How many samples were looked at.
        total: How many there are, as far as that is known.
    """

    request: int
    outputs: list[OutputEvaluation] = msgspec.field(default_factory=list)
    inputs: list[InputKind] = msgspec.field(default_factory=list)
    samples: int = 0
    total: int = 0
    message: str = ""
    details: str = ""


class SamplesListed(Event, frozen=True):
    """The answer to ListSamples.

    Attributes:
        total: How many such samples there are, those not shown included.
    """

    request: int
    samples: list[Sample] = msgspec.field(default_factory=list)
    total: int = 0
    message: str = ""


class Answered(Event, frozen=True):
    """The answer to Predict: what each output says, or why there is none.

    Attributes:
        sample: For a sample of the data: what it is.
    """

    request: int
    answers: list[Answer] = msgspec.field(default_factory=list)
    sample: Sample | None = None
    message: str = ""


class Exported(Event, frozen=True):
    """The answer to ExportModel: what was written, or why nothing was."""

    request: int
    target: str = ""
    message: str = ""
    details: str = ""


Reply: TypeAlias = (
    Measured
    | WeightsWritten
    | Comparing
    | Compared
    | Trying
    | Tried
    | Shown
    | CheckBegun
    | CheckDone
    | Examined
    | Evaluated
    | SamplesListed
    | Answered
    | Exported
)
