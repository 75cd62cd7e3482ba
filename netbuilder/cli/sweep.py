"""``netbuilder sweep``: trains a project many times with varied settings."""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Callable
from dataclasses import replace

import msgspec

from netbuilder.cli.inputs import check, open_project, require_data, require_trust
from netbuilder.cli.interrupts import interrupts
from netbuilder.cli.output import Exit, InputError, say, say_json
from netbuilder.cli.ranges import read_dimension
from netbuilder.dataset import NO_DATA
from netbuilder.i18n import tr
from netbuilder.project import Project
from netbuilder.project.places import place_words
from netbuilder.project.varying import plan_faults
from netbuilder.runs.store import RunStore, RunStoreError
from netbuilder.training.sweep_events import (
    AnySweepEvent,
    SweepFinished,
    SweepStarted,
    TrialEnded,
)
from netbuilder.training.sweeps import Pruner, Sampler
from netbuilder.validation import Report


def sweep(given: argparse.Namespace) -> Exit:
    """Carry out the sweep that a project describes.

    Args:
        given: The arguments of the command; see :mod:`netbuilder.cli.arguments`.

    Raises:
        InputError: the project, its data or its plan cannot be used.
    """
    project = _with_arguments(open_project(given.file), given)
    checked = check(given.file, project)
    require_data(checked)
    if not given.trust_code:
        require_trust(checked)
    if project.data == NO_DATA:
        raise InputError(tr("{file} has no data to train on.", file=given.file))
    for fault in plan_faults(project, project.sweep):
        raise InputError(tr("{file}: {reason}", file=given.file, reason=fault))
    try:
        ended = _carry_out(project, given)
    except RunStoreError as error:
        raise InputError(str(error)) from None
    return Exit.DONE if ended.best is not None or ended.stopped else Exit.ERRORS


def _with_arguments(project: Project, given: argparse.Namespace) -> Project:
    plan = project.sweep
    if given.vary:
        plan = replace(plan, dimensions=tuple(map(read_dimension, given.vary)))
    if given.trials is not None:
        plan = replace(plan, trials=given.trials)
    if given.sampler is not None:
        plan = replace(plan, sampler=Sampler(given.sampler))
    if given.pruner is not None:
        plan = replace(plan, pruner=Pruner(given.pruner))
    if given.objective is not None:
        plan = replace(plan, objective=given.objective)
    return replace(project, sweep=plan)


def _carry_out(project: Project, given: argparse.Namespace) -> SweepFinished:
    # Optuna is loaded here, where it is needed: it takes a third of a second.
    from netbuilder.sweeps.conductor import Conductor, SweepOrder
    from netbuilder.sweeps.study import StorageError

    order = SweepOrder(project, given.jobs, given.storage, given.study)
    tell = _tell_json if given.json else _tell
    try:
        conductor = Conductor(order, RunStore(), lambda one: _judged(given.file, one), tell)
        if given.follow:
            threading.Thread(target=_obey, args=(conductor.stop,), daemon=True).start()
        with interrupts(conductor.stop, conductor.stop):
            return conductor.run()
    except StorageError as error:
        raise InputError(str(error)) from None


def _judged(file: str, project: Project) -> Report:
    return check(file, project).report


def _tell_json(event: AnySweepEvent) -> None:
    say_json(msgspec.to_builtins(event))


def _tell(event: AnySweepEvent) -> None:
    match event:
        case SweepStarted():
            say(tr("Sweep of at most {count} trials", count=event.trials))
        case TrialEnded():
            say(_trial_line(event))
        case SweepFinished() if event.best is not None:
            say(tr("The best is trial {number}: {value:.6g}", number=event.best, value=event.value))
        case SweepFinished():
            say(tr("No trial came to its end."))
        case _:
            pass


def _trial_line(event: TrialEnded) -> str:
    value = "" if event.value is None else f"{event.value:.6g}"
    settings = ", ".join(
        f"{place_words(tuple(name.split('/')))} {value}" for name, value in event.settings.items()
    )
    parts = (tr("Trial {number}", number=event.trial), event.state, value, settings, event.message)
    return "  ".join(part for part in parts if part)


def _obey(stop: Callable[[], None]) -> None:
    """Stop when standard input says so; when it ends, whoever started this is gone."""
    # Without a buffer, whose lock would be missed at the end of the process.
    with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as lines:
        for line in lines:
            if line.strip() == b"stop":
                stop()
    stop()
    stop()
