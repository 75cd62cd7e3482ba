"""The shapes of ``EinsumDense``, after ``keras/src/layers/core/einsum_dense.py``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from netbuilder.catalog.arguments import Arguments, Call, RuleError, is_whole, show
from netbuilder.catalog.tensors import Shape
from netbuilder.graph.values import Value
from netbuilder.i18n import tr

Sizes: TypeAlias = dict[str, int | None]

_FORMS = (
    re.compile("([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)"),
    re.compile("0([a-zA-Z]+),([a-zA-Z]+)->0([a-zA-Z]+)"),
    re.compile("([a-zA-Z]{2,})0,([a-zA-Z]+)->([a-zA-Z]+)0"),
)


@dataclass(frozen=True, slots=True)
class Shapes:
    """What an equation makes of an input's shape.

    Attributes:
        output: What Keras announces: the batch and ``output_shape``.
        actual: What the equation gives.
        kernel: The shape of the kernel.
        bias: That of the bias, or None.
    """

    output: Shape
    actual: Shape
    kernel: tuple[int, ...]
    bias: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class _Equation:
    """The letters of ``input,kernel->output``.

    ``dots`` tells whether three dots stand for further axes, ``left`` whether they come first.
    """

    inputs: str
    kernel: str
    outputs: str
    dots: bool
    left: bool


def analyse(arguments: Arguments, shape: Shape) -> Shapes:
    """Return the shapes of output, kernel and bias.

    Raises:
        RuleError: Equation, input and ``output_shape`` do not go together.
    """
    equation, output, sizes, targets = _read(arguments, shape)
    elided = len(shape) - len(equation.inputs)
    unnamed = elided and not equation.dots and not _is_product(equation, shape)
    kernel = tuple(_known(letter, {**sizes, **targets}) for letter in equation.kernel)
    if unnamed and arguments.call is not Call.ASKED:
        raise _other_axes(equation, shape, late=True)
    trailing = 0 if equation.left else elided
    bias = _bias(arguments, equation, targets, trailing)
    return Shapes(output, _actual(equation, shape, sizes, targets), kernel, bias)


def announced(arguments: Arguments, shape: Shape) -> Shape:
    """Return what Keras announces, for which neither weights nor further axes matter.

    Raises:
        RuleError: Equation, input and ``output_shape`` do not go together.
    """
    return _read(arguments, shape)[1]


def _read(arguments: Arguments, shape: Shape) -> tuple[_Equation, Shape, Sizes, Sizes]:
    """Return the equation, the shape announced, and the sizes of the letters on both sides."""
    equation = _parse(arguments)
    elided = len(shape) - len(equation.inputs)
    if elided < 0:
        raise _other_axes(equation, shape, late=False)
    output = _output(arguments, shape, elided, equation.left)
    skipped = elided if equation.left else 0
    sizes = dict(zip(equation.inputs, shape[skipped:], strict=False))
    targets = _named(equation.outputs, output[skipped:])
    _check_letters(equation, sizes, targets)
    return equation, output, sizes, targets


def is_projection(equation: Value) -> bool:
    """Tell whether an equation is ``abc,cde->abde`` in whatever letters: features into heads."""
    match = _FORMS[0].fullmatch(equation) if isinstance(equation, str) else None
    if match is None:
        return False
    inputs, kernel, outputs = match.groups()
    alike = inputs[2:] == kernel[:1] and outputs == inputs[:2] + kernel[1:]
    return alike and len(set(inputs + kernel)) == len(outputs) + 1 == len("abcde")


def _actual(equation: _Equation, shape: Shape, sizes: Sizes, targets: Sizes) -> Shape:
    """Return what the equation gives, whatever ``output_shape`` says."""
    elided = len(shape) - len(equation.inputs)
    named = tuple(sizes[key] if key in sizes else targets[key] for key in equation.outputs)
    if elided and not equation.dots:
        return (*shape[:-1], named[-1])
    if equation.left:
        return (*shape[:elided], *named)
    return (*named, *shape[len(shape) - elided :])


def _is_product(equation: _Equation, shape: Shape) -> bool:
    """Tell whether Keras takes a shorter way, a matrix product, whatever the number of axes."""
    before, letter = equation.inputs[:-1], equation.kernel[1:]
    if len(letter) != 1 or len(before) > 2 or equation.outputs != before + letter:
        return False
    fits = shape[-1] in (None, shape[len(before)])
    return fits and equation.kernel[0] == equation.inputs[-1]


def _parse(arguments: Arguments) -> _Equation:
    text = arguments.get("equation")
    if isinstance(text, str):
        for number, form in enumerate(_FORMS):
            match = form.match(text.replace("...", "0"))
            if match:
                return _Equation(match[1], match[2], match[3], number > 0, number == 1)
    raise RuleError(
        tr("has {value} for equation, which is none", value=show(text)),
        tr("An equation looks like 'ab,bc->ac', '...a,ab->...b' or 'ab...,bc->ac...'."),
        setting="equation",
    )


def _output(arguments: Arguments, shape: Shape, elided: int, left: bool) -> Shape:
    value = arguments.get("output_shape")
    parts = value if isinstance(value, tuple) else (value,)
    own = tuple(part for part in parts if part is None or (is_whole(part) and part >= 0))
    if len(own) != len(parts) or value is None:
        raise _wrong_output(value)
    if left:
        # Keras 3.15.1 names the axes under the dots in reverse order; its answer counts.
        return (shape[0], *shape[1:elided][::-1], *own)
    return (shape[0], *own, *shape[len(shape) - elided :])


def _named(letters: str, sizes: Shape) -> Sizes:
    if len(letters) > len(sizes):
        raise RuleError(
            tr("has an output_shape with too few axes for its equation"),
            tr("It needs one size for each letter after the arrow, without the batch."),
            setting="output_shape",
        )
    return dict(zip(letters, sizes, strict=False))


def _check_letters(equation: _Equation, sizes: Sizes, targets: Sizes) -> None:
    for letter, size in sizes.items():
        target = targets.get(letter)
        if target is not None and target != size:
            raise RuleError(
                tr(
                    "has {target} for axis {letter} of output_shape, but its input has {size}",
                    target=target,
                    letter=repr(letter),
                    size=size,
                ),
                tr("A letter stands for the same size on both sides of the arrow."),
                setting="output_shape",
                port=0,
            )
    for letter in equation.outputs:
        if letter not in equation.inputs + equation.kernel:
            raise _unmatched(letter)
    for letter in equation.kernel:
        if letter not in equation.inputs + equation.outputs:
            raise _unmatched(letter)


def _bias(
    arguments: Arguments, equation: _Equation, targets: Sizes, trailing: int
) -> tuple[int, ...] | None:
    axes = arguments.get("bias_axes")
    if axes is None:
        return None
    if not isinstance(axes, str) or not axes or not set(axes) <= set(equation.outputs):
        raise RuleError(
            tr("has {value} for bias_axes", value=show(axes)),
            tr("These are letters of the equation's right side."),
            setting="bias_axes",
        )
    start = min(equation.outputs.find(letter) for letter in axes)
    letters = equation.outputs[start:]
    sizes = (_known(letter, targets) if letter in axes else 1 for letter in letters)
    return (*sizes, *(1,) * trailing)


def _known(letter: str, sizes: Sizes) -> int:
    size = sizes[letter]
    if size is None:
        raise RuleError(
            tr("needs to know the size of axis {letter}, which is None", letter=repr(letter)),
            tr("The layer has weights along this axis."),
            setting="output_shape",
            port=0,
        )
    return size


def _other_axes(equation: _Equation, shape: Shape, *, late: bool) -> RuleError:
    return RuleError(
        tr(
            "has {count} axes on the left of its equation, but gets {shape}",
            count=len(equation.inputs),
            shape=show(shape),
        ),
        tr("Every axis has a letter, the batch too; three dots stand for any others."),
        setting="equation",
        port=0,
        late=late,
    )


def _unmatched(letter: str) -> RuleError:
    return RuleError(
        tr("has a letter {letter} in its equation that stands alone", letter=repr(letter)),
        tr("Each letter of the kernel and of the output has to stand in another part too."),
        setting="equation",
    )


def _wrong_output(value: Value) -> RuleError:
    return RuleError(
        tr("needs whole numbers for output_shape, but has {value}", value=show(value)),
        tr("None stands for a size that is taken from the input."),
        setting="output_shape",
    )
