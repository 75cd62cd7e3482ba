"""The shipped profiles and pictures are what the shipped data give today."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from netbuilder.dataset import BUILTIN, DataChoice, shipped_pictures
from netbuilder.resources import resource_path

pytestmark = pytest.mark.keras

_MEASURE = """
import json, sys
from pathlib import Path
from netbuilder.worker.profiles import measure_builtin
print(json.dumps(measure_builtin(Path(sys.argv[1]))))
"""


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("pictures")
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout)


@pytest.mark.parametrize("key", BUILTIN)
def test_profiles_are_up_to_date(key: str, measured: tuple[Path, dict[str, Any]]) -> None:
    text = resource_path("datasets", "profiles.json").read_text(encoding="utf-8")
    shipped, fresh = json.loads(text)[key], measured[1][key]
    for name in ("x", "y"):
        for figure in ("minimum", "maximum", "mean", "std"):
            # The last digit may differ from one machine's arithmetic to another's.
            old, new = shipped[name].pop(figure), fresh[name].pop(figure)
            assert old == pytest.approx(new, rel=1e-3, abs=1e-4)
    assert shipped == fresh


@pytest.mark.parametrize("key", [key for key in BUILTIN if BUILTIN[key].kind == "images"])
def test_pictures_are_up_to_date(key: str, measured: tuple[Path, dict[str, Any]]) -> None:
    shipped = shipped_pictures(DataChoice(key))
    assert shipped is not None
    with Image.open(shipped) as old, Image.open(measured[0] / f"{key}.png") as new:
        assert old.size == new.size
        assert ImageChops.difference(old.convert("RGB"), new.convert("RGB")).getbbox() is None
