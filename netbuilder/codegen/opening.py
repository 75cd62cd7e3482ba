"""The opening of a script: its docstring and its imports."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Sequence

from netbuilder.codegen.write import WIDTH, one_line

LOCAL_MODULE = "machines"
"""The module that a script for several machines has beside it; nobody installs it."""

_PACKAGES = {"sklearn": "scikit-learn", "keras": "keras tensorflow"}
"""What to install for a module where it is not called like the module."""


def docstring(title: str, imports: Iterable[str], files: Sequence[str]) -> str:
    """Return a script's docstring: what it is, what it needs and where it comes from.

    Args:
        title: The project's title; any text.
        imports: The script's import lines.
        files: The names of the files that it reads.
    """
    paragraphs = [_sentence(title) or "A network and its training."]
    if files:
        paragraphs.append(f"Keep {' and '.join(map(_quoted, files))} beside this file.")
    paragraphs.append(f"To install what it needs: pip install {packages(imports)}")
    paragraphs.append("Made with NetBuilder.")
    body = "\n\n".join(map(_wrapped, paragraphs))
    return f'"""{body}\n"""\n'


def packages(imports: Iterable[str]) -> str:
    """Return what to install for import lines, as ``pip`` takes it."""
    modules = sorted({_module(line) for line in imports if not _is_standard(line)} - {LOCAL_MODULE})
    return " ".join(_PACKAGES.get(module, module) for module in modules)


def import_block(imports: Iterable[str]) -> str:
    """Return import lines in order: the standard library's, a blank line, all others."""
    lines = sorted(joined_imports(imports), key=_order)
    standard = [line for line in lines if _is_standard(line)]
    others = [line for line in lines if not _is_standard(line)]
    gap = [""] if standard and others else []
    return "\n".join(["", *standard, *gap, *others])


def joined_imports(lines: Iterable[str]) -> tuple[str, ...]:
    """Return import lines with those that take several things from one module made one."""
    taken: dict[str, list[str]] = {}
    for line in dict.fromkeys(lines):
        head, _, names = line.partition(" import ")
        if head.startswith("from ") and names != "*":
            taken.setdefault(head, []).extend(names.split(", "))
        else:
            taken[line] = []
    return tuple(
        f"{head} import {', '.join(sorted(set(names)))}" if names else head
        for head, names in taken.items()
    )


def _order(line: str) -> tuple[bool, str]:
    """Order ``import`` before ``from``, then by module, as ``isort`` does."""
    return line.startswith("from "), line


def _module(line: str) -> str:
    return line.split()[1].partition(".")[0]


def _is_standard(line: str) -> bool:
    return _module(line) in sys.stdlib_module_names


def _sentence(title: str) -> str:
    """Return a title in one line with a full stop."""
    words = _quoted(title)
    return words if not words or words[-1] in ".!?" else f"{words}."


def _quoted(words: str) -> str:
    """Return words in one line, so that they can stand in a docstring."""
    return one_line(words).replace("\\", "\\\\").replace('"', '\\"')


def _wrapped(paragraph: str) -> str:
    return textwrap.fill(paragraph, WIDTH - 3, break_long_words=False, break_on_hyphens=False)
