"""The error of everything that concerns data."""

from __future__ import annotations


class DataError(Exception):
    """Data cannot be used; the message is one plain sentence for the user."""
