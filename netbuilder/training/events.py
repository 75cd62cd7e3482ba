"""What the worker tells the app; each event is one JSON object on a line."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from netbuilder.dataset.profile import Profile
from netbuilder.training.evaluation import Answer, InputKind, OutputEvaluation, Sample
from netbuilder.training.examination import TensorKind, WeightKind
from netbuilder.training.weights import Fitted

Logs: TypeAlias = dict[str, float | None]
"""Figures under Keras's names; None stands for NaN and infinity, which JSON lacks."""


class Event(msgspec.Struct, frozen=True, tag_field="event", tag=str.lower):
    """Something that the worker tells."""


class Ready(Event, frozen=True):
    """Keras is loaded.

    Attributes:
        keras: Its version.
        tensorflow: TensorFlow's version.
        devices: What it computes on: ``["CPU"]``.
    """

    keras: str
    tensorflow: str
    devices: list[str]


class Alive(Event, frozen=True):
    """A sign of life, once a second.

    Attributes:
        memory: The worker's resident memory in bytes.
    """

    memory: int


class Started(Event, frozen=True):
    """fit() has begun.

    Attributes:
        epochs: How many epochs there will be.
        batches: Batches an epoch, where known.
    """

    epochs: int
    batches: int | None


class NextPhase(Event, frozen=True):
    """Another fit() of the same training has begun.

    Attributes:
        epoch: Epochs that have ended before.
        step: Batches done before.
    """

    epoch: int
    step: int


class Differs(Event, frozen=True):
    """The model is not what NetBuilder had said: its mistake, and the training goes on.

    Attributes:
        message: What differs, in plain words.
        why: What to make of it.
        node: The id of the first node that differs.
        details: All that differs, with versions, for a report of the mistake.
    """

    message: str
    why: str
    node: str
    details: str


class Weighted(Event, frozen=True):
    """The network will begin with the weights of a file, as far as they fit."""

    found: Fitted


class Adapted(Event, frozen=True):
    """What layers have learnt from the data before the training begins.

    Attributes:
        states: By the layers' names in Keras: the parameters that would give them the same.
    """

    states: dict[str, dict[str, list[int | float | str]]]


class Batch(Event, frozen=True):
    """Where the training stands; sent at most some ten times a second.

    Attributes:
        epoch: From 1.
        batch: Batches done in this epoch, from 1.
        step: Batches done since the start.
        logs: Keras's running means over the epoch.
        seconds: Since fit() began, pauses not counted.
        steps: Every batch since the event before, this one included, counted like ``step``.
        figures: The logs of each of them.
    """

    epoch: int
    batch: int
    step: int
    logs: Logs
    seconds: float
    steps: list[int] = []
    figures: dict[str, list[float | None]] = {}


class Epoch(Event, frozen=True):
    """An epoch has ended.

    Attributes:
        epoch: From 1.
        step: Batches done since the start.
        logs: What Keras's History keeps, under Keras's own names.
        seconds: Since fit() began.
    """

    epoch: int
    step: int
    logs: Logs
    seconds: float


class Paused(Event, frozen=True):
    """The training holds."""


class Rate(Event, frozen=True):
    """The answer to SetRate.

    Attributes:
        epoch: The epoch that it happens in, from 1.
        step: Batches done before it.
        rate: The learning rate from now on.
        message: Why it could not be set; empty if it was.
    """

    epoch: int
    step: int
    rate: float
    message: str = ""


class Discarded(Event, frozen=True):
    """The training was ended by a Stop that wanted nothing of it."""


class Finished(Event, frozen=True):
    """The script has ended well.

    Attributes:
        history: Keras's own History.history.
        evaluation: What evaluate() gave on the test data; empty if there are none.
        seconds: fit()'s duration.
        stopped: Whether a Stop ended it early.
        restored: The epoch that a Stop went back to; None for the last.
    """

    history: dict[str, list[float | None]]
    evaluation: Logs
    seconds: float
    stopped: bool = False
    restored: int | None = None


class Failed(Event, frozen=True):
    """The training could not go on.

    Attributes:
        message: What happened, in plain words.
        why: The probable reason; may be empty.
        node: The id of the node at fault, or None.
        details: The traceback.
    """

    message: str
    why: str = ""
    node: str | None = None
    details: str = ""


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
    styles: list[StyleFound] = []
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
    outputs: list[TensorKind] = []
    weights: list[WeightKind] = []
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
    rates: list[float] = []
    losses: list[float | None] = []
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
    after: list[str] = []
    rows: list[list[tuple[str, str]]] = []
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
    outputs: list[OutputEvaluation] = []
    inputs: list[InputKind] = []
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
    samples: list[Sample] = []
    total: int = 0
    message: str = ""


class Answered(Event, frozen=True):
    """The answer to Predict: what each output says, or why there is none.

    Attributes:
        sample: For a sample of the data: what it is.
    """

    request: int
    answers: list[Answer] = []
    sample: Sample | None = None
    message: str = ""


class Exported(Event, frozen=True):
    """The answer to ExportModel: what was written, or why nothing was."""

    request: int
    target: str = ""
    message: str = ""
    details: str = ""


class ApplicationDescribed(Event, frozen=True):
    """The answer to DescribeApplication.

    Attributes:
        config: The network's config as JSON; empty where it could not be made.
        message: Why not, in one sentence.
    """

    request: int
    config: str = ""
    message: str = ""
    details: str = ""


AnyEvent: TypeAlias = (
    Ready
    | NextPhase
    | Alive
    | Started
    | Differs
    | Weighted
    | Adapted
    | Batch
    | Epoch
    | Paused
    | Rate
    | Discarded
    | Finished
    | Failed
    | Measured
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
    | ApplicationDescribed
)
