"""Carries out all that needs Keras, one command after the other; importing it loads Keras."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import keras

from netbuilder.training.commands import (
    Compare,
    Evaluate,
    Examine,
    ExportModel,
    FindRate,
    ListSamples,
    Predict,
    ShowSamples,
    Train,
    WriteWeights,
)
from netbuilder.training.events import Event
from netbuilder.training.settings import FLOAT32
from netbuilder.worker.control import Control
from netbuilder.worker.equivalence import run_comparison
from netbuilder.worker.evaluating import Evaluator
from netbuilder.worker.examining import run_examination
from netbuilder.worker.exporting import run_export
from netbuilder.worker.rate_finder import run_search
from netbuilder.worker.showing import run_showing
from netbuilder.worker.training import run_training
from netbuilder.worker.weights import run_writing

Lengthy: TypeAlias = (
    Train
    | Compare
    | Examine
    | FindRate
    | WriteWeights
    | ShowSamples
    | Evaluate
    | ListSamples
    | Predict
    | ExportModel
)
"""What takes its time, and waits for its turn."""


class Desk:
    """Takes one command at a time.

    Args:
        send: Takes all events.
    """

    def __init__(self, send: Callable[[Event], None]) -> None:
        self._send = send
        self._evaluator = Evaluator(send)

    def obey(self, command: Lengthy, control: Control) -> None:
        """Carry out a command to its end.

        Args:
            command: What is to be done.
            control: Ends or holds it.
        """
        if isinstance(command, Evaluate | ListSamples | Predict):
            self._evaluator.obey(command)
            return
        self._evaluator.forget()
        try:
            self._carry_out(command, control)
        finally:  # a script may have chosen another one, which would hold for the next
            keras.config.set_dtype_policy(FLOAT32)

    def _carry_out(self, command: Lengthy, control: Control) -> None:
        match command:
            case Train():
                run_training(command, control, self._send)
            case Compare():
                run_comparison(command, control, self._send)
            case FindRate():
                run_search(command, control, self._send)
            case Examine():
                run_examination(command, self._send)
            case WriteWeights():
                run_writing(command, self._send)
            case ShowSamples():
                run_showing(command, self._send)
            case ExportModel():
                run_export(command, self._send)
