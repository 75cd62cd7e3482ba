"""Puts something in the way of a method of Keras's models, for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import keras


@contextmanager
def replaced(name: str, replacement: Callable[..., Any]) -> Iterator[None]:
    """Let ``keras.Model.<name>`` go through ``replacement``, which is given the original first."""
    original = getattr(keras.Model, name)
    own = name in vars(keras.Model)  # not only in a base class of Model's

    @wraps(original)
    def method(model: Any, *args: Any, **kwargs: Any) -> Any:
        return replacement(original, model, *args, **kwargs)

    setattr(keras.Model, name, method)
    try:
        yield
    finally:
        if own:
            setattr(keras.Model, name, original)
        else:
            delattr(keras.Model, name)
