"""Writes the student's own code: its imports for the top, its definitions for before the model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from netbuilder.catalog.custom import CustomCode, CustomKind, needed
from netbuilder.catalog.custom_reading import (
    definition_line,
    fault_of,
    imports_of,
    is_registered,
    source_lines,
)
from netbuilder.catalog.library import Catalog
from netbuilder.codegen.statements import Statement, plain
from netbuilder.codegen.write import one_line
from netbuilder.i18n import tr

_REGISTERED = "@keras.saving.register_keras_serializable()"
_NEVER_SAVED = (CustomKind.CALLBACK, CustomKind.FUNCTION)
"""What no saved network mentions, and so nobody has to find again."""
_GAP = plain("\n\n")


@dataclass(frozen=True, slots=True)
class CustomBlock:
    """The custom code that something needs.

    Attributes:
        imports: Its import lines.
        statements: Its definitions, those that others need first, each with a gap behind it.
    """

    imports: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()


def custom_block(names: Iterable[str], catalog: Catalog) -> CustomBlock:
    """Return the custom code of these names, with all that it needs.

    What a network may hold is registered with Keras, so that it can be saved and loaded. Code
    that cannot be used is left as a comment.
    """
    imports: list[str] = []
    statements: list[Statement] = []
    for code in needed(names, catalog.custom):
        lines, definition = written(code)
        imports.extend(lines)
        statements += [Statement(tuple(source_lines(definition))), _GAP]
    return CustomBlock(tuple(dict.fromkeys(imports)), tuple(statements))


def written(code: CustomCode) -> tuple[tuple[str, ...], str]:
    """Return the import lines of a piece, and its definitions as they stand in a script."""
    fault = fault_of(code)
    if fault is not None:
        reason = tr("line {line}: {reason}", line=fault.line, reason=fault.message)
        return (), f"# {one_line(f'{code.name}: {reason}')}"
    if is_registered(code) or code.kind in _NEVER_SAVED:
        return imports_of(code)
    lines = source_lines(code.source)
    lines.insert(definition_line(code) - 1, _REGISTERED)
    return imports_of(CustomCode(code.kind, code.name, "\n".join(lines)))
