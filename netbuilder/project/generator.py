"""Says with today's layers and datasets what Keras's old ImageDataGenerator was told.

The settings are those of ``keras.preprocessing.image.ImageDataGenerator`` and its
``flow_from_directory`` (Keras 2; ``keras/src/legacy/preprocessing/image.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import radians, tan
from pathlib import Path
from typing import Literal

from netbuilder.dataset import DataChoice
from netbuilder.dataset.folders import sniff_folder
from netbuilder.graph import Graph, NodeId, Params, Value, Wire
from netbuilder.graph.edits import add_node, new_node, set_param
from netbuilder.graph.room import STEP, ahead, with_room
from netbuilder.graph.walks import input_nodes
from netbuilder.i18n import tr
from netbuilder.project.model import Project

ClassMode = Literal["categorical", "sparse", "binary", "input"]
FillMode = Literal["nearest", "constant", "reflect", "wrap"]
_STEEPEST = 1.0  # shear of RandomShear


@dataclass(frozen=True, slots=True)
class GeneratorSettings:
    """What an ImageDataGenerator and its ``flow_from_directory`` are told.

    Attributes:
        rescale: What pixels are multiplied by; 0 for nothing.
        rotation_range: The largest turn, in degrees.
        width_shift_range: The largest shift sideways: below 1 a share of the width, else pixels.
        height_shift_range: The same upwards and downwards.
        shear_range: The largest shear, in degrees.
        zoom_range: How much larger or smaller, as a share.
        horizontal_flip: Whether left and right are exchanged at times.
        vertical_flip: Whether top and bottom are exchanged at times.
        brightness_low: The least factor of the brightness.
        brightness_high: The largest one; 1 with 1 for neither.
        fill_mode: What comes where a moved picture leaves room.
        cval: The value there, for ``"constant"``.
        target_size: Height and width that pictures are brought to.
        color_mode: ``"rgb"`` or ``"grayscale"``.
        batch_size: Samples a step.
        class_mode: In which form the classes come; ``"input"`` for the picture itself.
        validation_split: The share that is held back to validate on.
        directory: The folder with a folder for each class; None to leave the data as they are.
    """

    rescale: float = 1 / 255
    rotation_range: float = 0.0
    width_shift_range: float = 0.0
    height_shift_range: float = 0.0
    shear_range: float = 0.0
    zoom_range: float = 0.0
    horizontal_flip: bool = False
    vertical_flip: bool = False
    brightness_low: float = 1.0
    brightness_high: float = 1.0
    fill_mode: FillMode = "nearest"
    cval: float = 0.0
    target_size: tuple[int, int] = (256, 256)
    color_mode: Literal["rgb", "grayscale"] = "rgb"
    batch_size: int = 32
    class_mode: ClassMode = "categorical"
    validation_split: float = 0.0
    directory: Path | None = None


def layers_for(settings: GeneratorSettings) -> tuple[tuple[str, Params], ...]:
    """Return the layers that do the same, as classes with their parameters, in their order."""
    return (*_moving(settings), *_colouring(settings))


def differences(settings: GeneratorSettings) -> Iterator[str]:
    """Yield what is not the same as with the generator, a sentence each."""
    if len(list(_moving(settings))) > 1:
        yield tr(
            "The generator moved a picture once, by all settings together; each layer does it by "
            "itself, so that fine detail blurs a little more."
        )
    if settings.zoom_range:
        yield tr("Zooming chooses height and width apart from each other, as the generator did.")
    if settings.shear_range:
        yield tr(
            "RandomShear is told the tangent of the angle, and shears to one side along both axes; "
            "the generator sheared along one, to either side."
        )
    if _brightens(settings):
        yield tr(
            "RandomBrightness adds the same to all pixels; the generator multiplied them by a "
            "factor."
        )
    if layers_for(settings):
        yield tr(
            "Layers change pictures only in training and go with the saved network; Rescaling "
            "works always. Of the generator each network that uses the pictures needed a copy."
        )
    if settings.directory is not None:
        yield tr(
            "Pictures are brought to their size between the pixels (bilinear); the generator took "
            "the nearest pixel."
        )
    if settings.validation_split:
        yield tr(
            "What is held back is chosen at random, the same share of each class; the generator "
            "took the first files of each class, and changed these pictures too."
        )


def with_generator(project: Project, settings: GeneratorSettings) -> Project:
    """Return a project that does with layers and a dataset what the generator did.

    The layers come right behind the first Input, which is made if there is none and gets the
    pictures' shape.

    Raises:
        DataError: the folder cannot be read, or holds no folders of pictures.
    """
    graph = _with_layers(_with_entry(project.graph, settings), settings)
    if settings.directory is None:
        return replace(project, graph=graph)
    training = replace(
        project.training,
        batch_size=settings.batch_size,
        validation_split=settings.validation_split,
    )
    data = _data(settings, settings.directory)
    return replace(project, graph=graph, training=training, data=data)


def _moving(settings: GeneratorSettings) -> Iterator[tuple[str, Params]]:
    """Yield the layers that turn, shift, shear, zoom and flip."""
    fill: dict[str, Value] = {"fill_mode": settings.fill_mode}
    if settings.fill_mode == "constant" and settings.cval:
        fill["fill_value"] = settings.cval
    high, wide = settings.target_size
    if settings.rotation_range:
        turn = round(min(settings.rotation_range, 360) / 360, 6)
        yield "RandomRotation", Params(factor=turn, **fill)
    if settings.width_shift_range or settings.height_shift_range:
        yield (
            "RandomTranslation",
            Params(
                height_factor=_share(settings.height_shift_range, high),
                width_factor=_share(settings.width_shift_range, wide),
                **fill,
            ),
        )
    if settings.shear_range:
        steep = round(min(tan(radians(min(settings.shear_range, 45))), _STEEPEST), 6)
        yield "RandomShear", Params(x_factor=steep, y_factor=steep, **fill)
    if settings.zoom_range:
        zoom = min(settings.zoom_range, 0.999)
        yield "RandomZoom", Params(height_factor=zoom, width_factor=zoom, **fill)
    if settings.horizontal_flip or settings.vertical_flip:
        both = settings.horizontal_flip and settings.vertical_flip
        one = "horizontal" if settings.horizontal_flip else "vertical"
        yield "RandomFlip", Params(mode="horizontal_and_vertical" if both else one)


def _colouring(settings: GeneratorSettings) -> Iterator[tuple[str, Params]]:
    """Yield the layers that change what pixels are worth."""
    if _brightens(settings):
        low, high = (
            round(max(-1.0, min(factor - 1, 1.0)), 6)
            for factor in sorted((settings.brightness_low, settings.brightness_high))
        )
        yield "RandomBrightness", Params(factor=(low, high))
    if settings.rescale:
        yield "Rescaling", Params(scale=settings.rescale)


def _brightens(settings: GeneratorSettings) -> bool:
    return (settings.brightness_low, settings.brightness_high) != (1.0, 1.0)


def _share(shift: float, size: int) -> float:
    """Return a shift as a share of a side; from 1 on it is counted in pixels."""
    return round(shift if shift < 1 else min(shift / size, 1.0), 6)


def _with_entry(graph: Graph, settings: GeneratorSettings) -> Graph:
    """Return a network whose first Input takes the pictures."""
    shape = (*settings.target_size, 1 if settings.color_mode == "grayscale" else 3)
    if settings.directory is None and input_nodes(graph):
        return graph
    if not input_nodes(graph):
        first = next((key for key in graph.nodes if not graph.incoming(key)), None)
        node = graph.nodes[first] if first is not None else None
        at = (node.x, node.y - STEP) if node is not None else (0.0, 0.0)
        entry = new_node(graph, "InputLayer", Params(shape=shape), *at)
        wires = (Wire(entry.id, first),) if first is not None else ()
        graph = add_node(graph, entry)
        return replace(graph, wires=(*graph.wires, *wires))
    return set_param(graph, input_nodes(graph)[0], "shape", shape)


def _with_layers(graph: Graph, settings: GeneratorSettings) -> Graph:
    """Put the layers right behind the first Input, and make room for them."""
    entry, wanted = input_nodes(graph)[0], layers_for(settings)
    graph = with_room(graph, entry, len(wanted))
    first, led = graph.nodes[entry], graph.outgoing(entry)
    source: NodeId = entry
    for number, (name, params) in enumerate(wanted, start=1):
        dx, dy = ahead(graph.flow, number)
        node = new_node(graph, name, params, first.x + dx, first.y + dy)
        graph = add_node(graph, node)
        graph = replace(graph, wires=(*graph.wires, Wire(source, node.id)))
        source = node.id
    moved = {wire: wire._replace(source=source) for wire in led}
    return replace(graph, wires=tuple(moved.get(wire, wire) for wire in graph.wires))


def _data(settings: GeneratorSettings, folder: Path) -> DataChoice:
    guess = sniff_folder(folder)
    high, wide = settings.target_size
    options: dict[str, Value] = {"height": high, "width": wide, "stratify": True}
    parts = {"train": guess.train, "validation": guess.validation, "test": guess.test}
    options |= {f"{part}_folder": name for part, name in parts.items() if name}
    if settings.color_mode == "grayscale":
        options["colour"] = "grey"
    if settings.class_mode == "categorical":
        options["labels"] = "one-hot"
    if settings.class_mode == "input":
        options["target"] = "same as input"
    return DataChoice("images", folder, Params(options))
