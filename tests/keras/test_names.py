"""The names that are said of activations and the like, layers and operations are Keras's own."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.names import known_names
from netbuilder.catalog.spec import Family
from netbuilder.cli.layer_table import layer_table
from netbuilder.codegen.keras_names import keras_names
from netbuilder.codegen.model import model_code
from netbuilder.graph import Config, Graph, Params, Port
from netbuilder.graph.folding import fold
from netbuilder.validation.validate import Validator
from tests.keras.code_answers import ask
from tests.unit.drawing import draw, image, layer

pytestmark = pytest.mark.keras

FAMILIES = (Family.ACTIVATION, Family.INITIALIZER, Family.REGULARIZER, Family.CONSTRAINT)
SCRIPT = """
import json
from keras.src import activations, constraints, initializers, regularizers
modules = (activations, initializers, regularizers, constraints)
bases = ("initializer", "regularizer", "constraint")  # abstract, so of no use to a layer
names = [{n for n in module.ALL_OBJECTS_DICT if n.lower() not in bases} for module in modules]

def makes(module, name):
    try:
        module.get(name)
    except Exception:
        return False
    return True

found = [[n for n in sorted(family) if makes(m, n)] for m, family in zip(modules, names)]
print(json.dumps(found))
"""


def test_names_are_those_that_keras_finds() -> None:
    finished = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    )
    assert [sorted(known_names(family)) for family in FAMILIES] == json.loads(finished.stdout)


def pipeline() -> Params:
    """Return the parameters of a Pipeline that holds a Rescaling and a RandomFlip."""
    held = (Config("Rescaling", Params(scale=0.5)), Config("RandomFlip"))
    return Params(layers=held)


NUMBERED = draw(
    image(4),
    layer("a", "ops.add", "x", x2=1.0),
    layer("add", "Add", "x", "a"),
    layer("sum", "Add", "x", "add"),
    layer("b", "ops.add", "sum", x2=1.0),
    layer("add_1", "Add", "b", "x"),
    layer("re_lu", "ReLU", "add_1"),
    layer("c", "ops.relu", "re_lu"),
    layer("dense", "Dense", "c", units=2),
)
NETWORKS: dict[str, Graph] = {
    "operations and layers of one name": NUMBERED,
    "the same in a submodel": fold(
        NUMBERED, ("a", "add", "sum"), "part", {Port("x"): Params(shape=(4,))}
    ),
    "layers held in a Pipeline": draw(
        image(8, 8, 3),
        layer("pipeline", "Pipeline", "x", **pipeline()),
        layer("rescaling", "Rescaling", "pipeline", scale=2.0),
        layer("random_flip_1", "RandomFlip", "rescaling"),
        layer("o", "ops.mean", "random_flip_1", axis=1),
    ),
    "masks, which Keras makes by operations": draw(
        layer("x", "InputLayer", shape=(5,), dtype="int32"),
        layer("words", "Embedding", "x", input_dim=9, output_dim=4, mask_zero=True),
        layer("masking", "Masking", "words"),
        layer("a", "ops.not_equal", "masking", x2=0.5),
        layer("b", "ops.any", "a", axis=1),
    ),
    "cells held in an RNN": draw(
        image(5, 4),
        layer("rnn", "RNN", "x", cell=Config("LSTMCell", Params(units=3))),
        layer("o", "ops.add", "rnn", x2=1.0),
        layer("rnn_1", "RNN", "x", cell=Config("GRUCell", Params(units=3))),
        layer("add", "Add", "o", "rnn_1"),
    ),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_layers_and_operations_have_the_names_that_we_say(name: str) -> None:
    graph, catalog = NETWORKS[name], load_catalog()
    report = Validator(catalog).validate(graph)
    assert report.ok, report.problems
    names = keras_names(graph, report, catalog)
    (answer,) = ask([{"build": [model_code(graph, report, catalog, "").text]}])
    said = [names.get((graph.layer_of(key),), graph.nodes[key].name) for key in report.order]
    assert sorted(answer.get("operations", ())) == sorted(said), answer
    rows = {row.name for row in layer_table(graph, report, report.api, names)}
    assert {key for key, _, _ in answer["layers"]} <= rows
