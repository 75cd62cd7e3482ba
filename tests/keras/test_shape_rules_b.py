"""The shape rules of all layers but the plain ones (see part A) against the real Keras."""

from __future__ import annotations

from random import Random

import pytest

from tests.keras.contract import (
    Case,
    disagreements,
    our_doubt,
    our_verdict,
    run_verdicts,
)
from tests.keras.tables_b import LATE_B, POOLS_B, STATEFUL, WITHOUT_BATCH_SIZE
from tests.keras.tables_images import AUGMENTATION, LATE_IMAGES
from tests.keras.tables_odd import ODD
from tests.keras.tables_preprocessing import LATE_PREPROCESSING, PREPROCESSING
from tests.keras.tables_truth import TRUTH

pytestmark = pytest.mark.keras

LATE = [*LATE_B, *LATE_IMAGES, *LATE_PREPROCESSING]


def _all_cases() -> list[Case]:
    random = Random(0)
    pools = (*POOLS_B, *AUGMENTATION, *PREPROCESSING)
    drawn = (drawn for pool in pools for drawn in pool.cases(random))
    return [*WITHOUT_BATCH_SIZE, *ODD, *TRUTH, *drawn]


def test_rules_agree_with_keras() -> None:
    cases = _all_cases()
    assert len(cases) > 1500
    assert not disagreements(cases)


def test_table_holds_good_and_bad_cases() -> None:
    refused = sum(our_verdict(drawn).error is not None for drawn in _all_cases())
    assert 0.2 < refused / len(_all_cases()) < 0.5


def test_doubts_what_keras_finds_only_with_data() -> None:
    assert not disagreements(LATE)
    for late, with_data in zip(LATE, run_verdicts(LATE), strict=True):
        assert with_data.error is not None, str(late)
        assert our_verdict(late).error is not None or our_doubt(late), str(late)


def test_stateful_layers_agree_with_a_run_of_keras() -> None:
    for stateful, real in zip(STATEFUL, run_verdicts(STATEFUL), strict=True):
        assert our_verdict(stateful).agrees_with(real), str(stateful)
