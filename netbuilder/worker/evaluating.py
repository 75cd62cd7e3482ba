"""Evaluates a run's network on its data, and answers what is asked about single samples."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import keras
import msgspec
import numpy as np
import tensorflow as tf

from netbuilder.dataset.errors import DataError
from netbuilder.i18n import tr
from netbuilder.training.commands import Evaluate, ListSamples, Predict
from netbuilder.training.evaluation import Answer, InputKind, Sample
from netbuilder.training.events import Event
from netbuilder.training.replies import Answered, Evaluated, SamplesListed
from netbuilder.worker.reasons import reason_of
from netbuilder.worker.replaying import Replayed, replay
from netbuilder.worker.samples import draw, given_by_hand, input_kind, words
from netbuilder.worker.typed_rows import TableRows, table_rows

if TYPE_CHECKING:
    from netbuilder.worker.judging import Judged

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

_MOST_SAMPLES = 10_000
"""So many are looked at: enough for steady figures, and held in memory for what is asked next."""
_MOST_BYTES = 512 * 1024**2
_TOP = 5


@dataclass(frozen=True, slots=True)
class _Evaluation:
    """What is kept of an evaluation until the next."""

    model: Any
    inputs: Sequence[Array]
    kinds: Sequence[InputKind]
    outputs: Sequence[Judged]
    folder: Path
    rows: TableRows | None


class Evaluator:
    """Keeps the network of the last evaluation, and the samples that it was evaluated on."""

    def __init__(self, send: Callable[[Event], None]) -> None:
        self._send = send
        self._last: _Evaluation | None = None

    def forget(self) -> None:
        """Let go of the network: a training clears Keras's state, and needs the memory."""
        self._last = None

    def obey(self, command: Evaluate | ListSamples | Predict) -> None:
        """Carry out a command; whatever goes wrong comes back as a sentence in the answer."""
        match command:
            case Evaluate():
                self._send(self._evaluated(command))
            case ListSamples():
                self._send(self._shown(command))
            case Predict():
                self._send(self._answered(command))

    def _evaluated(self, command: Evaluate) -> Evaluated:
        self._last = None
        keras.utils.clear_session()
        try:
            found = replay(Path(command.script), command.part)
            evaluation, total = _evaluate(found, Path(command.folder))
        except DataError as error:
            return Evaluated(command.request, message=str(error))
        except (Exception, SystemExit) as error:
            message = tr("The results cannot be worked out: {reason}", reason=reason_of(error))
            return Evaluated(command.request, message=message, details=traceback.format_exc())
        self._last = evaluation
        return Evaluated(
            command.request,
            outputs=[output.told for output in evaluation.outputs],
            inputs=list(evaluation.kinds),
            samples=len(evaluation.inputs[0]),
            total=total,
        )

    def _shown(self, command: ListSamples) -> SamplesListed:
        last = self._last
        if last is None or command.output >= len(last.outputs):
            return SamplesListed(command.request, message=_gone())
        output = last.outputs[command.output]
        places = output.in_cell(*command.cell) if command.cell else output.worst()
        try:
            samples = [_sample(last, output, int(place)) for place in places[: command.most]]
        except Exception as error:  # what a script makes of its samples may be anything
            message = tr("The samples cannot be shown: {reason}", reason=reason_of(error))
            return SamplesListed(command.request, message=message)
        return SamplesListed(command.request, samples, len(places))

    def _answered(self, command: Predict) -> Answered:
        last = self._last
        if last is None:
            return Answered(command.request, message=_gone())
        try:
            if command.sample is not None:
                at = command.sample % len(last.inputs[0])
                batch = [values[at : at + 1] for values in last.inputs]
                sample = _sample(last, last.outputs[0], at)
            else:
                batch, sample = [_given(command, last)], None
            given = _outputs(last.model.predict(_as_called(last.model, batch), verbose=0))
        except DataError as error:
            return Answered(command.request, message=str(error))
        except Exception as error:  # what a user types may be anything
            message = tr("The network cannot answer: {reason}", reason=reason_of(error))
            return Answered(command.request, message=message)
        answers = [
            _answer(output, values[0], last)
            for output, values in zip(last.outputs, given, strict=True)
        ]
        return Answered(command.request, answers, sample)


def _evaluate(found: Replayed, folder: Path) -> tuple[_Evaluation, int]:
    """Work everything out; return it, and how many samples there are in all."""
    # scikit-learn takes a second to load, which no training should wait for.
    from netbuilder.worker.judging import judge

    inputs, targets, total = _gathered(found)
    given = _outputs(found.model.predict(_as_called(found.model, inputs), verbose=0))
    names = _output_names(found.model)
    outputs = [
        judge(name, true, values, found.names_of(name), _loss_of(found.model, place, name))
        for place, (name, true, values) in enumerate(zip(names, targets, given, strict=True))
    ]
    kinds = [
        input_kind(tensor.name, values)
        for tensor, values in zip(found.model.inputs, inputs, strict=True)
    ]
    rows = table_rows(found.names) if [kind.kind for kind in kinds] == ["row"] else None
    if rows is not None:
        kinds = [msgspec.structs.replace(kinds[0], columns=rows.columns)]
    return _Evaluation(found.model, inputs, kinds, outputs, folder, rows), total


def _given(command: Predict, last: _Evaluation) -> Array:
    """Return a batch of one sample that was given by hand."""
    if command.cells and last.rows is not None:
        return last.rows.read(command.cells)
    return given_by_hand(command, last.kinds, last.inputs)


def _gathered(found: Replayed) -> tuple[list[Array], list[Array], int]:
    """Return all inputs, all targets, and how many samples there are."""
    model = found.model
    inputs = [tensor.name for tensor in model.inputs]
    outputs = _output_names(model)
    if not isinstance(found.x, tf.data.Dataset):
        x, y = _in_order(found.x, inputs), _in_order(found.y, outputs)
        most = _most(x)
        return [part[:most] for part in x], [part[:most] for part in y], len(x[0])
    rows: list[tuple[list[Array], list[Array]]] = []
    taken = 0
    for batch in found.x:
        rows.append((_in_order(batch[0], inputs), _in_order(batch[1], outputs)))
        taken += len(rows[-1][0][0])
        if taken >= _most(rows[0][0]):
            break
    if not rows:
        raise DataError(tr("There are no samples to look at."))
    x, y = (
        [np.concatenate(parts) for parts in zip(*side, strict=True)]
        for side in zip(*rows, strict=True)
    )
    return x, y, _length_of(found.x, taken, len(rows))


def _most(inputs: Sequence[Array]) -> int:
    """Return how many samples may be held in memory."""
    each = sum(part.nbytes // max(len(part), 1) for part in inputs)
    return max(1, min(_MOST_SAMPLES, _MOST_BYTES // max(each, 1)))


def _length_of(dataset: Any, taken: int, batches: int) -> int:
    """Return how many samples a stream has, or those seen so far if it does not tell."""
    length = int(dataset.cardinality())
    return taken if length <= batches else taken * length // batches


def _output_names(model: Any) -> list[str]:
    """Return the names of a model's outputs; a Sequential one has none but its last layer's."""
    return list(getattr(model, "output_names", None) or [model.layers[-1].name])


def _in_order(values: Any, names: Sequence[str]) -> list[Array]:
    """Return arrays in the order of the network's inputs or outputs."""
    if isinstance(values, dict):
        values = [values[name] for name in names]
    parts = list(values) if isinstance(values, list | tuple) else [values]
    return [np.asarray(part) for part in parts]


def _as_called(model: Any, inputs: Sequence[Array]) -> Any:
    """Return inputs as the model takes them."""
    tensors = [tf.constant(part) if part.dtype.kind in "OSU" else part for part in inputs]
    return tensors if len(model.inputs) > 1 else tensors[0]


def _outputs(given: Any) -> list[Array]:
    if isinstance(given, dict):
        given = list(given.values())
    return [np.asarray(part) for part in (given if isinstance(given, list | tuple) else [given])]


def _loss_of(model: Any, place: int, name: str) -> Any:
    """Return what an output was trained with."""
    match model.loss:
        case dict() as losses:
            return losses.get(name)
        case list() | tuple() as losses:
            return losses[place]
        case loss:
            return loss


def _sample(evaluation: _Evaluation, output: Judged, place: int) -> Sample:
    # The dots keep a single text an array, as all other samples are.
    first, kind = evaluation.inputs[0][place, ...], evaluation.kinds[0]
    picture = draw(first, kind, evaluation.folder / f"sample-{place}.png")
    return Sample(
        place,
        truth=output.truth_text(place),
        answer=output.answer_text(place),
        text="" if picture else words(first),
        picture=picture,
    )


def _answer(output: Judged, values: Array, last: _Evaluation) -> Answer:
    told = output.told
    if told.kind in ("classes", "binary"):
        shares = output.shares(values)
        best = np.argsort(shares)[::-1][:_TOP]
        return Answer(
            told.name,
            [told.classes[place] for place in best],
            [float(shares[place]) for place in best],
            output.say(values),
        )
    kind = input_kind(told.name, values[np.newaxis])
    picture = draw(values, kind, last.folder / f"answer-{told.name}.png")
    if picture or last.rows is None:
        return Answer(told.name, text="" if picture else words(values), picture=picture)
    return Answer(told.name, text=last.rows.say(values))


def _gone() -> str:
    return tr("The worker no longer holds these results; work them out again.")
