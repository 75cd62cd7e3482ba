"""Which custom code may run, and what of it is remembered from one day to the next."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from netbuilder.__main__ import main
from netbuilder.catalog.tensors import Outcome, Tensor, Weight
from netbuilder.dataset import DataChoice
from netbuilder.graph import Config, Params
from netbuilder.project import Project
from netbuilder.project.custom import set_source, used_code
from netbuilder.project.file import write_project
from netbuilder.project.trust import inert_code, trust, trusted_digests
from netbuilder.runs.answers import MOST_ANSWERS, read_answers, write_answers
from netbuilder.training.settings import TrainingSettings
from netbuilder.validation.custom import Answer, Question, Refusal
from tests.unit.custom_pieces import CUBIC, LARGEST, PIECES, SCALE, SOFT_STEP, STEEP
from tests.unit.test_custom_code import NETWORK, PROJECT, validated

QUESTION = Question("Scale", "d1g35t", Params(start=2.0, sizes=(1, None)), (Tensor((None, 4)),))


def test_only_this_very_text_is_trusted(tmp_path: Path) -> None:
    assert inert_code(PROJECT, trusted_digests(tmp_path)) == used_code(PROJECT)
    trust(tmp_path, PIECES)
    assert inert_code(PROJECT, trusted_digests(tmp_path)) == ()
    edited = set_source(PROJECT, "Scale", SCALE.source + " ")
    assert [code.name for code in inert_code(edited, trusted_digests(tmp_path))] == ["Scale"]
    trust(tmp_path, edited.custom)
    assert len(trusted_digests(tmp_path)) == len(PIECES) + 1


@pytest.mark.parametrize("content", ["", "{", "[]", '{"trusted": 3}', "[" * 100_000])
def test_a_damaged_file_trusts_nothing(tmp_path: Path, content: str) -> None:
    trust(tmp_path, (SCALE,))
    (path,) = tmp_path.iterdir()
    path.write_text(content, encoding="utf-8")
    assert trusted_digests(tmp_path) == frozenset()


@pytest.mark.parametrize(
    ("project", "names"),
    [
        (PROJECT, ["soft_step", "Scale", "cubic_error", "LargestError"]),
        (replace(PROJECT, graph=Project().graph), ["cubic_error", "LargestError"]),
        (replace(PROJECT, training=TrainingSettings()), ["soft_step", "Scale"]),
        (
            Project(custom=(SOFT_STEP, STEEP), training=TrainingSettings(loss=Config("steep"))),
            ["soft_step", "steep"],
        ),
        (Project(custom=PIECES), []),
    ],
    ids=["all", "no network", "usual training", "what another one needs", "none used"],
)
def test_what_would_run(project: Project, names: list[str]) -> None:
    assert sorted(code.name for code in used_code(project)) == sorted(names)


def test_answers_come_back(tmp_path: Path) -> None:
    answers: dict[Question, Answer] = {
        QUESTION: Outcome((Tensor((None, 4), "float16"),), (Weight((4,), trainable=False),)),
        replace(QUESTION, digest="other"): Refusal("fails", "Why."),
    }
    write_answers(tmp_path, answers)
    assert read_answers(tmp_path) == answers


def test_only_the_latest_answers_are_kept(tmp_path: Path) -> None:
    many = {replace(QUESTION, digest=str(n)): Refusal("fails") for n in range(MOST_ANSWERS + 5)}
    write_answers(tmp_path, many)
    assert len(read_answers(tmp_path)) == MOST_ANSWERS
    assert replace(QUESTION, digest="4") not in read_answers(tmp_path)


@pytest.mark.parametrize(
    "content",
    ["{", "{}", '{"keras": "2.0", "answers": []}', '{"keras": "KERAS", "answers": [{}]}'],
    ids=["no JSON", "empty", "another Keras", "no question"],
)
def test_damaged_answers_are_none(tmp_path: Path, content: str) -> None:
    write_answers(tmp_path, {QUESTION: Refusal("fails")})
    (path,) = tmp_path.iterdir()
    keras = json.loads(path.read_text(encoding="utf-8"))["keras"]
    path.write_text(content.replace("KERAS", keras), encoding="utf-8")
    assert read_answers(tmp_path) == {}


@pytest.fixture
def user_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "user"
    monkeypatch.setenv("NETBUILDER_USER_DIR", str(folder))
    return folder


def test_train_refuses_code_that_is_not_trusted_here(
    tmp_path: Path, user_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "own.netbuilder"
    write_project(replace(PROJECT, data=DataChoice("iris")), file)
    assert main(["train", str(file)]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    for code in (SCALE, SOFT_STEP, CUBIC, LARGEST):
        assert code.name in err
    assert "--trust-code" in err


def test_check_and_summary_run_nothing_and_use_what_is_remembered(
    tmp_path: Path, user_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "own.netbuilder"
    write_project(PROJECT, file)
    assert main(["check", str(file), "--json"]) == 0
    problem = json.loads(capsys.readouterr().out)["problems"][0]
    assert (problem["code"], problem["severity"]) == ("custom.inert", "warning")
    main(["summary", str(file), "--json"])
    unknown = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [layer["output_shape"] for layer in unknown["layers"]] == [None, None]
    user_folder.mkdir(exist_ok=True)
    question = validated(PROJECT).validate(NETWORK).nodes["s"].question
    assert question is not None
    write_answers(user_folder, {question: Outcome((Tensor((None, 4)),), (Weight((4,)),))})
    main(["summary", str(file), "--json"])
    known = json.loads(capsys.readouterr().out.splitlines()[-1])
    trust(user_folder, PIECES)
    assert main(["check", str(file), "--json"]) == 0
    assert "custom.inert" not in capsys.readouterr().out
    assert [layer["output_shape"] for layer in known["layers"]] == [[None, 4], [None, 3]]
    assert known["total_params"] == 4 + 5 * 3
