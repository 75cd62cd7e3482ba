"""A second call of a layer is refused exactly where the real Keras refuses it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.tensors import Shape
from netbuilder.graph import Graph, Node, Wire
from netbuilder.graph.values import Value
from netbuilder.validation import NodeState
from netbuilder.validation.validate import Validator
from tests.keras import contract
from tests.keras.contract import Case, Verdict, our_verdict, second_verdicts
from tests.keras.joins import Join
from tests.keras.pools import Pool
from tests.keras.tables_a import POOLS
from tests.keras.tables_b import ATTENTION, EMBEDDINGS, MERGING, NORMALIZATION, RECURRENT

pytestmark = pytest.mark.keras

_POOLS: tuple[Pool | Join, ...] = (
    *POOLS,
    *ATTENTION,
    *EMBEDDINGS,
    *MERGING,
    *NORMALIZATION,
    *RECURRENT,
)
_PAIRS_OF_A_CLASS = 5
_VALIDATOR = Validator(load_catalog())


@cache
def _pairs() -> tuple[tuple[Case, Case], ...]:
    """Return cases that are right by themselves, with the same layer called on other inputs."""
    random = Random(0)
    drawn: dict[str, list[Case]] = defaultdict(list)
    for pool in _POOLS:
        for case in pool.cases(random):
            if our_verdict(case).error is None and case.class_name != "InputLayer":
                drawn[case.class_name].append(case)
    pairs = (pair for cases in drawn.values() for pair in _paired(cases, random))
    return (*pairs, *_scaled())


def _scaled() -> Iterator[tuple[Case, Case]]:
    """Yield layers whose scale was made for other rows: some stretch it, and one was told it."""
    rows, series = (None, 8), (None, 5, 1)
    told: dict[str, Value] = {"mean": 0.0, "variance": 1.0}
    calls: Sequence[tuple[str, dict[str, Value], Shape]] = (
        ("LayerNormalization", {"axis": 1}, (None, 1)),
        ("LayerNormalization", {}, (None, 1)),
        ("LayerNormalization", {}, series),
        ("RMSNormalization", {"axis": 1}, series),
        ("Normalization", told, series),
        ("Normalization", told, (None, 5, 4)),
    )
    for name, params, again in calls:
        yield contract.case(name, params, rows), contract.case(name, params, again)


def _paired(cases: list[Case], random: Random) -> Iterator[tuple[Case, Case]]:
    for first in cases[:_PAIRS_OF_A_CLASS]:
        others = [
            second
            for other in cases
            if other.inputs != first.inputs
            and len(other.inputs) == len(first.inputs)
            and our_verdict(second := replace(first, inputs=other.inputs)).error is None
        ]
        if others:
            yield first, random.choice(others)


def _called_twice(first: Case, second: Case) -> Graph:
    """Return a network that calls one layer on the inputs of both cases."""
    nodes: dict[str, Node] = {}
    wires: list[Wire] = []
    for number, case in enumerate((first, second)):
        call = f"call{number}"
        shares = "call0" if number else None
        nodes[call] = Node(call, "layer", case.class_name, case.params, shares=shares)
        for port, tensor in enumerate(case.inputs):
            entry = Node(f"x{number}{port}", f"x{number}{port}", "InputLayer")
            batch, *shape = tensor.shape
            params = entry.params.with_value("shape", tuple(shape))
            params = params.with_value("batch_size", batch).with_value("dtype", tensor.dtype)
            nodes[entry.id] = replace(entry, params=params)
            wires.append(Wire(entry.id, call, 0, port))
    return Graph(nodes, tuple(wires))


def _our_second_verdict(first: Case, second: Case) -> Verdict:
    report = _VALIDATOR.validate(_called_twice(first, second))
    known = report.nodes["call1"]
    if known.state is NodeState.VALID:
        trainable, frozen = known.trainable_params or 0, known.frozen_params or 0
        return Verdict(None, known.outputs, trainable + frozen, trainable)
    messages = [problem.message for problem in report.problems if problem.node == "call1"]
    return Verdict(error="; ".join(messages))


def test_the_second_call_is_judged_as_keras_judges_it() -> None:
    wrong = []
    for (first, second), real in zip(_pairs(), second_verdicts(_pairs()), strict=True):
        ours = _our_second_verdict(first, second)
        if not ours.agrees_with(real):
            wrong.append(f"{first}\n    then {second}\n    Keras: {real}\n    ours:  {ours}")
    assert not wrong, "\n".join([f"{len(wrong)} of {len(_pairs())}:", *wrong])


def test_the_pairs_are_many_good_and_bad() -> None:
    states = [_VALIDATOR.validate(_called_twice(*pair)).nodes["call1"].state for pair in _pairs()]
    assert len(states) > 200
    assert 0.1 < states.count(NodeState.ERROR) / len(states) < 0.6
