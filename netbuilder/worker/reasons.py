"""What an error says, for a sentence to a student."""

from __future__ import annotations


def reason_of(error: BaseException) -> str:
    """Return the first line of what an error says; its class where it says nothing."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]
