"""What the Training menu does."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from netbuilder.i18n import tr
from netbuilder.ui.actions import Command
from netbuilder.ui.docks import READABLE
from netbuilder.ui.training.seeds import ask_for_seeds

if TYPE_CHECKING:
    from netbuilder.ui.window import MainWindow


WHILE_RUNNING = ("pause", "stop", "stop_best", "discard", "set_rate")
"""The commands that mean a training that runs."""


def training_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return the commands on trainings."""
    return (*_running_commands(window), *_beginning_commands(window), *_outcome_commands(window))


def _running_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return what begins, holds and ends a training."""
    control, menu = window.training_control, tr("&Training")
    return (
        Command("train", tr("&Train"), menu, window.train, ("F5",), "train"),
        Command("pause", tr("&Pause or go on"), menu, control.pause, ("Ctrl+F5",), "pause"),
        Command("stop", tr("&Stop and keep"), menu, control.stop, ("Shift+F5",), "stop"),
        Command(
            "stop_best",
            tr("Stop with the &best"),
            menu,
            control.stop_with_best,
            tip=tr("End the training and keep what was learnt in the epoch with the lowest loss"),
        ),
        Command("discard", tr("Stop and &discard …"), menu, partial(_ask_to_discard, window)),
        Command(
            "set_rate",
            tr("Set the &learning rate …"),
            menu,
            partial(_enter_rate, window),
            tip=tr("Go on with another learning rate while the training runs"),
            separated=True,
        ),
    )


def _beginning_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return other ways to begin a training, and what helps to begin well."""
    menu = tr("&Training")
    return (
        Command(
            "series",
            tr("Train with several s&eeds …"),
            menu,
            partial(_train_series, window),
            tip=tr("Train the same project with several seeds, to see what is chance"),
            separated=True,
        ),
        Command(
            "sweep",
            tr("Sweep o&ver settings …"),
            menu,
            window.sweeps.plan,
            tip=tr("Train the project many times with varied settings, and see which are good"),
        ),
        Command(
            "cancel_sweep",
            tr("Ca&ncel the sweep"),
            menu,
            window.sweeps.control.cancel,
            tip=tr("End the sweep; what its trials have learnt is kept"),
        ),
        Command(
            "choose_weights",
            tr("Start from the &weights of a file …"),
            menu,
            window.weights.choose,
            tip=tr("Begin trainings with what another model has learnt: a .keras or .h5 file"),
            separated=True,
        ),
        Command(
            "use_weights",
            tr("Start from the file's wei&ghts"),
            menu,
            window.weights.switch,
            tip=tr("Begin trainings with the weights of the chosen file; else with fresh ones"),
            checkable=True,
        ),
        Command(
            "find_rate",
            tr("&Find a learning rate …"),
            menu,
            partial(_find_rate, window),
            tip=tr("Let the learning rate rise from batch to batch, and see where the loss falls"),
        ),
    )


def _outcome_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return what shows what a network has learnt, or would give."""
    menu = tr("&Training")
    return (
        Command(
            "results",
            tr("Res&ults"),
            menu,
            partial(_show_results, window),
            ("Ctrl+Shift+F5",),
            tip=tr("See what the trained network gets right and wrong, and ask it"),
            separated=True,
        ),
        Command(
            "compare_styles",
            tr("&Compare the styles of the code"),
            menu,
            partial(_compare_styles, window),
            tip=tr("Build the network in every style and compare what it gives"),
            separated=True,
        ),
    )


def _ask_to_discard(window: MainWindow) -> None:
    """End the training and keep nothing, if the user says so."""
    window.training.running_bar.ask_to_discard()


def _enter_rate(window: MainWindow) -> None:
    """Lead to the field of the learning rate."""
    window.docks.bring("training", READABLE)
    window.training.enter_rate()


def _train_series(window: MainWindow) -> None:
    """Ask with how many seeds, train the project with each, and show the runs."""
    count = ask_for_seeds(window)
    if count:
        window.docks.bring("runs", READABLE)
        window.training_control.start_series(count)


def _find_rate(window: MainWindow) -> None:
    """Search for a learning rate, in a window of its own."""
    from netbuilder.ui.training.rate_finder import RateFinder

    RateFinder(window.rate_search, window.scheme, window).show()


def _compare_styles(window: MainWindow) -> None:
    """Have the worker compare the styles of the code, or end that; show what comes of it."""
    window.docks.bring("code")
    window.comparison.start_or_cancel()


def _show_results(window: MainWindow) -> None:
    window.show_results()
