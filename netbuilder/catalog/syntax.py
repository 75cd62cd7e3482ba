"""Python's syntax trees."""

from __future__ import annotations

import ast
import gc


def syntax_tree(text: str) -> ast.Module:
    """Return the syntax tree of Python code, while other threads may be making others.

    Python 3.11 counts for all threads together how deep in a tree it is, and fails if two trees
    are made at a time (python/cpython#106905). Only a collection of garbage lets another thread
    run meanwhile, so there is none.

    Raises:
        SyntaxError: it is no Python; otherwise as :func:`ast.parse`.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        return ast.parse(text)
    finally:
        if collects:
            gc.enable()
