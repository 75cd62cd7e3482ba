"""Examination of custom code by the real Keras, in a worker of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from netbuilder.catalog.custom import CustomCode
from netbuilder.catalog.custom_catalog import catalog_with
from netbuilder.catalog.tensors import Outcome, Tensor, Weight
from netbuilder.codegen.model import STYLES, model_code
from netbuilder.graph import Config, Params
from netbuilder.project.custom import catalog_of
from netbuilder.project.examples import examples
from netbuilder.project.file import read_project
from netbuilder.runs.answers import shipped_answers
from netbuilder.runs.examination import answer_of, ask, examine
from netbuilder.training.client import WorkerClient, WorkerGoneError
from netbuilder.training.commands import Compare
from netbuilder.training.events import Alive
from netbuilder.training.examination import CHECKS
from netbuilder.training.replies import CheckBegun, CheckDone, Compared, Examined
from netbuilder.validation.custom import Customs, Refusal, own_layer
from netbuilder.validation.validate import Validator
from tests.keras.examinations import MISTAKES, Mistake
from tests.keras.worker_events import PATIENCE
from tests.unit.custom_pieces import (
    BILINEAR,
    BLOCK,
    CELL,
    HALVED,
    MIX,
    NOON,
    PIECES,
    READER,
    SCALE,
    SOFT_STEP,
    STEEP,
    layer,
)
from tests.unit.test_custom_code import NETWORK, PROJECT

pytestmark = pytest.mark.keras


@dataclass(frozen=True)
class Result:
    """What an examination has told."""

    checks: Mapping[str, CheckDone]
    end: Examined


def examined(worker: WorkerClient, code: CustomCode, *others: CustomCode) -> Result:
    catalog = catalog_with((code, *others))
    worker.send(examine(1, code, catalog))
    return followed(worker)


def followed(worker: WorkerClient) -> Result:
    checks: dict[str, CheckDone] = {}
    for event in worker.events(PATIENCE):
        if isinstance(event, CheckDone):
            checks[event.check] = event
        if isinstance(event, Examined):
            return Result(checks, event)
    raise AssertionError


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: f"{m.code.kind}: {m.id}")
def test_each_mistake_is_found_where_it_is(worker: WorkerClient, mistake: Mistake) -> None:
    result = examined(worker, mistake.code)
    failed = [check for check in result.checks.values() if check.state == "failed"]
    assert failed, result
    assert failed[0].check == mistake.check, failed
    assert mistake.words in failed[0].message
    if mistake.line is not None:
        assert failed[0].line == mistake.line


@pytest.mark.parametrize("code", [*PIECES, HALVED, NOON], ids=lambda code: code.name)
def test_good_code_passes_every_check(worker: WorkerClient, code: CustomCode) -> None:
    result = examined(worker, code)
    assert tuple(result.checks) == CHECKS[code.kind]
    assert {check.state for check in result.checks.values()} == {"passed"}, result
    assert result.end.refusal == ""


def test_a_piece_may_use_another_one(worker: WorkerClient) -> None:
    result = examined(worker, STEEP, SOFT_STEP)
    assert result.checks["runs"].state == "passed"
    assert result.checks["computes"].state == "passed"


def test_a_question_is_answered_with_shapes_and_weights(worker: WorkerClient) -> None:
    catalog = catalog_with((SCALE, SOFT_STEP))
    customs = Customs(catalog.custom, {})
    params = Params(start=2.0, activation="soft_step")
    question = customs.question("Scale", params, (Tensor((None, 7, 5)),))
    worker.send(ask(2, question, catalog))
    result = followed(worker)
    assert set(result.checks) == {"runs", "found", "makes", "builds"}
    assert answer_of(result.end) == Outcome((Tensor((None, 7, 5)),), (Weight((5,)),), None, 0)
    wrong = customs.question("Scale", Params(activation="soft_stop"), (Tensor((None, 5)),))
    worker.send(ask(3, wrong, catalog))
    answer = answer_of(followed(worker).end)
    assert isinstance(answer, Refusal)
    assert answer.message.startswith("cannot be built")


_MASKED = Tensor((None, 6, 5), mask=(None, 6))


@pytest.mark.parametrize(
    ("class_name", "params", "tensor", "outcome"),
    [
        pytest.param(
            *("Mix", Params(units=2), _MASKED),
            Outcome((Tensor((None, 6, 2), mask=(None, 6)),), (Weight((5, 2)),), None, 60),
            id="with a mask",
        ),
        pytest.param(
            *("TimeDistributed", Params(layer=Config("Mix", Params(units=2)))),
            Tensor((None, 6, 5)),
            Outcome((Tensor((None, 6, 2)),), (Weight((5, 2)),), None, 60),
            id="in each step",
        ),
        pytest.param(
            *("Bidirectional", Params(layer=Config("Reader", Params(units=1))), _MASKED),
            Outcome(
                (Tensor((None, 6, 2), mask=(None, 6)),),
                (Weight((5, 4)), Weight((1, 4)), Weight((4,))) * 2,
            ),
            id="both ways",
        ),
        pytest.param(
            *("RNN", Params(cell=Config("PlainCell", Params(units=2)), return_sequences=True)),
            Tensor((None, 6, 5)),
            Outcome((Tensor((None, 6, 2)),), (Weight((5, 2)), Weight((2, 2)))),
            id="a cell",
        ),
        pytest.param(
            *("Block", Params(filters=2), Tensor((None, 7, 5, 3))),
            Outcome(
                (Tensor((None, 7, 5, 2)),),
                (
                    *(Weight((3, 3, 3, 2)), Weight((2,)), Weight((2,)), Weight((2,))),
                    *(Weight((2,), trainable=False), Weight((2,), trainable=False)),
                    *(Weight((1, 1, 3, 2)), Weight((2,))),
                ),
                None,
                7 * 5 * 2 * (3 * 3 * 3 + 3),
            ),
            id="layers of its own",
        ),
    ],
)
def test_own_layers_in_wrappers_and_with_masks(
    worker: WorkerClient, class_name: str, params: Params, tensor: Tensor, outcome: Outcome
) -> None:
    catalog = catalog_with((MIX, READER, CELL, BLOCK))
    question = Customs(catalog.custom, {}).question(class_name, params, (tensor,))
    worker.send(ask(4, question, catalog))
    assert answer_of(followed(worker).end) == outcome
    name = own_layer(class_name, params, catalog.custom)
    worker.send(examine(5, catalog.custom[name], catalog, question))
    states = {check: done.state for check, done in followed(worker).checks.items()}
    assert set(states.values()) == {"passed"}, states


def test_a_layer_of_two_inputs(worker: WorkerClient) -> None:
    catalog = catalog_with((BILINEAR,))
    arriving = (Tensor((None, 5)), Tensor((None, 7)))
    question = Customs(catalog.custom, {}).question("Bilinear", Params(units=2), arriving)
    worker.send(examine(6, BILINEAR, catalog, question))
    result = followed(worker)
    assert {done.state for done in result.checks.values()} == {"passed"}, result
    assert answer_of(result.end) == Outcome(
        (Tensor((None, 2)),), (Weight((5, 14)),), None, 5 * 14 + 7 * 2
    )


def test_a_cell_that_nothing_uses_is_tried_in_an_rnn(worker: WorkerClient) -> None:
    result = examined(worker, CELL)
    assert {done.state for done in result.checks.values()} == {"passed"}, result
    assert result.checks["makes"].message == "layers.RNN(cell=PlainCell())"


def test_what_ships_of_the_examples_is_what_keras_says(worker: WorkerClient) -> None:
    shipped = shipped_answers()
    codes = [code for example in examples() for code in read_project(example.path).custom]
    catalog = catalog_with(tuple(codes))
    assert {question.class_name for question in shipped} == {code.name for code in codes}
    for question, answer in shipped.items():
        worker.send(ask(7, question, catalog))
        assert answer_of(followed(worker).end) == answer


def test_a_wrapper_asks_the_layer_what_it_gives(worker: WorkerClient) -> None:
    catalog = catalog_with((SCALE,))
    params = Params(layer=Config("Scale", Params()))
    question = Customs(catalog.custom, {}).question(
        "TimeDistributed", params, (Tensor((None, 6, 5)),)
    )
    worker.send(ask(6, question, catalog))
    assert "Its compute_output_shape(self, input_shape)" in followed(worker).end.refusal


BODIES = {
    "endless": ("while True:\n        pass", False),
    "os._exit": ("import os\n    os._exit(3)", True),
}


def follow(worker: WorkerClient, began: list[str]) -> None:
    """Take note of each check that begins; kill the worker once one lasts for seconds."""
    signs = 0
    for event in worker.events(PATIENCE):
        if isinstance(event, CheckBegun):
            began.append(event.check)
        signs += isinstance(event, Alive) and began[-1:] == ["builds"]
        if signs > 2:
            worker.kill()


@pytest.mark.parametrize("name", BODIES)
def test_what_never_ends_or_ends_all_is_known_by_its_check(name: str) -> None:
    body, dies = BODIES[name]
    code = layer(f"def call(self, inputs):\n    {body}\n    return inputs")
    began: list[str] = []
    with WorkerClient() as worker:
        worker.send(examine(1, code, catalog_with((code,))))
        with pytest.raises(WorkerGoneError) as gone:
            follow(worker, began)
    assert (gone.value.exit_code == 3) == dies
    assert began == ["runs", "found", "makes", "builds"]


def test_all_styles_of_code_with_own_pieces_give_the_same(worker: WorkerClient) -> None:
    catalog, report = catalog_of(PROJECT), Validator(catalog_of(PROJECT)).validate(NETWORK)
    codes: dict[str, str] = {
        style: model_code(NETWORK, report, catalog, "Own", style).text
        for style in sorted(STYLES, key=lambda style: style != "functional")
    }
    worker.send(Compare(9, codes))
    answer = next(event for event in worker.events(PATIENCE) if isinstance(event, Compared))
    assert answer.message == ""
    assert [(found.layers, found.params) for found in answer.styles] == [(2, 19)] * len(STYLES)
    assert max(found.difference or 0.0 for found in answer.styles) <= 1e-6
