"""Which names a piece of a script sees."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(eq=False)
class Scope:
    """The names of a module, a function's call or a class's body.

    Attributes:
        names: Its own names.
        outer: The scope around it, or None for the module.
        shared: Names that a ``global`` or ``nonlocal`` statement took from outside.
        stars: Modules of which everything was imported.
        of_class: It is the body of a class, which functions in it do not see.
    """

    names: dict[str, object] = field(default_factory=dict)
    outer: Scope | None = None
    shared: set[str] = field(default_factory=set)
    stars: list[str] = field(default_factory=list)
    of_class: bool = False

    def find(self, name: str) -> Scope | None:
        """Return the scope that has a name, or None."""
        scope: Scope | None = self
        while scope is not None and name not in scope.names:
            scope = scope.outer
        return scope

    def set(self, name: str, value: object) -> None:
        """Let a name stand for a value."""
        owner = self.outer.find(name) if name in self.shared and self.outer else None
        (owner or self).names[name] = value

    @property
    def module(self) -> Scope:
        """The scope of the whole script."""
        return self if self.outer is None else self.outer.module
