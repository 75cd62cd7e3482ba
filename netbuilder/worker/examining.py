"""Examines a student's own code: runs it and says plainly what works and what does not.

It runs in a process that may be killed at any moment: whoever asked follows the events, knows by
them which check is under way, and ends the process when a check takes too long.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import keras
import psutil

from netbuilder.catalog.custom import CustomKind
from netbuilder.i18n import tr
from netbuilder.training.commands import Examine
from netbuilder.training.events import Event
from netbuilder.training.examination import BUILDS, CHECKS, FOUND, MAKES, NEEDS, RUNS, check_title
from netbuilder.training.replies import CheckBegun, CheckDone, Examined
from netbuilder.worker.examining_functions import (
    ACTIVATION_CHECKS,
    CALLBACK_CHECKS,
    FUNCTION_CHECKS,
    LOSS_CHECKS,
    METRIC_CHECKS,
)
from netbuilder.worker.examining_layers import LAYER_CHECKS
from netbuilder.worker.examining_subject import CheckFailedError, SkipError, Subject
from netbuilder.worker.examining_words import explained, line_of

_MORE_MEMORY = 6 * 2**30
"""How much more address space an examination may take than Keras alone."""

_SEED = 1
_OF_KIND: Mapping[CustomKind, Mapping[str, Callable[[Subject], str]]] = {
    CustomKind.LAYER: LAYER_CHECKS,
    CustomKind.LOSS: LOSS_CHECKS,
    CustomKind.METRIC: METRIC_CHECKS,
    CustomKind.ACTIVATION: ACTIVATION_CHECKS,
    CustomKind.CALLBACK: CALLBACK_CHECKS,
    CustomKind.FUNCTION: FUNCTION_CHECKS,
}
_QUICK = (RUNS, FOUND, MAKES, BUILDS)
"""What is done where only the shapes are asked for."""

_Send: TypeAlias = Callable[[Event], None]


def run_examination(command: Examine, send: _Send) -> None:
    """Make the checks of ``command`` one after another; the last event sent is Examined.

    A check that needs another one that has not passed is skipped.
    """
    _limit_memory()
    keras.utils.clear_session()
    keras.config.disable_traceback_filtering()
    keras.utils.set_random_seed(_SEED)
    kind = CustomKind(command.kind)
    subject = Subject(command)
    done: dict[str, CheckDone] = {}
    for check in CHECKS[kind]:
        if not command.thorough and check not in _QUICK:
            continue
        send(CheckBegun(command.request, check))
        done[check] = _checked(check, subject, _OF_KIND[kind][check], done)
        send(done[check])
    send(_found(subject, done))
    keras.utils.clear_session()


def _checked(
    check: str,
    subject: Subject,
    make: Callable[[Subject], str],
    done: Mapping[str, CheckDone],
) -> CheckDone:
    request, piece = subject.command.request, subject.piece
    lacking = next((n for n in NEEDS.get(check, ()) if n in done and not _passed(done[n])), None)
    if lacking is not None:
        because = tr("Skipped, because this is not so: {title}.", title=check_title(lacking))
        return CheckDone(request, check, "skipped", because)
    try:
        return CheckDone(request, check, "passed", make(subject))
    except SkipError as reason:
        return CheckDone(request, check, "skipped", str(reason))
    except CheckFailedError as failure:
        return CheckDone(request, check, "failed", str(failure), failure.line)
    except (Exception, SystemExit) as error:  # whatever a student's code does is told, not fatal
        names = [part.name for part in subject.command.pieces]
        words, line = explained(error, piece, names), line_of(error, piece)
        return CheckDone(request, check, "failed", words, line, _details(error))


def _passed(result: CheckDone) -> bool:
    return result.state == "passed"


def _found(subject: Subject, done: Mapping[str, CheckDone]) -> Examined:
    request = subject.command.request
    failed = next(
        (done[check] for check in _QUICK if check in done and not _passed(done[check])), None
    )
    if failed is not None:
        return Examined(request, refusal=_with_line(failed))
    return Examined(request, subject.outputs, subject.weights, multiply_adds=subject.multiply_adds)


def _with_line(failed: CheckDone) -> str:
    if failed.line is None:
        return failed.message
    return tr("{message} (line {line})", message=failed.message, line=failed.line)


def _details(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))[-8_000:]


def _limit_memory() -> None:
    """Let an examination that asks for too much memory fail, where the system can do that."""
    if sys.platform == "win32" or not Path("/proc").exists():
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if soft == resource.RLIM_INFINITY:
        limit = psutil.Process().memory_info().vms + _MORE_MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
