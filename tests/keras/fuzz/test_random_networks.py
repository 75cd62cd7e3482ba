"""Random networks, judged by the real Keras and by NetBuilder.

Those of a fixed seed are judged here, as they were once grown, which takes Keras longer than to
judge them; ``make fuzz N=...`` runs fresh ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from tests.keras.fuzz.comparing import differences
from tests.keras.fuzz.masking import masked_networks
from tests.keras.fuzz.running import Finding, cases, judged, stored_networks

pytestmark = [pytest.mark.keras, pytest.mark.timeout(900)]

GROWN_ANEW = 12


@cache
def _stored() -> Mapping[str, dict[str, Any]]:
    return dict(stored_networks())


@cache
def _all_findings() -> tuple[Finding, ...]:
    """Return Keras's verdicts of the stored networks, the cases, masks, and a few grown anew."""
    anew = list(_stored())[:GROWN_ANEW]
    known = (*_stored().items(), *cases(), *masked_networks())
    return tuple(judged([*known, *zip(anew, anew, strict=True)]))


def _findings() -> tuple[Finding, ...]:
    return _all_findings()[: len(_stored())]


@cache
def _judged_cases() -> dict[str, Finding]:
    begin = len(_stored())
    return {finding.name: finding for finding in _all_findings()[begin : begin + len(cases())]}


def test_stored_networks_are_those_that_grow() -> None:
    anew = {finding.name: finding.config for finding in _all_findings()[-GROWN_ANEW:]}
    assert anew == {name: _stored()[name] for name in anew}


def test_both_judge_alike() -> None:
    found = {
        finding.name: line
        for finding in _findings()
        for line in differences(finding.config, finding.verdict)
    }
    assert not found


def test_networks_are_worth_judging() -> None:
    valid = sum("layers" in finding.verdict for finding in _findings())
    unsettled = sum("unsettled" in finding.verdict for finding in _findings())
    assert 0.5 < valid / len(_stored()) < 0.85
    assert unsettled / len(_stored()) < 0.005
    assert sum(finding.config["class_name"] == "Sequential" for finding in _findings()) > 360
    assert sum(_calls_twice(finding) for finding in _findings()) > 100
    assert sum(_holds_models(finding) for finding in _findings()) > 400


@pytest.mark.parametrize("name", [name for name, _ in cases()])
def test_differences_of_old_are_gone(name: str) -> None:
    finding = _judged_cases()[name]
    assert not list(differences(finding.config, finding.verdict))


def test_given_masks_are_judged_alike() -> None:
    found = _all_findings()[len(_stored()) + len(cases()) : -GROWN_ANEW]
    assert not {
        one.name: list(differences(one.config, one.verdict)) for one in found if _differ(one)
    }
    assert 300 < sum("layers" in finding.verdict for finding in found) < len(found)


def _differ(finding: Finding) -> bool:
    return any(differences(finding.config, finding.verdict))


def _calls_twice(finding: Finding) -> bool:
    layers = finding.config["config"]["layers"]
    return any(len(layer.get("inbound_nodes", ())) > 1 for layer in layers)


def _holds_models(finding: Finding) -> bool:
    layers = finding.config["config"]["layers"]
    return any(layer["class_name"] in ("Functional", "Sequential") for layer in layers)
