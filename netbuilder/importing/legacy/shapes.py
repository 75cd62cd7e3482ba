"""The shape of a model's input where Keras 1 and 2 say it at the first layer."""

from __future__ import annotations

from collections.abc import Mapping

_SEQUENCES = frozenset(("Conv1D", "GRU", "LSTM", "LocallyConnected1D", "RNN", "SimpleRNN"))
"""Layers whose ``input_dim`` stands for the features of a step."""


def input_shape(class_name: str, config: Mapping[str, object]) -> tuple[object, ...] | None:
    """Return the shape of what a first layer takes, the batch axis included, or None.

    Args:
        class_name: The layer's class, as it is called today.
        config: Its arguments, under their old names.
    """
    match config.get("batch_input_shape", config.get("batch_shape")):
        case list() | tuple() as whole:
            return tuple(whole)
    batch = config.get("batch_size")
    match config.get("input_shape"):
        case list() | tuple() as shape:
            return (batch, *shape)
        case int(size):
            return batch, size
    return _from_sizes(class_name, config, batch)


def _from_sizes(
    class_name: str, config: Mapping[str, object], batch: object
) -> tuple[object, ...] | None:
    length, size = config.get("input_length"), config.get("input_dim")
    if class_name == "Embedding":
        match length:
            case None:
                return None
            case list() | tuple():
                return (batch, *length)
            case _:
                return batch, length
    if size is None or class_name == "ReversibleEmbedding":
        return None
    return (batch, length, size) if class_name in _SEQUENCES else (batch, size)
