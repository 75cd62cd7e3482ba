"""Counts in how many random networks each layer stands, and writes the table of the docs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from netbuilder.catalog.library import load_catalog
from netbuilder.importing.operations import is_operation, operation_class
from tests.keras.fuzz.running import ROOT, Finding

TABLE = ROOT / "docs" / "coverage.md"
_COLUMNS = 3

_HEAD = """\
# Random networks against the real Keras

`make fuzz N=20000` grows random networks out of real Keras layers (several inputs and outputs,
merges, layers called more than once, models in models), changes two in five so that they are
probably wrong, and asks both the real Keras and NetBuilder about each. Keras calls a network
valid when it loads the config and a symbolic call of the whole model on its declared inputs
succeeds. Where both call it valid, every layer's shapes, number formats and numbers of
parameters have to be the same. What the two ever differed on is kept in
`tests/keras/fuzz/cases` and judged again in every test run.

Three things that a config leaves open are settled as Keras documents them. A layer that
learns from data first (`adapt`) is shown some. A layer is trained if its caller says so, and
else by its own default; Keras 3.15.1 lets an augmenting layer's default reach its neighbours
too, in an order that has nothing to do with the network. AugMix, which chooses its steps by
chance, has to be able to take each of them. Not judged are networks that fit or not depending
on how many different words the data hold.

Never grown are, because Keras has no answer that could be learned from: a config whose stored
shapes of weights (`build_config`) belong to the network before it was changed; a merging layer
put into a Sequential, which depends on whether the layer before it happens to give a list; a
`value_range` for each channel, of which every layer makes something else. And one habit is
another on purpose: `Dense(true)` in a file is refused, although Python takes True for 1.

Masks that come as tensors (`attention_mask`, `mask`) are not grown but listed: every layer that
takes them, with masks of many shapes and formats (`tests/keras/fuzz/masking.py`).

A chain of layers is judged as the Sequential model that NetBuilder writes, even if a file holds
it in the Functional form; that tells only for an `Equalization`, which Keras 3.15.1 loses.

Where the two are known to differ still: a `vocabulary_size` that somebody has changed in a file by
hand is read past; a layer that has the name Keras would give an operation is refused, because
NetBuilder's code could not run, though Keras reads such a file; several tensors into a ReLU or a
Rescaling, a mask that a Pipeline or a submodel is given as a tensor, and a RandomCrop to a height
of 0 in a submodel called with an axis more are refused, which Keras takes; and, behind layers that
Keras announces wrongly, a dilated depthwise convolution with one open axis and a window too large
for the other, a `SpectralNormalization` around a Conv1D that really gets four axes, or around a
Dense that is announced a single one, an EinsumDense `ab,bc->ac` that really gets more axes, a
Resizing that is announced five, an `ops.einsum` that really gets a 1 along an axis that it sums
over, an STFTSpectrogram in a submodel called with truth values, an RMSNormalization along another
axis in a submodel that was built for sizes it cannot calculate with, and an `Average` of truth
values in a submodel called with an axis less. A layer may be told to compute in whole numbers,
truth values or texts: the random networks change the format of layers without weights. Weights
drawn by chance are always refused in whole numbers: Keras fails as well when it really draws them,
unless a layer is so narrow that they reach from -1 to 1. Known to differ are layers of such a
format within a TimeDistributed, which does not turn its steps into it, and a few of a format of
texts or truth values that happen to get such an input already (`Embedding`, `Normalization`).

Left out of the catalogue, and so of the proof: `JaxLayer`, `FlaxLayer`, `TorchModuleWrapper`
and `TFSMLayer`, which need other libraries or run foreign code; `Lambda`, which runs code that
a file brings along; and cells (`LSTMCell`, `GRUCell`, `SimpleRNNCell`, `StackedRNNCells`) by
themselves on the canvas: an `RNN` holds them.
"""


@dataclass
class Coverage:
    """How many networks there were, how many differ, and in how many each class stands."""

    networks: int = 0
    valid: int = 0
    unsettled: int = 0
    different: int = 0
    classes: Counter[str] = field(default_factory=Counter)

    def add(self, finding: Finding, differs: bool) -> None:
        """Count one network."""
        self.networks += 1
        self.valid += "layers" in finding.verdict
        self.unsettled += "unsettled" in finding.verdict
        self.different += differs
        self.classes.update(set(_classes(finding.config)))


def render(coverage: Coverage) -> str:
    """Return the page of the docs."""
    names = sorted(name for name, spec in load_catalog().layers.items() if spec.placeable)
    fewest = min(names, key=lambda name: coverage.classes[name])
    figures = (
        f"Counted over {coverage.networks:,} networks, of which Keras takes "
        f"{coverage.valid:,}; {coverage.unsettled:,} not judged; {coverage.different:,} judged "
        f"differently when it was first met. Every placeable layer and operation stands in at "
        f"least {coverage.classes[fewest]:,} of them ({fewest})."
    )
    return "\n".join([_HEAD, figures, "", *_table(names, coverage.classes), ""])


def _table(names: list[str], counts: Counter[str]) -> Iterator[str]:
    yield "| layer | networks " * _COLUMNS + "|"
    yield "|---|---:" * _COLUMNS + "|"
    rows = -(-len(names) // _COLUMNS)
    for row in range(rows):
        cells = names[row::rows]
        yield "".join(f"| {name} | {counts[name]:,} " for name in cells) + "|"


def _classes(config: dict[str, Any]) -> Iterator[str]:
    for layer in config["config"]["layers"]:
        if is_operation(layer):
            yield operation_class(layer)
        else:
            yield layer["class_name"]
            yield from _held(layer["config"])
        if layer["class_name"] in ("Functional", "Sequential"):
            yield from _classes(layer)


def _held(config: dict[str, Any]) -> Iterator[str]:
    values: Iterable[Any] = [config.get("layer"), config.get("cell"), *config.get("layers", ())]
    for value in values:
        if isinstance(value, dict) and value.get("module") == "keras.layers":
            yield value["class_name"]
