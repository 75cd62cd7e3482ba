"""Writes the network of a run for other programs."""

from __future__ import annotations

import shutil
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import tensorflow as tf

from netbuilder.dataset.errors import DataError
from netbuilder.i18n import tr
from netbuilder.training.commands import ExportModel
from netbuilder.training.evaluation import ModelForm
from netbuilder.training.events import Event
from netbuilder.training.replies import Exported
from netbuilder.worker.reasons import reason_of
from netbuilder.worker.replaying import Replayed, replay

_KERAS_NAMES = {"saved_model": "tf_saved_model", "tflite": "litert", "onnx": "onnx"}


def run_export(command: ExportModel, send: Callable[[Event], None]) -> None:
    """Carry out ``command``; whatever goes wrong comes back as a sentence in the answer."""
    keras.utils.clear_session()
    try:
        found = replay(Path(command.script), "training")
        _call_once(found)
        export(found.model, command.form, Path(command.target))
        answer = Exported(command.request, command.target)
    except ModuleNotFoundError as error:
        message = tr(
            "This needs the package {name}; install it with: pip install netbuilder[onnx]",
            name=error.name,
        )
        answer = Exported(command.request, message=message, details=traceback.format_exc())
    except DataError as error:
        answer = Exported(command.request, message=str(error))
    except (Exception, SystemExit) as error:
        message = tr("The model cannot be written so: {reason}", reason=reason_of(error))
        answer = Exported(command.request, message=message, details=traceback.format_exc())
    send(answer)
    keras.utils.clear_session()


def export(model: Any, form: ModelForm, target: Path) -> None:
    """Write a model; what stands at ``target`` is replaced once the new one is whole.

    Raises:
        ModuleNotFoundError: A package for this form is not installed.
        Exception: whatever Keras raises for a model that it cannot write so.
    """
    with tempfile.TemporaryDirectory(prefix=".netbuilder-", dir=target.parent) as folder:
        fresh = Path(folder) / target.name
        match form:
            case "keras":
                model.save(fresh)
            case "weights":
                model.save_weights(fresh)
            case _:
                model.export(fresh, format=_KERAS_NAMES[form], verbose=False)
        if target.is_dir():
            shutil.rmtree(target)
        fresh.replace(target)


def _call_once(found: Replayed) -> None:
    """Let the network calculate one sample: what never did, Keras cannot write as ONNX."""
    if isinstance(found.x, tf.data.Dataset):
        found.model(next(iter(found.x))[0])
    else:
        found.model(keras.tree.map_structure(lambda part: tf.constant(part[:1]), found.x))
