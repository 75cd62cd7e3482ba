"""The shape rules of core, convolution, pooling, reshaping and activation against Keras."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest

from tests.keras.contract import (
    Case,
    disagreements,
    our_verdict,
    run_verdicts,
)
from tests.keras.tables_a import INPUTS, LATE, POOLS

pytestmark = pytest.mark.keras


@cache
def _all_cases() -> tuple[Case, ...]:
    random = Random(0)
    return (*INPUTS, *(drawn for pool in POOLS for drawn in pool.cases(random)))


def test_rules_agree_with_keras() -> None:
    assert len(_all_cases()) > 1000
    found = disagreements(_all_cases())
    assert not found, found


def test_table_holds_good_and_bad_cases() -> None:
    refused = sum(our_verdict(drawn).error is not None for drawn in _all_cases())
    assert 0.25 < refused / len(_all_cases()) < 0.5


def test_refuses_what_keras_finds_only_when_it_calculates() -> None:
    assert not disagreements(LATE)
    assert all(verdict.error is not None for verdict in run_verdicts(LATE))
    assert all(our_verdict(late).error is not None for late in LATE)
