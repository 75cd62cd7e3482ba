"""The names of activations, initializers, regularizers and constraints are Keras's own."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from netbuilder.catalog.names import known_names
from netbuilder.catalog.spec import Family

pytestmark = pytest.mark.keras

FAMILIES = (Family.ACTIVATION, Family.INITIALIZER, Family.REGULARIZER, Family.CONSTRAINT)
SCRIPT = """
import json
from keras.src import activations, constraints, initializers, regularizers
modules = (activations, initializers, regularizers, constraints)
bases = ("initializer", "regularizer", "constraint")  # abstract, so of no use to a layer
names = [{n for n in module.ALL_OBJECTS_DICT if n.lower() not in bases} for module in modules]
print(json.dumps([sorted(family) for family in names]))
"""


def test_names_are_those_that_keras_finds() -> None:
    finished = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    )
    assert [sorted(known_names(family)) for family in FAMILIES] == json.loads(finished.stdout)
