"""Bounds for a process that reads a file which nobody vouches for."""

from __future__ import annotations


def limit(memory: int, seconds: int) -> None:
    """Bound this process's memory and time where the system can.

    Args:
        memory: The most bytes of address space.
        seconds: The most time of computing.
    """
    try:
        import resource
    except ImportError:  # Windows; there the parent's own limit has to do
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
