"""Trainings that are meddled with at random moments: the run store never lies, and files load."""

from __future__ import annotations

from pathlib import Path

import pytest

from netbuilder.runs.store import RunStore
from tests.keras.run_proof import PROJECTS, Meddler, check, ends, load_all

pytestmark = pytest.mark.keras


MANY = [pytest.mark.slow, pytest.mark.timeout(1800)]


@pytest.mark.parametrize(
    ("name", "count", "seed"),
    [
        pytest.param("two phases", 5, 1, id="5 times, two phases"),
        *(pytest.param(name, 50, 2, id=f"50 times, {name}", marks=MANY) for name in PROJECTS),
    ],
)
def test_the_run_store_never_lies(name: str, count: int, seed: int, tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    meddler = Meddler(store, PROJECTS[name], seed)
    try:
        for end in ends(count):
            check(store, meddler.meddle(end))
    finally:
        meddler.close()
    assert len(meddler.trials) == count
    assert load_all(store) > count // 2
    assert "Skipping variable loading" not in meddler.log.getvalue()
    for trial in meddler.trials:  # nor does it later, when others have been
        check(store, trial)
