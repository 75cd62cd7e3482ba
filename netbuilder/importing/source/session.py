"""What all parts of the reader share while one script is read."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.spec import LayerSpec
from netbuilder.codegen.names import LayerNames
from netbuilder.graph import Config, Params, Value
from netbuilder.graph.edits import automatic_stem
from netbuilder.importing.notes import Notes
from netbuilder.importing.source.limits import (
    LONGEST,
    OWN_STEPS,
    PARTS_A_STEP,
    STEPS_A_LAYER,
    Budget,
    weight,
)
from netbuilder.importing.source.values import Instance, Network, ReadyMade, Unknown

_LONGEST_SNIPPET = 48
_NEVER_AUTOMATIC = "\0"


class Names:
    """Gives layers the names that Keras would give them in a fresh session."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Count from the start again, as ``clear_session()`` does."""
        self._counts = LayerNames(load_catalog())

    def take(self, spec: LayerSpec, params: Params, given: str | None) -> str:
        """Return the name of the layer that is made next.

        Args:
            spec: Its class.
            params: Its parameters.
            given: The name that the script gives it, or None.
        """
        own = Params({k: v for k, v in params.items() if not _holds_layers(v)})
        if given is not None:
            self._counts.make(spec, own, _NEVER_AUTOMATIC)
            return given
        stem = automatic_stem(spec.name) or "layer"
        count = self._counts.counts.get(stem, 0)
        name = f"{stem}_{count}" if count else stem
        self._counts.make(spec, own, name)
        return name

    def take_class(self, class_name: str, given: str | None = None) -> str:
        """Return the name of an object of a class that the catalogue does not have."""
        spec = LayerSpec(name=class_name, module="", category="custom")
        return self.take(spec, Params(), given)

    def take_operation(self, spec: LayerSpec, class_name: str, given: str | None) -> str:
        """Return the name of an operation, which Keras counts by its inner class."""
        return self.take(replace(spec, name=class_name), Params(), given)


@dataclass
class Session:
    """One reading of one script.

    Attributes:
        lines: The script's lines.
        budget: What it may cost.
        notes: What could not be followed.
        names: The names of layers.
        own_entries: The names of Inputs while a class builds itself, apart from all others:
            no model holds these.
        networks: All models so far, in the order in which they were made.
        ready_made: The networks of ``keras.applications`` among them.
        instances: All objects of the script's own models and layers, in the same order.
        calls: How many calls of layers were recorded.
        made: How often something of a network was made or changed.
        seed: What the script fixes its random numbers with, or None.
        precision: What the script lets all layers calculate in, or "".
    """

    lines: Sequence[str]
    budget: Budget = field(default_factory=Budget)
    notes: Notes = field(default_factory=Notes)
    names: Names = field(default_factory=Names)
    own_entries: Names | None = None
    networks: list[Network] = field(default_factory=list)
    ready_made: list[ReadyMade] = field(default_factory=list)
    instances: list[Instance] = field(default_factory=list)
    calls: int = 0
    made: int = 0
    seed: int | None = None
    precision: str = ""

    @property
    def entry_names(self) -> Names:
        """The names of Inputs."""
        return self.own_entries or self.names

    @contextmanager
    def building(self) -> Iterator[None]:
        """Give the Inputs that are made meanwhile names of their own."""
        outer, self.own_entries = self.own_entries, Names()
        try:
            yield
        finally:
            self.own_entries = outer

    @contextmanager
    def listening(self) -> Iterator[Notes]:
        """Give what is noted meanwhile, which nobody is told yet."""
        notes, self.notes = self.notes, Notes()
        try:
            yield self.notes
        finally:
            self.notes = notes

    @contextmanager
    def elsewhere(self) -> Iterator[Notes]:
        """Read Keras's own code meanwhile; give what is noted of it, which nobody is told.

        Its steps count for less than those of the script, which may be of any kind.
        """
        lines, notes, left = self.lines, self.notes, self.budget.left
        self.lines, self.notes, self.budget.left = (), Notes(), left * OWN_STEPS
        try:
            yield self.notes
        finally:
            self.lines, self.notes = lines, notes
            self.budget.left //= OWN_STEPS

    def next_call(self, line: int) -> int:
        """Return the number of the call that is recorded now.

        Raises:
            TooLongError: the script makes more of a network than can be read at once.
        """
        self.budget.step(line, STEPS_A_LAYER)
        self.made += 1
        self.calls += 1
        return self.calls

    def too_heavy(self, value: object, line: int) -> bool:
        """Tell whether a value is larger than anything that is gone through.

        Raises:
            TooLongError: too much was gone through already.
        """
        parts = weight(value)
        self.budget.step(line, parts // PARTS_A_STEP)
        return parts > LONGEST

    def snippet(self, node: ast.AST) -> str:
        """Return the code of an expression or statement, its first line cut short."""
        line = getattr(node, "lineno", 0)
        if not 0 < line <= len(self.lines):
            return ""
        raw = self.lines[line - 1].encode()
        end = getattr(node, "end_col_offset", None)
        same = getattr(node, "end_lineno", line) == line
        part = raw[getattr(node, "col_offset", 0) : end if same else None]
        text = part.decode(errors="replace").strip()
        if len(text) > _LONGEST_SNIPPET or not same:
            return f"{text[:_LONGEST_SNIPPET].rstrip()} …"
        return text

    def unknown(self, node: ast.AST) -> Unknown:
        """Return the unknown value of an expression."""
        return Unknown(getattr(node, "lineno", 0), self.snippet(node))


def _holds_layers(value: Value) -> bool:
    """Tell whether a parameter holds layers or the like, which were made and counted before."""
    parts = value if isinstance(value, tuple) else (value,)
    return any(isinstance(part, Config) for part in parts)
