"""Says in plain words why a training failed, and which node is at fault."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator, Sequence
from types import FrameType, TracebackType

import keras

from netbuilder.i18n import tr
from netbuilder.training.commands import Train
from netbuilder.training.events import Failed
from netbuilder.worker.failure_words import in_plain_words

_LONGEST = 300
_TERMINAL_CODES = re.compile(r"\x1b\[[0-9;]*m")
_OPERATION = re.compile(r"Detected at node (\S+)|\{\{node (\S+?)\}\}")


def explain(error: BaseException, command: Train, outputs: Sequence[str] = ()) -> Failed:
    """Return what to tell the student of a failure.

    The node is found by the layer that Keras was busy with, by the operation that
    TensorFlow names, by the line of the script, or, where the loss or a metric failed,
    by the model's one output. For this Keras must leave tracebacks whole
    (``keras.config.disable_traceback_filtering()``).

    Args:
        error: What ended the script.
        command: Which script that was.
        outputs: The names of the layers that give the model's answers, where known.
    """
    text = error_text(error)
    frames = list(_frames(error.__traceback__, command.script))
    node = (
        _by_layer(frames, command)
        or _by_operation(text, command)
        or _by_line(frames, command)
        or _by_answer(frames, text, command, outputs)
    )
    message, why = in_plain_words(error, text) or _in_its_own_words(error, text)
    return Failed(message, why, node=node, details=_details(error, frames))


def error_text(error: BaseException) -> str:
    """Return an error's text without a terminal's colours."""
    # str() of a KeyError puts quotation marks around it.
    text = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
    return _TERMINAL_CODES.sub("", text)


def _frames(trace: TracebackType | None, script: str) -> Iterator[tuple[FrameType, int]]:
    """Yield frames and their lines, outermost first, from the script's first one on."""
    inside = False
    for frame, line in traceback.walk_tb(trace):
        inside = inside or frame.f_code.co_filename == script
        if inside:
            yield frame, line


def _by_layer(frames: list[tuple[FrameType, int]], command: Train) -> str | None:
    """Return the node of the innermost layer that one of the frames is a method of."""
    for frame, _ in reversed(frames):
        owner = frame.f_locals.get("self")
        if isinstance(owner, keras.layers.Layer) and owner.name in command.layers:
            return command.layers[owner.name]
    return None


def _by_operation(text: str, command: Train) -> str | None:
    """Return the node whose name is part of an operation's: ``sequential_1/words_1/GatherV2``."""
    for match in _OPERATION.finditer(text):
        for part in (match[1] or match[2]).split("/"):
            plain = re.sub(r"_\d+$", "", part)
            node = command.layers.get(part) or command.layers.get(plain)
            if node is not None:
                return node
    return None


def _by_line(frames: list[tuple[FrameType, int]], command: Train) -> str | None:
    """Return the node whose code the script was running."""
    lines = [line for frame, line in frames if frame.f_code.co_filename == command.script]
    for line in reversed(lines):
        for node, spans in command.lines.items():
            if any(first <= line <= last for first, last in spans):
                return node
    return None


def _by_answer(
    frames: list[tuple[FrameType, int]], text: str, command: Train, outputs: Sequence[str]
) -> str | None:
    """Return the node that answers, if its answers could not be judged."""
    judging = {frame.f_code.co_name for frame, _ in frames} & {"compute_loss", "compute_metrics"}
    if len(outputs) == 1 and (judging or "compile_loss/" in text):
        return command.layers.get(outputs[0])
    return None


def _in_its_own_words(error: BaseException, text: str) -> tuple[str, str]:
    if isinstance(error, SystemExit):
        return tr("The script ended itself before the training was done."), ""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    kind = type(error).__name__
    reason = f"{kind}: {first}" if first else kind
    return tr("Keras could not go on. {reason}", reason=reason[:_LONGEST]), ""


def _details(error: BaseException, frames: list[tuple[FrameType, int]]) -> str:
    """Return the traceback from the script on, without what runs the script."""
    stack = traceback.StackSummary.extract(iter(frames))
    lines = ["Traceback (most recent call last):\n", *stack.format()] if frames else []
    text = "".join([*lines, *traceback.format_exception_only(error)])
    return _TERMINAL_CODES.sub("", text)
