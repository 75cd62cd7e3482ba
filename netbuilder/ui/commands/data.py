"""What the Layer menu does with the data that come to a layer, and with their augmentation."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from netbuilder.i18n import tr
from netbuilder.ui.actions import Command
from netbuilder.ui.data.samples import SamplesDialog

if TYPE_CHECKING:
    from netbuilder.ui.window import MainWindow


def data_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return the commands that show data."""
    return (
        Command(
            "show_samples",
            tr("Show samples before and after &it …"),
            tr("&Layer"),
            partial(_show_samples, window),
            ("Ctrl+Shift+B",),
            tip=tr("See what the selected layer makes of real samples of the data"),
            separated=True,
        ),
        Command(
            "keep_adapted",
            tr("&Keep what layers measured of the data"),
            tr("&Layer"),
            window.adapted.keep,
            tip=tr("Make means, vocabularies and boundaries of the last training parameters"),
        ),
        Command(
            "image_data_generator",
            tr("Do as an Image&DataGenerator does …"),
            tr("&Layer"),
            partial(_show_generator, window),
            tip=tr("Say with layers and a dataset what older scripts told Keras's generator"),
        ),
    )


def _show_samples(window: MainWindow) -> None:
    """Show real samples before and after the selected layer, in a window of its own."""
    SamplesDialog(window.samples, window).show()


def _show_generator(window: MainWindow) -> None:
    from netbuilder.ui.generator_dialog import GeneratorDialog

    GeneratorDialog(window.document, window).exec()
