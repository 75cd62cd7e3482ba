"""What a fresh process loads: never more than its layer of the program may."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("keras", "tensorflow", "sklearn", "pandas", "optuna", "sqlalchemy")
QT = ("PySide6", "shiboken6", "pyqtgraph", "qtawesome")
LIBRARIES = ("numpy", "msgspec", "networkx", "pygments", "psutil", "platformdirs")

LAYERS = {
    "netbuilder.__main__": (*HEAVY, *QT, *LIBRARIES),
    "netbuilder.graph": (*HEAVY, *QT, *LIBRARIES),
    "netbuilder.catalog.library": (*HEAVY, *QT, *LIBRARIES),
    "netbuilder.dataset": (*HEAVY, *QT, *LIBRARIES),
    "netbuilder.validation.validate": (*HEAVY, *QT),
    "netbuilder.checks": (*HEAVY, *QT),
    "netbuilder.codegen.script": (*HEAVY, *QT),
    "netbuilder.project.file": (*HEAVY, *QT),
    "netbuilder.training.client": (*HEAVY, *QT),
    "netbuilder.runs.store": (*HEAVY, *QT),
    "netbuilder.cli.main": (*HEAVY, *QT),
    "netbuilder.sweeps.conductor": ("keras", "tensorflow", "sklearn", "pandas", *QT),
    # Plots are for panels that are not in sight at first; what they need takes long to load.
    "netbuilder.ui.app": (*HEAVY, "pyqtgraph", "numpy"),
}


@pytest.mark.parametrize(("module", "forbidden"), LAYERS.items(), ids=LAYERS)
def test_importing_a_layer_loads_only_what_it_may(module: str, forbidden: tuple[str, ...]) -> None:
    loaded = modules_after("-c", f"import {module}, sys; print(*sys.modules)")
    assert module in loaded
    assert not loaded & set(forbidden)


def test_a_window_with_an_edited_project_has_not_loaded_keras(tmp_path: Path) -> None:
    loaded = modules_after("-m", "tests.unit.fresh_window", user_folder=tmp_path)
    assert "PySide6.QtWidgets" in loaded
    assert not loaded & set(HEAVY)


def modules_after(*arguments: str, user_folder: Path | None = None) -> set[str]:
    """Run Python and return the names of the modules that it prints at its end."""
    settings = {"QT_QPA_PLATFORM": "offscreen"}
    if user_folder is not None:
        settings["NETBUILDER_USER_DIR"] = str(user_folder)
    child = subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    return set(child.stdout.split())
