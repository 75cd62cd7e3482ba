"""Asks the real Keras, in a process of its own, what generated code does."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tests.keras.asking import run_judge


def ask(jobs: Sequence[Mapping[str, object]]) -> list[dict[str, Any]]:
    """Do the jobs that :mod:`tests.keras.code_judge` describes; return their answers."""
    answers: list[dict[str, Any]] = json.loads(run_judge("code_judge", data=jobs))
    return answers
