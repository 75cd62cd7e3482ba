"""Has a worker write the weights that an exported script starts from."""

from __future__ import annotations

import io
from pathlib import Path

from netbuilder.cli.output import InputError, complain
from netbuilder.i18n import tr
from netbuilder.training.client import WorkerClient, WorkerGoneError
from netbuilder.training.commands import WriteWeights
from netbuilder.training.replies import WeightsWritten
from netbuilder.training.weights import StartWeights, fitted_words

_SILENCE = 60.0


def write_weights(code: str, weights: StartWeights, target: Path) -> None:
    """Write the file of first weights of a script, and say if some did not fit.

    Args:
        code: The script.
        weights: What they are taken from.
        target: The file to write.

    Raises:
        InputError: it could not be written.
    """
    answer = _asked(WriteWeights(0, code, weights, str(target)))
    if answer.found is None:
        raise InputError(answer.message)
    if answer.found.left:
        complain(fitted_words(answer.found))


def _asked(command: WriteWeights) -> WeightsWritten:
    try:
        with WorkerClient(io.StringIO()) as worker:
            worker.send(command)
            events = worker.events(_SILENCE)
            return next(event for event in events if isinstance(event, WeightsWritten))
    except WorkerGoneError:
        raise InputError(tr("The weights could not be written: Keras has ended.")) from None
