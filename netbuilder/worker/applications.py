"""Has Keras make one of its ready-made networks, and describes it."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import keras

from netbuilder.i18n import tr
from netbuilder.training.commands import DescribeApplication
from netbuilder.training.events import Event
from netbuilder.training.replies import ApplicationDescribed
from netbuilder.worker.patching import replaced

_IMAGENET = "imagenet"


def run_description(command: DescribeApplication, send: Callable[[Event], None]) -> None:
    """Carry out ``command``; whatever goes wrong comes back as a sentence in the answer."""
    keras.utils.clear_session()
    try:
        answer = ApplicationDescribed(command.request, config=_made(command).to_json())
    except Exception as error:
        reason = str(error).split("\n")[0]
        message = tr("Keras cannot make it: {reason}", reason=reason)
        answer = ApplicationDescribed(
            command.request, message=message, details=traceback.format_exc()
        )
    send(answer)
    keras.utils.clear_session()


def _made(command: DescribeApplication) -> Any:
    """Return the network; some have one layer more with the weights of ImageNet."""
    make = getattr(keras.applications, command.application)
    with _without_weights():
        return make(
            include_top=command.include_top,
            weights=_IMAGENET if command.imagenet else None,
            input_shape=command.input_shape,
            pooling=command.pooling,
        )


@contextmanager
def _without_weights() -> Iterator[None]:
    """Let networks be made as if they had taken their weights, without taking any."""
    files = sys.modules[keras.utils.get_file.__module__]
    no_file = mock.patch.object(files, "get_file", return_value="")
    with no_file, replaced("load_weights", lambda *_args, **_kwargs: None):
        yield
