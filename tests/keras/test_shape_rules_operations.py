"""The shape rules of the operations of ``keras.ops`` against the real Keras."""

from __future__ import annotations

from random import Random

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.spec import Family
from tests.keras.contract import Case, disagreements, our_verdict
from tests.keras.tables_operations import OPERATIONS

pytestmark = pytest.mark.keras


def _all_cases() -> list[Case]:
    random = Random(0)
    return [drawn for pool in OPERATIONS for drawn in pool.cases(random)]


def test_rules_agree_with_keras() -> None:
    cases = _all_cases()
    assert len(cases) > 1300
    found = disagreements(cases)
    assert not found, found


def test_every_operation_has_good_and_bad_cases() -> None:
    refused = sum(our_verdict(drawn).error is not None for drawn in _all_cases())
    assert 0.1 < refused / len(_all_cases()) < 0.5
    known = load_catalog().families[Family.OPERATION]
    assert {drawn.class_name for drawn in _all_cases()} == set(known)
