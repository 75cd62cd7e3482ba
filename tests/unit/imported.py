"""Imported networks beside what Keras knows of them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from netbuilder.catalog.library import load_catalog
from netbuilder.graph import Graph, Params, value_to_json
from netbuilder.importing import read_config
from netbuilder.importing.values import read_params
from netbuilder.validation import NodeReport
from netbuilder.validation.validate import Validator

CONFIGS = Path(__file__).parent / "configs"

Row = list[Any]
"""A layer's name, the shapes of its first call, its parameters, those that are trainable."""


def saved(name: str) -> dict[str, Any]:
    """Return what ``tests.keras.applications_judge`` once said of a network."""
    with gzip.open(CONFIGS / f"{name}.json.gz", "rt", encoding="utf-8") as file:
        said: dict[str, Any] = json.load(file)
    return said


def as_keras_writes(class_name: str, params: Params) -> Params:
    """Return parameters as a file of Keras's has them: ``(3, 3)`` as 3, defaults left out."""
    spec = load_catalog().layers.get(class_name)
    written = {name: value_to_json(value) for name, value in params.items()}
    if class_name == "Rescaling":
        written = {"offset": 0.0, **written}
    return read_params(spec, written)


def read_text(text: str) -> Graph:
    """Read a config written as JSON."""
    return read_config(json.loads(text))


def differences(graph: Graph, rows: Sequence[Row]) -> str:
    """Return one line for each layer of which we say otherwise than Keras; "" if none.

    Operations are no layers to Keras, so it says nothing of them.
    """
    report = Validator(load_catalog()).validate(graph)
    ours = {
        node.name: _row(node.name, report.nodes[node.id])
        for node in graph.nodes.values()
        if node.shares is None
    }
    lines = [f"problem: {problem.message}" for problem in report.problems]
    lines += [
        f"{row[0]}: Keras {row[1:]}, ours {ours[row[0]][1:] if row[0] in ours else 'missing'}"
        for row in rows
        if ours.get(row[0]) != row
    ]
    names = {row[0] for row in rows}
    layers = [node.name for node in graph.nodes.values() if not node.class_name.startswith("ops.")]
    alone = [name for name in dict.fromkeys(layers) if name not in names]
    return "\n".join(lines + [f"{name}: not in Keras" for name in alone])


def _row(name: str, known: NodeReport) -> Row:
    shapes = [list(tensor.shape) for tensor in known.outputs]
    return [name, shapes, known.params, known.trainable_params]
