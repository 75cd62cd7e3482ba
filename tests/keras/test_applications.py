"""All networks of keras.applications: their configs, read and judged as the real Keras does."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from netbuilder.importing import read_config
from tests.keras.asking import run_judge
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


@cache
def _said() -> dict[str, Any]:
    """Return what Keras says of each network, all built in one process of its own."""
    answers = run_judge("applications_judge").splitlines()
    return {said["name"]: said for said in map(json.loads, answers)}


def test_no_network_is_missing() -> None:
    assert sorted(_said()) == sorted(NETWORKS)
    assert len(NETWORKS) == 40


@pytest.mark.parametrize("name", NETWORKS)
def test_every_layer_is_as_in_keras(name: str) -> None:
    said = _said()[name]
    assert differences(read_config(said["config"]), said["layers"]) == ""
