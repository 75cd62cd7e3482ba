"""Which checks an examination of custom code consists of, and what it is told and tells."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from netbuilder.catalog.custom import CustomKind
from netbuilder.i18n import tr

RUNS, FOUND, MAKES, BUILDS, COMPUTES = "runs", "found", "makes", "builds", "computes"
KNOWN, EDGES, GRADIENTS = "known", "edges", "gradients"
CONFIG, SAVING, MODES, TRAINS = "config", "saving", "modes", "trains"

CHECKS: Mapping[CustomKind, tuple[str, ...]] = {
    CustomKind.LAYER: (
        *(RUNS, FOUND, MAKES, BUILDS, COMPUTES),
        *(KNOWN, GRADIENTS, CONFIG, SAVING, MODES),
    ),
    CustomKind.LOSS: (RUNS, FOUND, COMPUTES, EDGES, GRADIENTS, SAVING),
    CustomKind.METRIC: (RUNS, FOUND, COMPUTES, SAVING),
    CustomKind.ACTIVATION: (RUNS, FOUND, COMPUTES, EDGES, GRADIENTS, SAVING),
    CustomKind.CALLBACK: (RUNS, FOUND, TRAINS),
    CustomKind.FUNCTION: (RUNS, FOUND),
}
"""The checks of each kind of code, in their order."""

NEEDS: Mapping[str, tuple[str, ...]] = {
    FOUND: (RUNS,),
    MAKES: (FOUND,),
    BUILDS: (MAKES,),
    COMPUTES: (FOUND, BUILDS),
    KNOWN: (COMPUTES,),
    EDGES: (COMPUTES,),
    GRADIENTS: (COMPUTES,),
    CONFIG: (MAKES,),
    SAVING: (COMPUTES, CONFIG),
    MODES: (COMPUTES,),
    TRAINS: (FOUND,),
}
"""What a check needs to have passed, of the checks that there are."""


def check_title(check: str) -> str:
    """Return what a check asks."""
    titles = {
        RUNS: tr("The code runs"),
        FOUND: tr("What it should define is there"),
        MAKES: tr("The layer can be made with its parameters"),
        BUILDS: tr("It builds for what comes in"),
        COMPUTES: tr("It computes with real numbers"),
        KNOWN: tr("Keras knows all its weights"),
        EDGES: tr("It stays finite at the edges"),
        GRADIENTS: tr("Gradients reach everything that is to learn"),
        CONFIG: tr("get_config gives its parameters back"),
        SAVING: tr("It trains, and can be saved and loaded"),
        MODES: tr("It runs in training and afterwards"),
        TRAINS: tr("A small network trains with it"),
    }
    return titles[check]


class CodePiece(msgspec.Struct, frozen=True):
    """A piece of a student's own code: the name that it defines, and its source."""

    name: str
    source: str


class TensorKind(msgspec.Struct, frozen=True):
    """What is known of a tensor.

    Attributes:
        shape: Its shape, None for an open size.
        dtype: Its number format.
        mask: The shape of the mask that comes along, if one does.
    """

    shape: list[int | None]
    dtype: str
    mask: list[int | None] | None = None


class WeightKind(msgspec.Struct, frozen=True):
    """A variable of a layer: its shape, and whether training changes it."""

    shape: list[int]
    trainable: bool
