"""Runs generated code in the real Keras and tells what came of it.

Run as ``python -m tests.keras.code_judge < jobs.json > answers.json``. A job is one of

- ``{"build": [code, ...]}``: the answer describes the model that the first of these codes
  that Keras accepts returns from ``build_model()``: ``{"layers": [[name, [shape, ...],
  params], ...], "inputs": [name, ...], "operations": [name, ...], "named": {stem: count},
  "model": name}``; or, if it accepts none, is ``{"error"}``. Operations are all layers of
  the model itself and all functions that it calls;
- ``{"run": path}``: the script is run as ``__main__`` in its own folder; the answer is
  ``{"printed"}``;
- ``{"first_parameter": "keras.layers.Dense"}``: the answer is ``{"name"}``;
- ``{"reload": code}``: the model that ``build_model()`` returns is saved, loaded and made anew
  from its config; the answer is ``{"difference", "anew", "own"}``: the largest difference of
  a weight, the classes of the layers made anew, and those of the model;
- ``{"model_names": code}``: the answer is ``{"names"}``, what the model, a class of its own
  that takes three numbers, calls its attributes once it has been fitted.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import json
import os
import runpy
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # the environment above has to be set before
from keras.src.backend.common import global_state


def main() -> None:
    """Do all jobs of standard input."""
    warnings.simplefilter("ignore")
    answers = [_answer(job) for job in json.load(sys.stdin)]
    json.dump(answers, sys.stdout)


def _answer(job: dict[str, Any]) -> dict[str, Any]:
    match job:
        case {"build": list(codes)}:
            return _build_any(codes)
        case {"run": path}:
            return _run(Path(path))
        case {"first_parameter": dotted}:
            return {"name": _first_parameter(dotted)}
        case {"reload": code}:
            return _reload(code)
        case {"model_names": code}:
            return {"names": _model_names(code)}
        case _:
            raise ValueError(f"no such job: {sorted(job)}")


def _build_any(codes: list[str]) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    for code in codes:
        keras.backend.clear_session(free_memory=False)
        answer = _build(code)
        if "error" not in answer:
            break
    return answer


def _build(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(code, names)  # our own code, to see what it builds
    try:
        model = names["build_model"]()
    except Exception as error:  # whatever Keras raises is its way to refuse
        return {"error": f"{type(error).__name__}: {error}"[:600]}
    inputs = [layer for layer in _operations(model) if isinstance(layer, keras.layers.InputLayer)]
    return {
        "layers": list(_layers(model, "")),
        "inputs": [layer.name for layer in inputs],
        "operations": [operation.name for operation in _operations(model)],
        "named": dict(global_state.get_global_attribute("object_name_uids")),
        "model": model.name,
    }


def _layers(model: Any, way: str) -> Iterator[list[Any]]:
    """Yield all layers but Inputs; those inside a submodel follow it, as ``model/layer``."""
    for layer in model.layers:
        if not isinstance(layer, keras.layers.InputLayer):
            yield [way + layer.name, _shapes(layer), layer.count_params()]
        if isinstance(layer, keras.Model):
            yield from _layers(layer, f"{way}{layer.name}/")


def _operations(model: Any) -> list[Any]:
    functional = model._functional if isinstance(model, keras.Sequential) else model
    return list(functional.operations)


def _shapes(layer: Any) -> list[list[int | None]]:
    return [list(tensor.shape) for tensor in keras.tree.flatten(layer.output)]


def _run(path: Path) -> dict[str, Any]:
    keras.backend.clear_session()
    printed = io.StringIO()
    with contextlib.chdir(path.parent), contextlib.redirect_stdout(printed):
        runpy.run_path(str(path), run_name="__main__")
    return {"printed": printed.getvalue()}


def _reload(code: str) -> dict[str, Any]:
    keras.backend.clear_session()
    names: dict[str, Any] = {}
    exec(code, names)
    model = names["build_model"]()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        model.save(path)
        loaded = keras.models.load_model(path)
    pairs = zip(model.get_weights(), loaded.get_weights(), strict=True)
    anew = type(model).from_config(model.get_config())
    return {
        "difference": max((float(abs(one - other).max()) for one, other in pairs), default=0.0),
        "anew": [type(layer).__name__ for layer in anew.layers],
        "own": [type(layer).__name__ for layer in model.layers],
    }


def _model_names(code: str) -> list[str]:
    names: dict[str, Any] = {}
    exec(code, names)
    model = names["build_model"]()
    model.compile("sgd", "mse")
    model.fit(keras.ops.ones((2, 3)), keras.ops.ones((2, 1)), verbose=0)
    return [name for name in dir(model) if not name.startswith("_")]


def _first_parameter(dotted: str) -> str:
    module, _, name = dotted.rpartition(".")
    owner: Any = keras
    for part in module.split(".")[1:]:
        owner = getattr(owner, part)
    return next(iter(inspect.signature(getattr(owner, name)).parameters))


if __name__ == "__main__":
    main()
