from __future__ import annotations

from functools import reduce

import pytest

from netbuilder.training.events import (
    Alive,
    Batch,
    Differs,
    Epoch,
    Failed,
    Finished,
    Paused,
    Ready,
    Started,
)
from netbuilder.training.history import History, Stage, fold
from netbuilder.training.protocol import AnyEvent

STARTED = Started(epochs=2, batches=10)
FIRST = Batch(epoch=1, batch=1, step=1, logs={"loss": 2.0}, seconds=3.0)
FIFTH = Batch(epoch=1, batch=5, step=5, logs={"loss": 1.0}, seconds=5.0)
EPOCH = Epoch(epoch=1, step=10, logs={"loss": 0.9, "val_loss": 0.8}, seconds=7.5)
SECOND_EPOCH = Epoch(epoch=2, step=20, logs={"loss": 0.5, "val_loss": None}, seconds=12.5)
FINISHED = Finished(history={}, evaluation={"loss": 0.4}, seconds=12.6)


def folded(*events: AnyEvent) -> History:
    return reduce(fold, events, History())


@pytest.mark.parametrize(
    ("events", "stage", "progress"),
    [
        pytest.param((), Stage.STARTING, 0.0, id="nothing yet"),
        pytest.param((Ready("3", "2", ["CPU"]),), Stage.STARTING, 0.0, id="keras loaded"),
        pytest.param((STARTED,), Stage.TRAINING, 0.0, id="started"),
        pytest.param((STARTED, FIFTH), Stage.TRAINING, 0.25, id="within an epoch"),
        pytest.param((STARTED, FIFTH, Paused()), Stage.PAUSED, 0.25, id="paused"),
        pytest.param((STARTED, Paused(), FIFTH), Stage.TRAINING, 0.25, id="goes on"),
        pytest.param((STARTED, EPOCH), Stage.TRAINING, 0.5, id="after an epoch"),
        pytest.param((STARTED, EPOCH, FINISHED), Stage.FINISHED, 1.0, id="ended by a callback"),
        pytest.param(
            (STARTED, EPOCH, Finished({}, {}, 9.0, stopped=True)),
            Stage.STOPPED,
            0.5,
            id="stopped",
        ),
        pytest.param((STARTED, EPOCH, Failed("no")), Stage.FAILED, 0.5, id="failed"),
        pytest.param((Started(2, None), FIFTH), Stage.TRAINING, 0.0, id="length unknown"),
        pytest.param((Started(2, None), EPOCH), Stage.TRAINING, 0.5, id="length learnt"),
    ],
)
def test_stage_and_progress(events: tuple[AnyEvent, ...], stage: Stage, progress: float) -> None:
    history = folded(*events)
    assert (history.stage, history.progress) == (stage, progress)


def test_figures_of_batches_and_epochs() -> None:
    history = folded(STARTED, FIRST, FIFTH, EPOCH, SECOND_EPOCH)
    assert history.steps == (1, 5)
    assert history.batch_logs == {"loss": (2.0, 1.0)}
    assert history.epoch_steps == (10, 20)
    assert history.epoch_logs == {"loss": (0.9, 0.5), "val_loss": (0.8, None)}
    assert history.last_logs == {"loss": 0.5, "val_loss": None}
    assert history.epochs_done == 2


def test_a_name_that_comes_late_or_stays_away_leaves_gaps() -> None:
    history = folded(
        STARTED,
        Epoch(1, 10, {"loss": 1.0}, 1.0),
        Epoch(2, 20, {"loss": 0.5, "val_loss": 0.7}, 2.0),
        Epoch(3, 30, {"loss": 0.4}, 3.0),
    )
    assert history.epoch_logs == {"loss": (1.0, 0.5, 0.4), "val_loss": (None, 0.7, None)}


def test_speed_leaves_out_the_preparation_before_the_first_figures() -> None:
    assert folded(STARTED, FIRST).batches_per_second is None
    history = folded(STARTED, FIRST, FIFTH)
    assert history.batches_per_second == 2.0
    assert history.seconds_left == 7.5  # 15 of 20 batches left


def test_time_left_is_unknown_or_nothing() -> None:
    assert folded(Started(2, None), FIRST, FIFTH).seconds_left is None
    assert folded(STARTED, FIRST, FIFTH, EPOCH, SECOND_EPOCH, FINISHED).seconds_left == 0.0


def test_the_end_keeps_evaluation_failure_and_memory() -> None:
    failure = Failed("The network is too large.", node="n1")
    assert folded(STARTED, FINISHED).evaluation == {"loss": 0.4}
    assert folded(STARTED, Alive(memory=123), failure).failure == failure
    assert folded(STARTED, Alive(memory=123), failure).memory == 123
    assert not folded(STARTED, failure).running


def test_a_wrong_prediction_is_kept_and_ends_nothing() -> None:
    difference = Differs("It was 3.", "Our mistake.", "n1", "dense: 3")
    history = folded(difference, STARTED, FIRST, FINISHED)
    assert history.difference == difference
    assert folded(difference, STARTED).running
    assert history.stage is Stage.FINISHED
