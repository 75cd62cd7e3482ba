"""Prints Keras's own layer table of the model that a script builds, for comparison."""

from __future__ import annotations

import json
import runpy
import sys
from typing import Any

import keras


def table(model: Any, inside: str = "") -> list[dict[str, object]]:
    """Return what the command line's summary says of each layer, a submodel's own after it."""
    rows: list[dict[str, object]] = []
    for layer in model.layers:
        rows.append(_row(layer, inside))
        if isinstance(layer, keras.Model):
            rows += table(layer, f"{inside}{layer.name}/")
    return rows


def _row(layer: Any, inside: str) -> dict[str, object]:
    return {
        "name": inside + layer.name,
        "class_name": type(layer).__name__,
        "params": layer.count_params(),
        "trainable_params": sum(
            weight.value.shape.num_elements() for weight in layer.trainable_weights
        ),
        "output_shape": _shapes(layer.output),
        "dtype": keras.tree.flatten(layer.output)[0].dtype,
    }


def _shapes(output: Any) -> list[Any]:
    shapes = [list(tensor.shape) for tensor in keras.tree.flatten(output)]
    return shapes[0] if len(shapes) == 1 else shapes


def main() -> None:
    """Print a JSON list of tables, one for each script named."""
    tables = []
    for script in sys.argv[1:]:
        keras.utils.clear_session()
        tables.append(table(runpy.run_path(script)["build_model"]()))
    sys.stdout.write(json.dumps(tables))


if __name__ == "__main__":
    main()
