from __future__ import annotations

import json

import msgspec
import pytest

from netbuilder.dataset import Profile, TensorProfile
from netbuilder.training.commands import (
    AnyCommand,
    FindRate,
    MeasureData,
    Pause,
    Predicted,
    Quit,
    Resume,
    SetRate,
    Stop,
    StopFinding,
    Train,
)
from netbuilder.training.events import (
    Alive,
    Batch,
    Differs,
    Discarded,
    Epoch,
    Failed,
    Finished,
    Paused,
    Rate,
    Ready,
    Started,
)
from netbuilder.training.protocol import AnyEvent, decode_command, decode_event, encode
from netbuilder.training.replies import Measured, Tried, Trying

COMMANDS: list[AnyCommand] = [
    Train("/runs/1/train.py", 3, {"dense": "n1"}, {"n1": [(4, 6)]}),
    Train("train.py", 1, predicted=[Predicted("n1", "dense", [[None, 3]], ["float32"], 12, 12)]),
    Stop(),
    Stop(discard=True),
    SetRate(0.001),
    FindRate(3, "train.py"),
    StopFinding(),
    Pause(),
    Resume(),
    MeasureData(7, "def load_data(): ...", "/data", samples=9, pictures="p.png"),
    Quit(),
]
PROFILE = Profile(
    train_rows=8,
    test_rows=2,
    x=TensorProfile((28, 28), "uint8", 0.0, 255.0, 33.0, 78.0),
    y=TensorProfile((), "int64", 0.0, 1.0, 0.5, 0.5),
    target="classes",
    classes=("cat", "dog"),
    class_counts=(4, 4),
)
EVENTS: list[AnyEvent] = [
    Ready("3.15.1", "2.21.0", ["CPU"]),
    Alive(2**33),
    Started(5, None),
    Differs("It was 3.", "Our mistake.", "n1", "dense: 3"),
    Batch(1, 2, 2, {"loss": None, "accuracy": 0.5}, 0.25),
    Epoch(1, 10, {"loss": 0.1}, 1.5),
    Paused(),
    Batch(1, 2, 2, {"loss": 0.5}, 0.25, [1, 2], {"loss": [None, 0.5]}),
    Rate(1, 4, 0.001),
    Discarded(),
    Trying(3, [1e-6, 1e-5], [2.0, None]),
    Tried(3, [1e-6], [2.0], 0.01),
    Finished({"loss": [0.1, None]}, {"loss": 0.2}, 3.0, stopped=True),
    Failed("It broke.", "Because.", "n1", "Traceback"),
    Measured(7, PROFILE),
    Measured(8, None, "There is no such file.", "Traceback"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: type(command).__name__)
def test_a_command_comes_back_from_its_line(command: AnyCommand) -> None:
    line = encode(command)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert json.loads(line)["command"] == type(command).__name__.lower()
    assert decode_command(line) == command


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_comes_back_from_its_line(event: AnyEvent) -> None:
    line = encode(event)
    assert line.count(b"\n") == 1
    assert json.loads(line)["event"] == type(event).__name__.lower()
    assert decode_event(line) == event


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"Epoch 1/3\n", id="a stray print"),
        pytest.param(b'{"event": "strange"}\n', id="unknown"),
        pytest.param(b'{"event": "alive"}\n', id="incomplete"),
        pytest.param(b'{"event": "alive", "memory": "much"}\n', id="wrong type"),
    ],
)
def test_what_is_no_event_is_refused(line: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode_event(line)
