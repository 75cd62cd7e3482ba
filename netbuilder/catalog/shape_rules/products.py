"""Rules for the operations of ``keras.ops`` that sum products."""

from __future__ import annotations

import re
from collections.abc import Mapping

from netbuilder.catalog.arguments import Arguments, RuleError, show
from netbuilder.catalog.shape_rules.axes import doubt_text, refuse_text
from netbuilder.catalog.shape_rules.broadcasting import broadcast
from netbuilder.catalog.shape_rules.inputs import show_shapes
from netbuilder.catalog.shape_rules.promotion import promoted
from netbuilder.catalog.tensors import Outcome, Rule, Shape, Tensor
from netbuilder.i18n import tr

_EQUATION = re.compile(r"([A-Za-z]+(?:,[A-Za-z]+)*)->([A-Za-z]*)")


def matmul(_: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``matmul``: matrices on the last two axes; the others stretch."""
    dtype = _common(inputs)
    one, two = (tensor.shape for tensor in inputs)
    return Outcome((Tensor(matrix_product(one, two), dtype),))


def matrix_product(one: Shape, two: Shape, *, unchecked: bool = False) -> Shape:
    """Return the shape of a product of matrices; ``unchecked``, rows may differ from columns.

    Raises:
        RuleError: They cannot be multiplied.
    """
    if not one or not two:
        raise _no_matrix(one, two)
    left = (1, *one) if len(one) == 1 else one
    right = (*two, 1) if len(two) == 1 else two
    if not unchecked:
        _need_same(left[-1], right[-2], one, two)
    shape = (*broadcast(left[:-2], right[:-2]), left[-2], right[-1])
    if len(one) == 1:
        shape = (*shape[:-2], shape[-1])
    return shape[:-1] if len(two) == 1 else shape


def dot(_: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``dot``: every row of the first input with every column of the second."""
    dtype = _common(inputs)
    one, two = (tensor.shape for tensor in inputs)
    if not one or not two:
        return Outcome((Tensor(one or two, dtype),))
    if len(one) == len(two) == 1:
        return Outcome((Tensor((), dtype),))
    if len(two) == 1:
        _need_same(one[-1], two[0], one, two, strict=True)
        return Outcome((Tensor(one[:-1], dtype),))
    _need_same(one[-1], two[-2], one, two)
    return Outcome((Tensor((*one[:-1], *two[:-2], two[-1]), dtype),))


def einsum(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``einsum``: a letter for each axis; letters that the output lacks are summed over."""
    text = arguments.get("subscripts")
    match = _EQUATION.fullmatch(text.replace(" ", "")) if isinstance(text, str) else None
    if match is None:
        raise RuleError(
            tr("has {value} for subscripts, which is none", value=show(text)),
            tr("It looks like 'bij,bjk->bik': a letter for each axis, and what comes out."),
            setting="subscripts",
        )
    terms, result = match[1].split(","), match[2]
    fits = [len(term) for term in terms] == [tensor.rank for tensor in inputs]
    if not fits or not set(result) <= set(match[1]) or len(set(result)) < len(result):
        raise RuleError(
            tr("has {value} for subscripts, but gets {shapes}", value=text, shapes=_all(inputs)),
            tr("Each input has a part with a letter for each of its axes."),
            setting="subscripts",
        )
    sizes = _sizes(terms, inputs)
    shape = tuple(sizes[letter] for letter in result)
    if all(tensor.dtype == "string" for tensor in inputs):  # which TensorFlow finds with data
        return Outcome((Tensor(shape, "string"),), doubt=doubt_text(inputs[0]))
    return Outcome((Tensor(shape, _common(inputs)),))


def _sizes(terms: list[str], inputs: tuple[Tensor, ...]) -> dict[str, int | None]:
    sizes: dict[str, Shape] = {}
    for term, tensor in zip(terms, inputs, strict=True):
        for letter, size in zip(term, tensor.shape, strict=True):
            sizes[letter] = broadcast(sizes.get(letter, (1,)), (size,))
    return {letter: shape[0] for letter, shape in sizes.items()}


def _common(inputs: tuple[Tensor, ...]) -> str:
    only_texts = all(tensor.dtype == "string" for tensor in inputs)
    for tensor in inputs:
        refuse_text(tensor, late=only_texts)
    if {tensor.dtype for tensor in inputs} == {"int8"}:
        return "int32"
    return promoted(*(tensor.dtype for tensor in inputs)) or "float32"


def _need_same(
    row: int | None, column: int | None, one: Shape, two: Shape, *, strict: bool = False
) -> None:
    open_size = None in (row, column) and not strict
    if row != column and not open_size:
        raise RuleError(
            tr(
                "cannot multiply {one} by {two}: {row} and {column}",
                one=show(one),
                two=show(two),
                row=row,
                column=column,
            ),
            tr("A row of the first is as long as a column of the second."),
        )


def _no_matrix(one: Shape, two: Shape) -> RuleError:
    return RuleError(
        tr("cannot multiply {one} by {two}", one=show(one), two=show(two)),
        tr("Each input needs at least one axis."),
    )


def _all(inputs: tuple[Tensor, ...]) -> str:
    return show_shapes(inputs)


RULES: Mapping[str, Rule] = {"ops.dot": dot, "ops.einsum": einsum, "ops.matmul": matmul}
