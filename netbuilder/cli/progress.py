"""How the command line shows a training: JSON lines, plain lines, or a bar on a terminal."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Protocol

import msgspec

from netbuilder.cli.check import text_lines
from netbuilder.cli.inputs import Checked, problem_to_json
from netbuilder.cli.output import complain, say, say_json
from netbuilder.i18n import tr
from netbuilder.runs.store import Run
from netbuilder.training.events import (
    Batch,
    Differs,
    Epoch,
    Failed,
    Finished,
    Logs,
    Started,
    Weighted,
)
from netbuilder.training.history import History
from netbuilder.training.protocol import AnyEvent
from netbuilder.training.weights import fitted_words
from netbuilder.validation import Problem, Severity

PREDICTION = "netbuilder.prediction"
"""The code of the problem that the network is not what NetBuilder had said."""

_BAR = 24


class Progress(Protocol):
    """Shows a training."""

    def problems(self) -> None:
        """Show what is wrong with the project, if anything."""

    def event(self, event: AnyEvent, history: History, run: Run) -> None:
        """Show an event.

        Args:
            event: What has happened.
            history: All that has happened, ``event`` included.
            run: The run.
        """


def choose_progress(checked: Checked, *, as_json: bool) -> Progress:
    """Return the way that fits standard output."""
    if as_json:
        return JsonProgress(checked)
    return BarProgress(checked) if sys.stdout.isatty() else LineProgress(checked)


class JsonProgress:
    """One JSON object on a line for each event."""

    def __init__(self, checked: Checked) -> None:
        self._checked = checked

    def problems(self) -> None:
        """Write an event for each problem."""
        for problem in self._checked.report.problems:
            say_json({"event": "problem", **problem_to_json(self._checked, problem)})

    def event(self, event: AnyEvent, history: History, run: Run) -> None:
        """Write the event; those that only matter between app and worker are left out."""
        del history
        data: dict[str, object] = msgspec.to_builtins(event)
        for every_batch in ("steps", "figures"):  # the run store keeps them
            data.pop(every_batch, None)
        match event:
            case Started() | Finished():
                say_json({**data, "run": run.id, "run_dir": str(run.folder)})
            case Failed():
                say_json({**data, "node": self._checked.name_of(event.node)})
            case Differs():
                say_json(self._as_problem(event))
            case Batch() | Epoch() | Weighted():
                say_json(data)
            case _:
                pass

    def _as_problem(self, event: Differs) -> dict[str, object]:
        found = Problem(PREDICTION, Severity.WARNING, event.message, event.why, node=event.node)
        shown = problem_to_json(self._checked, found)
        return {"event": "problem", **shown, "details": event.details}


class LineProgress:
    """A line for each epoch."""

    def __init__(self, checked: Checked) -> None:
        self._checked = checked

    def problems(self) -> None:
        """Write the problems to standard error, if there are any."""
        if self._checked.report.problems:
            complain("\n".join(text_lines(self._checked)))

    def event(self, event: AnyEvent, history: History, run: Run) -> None:
        """Write a line for an epoch, some at the end, none otherwise."""
        match event:
            case Started():
                say(tr("Training {title} in {folder}", title=run.title, folder=run.folder))
            case Epoch():
                number = f"{event.epoch}/{history.epochs}"
                say(tr("Epoch {number}  {figures}", number=number, figures=figures(event.logs)))
            case Weighted():
                say(fitted_words(event.found))
            case Finished():
                _say_end(event, run)
            case Differs():
                _complain(event, run.folder / "differs.txt")
            case Failed():
                _complain(event, run.folder / "failure.txt")
            case _:
                pass


class BarProgress(LineProgress):
    """The same with a bar below, which grows with every batch."""

    def event(self, event: AnyEvent, history: History, run: Run) -> None:
        """Write the event's lines, if any, and draw the bar again."""
        if not isinstance(event, Batch):
            _draw("")
            super().event(event, history, run)
        if history.running:
            _draw(bar(history))


def bar(history: History) -> str:
    """Return a bar of text for how far a training is."""
    done = round(_BAR * history.progress)
    parts = [f"[{'#' * done}{'.' * (_BAR - done)}] {history.progress:4.0%}"]
    if not history.steps:
        return f"{parts[0]}  " + tr("preparing")
    parts.append(figures({name: values[-1] for name, values in history.batch_logs.items()}))
    if history.batches_per_second:
        parts.append(tr("{speed} batches/s", speed=f"{history.batches_per_second:.0f}"))
    if history.seconds_left is not None:
        parts.append(tr("{seconds} s left", seconds=f"{history.seconds_left:.0f}"))
    return "  ".join(parts)


def figures(logs: Logs) -> str:
    """Return figures as a person reads them: ``loss 0.1234  accuracy 0.9500``."""
    return "  ".join(f"{name} {_number(value)}" for name, value in logs.items())


def _number(value: float | None) -> str:
    if value is None:
        return "nan"
    return f"{value:.4f}" if value == 0 or 1e-3 <= abs(value) < 1e4 else f"{value:.3e}"


def _say_end(event: Finished, run: Run) -> None:
    if event.evaluation:
        say(tr("On the test data: {figures}", figures=figures(event.evaluation)))
    seconds = f"{event.seconds:.1f}"
    if event.stopped:
        say(tr("Stopped after {seconds} s; all is in {folder}", seconds=seconds, folder=run.folder))
    else:
        say(tr("Trained for {seconds} s; all is in {folder}", seconds=seconds, folder=run.folder))


def _complain(event: Failed | Differs, file: Path) -> None:
    """Say what went wrong, and put its details into ``file``."""
    complain(" ".join(part for part in (event.message, event.why) if part))
    file.write_text(event.details, encoding="utf-8")
    complain(tr("Details are in {file}.", file=file))


def _draw(text: str) -> None:
    """Replace the terminal's last line by ``text``."""
    width = shutil.get_terminal_size().columns - 1
    sys.stdout.write(f"\r{text[:width].ljust(width)}\r")
    sys.stdout.flush()
