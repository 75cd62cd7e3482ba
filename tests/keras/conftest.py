"""What the tests against the real Keras share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from netbuilder.training.client import WorkerClient


@pytest.fixture(scope="module")
def worker() -> Iterator[WorkerClient]:
    """Start one worker for a file of tests."""
    with WorkerClient() as client:
        yield client
