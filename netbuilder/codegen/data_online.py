"""Code that loads the datasets of ``keras.datasets``."""

from __future__ import annotations

from netbuilder.codegen.data_steps import (
    Steps,
    for_each,
    function,
    give_back,
    one_hot,
    parts,
    scale,
    scaled_target,
    steps,
)
from netbuilder.dataset.builtin import BuiltinDataset
from netbuilder.dataset.options import Options

_KERAS = "import keras"
_ENDS = ("train", "test")
_COLUMNS = frozenset({"cifar10", "cifar100"})
"""Whose classes come as a column."""


def read_online(module: str, names: tuple[str, ...], arguments: str = "") -> Steps:
    """Return the code that has Keras load both parts: pictures, and their classes if wanted.

    Args:
        module: Of ``keras.datasets``.
        names: What is wanted of each part: x, or x and y.
        arguments: What ``load_data`` is given.
    """
    pairs = ", ".join(
        f"({', '.join(f'{name}_{end}' if name in names else '_' for name in ('x', 'y'))})"
        for end in _ENDS
    )
    load = f"keras.datasets.{module}.load_data({arguments})"
    lines = [f"{pairs} = {load}"] if not arguments else [f"data = {load}", f"{pairs} = data"]
    loaded = steps(*lines, imports=[_KERAS])
    if module in _COLUMNS and "y" in names:
        loaded += for_each(parts("y", has_test=True), "{}[:, 0]")
    return loaded


def online_code(dataset: BuiltinDataset, module: str, options: Options) -> tuple[list[str], Steps]:
    """Return the constants, and the functions with their imports, for what are no pictures.

    Args:
        dataset: Which one.
        module: Its module of ``keras.datasets``.
        options: Its options.
    """
    texts = "num_words" in options.values
    body = _texts(module, options) if texts else _table(module, options)
    body += give_back(has_test=True, y="y")
    doc = f"Return the training and the test part of {dataset.key.removeprefix('keras_')}."
    return [], Steps(tuple(function("load_data()", doc, body)), body.imports)


def _texts(module: str, options: Options) -> Steps:
    """Load texts as rows of word numbers, all of one length."""
    count, length = options.whole("num_words"), options.whole("length")
    body = read_online(module, ("x", "y"), f"num_words={count}")
    body += for_each(parts("x", has_test=True), f"keras.utils.pad_sequences({{}}, maxlen={length})")
    body += for_each(parts("y", has_test=True), '{}.astype("int64")')
    return body + one_hot(options, has_test=True, classes="int(y_train.max()) + 1")


def _table(module: str, options: Options) -> Steps:
    """Load numbers, brought to a common size as measured on the training part."""
    body = read_online(module, ("x", "y")) + scale(options.text("scale"), has_test=True)
    scaled = options.flag("scale_target")
    return body + (scaled_target(parts("y", has_test=True)) if scaled else steps())
