"""Multiply-adds are half of what TensorFlow's profiler counts, and those that were published."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.importing.config import read_config
from netbuilder.validation.figures import Figures, figures
from netbuilder.validation.validate import Validator

pytestmark = pytest.mark.keras

NETWORKS = ("dense", "convolutions", "MobileNetV2", "ResNet50", "VGG16")


@cache
def judged() -> dict[str, dict[str, Any]]:
    """What the real Keras and TensorFlow say of every network."""
    command = [sys.executable, "-m", "tests.keras.flops_judge", *NETWORKS]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = [line for line in finished.stdout.splitlines() if line.startswith("{")]
    return {answer["name"]: answer for answer in map(json.loads, lines)}


def measured(name: str) -> Figures:
    graph = read_config(judged()[name]["config"])
    return figures(graph, Validator(load_catalog()).validate(graph), load_catalog(), 32)


@pytest.mark.parametrize("name", NETWORKS)
def test_multiply_adds_are_those_of_the_profiler(name: str) -> None:
    found = measured(name)
    assert found.multiply_adds == judged()[name]["multiply_adds"]
    assert found.counts_all


@pytest.mark.parametrize(
    ("name", "published", "field"),
    [
        pytest.param("MobileNetV2", 300e6, 491, id="Sandler et al. 2018, table 4"),
        pytest.param("ResNet50", 3.8e9, 483, id="He et al. 2015, table 1"),
        pytest.param("VGG16", 15.5e9, 212, id="Simonyan and Zisserman 2014, column D"),
    ],
)
def test_published_figures(name: str, published: float, field: int) -> None:
    """Araujo et al. 2019 give the receptive fields of ResNet50 and VGG16."""
    found = measured(name)
    assert found.multiply_adds == pytest.approx(published, rel=0.02)
    fields = [node.receptive_field for node in found.nodes.values() if node.receptive_field]
    assert max(fields) == (field, field)
