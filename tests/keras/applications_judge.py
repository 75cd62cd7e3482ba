"""Says what the real Keras knows of its own ``keras.applications``.

Run as ``python -m tests.keras.applications_judge [--with-weights] [NAME ...]``; without
names, of all. Weights are allocated only with that option. The arguments that the networks
are made with may be given on the standard input as a JSON object. Each line of the answer is
``{"name", "config", "layers": [[name, shapes, params, trainable]], "seconds"}``;
``seconds`` is the processor time that building took.
"""

from __future__ import annotations

import json
import math
import os
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any
from unittest import mock

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # the environment above has to be set before

from netbuilder.worker.patching import replaced

_WITH_WEIGHTS = "--with-weights"


def main(arguments: Sequence[str]) -> None:
    """Write one line for each network."""
    warnings.simplefilter("ignore")
    names = [argument for argument in arguments if argument != _WITH_WEIGHTS]
    known = sorted(name for name in dir(keras.applications) if name[0].isupper())
    settings = json.loads(sys.stdin.read() or "null") or {}
    for name in names or known:
        with _no_weights_are_fetched():
            said = _described(name, settings, bare=_WITH_WEIGHTS not in arguments)
        sys.stdout.write(json.dumps(said) + "\n")


@contextmanager
def _no_weights_are_fetched() -> Iterator[None]:
    """Let networks be made as if they had taken the weights of ImageNet."""
    files = sys.modules[keras.utils.get_file.__module__]
    no_file = mock.patch.object(files, "get_file", return_value="")
    with no_file, replaced("load_weights", lambda *_args, **_kwargs: None):
        yield


def _described(name: str, settings: dict[str, Any], *, bare: bool) -> dict[str, Any]:
    keras.backend.clear_session()
    start = time.process_time()
    with keras.StatelessScope(initialize_variables=False) if bare else nullcontext():
        model = getattr(keras.applications, name)(**{"weights": None, **settings})
    seconds = time.process_time() - start
    return {
        "name": name,
        "config": json.loads(model.to_json()),
        "layers": [_row(layer) for layer in model.layers],
        "seconds": seconds,
    }


def _row(layer: Any) -> list[Any]:
    shapes = [list(tensor.shape) for tensor in keras.tree.flatten(layer.output)]
    trainable = sum(math.prod(weight.shape) for weight in layer.trainable_weights)
    return [layer.name, shapes, layer.count_params(), trainable]


if __name__ == "__main__":
    main(sys.argv[1:])
