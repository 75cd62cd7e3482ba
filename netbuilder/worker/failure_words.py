"""The usual failures of Keras and TensorFlow in a student's words.

Each rule knows a text that Keras, TensorFlow or NumPy gives; the tests provoke every one
of them with the real libraries, so that a new version's words are noticed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from netbuilder.i18n import tr

Words: TypeAlias = tuple[str, str]
"""What happened, and the probable reason."""

_Groups: TypeAlias = Mapping[str, str]
_SMALLEST_INTEGERS = ("-9223372036854775808", "-2147483648")  # what NaN becomes as an integer


def in_plain_words(error: BaseException, text: str) -> Words | None:
    """Return words for an error whose kind or text is known, or None.

    Args:
        error: The error.
        text: Its text without a terminal's colours.
    """
    by_kind = _by_kind(error, text)
    if by_kind is not None:
        return by_kind
    for pattern, words in _RULES:
        match = re.search(pattern, text)
        if match is not None:
            return words(match.groupdict())
    return None


def _by_kind(error: BaseException, text: str) -> Words | None:
    match error:
        case MemoryError():
            return _memory({"shape": _found(r"shape (\(.*?\))", text)})
        case FileNotFoundError():
            message = tr("There is no file {file}.", file=error.filename or text)
            return message, tr("It may have been moved, renamed or not been copied along.")
        case ModuleNotFoundError():
            message = tr("The Python package {name} is missing.", name=error.name)
            return message, tr("Install it where NetBuilder is installed.")
        case PermissionError():
            return tr("{file} may not be read or written.", file=error.filename or text), ""
        case _:
            return None


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    return match[1] if match else "?"


def _memory(groups: _Groups) -> Words:
    message = tr("There is not enough memory for an array of shape {shape}.", shape=groups["shape"])
    return message, tr(
        "Smaller batches, fewer units or filters, or pooling before a Flatten need less."
    )


def _label(groups: _Groups) -> Words:
    if groups["label"] in _SMALLEST_INTEGERS:
        return (
            tr("Some answers in the data are missing (NaN)."),
            tr("The loss needs a class number for every sample; fill or drop empty cells."),
        )
    message = tr(
        "The data hold the class number {label}, but the network only answers for {count} classes.",
        label=groups["label"],
        count=groups["classes"],
    )
    return message, tr(
        "Class numbers count from 0, and the last layer needs one unit for each class."
    )


def _one_number_a_class(groups: _Groups) -> Words:
    message = tr(
        "The data's answers have the shape {target}, but the network's have {output}.", **groups
    )
    return message, tr(
        "Class numbers go with SparseCategoricalCrossentropy; one-hot answers go with "
        "CategoricalCrossentropy. Otherwise the last layer must give as many numbers as "
        "each answer has."
    )


def _one_hot(groups: _Groups) -> Words:
    message = tr(
        "The loss wants class numbers, but the data's answers have the shape {target}.", **groups
    )
    return message, tr(
        "SparseCategoricalCrossentropy wants one class number a sample. For one-hot answers "
        "choose CategoricalCrossentropy."
    )


def _loss_dimensions(groups: _Groups) -> Words:
    del groups
    return (
        tr("The loss cannot compare the network's answers with the data's: their shapes differ."),
        tr("The last layer must give as many numbers as each answer in the data has."),
    )


def _metric_dimensions(groups: _Groups) -> Words:
    del groups
    return (
        tr("A metric cannot compare the network's answers with the data's: their shapes differ."),
        tr("AUC, precision and recall want one probability a sample, or one-hot answers."),
    )


def _last_axis(groups: _Groups) -> Words:
    message = tr(
        "Layer '{layer}' was built for an input with {wanted} values on its axis {axis}, "
        "but gets the shape {shape}.",
        **groups,
    )
    return message, tr("The Input layer's shape must be that of one sample of the data.")


def _rank(groups: _Groups) -> Words:
    message = tr(
        "Layer '{layer}' wants an input with {wanted} axes (the batch included), "
        "but gets the shape {shape}.",
        **groups,
    )
    return message, tr("A Reshape or Flatten before it, or another layer, changes the axes.")


def _input_shape(groups: _Groups) -> Words:
    message = tr("The network expects data of the shape {wanted}, but gets {shape}.", **groups)
    return message, tr("The Input layer's shape must be that of one sample of the data.")


def _index(groups: _Groups) -> Words:
    message = tr(
        "The data hold the number {index}, but the layer only knows 0 to below {count}.", **groups
    )
    return message, tr(
        "An Embedding's input_dim must be larger than the largest number in the data."
    )


def _text_data(groups: _Groups) -> Words:
    del groups
    return (
        tr("The data hold text or mixed values where the network needs numbers."),
        tr("Turn words into numbers first, and check the columns that were chosen."),
    )


def _lengths(groups: _Groups) -> Words:
    message = tr("There are {x} samples, but {y} answers.", **groups)
    return message, tr("Each sample needs exactly one answer.")


def _array(groups: _Groups) -> Words:
    message = tr("The data file holds no array called {name}.", **groups)
    return message, tr("Choose one of the arrays that are in the file.")


def _few(groups: _Groups) -> Words:
    message = tr("There are too few samples ({count}) to hold some back for validation.", **groups)
    return message, tr("Use more data, or set the validation split to 0.")


def _checkpoint(groups: _Groups) -> Words:
    message = tr("ModelCheckpoint cannot write {file}: the name must end in .keras.", **groups)
    return message, tr("With save_weights_only it must end in .weights.h5.")


def _checkpoint_there(groups: _Groups) -> Words:
    message = tr("OrbaxCheckpoint has saved a checkpoint {step} in this folder before.", **groups)
    return message, tr("Orbax writes over nothing: empty its folder, or choose another.")


def _unknown_name(groups: _Groups) -> Words:
    return tr("Keras knows no {kind} called {name}.", **groups), ""


def _window(groups: _Groups) -> Words:
    message = tr(
        "The layer's window is larger than its input, which has the shape {shape}.", **groups
    )
    return message, tr("A smaller kernel, padding 'same', or less pooling before it helps.")


def _merge(groups: _Groups) -> Words:
    message = tr("The shapes {first} and {second} cannot be merged.", **groups)
    return message, tr("All inputs of this layer must have the same shape.")


def _reshape(groups: _Groups) -> Words:
    message = tr("The shape {first} cannot be reshaped into {second}.", **groups)
    return message, tr("Both must hold equally many numbers.")


def _disk(groups: _Groups) -> Words:
    del groups
    return tr("The disk is full."), tr("Checkpoints and logs of every run take room.")


_SHAPES = r"target\.shape=(?P<target>\(.*?\)), output\.shape=(?P<output>\(.*?\))"


def _download(groups: _Groups) -> Words:
    message = tr("Keras cannot load {address} from the internet.", address=groups["address"])
    return message, tr(
        "This computer may have no connection. Weights can come from a file too, or be random."
    )


_RULES: tuple[tuple[str, Callable[[_Groups], Words]], ...] = (
    (r"OOM when allocating tensor with shape(?P<shape>\[[\d,]*\])", _memory),
    (
        (
            r"Received a label value of (?P<label>-?\d+) which is outside the valid range of "
            r"\[0, (?P<classes>\d+)\)"
        ),
        _label,
    ),
    (rf"`target` and `output` must have the same (?:rank|shape).*{_SHAPES}", _one_number_a_class),
    (rf"`output` must have rank \(ndim\) `target\.ndim - 1`.*{_SHAPES}", _one_hot),
    (r"Dimensions must be equal, but are .* for '\{\{node compile_loss/", _loss_dimensions),
    (r"URL fetch failure on (?P<address>\S+):", _download),
    (r"`segment_ids` and `data` should have same leading dimension", _metric_dimensions),
    (
        (
            r"of layer ['\"](?P<layer>.+?)['\"] is incompatible.*expected axis (?P<axis>-?\d+) of "
            r"input shape to have value (?P<wanted>\d+), but received input with shape "
            r"(?P<shape>\(.*?\))"
        ),
        _last_axis,
    ),
    (
        (
            r"of layer ['\"](?P<layer>.+?)['\"] is incompatible.*expected (?:min_|max_)?ndim="
            r"(?P<wanted>\d+), found ndim=\d+\. Full shape received: (?P<shape>\(.*?\))"
        ),
        _rank,
    ),
    (
        (
            r"Invalid input shape for input .*Expected shape (?P<wanted>\(.*?\)), but input has "
            r"incompatible shape (?P<shape>\(.*?\))"
        ),
        _input_shape,
    ),
    (r"indices\[.*?\] = (?P<index>-?\d+) is not in \[0, (?P<count>\d+)\)", _index),
    (r"Invalid dtype: (?:str\d*|object)", _text_data),
    (
        r"cardinality is ambiguous[\s\S]*'x' sizes: (?P<x>[\d, ]+)\s*'y' sizes: (?P<y>[\d, ]+)",
        _lengths,
    ),
    (r"(?P<name>\S+) is not a file in the archive", _array),
    (r"Training data contains (?P<count>\d+) samples, which is not sufficient", _few),
    (r"filepath provided must end in .*Received: filepath=(?P<file>\S+)", _checkpoint),
    (r"Step (?P<step>\d+) already exists", _checkpoint_there),
    (r"Could not interpret (?P<kind>\w+) identifier: (?P<name>\S+)", _unknown_name),
    (r"Computed output size would be .*`inputs shape=(?P<shape>\(.*?\))`", _window),
    (r"incompatible shapes\. Received shapes (?P<first>\(.*?\)) and (?P<second>\(.*?\))", _merge),
    (
        (
            r"total size of the tensor must be unchanged\. Received: input_shape="
            r"(?P<first>\(.*?\)), target_shape=(?P<second>\(.*?\))"
        ),
        _reshape,
    ),
    (r"No space left on device", _disk),
)
