"""What the app asks of the worker; each command is one JSON object on a line."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from netbuilder.training.evaluation import ModelForm, Part
from netbuilder.training.examination import CodePiece, TensorKind
from netbuilder.training.weights import StartWeights


class Command(msgspec.Struct, frozen=True, tag_field="command", tag=str.lower):
    """Something that the app asks of the worker."""


class Predicted(msgspec.Struct, frozen=True):
    """What NetBuilder says of a layer before Keras has made it.

    Attributes:
        node: The id of the node in the project's network that stands for it; for a layer
            inside a submodel that of the submodel.
        name: Its name in Keras; inside a submodel ``model/layer``.
        shapes: The shapes of what it gives at its first call; None for an open size.
        dtypes: The number formats of what it gives.
        params: All numbers that it holds.
        trainable: The trainable ones among them; None inside a submodel, which may be
            frozen as a whole.
    """

    node: str
    name: str
    shapes: list[list[int | None]]
    dtypes: list[str]
    params: int
    trainable: int | None = None


class Train(Command, frozen=True):
    """Run a script as a training.

    Attributes:
        script: The script to run, already written into the run's folder; the worker
            runs it as ``__main__`` with that folder as the current one.
        epochs: How many epochs it will train, for the progress.
        layers: Name of each Keras layer to the id of its node, to place errors.
        lines: Node id to the lines (first, last) of the script that build it.
        predicted: What the model's layers should be, to be compared with what they are.
        checkpoint_share: The most of the training's time that goes into checkpoints.
        weights: What the script's file of first weights is to be made of; None if it
            loads none.
    """

    script: str
    epochs: int
    layers: dict[str, str] = {}
    lines: dict[str, list[tuple[int, int]]] = {}
    predicted: list[Predicted] = []
    checkpoint_share: float = 0.01
    weights: StartWeights | None = None


class Stop(Command, frozen=True):
    """End the training after the present batch.

    Attributes:
        discard: Whether nothing of it is wanted: the script is left where it stands, and
            what follows the training in it is not run.
        best: Whether what follows in the script gets the weights of the best epoch.
    """

    discard: bool = False
    best: bool = False


class Pause(Command, frozen=True):
    """Hold the training before its next batch."""


class Resume(Command, frozen=True):
    """Go on after a pause."""


class SetRate(Command, frozen=True):
    """Go on with another learning rate from the next batch on."""

    rate: float


class FindRate(Command, frozen=True):
    """Search for a learning rate: train with a rising one and throw the model away.

    Attributes:
        request: Comes back with the answer.
        script: The script to run up to its training, already written into a folder.
        low: The rate of the first batch.
        high: The rate of the last batch.
        steps: How many batches at most.
        weights: As of :class:`Train`.
    """

    request: int
    script: str
    low: float = 1e-6
    high: float = 1.0
    steps: int = 150
    weights: StartWeights | None = None


class StopFinding(Command, frozen=True):
    """End the search before its next batch."""


class ShowSamples(Command, frozen=True):
    """Show what a layer makes of some training samples.

    Attributes:
        request: Comes back with the answer.
        script: The script to run up to its training, already written into a folder.
        layer: The layer's name in Keras.
        folder: Where to put pictures.
        weights: The file that the network starts from, or None.
    """

    request: int
    script: str
    layer: str
    folder: str
    weights: StartWeights | None = None


class MeasureData(Command, frozen=True):
    """Load a dataset by its script and measure it.

    Attributes:
        request: Comes back with the answer.
        code: A script that defines ``load_data()``, and perhaps ``CLASS_NAMES``.
        folder: The folder that it reads its files from.
        samples: How many samples to draw as pictures into ``pictures``.
        pictures: Where to put a PNG sheet of samples, or None.
        by_keras: Whether the script needs Keras to load the data.
    """

    request: int
    code: str
    folder: str
    samples: int = 0
    pictures: str | None = None
    by_keras: bool = False


class WriteWeights(Command, frozen=True):
    """Write the file of first weights that an exported script loads.

    Attributes:
        request: Comes back with the answer.
        code: The script.
        weights: What its weights are taken from.
        target: The file to write; its name ends in ``.weights.h5``.
    """

    request: int
    code: str
    weights: StartWeights
    target: str


class Compare(Command, frozen=True):
    """Build a network from its code in several styles and compare what they give.

    Attributes:
        request: Comes back with the answer.
        codes: Each style's code, which defines ``build_model()``; the functional style first.
    """

    request: int
    codes: dict[str, str]


class StopComparing(Command, frozen=True):
    """End the comparison before its next step."""


class Examine(Command, frozen=True):
    """Run a student's own code and say what works; meant for a worker that may be killed.

    Attributes:
        request: Comes back with the answers.
        kind: Of :class:`~netbuilder.catalog.custom.CustomKind`.
        name: Which of the pieces is examined.
        pieces: It, after the code that it needs.
        make: The expression that makes it: ``Scale(start=2.0)``; for a function its name.
        inputs: For a layer: what comes in.
        apart: Whether ``call`` takes several tensors as arguments of their own.
        thorough: Whether to make all checks; else only those that tell the shapes.
    """

    request: int
    kind: str
    name: str
    pieces: list[CodePiece]
    make: str
    inputs: list[TensorKind] = []
    apart: bool = False
    thorough: bool = True


class Evaluate(Command, frozen=True):
    """Compare what a run's network gives with what it should give.

    Attributes:
        request: Comes back with the answer.
        script: The run's script, in the run's folder beside the model that it saved.
        part: Of which data.
        folder: Where pictures of samples are to be put.
    """

    request: int
    script: str
    part: Part
    folder: str


class ListSamples(Command, frozen=True):
    """Show samples of the last evaluation.

    Attributes:
        request: Comes back with the answer.
        output: The place of the network's output, from 0.
        cell: The true and the predicted class that they are to have; None for the samples
            that the network is most wrong about.
        most: How many.
    """

    request: int
    output: int = 0
    cell: tuple[int, int] | None = None
    most: int = 24


class Predict(Command, frozen=True):
    """Ask the network of the last evaluation about one sample.

    Attributes:
        request: Comes back with the answer.
        sample: One of the data; None for what is given by hand.
        values: For a picture or a row: all its numbers, row by row.
        text: For a text.
        file: A picture or a text to be read; empty for none.
        cells: For a row of a table: what stands in each column that the network sees.
    """

    request: int
    sample: int | None = None
    values: list[float] = []
    text: str = ""
    file: str = ""
    cells: list[str] = []


class ExportModel(Command, frozen=True):
    """Write the network of a run for other programs.

    Attributes:
        request: Comes back with the answer.
        script: The run's script, in the run's folder beside the model that it saved.
        form: As what it is written.
        target: The file, or for a SavedModel the folder, that is written; what was there goes.
    """

    request: int
    script: str
    form: ModelForm
    target: str


class Quit(Command, frozen=True):
    """End the worker."""


AnyCommand: TypeAlias = (
    Train
    | Stop
    | Pause
    | Resume
    | SetRate
    | FindRate
    | StopFinding
    | MeasureData
    | ShowSamples
    | WriteWeights
    | Compare
    | StopComparing
    | Examine
    | Evaluate
    | ListSamples
    | Predict
    | ExportModel
    | Quit
)
