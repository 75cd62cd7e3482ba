"""What a plain script's fit() needs to its first batch, in a process that has fitted before.

``python -m tests.benchmarks.warm_fit SCRIPT`` runs a script anew for every line that it is
sent, as far as its first batch, and answers each with a line of JSON: the seconds of the
clock and of the processor from the call of ``fit`` on.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import keras


class FirstBatch(BaseException):
    """The first batch is done, with what that took."""

    def __init__(self, seconds: float, cpu: float) -> None:
        super().__init__(f"{seconds} s")
        self.spent = {"seconds": seconds, "cpu": cpu}


def to_the_first_batch(fit: Callable[..., Any]) -> Callable[..., Any]:
    """Return a ``fit`` that ends with :class:`FirstBatch`."""

    def fitted(model: Any, *args: Any, **kwargs: Any) -> None:
        began, began_cpu = time.perf_counter(), time.process_time()

        def stop(_batch: int, **_logs: object) -> None:
            raise FirstBatch(time.perf_counter() - began, time.process_time() - began_cpu)

        ends = keras.callbacks.LambdaCallback(on_train_batch_end=stop)
        kwargs["callbacks"] = [*kwargs.get("callbacks", ()), ends]
        fit(model, *args, **kwargs)

    return fitted


def main() -> None:
    """Answer until there are no more lines."""
    script = Path(sys.argv[1])
    os.chdir(script.parent)
    keras.Model.fit = to_the_first_batch(keras.Model.fit)
    for _line in sys.stdin:
        try:
            with redirect_stdout(sys.stderr):
                runpy.run_path(str(script), run_name="__main__")
        except FirstBatch as first:
            sys.stdout.write(json.dumps(first.spent) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
