"""Reads Keras's docstrings: Google style, with sections that start in the first column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_HEADING = re.compile(r"^\**([A-Z][a-z]+(?: [a-z]+)?)\b[^.]*?[:*]+$")
_ARGUMENT = re.compile(r"^\*{0,2}(\w+(?:, *\w+)*)(?: \([^)]*\))?: *(.*)$")
_BULLET = re.compile(r"^(?:[-*+]|\d+[.)]) ")
_CODE = re.compile(r"^(?:>>>|\.\.\. |```)")

_ARGUMENTS = frozenset({"Args", "Arguments"})
_KEPT = frozenset({"Formula", "Input shape", "Output shape"})
_LEFT_OUT = frozenset(
    {
        "Attributes",
        "Call arguments",
        "Example",
        "Example usage",
        "Examples",
        "For example",
        "Raises",
        "Reference",
        "References",
        "Returns",
        "Standalone usage",
        "Usage",
        "Usage with",
    }
)


@dataclass(frozen=True, slots=True)
class Docstring:
    """What a docstring says.

    Attributes:
        summary: Its first sentence.
        description: All but arguments, examples and references, as Markdown.
        arguments: The explanation of each argument, as Markdown.
    """

    summary: str = ""
    description: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)


def read_docstring(text: str | None) -> Docstring:
    """Read a docstring as Keras writes them; an empty one gives empty texts."""
    if not text:
        return Docstring()
    kept: list[str] = []
    arguments: dict[str, str] = {}
    for heading, lines in _sections(_dedent(text)):
        if heading in _ARGUMENTS:
            arguments |= _read_arguments(lines)
        elif heading in _KEPT:
            kept.extend(("", f"**{heading}**", "", *lines, ""))
        elif not heading:
            kept.extend(lines)
    description = reflow(kept)
    return Docstring(first_sentence(description.partition("\n")[0]), description, arguments)


def first_sentence(paragraph: str) -> str:
    """Return a paragraph up to its first full stop."""
    match = re.match(r"(.+?(?<!e\.g)(?<!i\.e)\.)(?= [A-Z`]|$)", paragraph)
    return match.group(1) if match else paragraph


def reflow(lines: list[str]) -> str:
    """Undo the wrapping at 80 columns and return Markdown.

    Paragraphs and list entries become one line each; code stays as it is.
    """
    parts: list[tuple[str, str]] = []
    fenced = ended = False
    for line in lines:
        text = line.strip()
        kind = "code" if fenced or _CODE.match(text) else "item" if _BULLET.match(text) else "text"
        fenced ^= text.startswith("```")
        if kind == "code":
            parts.append((kind, line.rstrip()))
        elif not text:
            ended = True
            continue
        elif kind == "item" or ended or not parts or parts[-1][0] == "code":
            parts.append((kind, text))
        else:
            last, before = parts[-1]
            parts[-1] = (last, f"{before} {text}")
        ended = False
    return _join(parts)


def _join(parts: list[tuple[str, str]]) -> str:
    """Put parts below each other: list entries and code lines closely, paragraphs apart."""
    joined = ""
    before = "text"
    for kind, text in parts:
        gap = "\n" if kind == before != "text" else "\n\n"
        joined += gap + text if joined else text
        before = kind
    return joined


def _dedent(text: str) -> list[str]:
    """Remove the indentation of the second paragraph; examples put in by Keras may have less."""
    first, *rest = text.strip().splitlines()
    indent = next((len(line) - len(line.lstrip()) for line in rest if line.strip()), 0)
    return [first, *(line[min(indent, len(line) - len(line.lstrip())) :] for line in rest)]


def _sections(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield heading and lines of each section; the first has no heading."""
    heading, body, fenced = "", list[str](), False
    for line in lines:
        fenced ^= line.startswith("```")
        match = None if fenced else _HEADING.match(line)
        if match and match.group(1) in _ARGUMENTS | _KEPT | _LEFT_OUT:
            yield heading, body
            heading, body = match.group(1), []
        elif heading in _ARGUMENTS and line[:1].strip():
            yield heading, body
            heading, body = "", [line]
        else:
            body.append(line)
    yield heading, body


def _read_arguments(lines: list[str]) -> dict[str, str]:
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    found: dict[str, list[str]] = {}
    names: list[str] = []
    for line in lines:
        body = line[indent:]
        match = _ARGUMENT.match(body)
        if match:
            names = re.split(", *", match.group(1))
            found.update({name: [match.group(2)] for name in names})
        else:
            for name in names:
                found[name].append(body)
    return {name: reflow(text) for name, text in found.items()}
