"""The contract of the shape rules: whatever they say of a layer, the real Keras says too.

A test makes a table of :class:`Case` and asserts that :func:`disagreements` is empty::

    def test_dense() -> None:
        cases = [case("Dense", {"units": 3}, ((None, 4), "float32"))]
        assert not disagreements(cases)
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from netbuilder.catalog.arguments import RuleError
from netbuilder.catalog.judging import judge
from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.shape_rules.dtypes import FLOATS
from netbuilder.catalog.tensors import Outcome, Shape, Tensor, promised
from netbuilder.graph.values import Params, Value, value_to_json
from tests.keras.asking import run_judge


@dataclass(frozen=True, slots=True)
class Case:
    """A layer called on symbolic inputs.

    Attributes:
        class_name: The layer's class.
        params: What is passed to its constructor.
        inputs: What it is called on; where they are wrongly announced, it is built for the
            announcement and calculates with what comes.
        spread: Several inputs are passed as arguments of their own, not as one list.
    """

    class_name: str
    params: Params
    inputs: tuple[Tensor, ...]
    spread: bool = False

    def __str__(self) -> str:
        params = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        inputs = ", ".join(map(_written, self.inputs))
        return f"{self.class_name}({params}) on {inputs}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge says of a case: an error, or outputs and numbers of parameters.

    Where the layer has to see data first, it is not ``settled`` what it really gives.
    """

    error: str | None = None
    outputs: tuple[Tensor, ...] = ()
    params: int = 0
    trainable_params: int = 0
    settled: bool = True

    def agrees_with(self, other: Verdict) -> bool:
        """Tell whether both accept with the same outcome or both refuse."""
        if self.error is not None or other.error is not None:
            return self.error is not None and other.error is not None
        mine, others = (self.params, self.trainable_params), (other.params, other.trainable_params)
        if mine != others or len(self.outputs) != len(other.outputs):
            return False
        pairs = zip(self.outputs, other.outputs, strict=True)
        return all(_agree(one, two, self.settled and other.settled) for one, two in pairs)

    def __str__(self) -> str:
        if self.error is not None:
            return f"refused: {self.error}"
        outputs = ", ".join(map(_written, self.outputs))
        return f"{outputs}; {self.params} parameters, {self.trainable_params} trainable"


def _agree(one: Tensor, other: Tensor, settled: bool) -> bool:
    """Tell whether two tensors are announced alike and, where known, can really be the same."""
    if (one.shape, one.dtype) != (other.shape, other.dtype):
        return False
    if not settled:
        return True
    one, other = one.actual or one, other.actual or other
    fractions = one.dtype in FLOATS and other.dtype in FLOATS
    if one.rank != other.rank or (one.dtype != other.dtype and not fractions):
        return False
    sizes = zip(one.shape, other.shape, strict=True)
    return all(left == right or None in (left, right) for left, right in sizes)


def _written(tensor: Tensor) -> str:
    real = f" (really {_written(tensor.actual)})" if tensor.actual else ""
    return f"{tensor.shape} {tensor.dtype}{real}"


def case(
    class_name: str,
    params: dict[str, Value],
    *inputs: tuple[Shape, str] | Shape,
    spread: bool = False,
) -> Case:
    """Write a case briefly; an input is a shape with the batch axis, or a pair (shape, dtype)."""
    return Case(class_name, Params(params), tuple(map(_tensor, inputs)), spread)


def disagreements(cases: Sequence[Case]) -> str:
    """Return one paragraph for each case that our rules judge otherwise than Keras; "" if none."""
    paragraphs = [
        f"{case}\n    Keras: {real}\n    ours:  {ours}"
        for case, real in zip(cases, keras_verdicts(cases), strict=True)
        if not (ours := our_verdict(case)).agrees_with(real)
    ]
    return "\n".join([f"{len(paragraphs)} of {len(cases)}:", *paragraphs]) if paragraphs else ""


def our_verdict(case: Case) -> Verdict:
    """Judge a case by the shape rules."""
    spec = load_catalog().layers[case.class_name]
    try:
        outcome = judge(spec, case.params, case.inputs)
    except RuleError as error:
        return Verdict(error=error.message)
    if outcome is None:
        raise LookupError(f"{case.class_name} has no shape rule")
    return _counted(outcome, case.params)


def our_doubt(case: Case) -> str:
    """Return what the rules say will fail once data arrives, or ""."""
    outcome = judge(load_catalog().layers[case.class_name], case.params, case.inputs)
    return outcome.doubt.message if outcome is not None and outcome.doubt is not None else ""


def keras_verdicts(cases: Sequence[Case]) -> list[Verdict]:
    """Judge all cases by symbolic calls of the real Keras, in one process of its own."""
    return _ask_keras([_case_to_json(case) for case in cases], run=False)


def second_verdicts(pairs: Sequence[tuple[Case, Case]]) -> list[Verdict]:
    """Judge the second call of one layer by the real Keras, for the inputs of two cases."""
    jobs = [
        {**_case_to_json(first), "again": _case_to_json(second)["inputs"]}
        for first, second in pairs
    ]
    return _ask_keras(jobs, run=False)


def run_verdicts(cases: Sequence[Case]) -> list[Verdict]:
    """Judge all cases by calling the real layers on zeros as in training; keep them small."""
    return _ask_keras([_case_to_json(case) for case in cases], run=True)


def _ask_keras(jobs: Sequence[dict[str, Any]], *, run: bool) -> list[Verdict]:
    answers = run_judge("keras_judge", data=[{**job, "run": run} for job in jobs])
    return [_verdict_from_json(data) for data in json.loads(answers)]


def _counted(outcome: Outcome, params: Params) -> Verdict:
    """Count as the layer itself does: a frozen one has nothing to train, whatever it holds."""
    frozen = params.get("trainable") is False
    trained = () if frozen else tuple(part for part in outcome.weights if part.trainable)
    return Verdict(
        outputs=tuple(replace(output, mask=None) for output in outcome.outputs),
        params=sum(weight.size for weight in outcome.weights),
        trainable_params=sum(weight.size for weight in trained),
    )


def _tensor(data: tuple[Shape, str] | Shape) -> Tensor:
    match data:
        case (tuple() as shape, str(dtype)):
            return Tensor(shape, dtype)
        case _:
            return Tensor(tuple(part for part in data if not isinstance(part, (tuple, str))))


def _case_to_json(case: Case) -> dict[str, Any]:
    surprises = any(tensor.actual for tensor in case.inputs)
    come = [tensor.real for tensor in case.inputs] if surprises else []
    return {
        "class_name": case.class_name,
        "params": value_to_json(case.params),
        "inputs": [[tensor.shape, tensor.dtype] for tensor in case.inputs],
        "come": [[tensor.shape, tensor.dtype] for tensor in come],
        "spread": case.spread,
    }


def _verdict_from_json(data: dict[str, Any]) -> Verdict:
    if "error" in data:
        return Verdict(error=data["error"])
    said = [Tensor(tuple(shape), dtype) for shape, dtype in data["outputs"]]
    real = [Tensor(tuple(shape), dtype) for shape, dtype in data["real"]]
    outputs = tuple(map(promised, said, real or said))
    return Verdict(None, outputs, data["params"], data["trainable_params"], bool(real))
