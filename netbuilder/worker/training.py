"""Runs a project's script as a training."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import keras
import tensorflow as tf

from netbuilder.i18n import tr
from netbuilder.training.commands import Train
from netbuilder.training.events import Discarded, Event, Failed, Finished, Ready, Weighted
from netbuilder.worker.checkpoints import Checkpoints
from netbuilder.worker.control import Control, UnwantedError
from netbuilder.worker.devices import described, sharing
from netbuilder.worker.failures import explain
from netbuilder.worker.reporter import Reporter
from netbuilder.worker.weights import WeightsError, write_start_beside


def describe_keras() -> Ready:
    """Return what is loaded and which devices it will compute on."""
    return Ready(keras=keras.version(), tensorflow=tf.__version__, devices=described())


def run_training(command: Train, control: Control, send: Callable[[Event], None]) -> None:
    """Run the script of ``command`` to its end and send all that happens.

    The script is run unchanged, as ``python train.py`` would in its own folder; where there
    are several GPUs, they share what it trains. Keras's
    state is cleared before, so that names and random numbers are those of a fresh
    process, and after, so that the memory is free.

    Args:
        command: What to run.
        control: Ends or holds the training.
        send: Takes the events; the last one is Finished, Discarded or Failed.
    """
    keras.utils.clear_session()
    # What failed is told by the layers in a traceback, which Keras would cut out.
    keras.config.disable_traceback_filtering()
    send(_outcome(command, control, send))
    keras.utils.clear_session()


def _outcome(
    command: Train, control: Control, send: Callable[[Event], None]
) -> Finished | Discarded | Failed:
    script = Path(command.script)
    checkpoints = Checkpoints(script.parent, command.checkpoint_share)
    reporter = Reporter(send, control, command.epochs, command.predicted, checkpoints)
    try:
        if command.weights is not None:
            send(Weighted(write_start_beside(script, command.weights)))
        with chdir(script.parent), sharing(), reporter.following():
            runpy.run_path(str(script), run_name="__main__")
    except WeightsError as error:
        return Failed(tr("The training cannot start from the chosen weights."), str(error))
    except UnwantedError:
        return Discarded()
    except (Exception, SystemExit) as error:
        if not control.unwanted:  # else Keras has wrapped what left the script
            return explain(error, command, reporter.output_layers)
    if control.unwanted:
        return Discarded()
    return Finished(
        history=reporter.history,
        evaluation=reporter.evaluation,
        seconds=reporter.seconds,
        stopped=reporter.stopped,
        restored=reporter.restored,
    )
