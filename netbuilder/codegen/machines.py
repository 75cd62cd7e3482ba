"""A script that trains on several machines, and the files that stand beside it."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping

from netbuilder.codegen.opening import LOCAL_MODULE, packages
from netbuilder.codegen.write import one_line
from netbuilder.resources import resource_path

IMPORT = f"from {LOCAL_MODULE} import STRATEGY, evaluate, fit, save"
IMPORT_UNTESTED = f"from {LOCAL_MODULE} import STRATEGY, fit, save"
SCOPE = "with STRATEGY.scope():"
"""Stands around all that makes variables, which the machines share."""

MODULE_FILE = f"{LOCAL_MODULE}.py"
_STARTERS = ("slurm.sh", "tfjob.yaml")
_LONGEST_JOB = 40  # letters; Kubernetes allows 63, and adds to them


def machine_files(script: str, code: str) -> Mapping[str, str]:
    """Return what stands beside a script for several machines, by the files' names.

    These are the module that shares the training, and a job for SLURM and for Kubernetes.

    Args:
        script: The name of the script's file.
        code: What stands in it.
    """
    job = re.sub(r"[^a-z0-9]+", "-", script.rpartition(".")[0].lower()).strip("-")
    lines = [line for line in code.splitlines() if re.match(r"(import|from) ", line)]
    needed = [name for name in packages(lines).split() if name != "tensorflow"]
    words = {
        "@SCRIPT@": one_line(script),
        "@SHELL@": shlex.quote(script),
        "@JSON@": json.dumps(script),
        "@JOB@": job[:_LONGEST_JOB].strip("-") or "training",
        "@PACKAGES@": " ".join(needed),
    }
    files = {name: _shipped(name) for name in (MODULE_FILE, *_STARTERS)}
    for name in _STARTERS:
        for word, meant in words.items():
            files[name] = files[name].replace(word, meant)
    return files


def _shipped(name: str) -> str:
    return resource_path("machines", name).read_text(encoding="utf-8")
