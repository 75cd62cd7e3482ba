"""Code that loads texts with their classes from CSV files."""

from __future__ import annotations

from netbuilder.codegen.data_format import assign_text, assign_texts
from netbuilder.codegen.data_steps import (
    NUMPY,
    Steps,
    class_numbers,
    dropping,
    function,
    give_back,
    one_hot,
    ordered_classes,
    parts,
    split,
    steps,
)
from netbuilder.dataset.builtin import BuiltinDataset
from netbuilder.dataset.options import Options


def text_code(
    dataset: BuiltinDataset | None, options: Options, validation: float
) -> tuple[list[str], Steps]:
    """Return the constants, and the functions with their imports, for texts with their classes.

    Args:
        dataset: Shipped texts, or None for the user's own.
        options: Of either.
        validation: The share of the training part that is validated on: its last samples.
    """
    has_test = options.number("test_share") > 0
    classes = dataset.classes if dataset else ()
    constants = assign_text("TEXT", "text" if dataset else options.text("text"))
    constants += assign_text("TARGET", "language" if dataset else options.text("target"))
    as_it_is = options.text("read_as") == "text"
    constants += [] if as_it_is else [f"LENGTH = {options.whole('length')}"]
    constants += assign_texts("CLASS_NAMES", classes) if classes else []

    body = steps("table = read_table()") if dataset else dropping("[[TEXT, TARGET]]")
    body += steps("texts = table[TEXT].astype(str)") + class_numbers(classes, clean=False)
    body += split(("texts", "y"), ("texts", "y"), options, "y")
    body += ordered_classes(validation, options, "texts_train", ".iloc[order]")
    body += _plain_texts(has_test) if as_it_is else _numbered_texts(has_test)
    body += one_hot(options, has_test, "len(CLASS_NAMES)" if classes else "len(classes)")
    body += give_back(has_test)
    if as_it_is:
        lines = function("load_data()", "Return texts as they are, and their classes.", body)
        return constants, Steps(tuple(lines), body.imports)
    doc = "Return texts as rows of character numbers, and their classes."
    lines = [*_encode(), "", "", *function("load_data()", doc, body)]
    return constants, Steps(tuple(lines), (NUMPY, *body.imports))


def _numbered_texts(has_test: bool) -> Steps:
    """Give the texts as numbers of their characters."""
    return steps(
        "",
        "# Number the characters of the training texts; 0 fills up short texts, and 1",
        "# stands for a character that was never seen in training.",
        'characters = sorted(set("".join(texts_train)))',
        "numbers = {character: n for n, character in enumerate(characters, start=2)}",
        "x_train = encode(texts_train, numbers)",
        *(["x_test = encode(texts_test, numbers)"] if has_test else []),
    )


def _plain_texts(has_test: bool) -> Steps:
    """Give the texts themselves, as Keras takes them: as an array of objects."""
    texts = [name.replace("x", "texts", 1) for name in parts("x", has_test)]
    values = ", ".join(f"{name}.to_numpy(object)" for name in texts)
    return steps(f"{', '.join(parts('x', has_test))} = {values}")


def _encode() -> list[str]:
    """Return the function that turns texts into numbers."""
    body = steps(
        'rows = np.zeros((len(texts), LENGTH), dtype="int32")',
        "for row, text in zip(rows, texts):",
        "    for place, character in enumerate(text[:LENGTH]):",
        "        row[place] = numbers.get(character, 1)",
        "return rows",
    )
    return function("encode(texts, numbers)", "Return LENGTH numbers for each text.", body)
