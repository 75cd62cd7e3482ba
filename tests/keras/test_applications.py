"""All networks of keras.applications: their configs, read and judged as the real Keras does."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from netbuilder.importing import read_config
from netbuilder.importing.source import read_source
from tests.keras.asking import run_judge
from tests.keras.test_importing_source import described
from tests.unit.imported import differences

pytestmark = [pytest.mark.keras, pytest.mark.slow]

NETWORKS = (
    *(f"ConvNeXt{size}" for size in ("Base", "Large", "Small", "Tiny", "XLarge")),
    *(f"DenseNet{depth}" for depth in (121, 169, 201)),
    *(f"EfficientNetB{number}" for number in range(8)),
    *(f"EfficientNetV2{size}" for size in ("B0", "B1", "B2", "B3", "L", "M", "S")),
    *("InceptionResNetV2", "InceptionV3", "Xception"),
    *("MobileNet", "MobileNetV2", "MobileNetV3Large", "MobileNetV3Small"),
    *("NASNetLarge", "NASNetMobile"),
    *(f"ResNet{depth}{version}" for depth in (50, 101, 152) for version in ("", "V2")),
    *("VGG16", "VGG19"),
)


_CALLS: dict[str, dict[str, Any]] = {
    "as it is": {},
    "without its top": {"include_top": False},
    "other pictures": {"include_top": False, "input_shape": (97, 131, 3), "pooling": "avg"},
    "other classes": {"classes": 7, "classifier_activation": None},
    "with its weights": {"weights": "imagenet"},
}


@cache
def _said(call: str = "as it is") -> dict[str, Any]:
    """Return what Keras says of each network, all built in one process of its own."""
    answers = run_judge("applications_judge", data=_CALLS[call]).splitlines()
    return {said["name"]: said for said in map(json.loads, answers)}


def test_no_network_is_missing() -> None:
    assert sorted(_said()) == sorted(NETWORKS)
    assert len(NETWORKS) == 40


@pytest.mark.parametrize("name", NETWORKS)
def test_every_layer_is_as_in_keras(name: str) -> None:
    said = _said()[name]
    assert differences(read_config(said["config"]), said["layers"]) == ""


@pytest.mark.parametrize("call", _CALLS)
@pytest.mark.parametrize("name", NETWORKS)
def test_script_that_calls_for_it_is_read_as_keras_builds_it(name: str, call: str) -> None:
    given = {"weights": None, **_CALLS[call]}
    settings = ", ".join(f"{key}={value!r}" for key, value in given.items())
    imported = read_source(f"import keras\nmodel = keras.applications.{name}({settings})")
    told = ["weights 'imagenet' are no part of a script" in note.message for note in imported.notes]
    assert told == [True] * (given["weights"] is not None)
    assert described(imported.graph) == described(read_config(_said(call)[name]["config"]))
