"""Random networks, judged by the real Keras and by NetBuilder.

A fixed seed is run here; ``make fuzz N=...`` runs fresh ones.
"""

from __future__ import annotations

from functools import cache

import pytest

from tests.keras.fuzz.comparing import differences
from tests.keras.fuzz.running import Finding, cases, judged, random_findings

pytestmark = [pytest.mark.keras, pytest.mark.timeout(900)]

SEED = 2026
COUNT = 2000


@cache
def _findings() -> tuple[Finding, ...]:
    return tuple(random_findings(SEED, COUNT))


@cache
def _judged_cases() -> dict[str, Finding]:
    return {finding.name: finding for finding in judged(cases())}


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
    assert 0.5 < valid / COUNT < 0.85
    assert unsettled / COUNT < 0.005
    assert sum(finding.config["class_name"] == "Sequential" for finding in _findings()) > 360
    assert sum(_calls_twice(finding) for finding in _findings()) > 100
    assert sum(_holds_models(finding) for finding in _findings()) > 400


@pytest.mark.parametrize("name", [name for name, _ in cases()])
def test_differences_of_old_are_gone(name: str) -> None:
    finding = _judged_cases()[name]
    assert not list(differences(finding.config, finding.verdict))


def _calls_twice(finding: Finding) -> bool:
    layers = finding.config["config"]["layers"]
    return any(len(layer.get("inbound_nodes", ())) > 1 for layer in layers)


def _holds_models(finding: Finding) -> bool:
    layers = finding.config["config"]["layers"]
    return any(layer["class_name"] in ("Functional", "Sequential") for layer in layers)
