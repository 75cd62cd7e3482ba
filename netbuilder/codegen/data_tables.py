"""Code that loads tables: CSV files and scikit-learn's."""

from __future__ import annotations

from netbuilder.codegen.data_format import assign_text, assign_texts
from netbuilder.codegen.data_named import BY_NAME, Listed, Named, named_ends
from netbuilder.codegen.data_named_tables import named_table
from netbuilder.codegen.data_steps import (
    Steps,
    class_numbers,
    function,
    give_back,
    one_hot,
    ordered_classes,
    parts,
    scale,
    scaled_target,
    split,
    steps,
)
from netbuilder.codegen.data_table_steps import (
    as_kinds,
    filled,
    known_classes,
    predicts_number,
    rows,
    used_categories,
)
from netbuilder.dataset.builtin import BuiltinDataset
from netbuilder.dataset.options import Options


def table_code(
    dataset: BuiltinDataset | None,
    options: Options,
    listed: Listed = BY_NAME,
    validation: float = 0.0,
) -> tuple[list[str], Steps]:
    """Return the constants, and ``load_data()`` with its imports, for rows of features.

    Args:
        dataset: A shipped table, or None for the user's own.
        options: Of either.
        listed: What the model takes as a list.
        validation: The share of the training part that streams hold back to validate on.
    """
    named = named_ends(options, listed, has_test=options.number("test_share") > 0)
    if named.is_plain:
        return _plain_table(dataset, options, named, validation)
    return named_table(dataset, options, named, validation)


def _plain_table(
    dataset: BuiltinDataset | None, options: Options, named: Named, validation: float
) -> tuple[list[str], Steps]:
    """Return the same for one input, one answer and no weights."""
    is_number = predicts_number(dataset, options)
    known = () if is_number or dataset is None else known_classes(dataset, options)
    clean = dataset is not None and dataset.loader is not None
    has_test = named.has_test
    features = options.texts("features")
    target = str(options.values.get("target", "target"))
    constants = assign_text("TARGET", target)
    constants += assign_texts("FEATURES", features) if features else []
    kinds = used_categories(options, features, (target,))
    constants += assign_texts("CATEGORIES", kinds) if kinds else []
    constants += assign_texts("CLASS_NAMES", known) if known else []

    columns = "[[*FEATURES, TARGET]]" if features else ""
    body = steps("table = read_table()") if clean else rows(options, columns, "[TARGET]")
    body += as_kinds() if kinds else steps()
    body += _features(bool(features), clean)
    body += (
        steps('y = table[TARGET].to_numpy("float32")') if is_number else class_numbers(known, clean)
    )
    body += split(("x", "y"), ("x", "y"), options, "" if is_number else "y")
    body += steps() if is_number else ordered_classes(validation, options)
    body += filled(options, named)
    body += scale(options.text("scale"), has_test)
    if is_number:
        scaled = options.flag("scale_target")
        body += scaled_target(parts("y", has_test)) if scaled else steps()
    else:
        body += one_hot(options, has_test, "len(CLASS_NAMES)" if known else "len(classes)")
    body += give_back(has_test)
    doc = f"Return the features and the {'numbers' if is_number else 'classes'} to predict."
    return constants, Steps(tuple(function("load_data()", doc, body)), body.imports)


def _features(chosen: bool, clean: bool) -> Steps:
    """Take the features out of the table as numbers."""
    columns = "table[FEATURES]" if chosen else "table.drop(columns=TARGET)"
    if clean:
        return steps(f'x = {columns}.to_numpy("float32")')
    return steps(
        "# Each word of a text column gets a column of its own: 1 where it stands, else 0.",
        f'x = pd.get_dummies({columns}, dtype="float32").to_numpy("float32")',
    )
