"""What is told of a trained network is what Keras itself says of it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What Keras and the evaluation say, script by script."""
    folder = tmp_path_factory.mktemp("evaluations")
    command = [sys.executable, "-m", "tests.keras.evaluations_judge", str(folder)]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    answers: dict[str, dict[str, Any]] = json.loads(finished.stdout.splitlines()[-1])
    return answers


@pytest.mark.parametrize(
    "name", ["classes", "binary", "numbers", "stream", "pictures", "texts", "continued"]
)
def test_a_run_is_evaluated_and_left_as_it_is(judged: dict[str, Any], name: str) -> None:
    answer = judged[name]
    assert answer["evaluated"]["message"] == ""
    assert answer["untouched"]


@pytest.mark.parametrize(("name", "samples"), [("classes", 40), ("binary", 40)])
def test_accuracy_is_that_of_keras(judged: dict[str, Any], name: str, samples: int) -> None:
    (output,) = judged[name]["evaluated"]["outputs"]
    assert output["kind"] == name
    assert output["scores"]["accuracy"] == pytest.approx(judged[name]["results"]["accuracy"])
    table = np.array(output["confusion"])
    assert table.sum() == judged[name]["evaluated"]["samples"] == samples
    assert np.trace(table) / samples == pytest.approx(output["scores"]["accuracy"])


def test_numbers_are_as_far_off_as_keras_says(judged: dict[str, Any]) -> None:
    (output,) = judged["numbers"]["evaluated"]["outputs"]
    assert output["kind"] == "numbers"
    error = judged["numbers"]["results"]["mae"]
    assert output["scores"]["mean absolute error"] == pytest.approx(error, rel=1e-5)
    assert sum(output["residuals"]) == 40
    off = np.subtract(output["predicted"], output["true"])
    assert np.abs(off).mean() == pytest.approx(error, rel=1e-5)


def test_a_run_that_went_on_is_evaluated_as_it_ended(judged: dict[str, Any]) -> None:
    (output,) = judged["continued"]["evaluated"]["outputs"]
    error = judged["continued"]["results"]["mae"]
    assert output["scores"]["mean absolute error"] == pytest.approx(error, rel=1e-5)
    assert error < judged["numbers"]["results"]["mae"]


def test_several_outputs_of_a_stream_are_told_apart(judged: dict[str, Any]) -> None:
    kind, total = judged["stream"]["evaluated"]["outputs"]
    results = judged["stream"]["results"]
    assert [kind["name"], total["name"]] == ["kind", "sum"]
    assert kind["scores"]["accuracy"] == pytest.approx(results["kind_accuracy"])
    assert total["scores"]["mean absolute error"] == pytest.approx(results["sum_mae"], rel=1e-5)
    assert judged["stream"]["evaluated"]["samples"] == 80


def test_outputs_that_the_program_names_are_told_apart(judged: dict[str, Any]) -> None:
    answer = judged["by name"]
    assert answer["evaluated"]["message"] == answer["training"]["message"] == ""
    species, mass = answer["evaluated"]["outputs"]
    assert species["classes"] == ["Adelie", "Chinstrap", "Gentoo"]
    accuracy = answer["results"]["species_accuracy"]
    assert species["scores"]["accuracy"] == pytest.approx(accuracy)
    assert mass["kind"] == "numbers"
    assert answer["sample"]["message"] == ""


def test_classes_have_names_curves_and_samples(judged: dict[str, Any]) -> None:
    answer = judged["classes"]
    (output,) = answer["evaluated"]["outputs"]
    assert output["classes"] == ["low", "middle", "high"]
    assert [curve["label"] for curve in output["roc"]] == output["classes"]
    assert all(0.6 < curve["area"] <= 1 for curve in output["roc"])
    table = output["confusion"]
    wrong = sum(map(sum, table)) - sum(table[place][place] for place in range(3))
    assert answer["worst"]["total"] == wrong
    assert answer["cell"]["total"] == table[2][2]
    assert all(sample["truth"] == "high" for sample in answer["cell"]["samples"])
    (said,) = answer["by_hand"]["answers"]
    assert sum(said["shares"]) == pytest.approx(1)
    assert set(said["labels"]) == set(output["classes"])


def test_single_texts_are_shown_as_they_are(judged: dict[str, Any]) -> None:
    answer = judged["texts"]
    assert answer["worst"]["message"] == answer["sample"]["message"] == ""
    assert {sample["text"] for sample in answer["worst"]["samples"]} <= {"a good film", "a bad one"}
    assert answer["sample"]["sample"]["text"] in {"a good film", "a bad one"}


def test_pictures_are_drawn_beside_what_the_network_makes_of_them(judged: dict[str, Any]) -> None:
    answer = judged["pictures"]
    assert answer["evaluated"]["inputs"][0]["kind"] == "picture"
    assert answer["sample"]["sample"]["picture"].endswith("sample-1.png")
    assert answer["sample"]["answers"][0]["picture"].endswith("answer-copy.png")
    assert "64 numbers" in answer["by_hand"]["message"]


def test_without_a_test_part_only_the_training_data_are_evaluated(judged: dict[str, Any]) -> None:
    answer = judged["without test"]
    assert "No data are kept for a test" in answer["evaluated"]["message"]
    assert answer["training"]["samples"] == 240


@pytest.mark.parametrize("form", ["keras", "weights", "saved_model", "tflite"])
def test_an_exported_network_gives_the_same(judged: dict[str, Any], form: str) -> None:
    assert judged["exports"]["off"][form] < 1e-5


def test_exports_replace_what_was_there_and_leave_nothing_beside_it(judged: dict[str, Any]) -> None:
    exports = judged["exports"]
    assert exports["messages"][:8] == [""] * 8
    assert exports["left"] == []
    # The packages for ONNX are an extra; without them it is said which is missing.
    assert all(not told or "pip install" in told for told in exports["messages"][8:])
