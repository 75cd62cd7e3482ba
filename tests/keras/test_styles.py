"""All styles of the code build the same network in the real Keras, and are read back as it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from netbuilder.project.examples import examples
from tests.golden.projects import PROJECTS
from tests.keras.asking import run_judge
from tests.keras.test_applications import NETWORKS

pytestmark = [pytest.mark.keras, pytest.mark.timeout(600)]

_TOLERANCE = 1e-6
_HALF_TOLERANCE = 2e-3
"""Two units in the last place of a float16 between 1 and 2."""
_SEED = 77
_SAMPLE = ("MobileNetV2",)
_EXAMPLES = [
    *(name for name in PROJECTS if name != "unfinished"),
    *(f"example {e.name}" for e in examples()),
]
_DRAWING = {"several_ends", "encoder", "example own-layer"}
_CHAINS = {
    *("mnist_mlp", "autoencoder", "sunspots_lstm", "names_embedding", "penguins"),
    *("two_halves", "two_phases"),
}


@cache
def _judged(*arguments: str) -> dict[str, dict[str, Any]]:
    """Return what :mod:`tests.keras.styles_judge` says, by the network's name."""
    written = run_judge("styles_judge", *arguments, patience=None)
    answers = map(json.loads, written.splitlines())
    return {answer["name"]: answer for answer in answers}


def _faults(answer: dict[str, Any]) -> list[str]:
    """Return what is wrong with the styles of one network."""
    if "error" in answer:
        return [f"{answer['stage']}: {answer['error']}"]
    styles = answer["styles"]
    first, real = styles["functional"], dict(answer["real"])
    faults = [
        f"{style} differs by {found['difference']}"
        for style, found in styles.items()
        if not found["difference"] <= (_HALF_TOLERANCE if answer["half"] else _TOLERANCE)
    ]
    faults += [
        f"{style} has other layers: {odd}"
        for style, found in styles.items()
        if (odd := _odd(first["layers"], found["layers"], real))
    ]
    faults += answer["lost"]
    return faults + [
        f"{style} holds {found['params']} numbers, not {answer['params']}"
        for style, found in styles.items()
        if found["params"] != answer["params"]
    ]


_Shapes = list[list[int | None]]


def _odd(some: list[Any], others: list[Any], real: dict[str, _Shapes]) -> list[Any]:
    """Return the layers of two models, both sorted by name, that are not alike."""
    if len(some) != len(others):
        return [layer for layer in (*some, *others) if (layer in some) != (layer in others)]
    return [pair for pair in zip(some, others, strict=True) if not _alike(*pair, real)]


def _alike(one: list[Any], other: list[Any], real: dict[str, _Shapes]) -> bool:
    """Compare name, shapes and parameters; an open axis in one may be known in the other.

    Keras follows a class by tracing it, which finds out less than its formulas do; where a
    formula errs, it finds what the layer really gives.
    """
    (way, shapes, params), (other_way, other_shapes, other_params) = one, other
    if (way, params) != (other_way, other_params):
        return False
    return _all_fit(shapes, other_shapes) or _all_fit(real.get(way, []), other_shapes)


def _all_fit(shapes: _Shapes, others: _Shapes) -> bool:
    return len(shapes) == len(others) and all(map(_fits, shapes, others))


def _fits(shape: list[int | None], other: list[int | None]) -> bool:
    return len(shape) == len(other) and all(
        a == b or a is None or b is None for a, b in zip(shape, other, strict=True)
    )


@pytest.mark.parametrize("name", _EXAMPLES)
def test_example(name: str) -> None:
    answer = _judged("examples")[name]
    assert _faults(answer) == []
    assert "subclass" in answer["styles"]


@pytest.mark.parametrize("name", _EXAMPLES)
def test_same_seed_gives_the_same_first_weights(name: str) -> None:
    """Unless a layer draws random numbers when it is built; the code says so then."""
    starts = {found["start"] for found in _judged("examples")[name]["styles"].values()}
    assert (starts == {0.0}) == (name not in _DRAWING)


@pytest.mark.parametrize("name", PROJECTS)
def test_sequential_is_for_chains_only(name: str) -> None:
    assert ("sequential" in _judged("examples")[name]["styles"]) == (name in _CHAINS)


@pytest.mark.parametrize("name", _SAMPLE)
def test_application(name: str) -> None:
    assert _faults(_judged("applications", *_SAMPLE)[name]) == []


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("name", [name for name in NETWORKS if name not in _SAMPLE])
def test_every_application(name: str) -> None:
    assert _faults(_judged("applications", name)[name]) == []


def test_random_networks() -> None:
    _check_random(_judged("random", str(_SEED), "0", "24"), at_least=14)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_many_random_networks() -> None:
    _check_random(_judged("random", str(_SEED), "60", "720"), at_least=500)


def _check_random(answers: dict[str, dict[str, Any]], at_least: int) -> None:
    """Check all that Keras itself can build and run as a functional model.

    Some that it calls valid by their shapes it cannot calculate: a float cast to a text, or
    a picture that is too small for a window. A few NetBuilder does not take.
    """
    left_out = [
        answer for answer in answers.values() if answer.get("stage") in ("build", "reference")
    ]
    judged = [a for a in answers.values() if a not in left_out and ("error" in a or a["styles"])]
    faults = {answer["name"]: found for answer in judged if (found := _faults(answer))}
    assert faults == {}
    assert len(judged) >= at_least
    assert len(left_out) < 0.1 * len(answers)
