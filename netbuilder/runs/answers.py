"""What examinations of custom code have shown, kept from one day to the next.

What they show of the shipped examples ships with these.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.tensors import Outcome, Tensor, Weight
from netbuilder.graph import value_to_json
from netbuilder.graph.values import params_from_json
from netbuilder.project.writing import replace_file
from netbuilder.resources import resource_path
from netbuilder.validation.custom import Answer, Answers, Question, Refusal

_FILE = "examined_code.json"
MOST_ANSWERS = 2_000


def known_answers(folder: Path) -> dict[Question, Answer]:
    """Return what ships, and what is kept in the user's folder."""
    return {**shipped_answers(), **read_answers(folder)}


def shipped_answers() -> dict[Question, Answer]:
    """Return what is known of the code of the shipped examples."""
    return read_answers(resource_path("examples"))


def read_answers(folder: Path) -> dict[Question, Answer]:
    """Return what is kept in a folder; nothing if it cannot be read.

    What another version of Keras said is passed over.
    """
    try:
        data = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        if data["keras"] != load_catalog().keras_version:
            return {}
        return dict(map(_pair, data["answers"]))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return {}


def write_answers(folder: Path, answers: Answers) -> None:
    """Keep answers, the latest ones if they are many.

    Raises:
        OSError: they cannot be written.
    """
    latest = list(answers.items())[-MOST_ANSWERS:]
    data = {
        "keras": load_catalog().keras_version,
        "answers": [_entry(question, answer) for question, answer in latest],
    }
    replace_file(folder / _FILE, json.dumps(data))


def _entry(question: Question, answer: Answer) -> dict[str, object]:
    asked = {
        "class_name": question.class_name,
        "digest": question.digest,
        "params": value_to_json(question.params),
        "inputs": _tensors(question.inputs),
    }
    if isinstance(answer, Refusal):
        return {**asked, "refusal": [answer.message, answer.why]}
    weights = [[list(weight.shape), weight.trainable] for weight in answer.weights]
    counted = {} if answer.multiply_adds is None else {"multiply_adds": answer.multiply_adds}
    return {**asked, "outputs": _tensors(answer.outputs), "weights": weights, **counted}


def _tensors(tensors: tuple[Tensor, ...]) -> list[object]:
    return [
        [list(tensor.shape), tensor.dtype, *([] if tensor.mask is None else [list(tensor.mask)])]
        for tensor in tensors
    ]


def _pair(entry: Mapping[str, Any]) -> tuple[Question, Answer]:
    question = Question(
        str(entry["class_name"]),
        str(entry["digest"]),
        params_from_json(entry["params"]),
        _read_tensors(entry["inputs"]),
    )
    if "refusal" in entry:
        message, why = entry["refusal"]
        return question, Refusal(str(message), str(why))
    weights = tuple(Weight(tuple(shape), bool(learnt)) for shape, learnt in entry["weights"])
    adds = entry.get("multiply_adds")
    counted = adds if isinstance(adds, int) else None
    return question, Outcome(_read_tensors(entry["outputs"]), weights, multiply_adds=counted)


def _read_tensors(data: list[Any]) -> tuple[Tensor, ...]:
    return tuple(
        Tensor(tuple(shape), str(dtype), mask=tuple(mask[0]) if mask else None)
        for shape, dtype, *mask in data
    )
