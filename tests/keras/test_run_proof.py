"""Trainings that are meddled with at random moments: the run store never lies, and files load."""

from __future__ import annotations

from pathlib import Path

import pytest

from netbuilder.runs.store import RunStore
from tests.keras.run_proof import Meddler, check, ends, load_all

pytestmark = pytest.mark.keras


@pytest.mark.parametrize(
    ("count", "seed"),
    [
        pytest.param(5, 1, id="5 times"),
        pytest.param(50, 2, id="50 times", marks=[pytest.mark.slow, pytest.mark.timeout(1800)]),
    ],
)
def test_the_run_store_never_lies(count: int, seed: int, tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    meddler = Meddler(store, seed)
    try:
        for end in ends(count):
            check(store, meddler.meddle(end))
    finally:
        meddler.close()
    assert len(meddler.trials) == count
    assert load_all(store) > count // 2
    for trial in meddler.trials:  # nor does it later, when others have been
        check(store, trial)
