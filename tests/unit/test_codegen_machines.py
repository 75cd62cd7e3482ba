"""Scripts for several machines: what differs from the plain one, and the jobs beside them."""

from __future__ import annotations

import difflib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from netbuilder.__main__ import main
from netbuilder.catalog.library import load_catalog
from netbuilder.codegen.product import product
from netbuilder.project.file import write_project
from netbuilder.validation.validate import Validator
from tests.golden.projects import PROJECTS

ADDED = [
    "from machines import STRATEGY, evaluate, fit, save",
    "with STRATEGY.scope():",
    "history = fit(",
    "model,",
    "results = evaluate(model, x_test, y_test, batch_size=BATCH_SIZE, return_dict=True)",
    'save(model, "model.keras")',
]
STAND_INS = {
    "scontrol": '#!/bin/sh\nprintf "node-a\\nnode-b\\n"\n',
    "srun": '#!/bin/sh\nfor SLURM_PROCID in 0 1; do export SLURM_PROCID; "$@"; done\n',
    "python": '#!/bin/sh\nprintf "%s|%s\\n" "$TF_CONFIG" "$1"\n',
}


def files(name: str) -> Mapping[str, str]:
    project = PROJECTS["mnist_mlp"]
    report = Validator(load_catalog()).validate(project.graph)
    return product(project, report, load_catalog(), "machines").texts(name)


def test_it_differs_from_the_plain_script_in_a_few_lines() -> None:
    project, catalog = PROJECTS["mnist_mlp"], load_catalog()
    report = Validator(catalog).validate(project.graph)
    plain = product(project, report, catalog, "script").texts("a.py")
    assert list(plain) == ["a.py"]
    before, after = (
        [line.strip() for line in text.splitlines()]
        for text in (plain["a.py"], files("a.py")["a.py"])
    )
    new = [line[2:] for line in difflib.ndiff(before, after) if line.startswith("+ ")]
    assert [line for line in new if "machines.py beside" not in line] == ADDED
    assert "pip install keras tensorflow numpy\n" in files("a.py")["a.py"]


@pytest.mark.skipif(sys.platform == "win32", reason="SLURM's scripts are for Unix shells")
@pytest.mark.parametrize("name", ["mnist.py", "my 'first' network.py"], ids=["plain", "quotes"])
def test_the_job_for_slurm_tells_each_task_who_it_is(name: str, tmp_path: Path) -> None:
    for command, text in STAND_INS.items():
        (tmp_path / command).write_text(text, encoding="utf-8")
        (tmp_path / command).chmod(0o755)
    job = tmp_path / "slurm.sh"
    job.write_text(files(name)["slurm.sh"], encoding="utf-8")
    environment = {"SLURM_JOB_ID": "7", "SLURM_JOB_NODELIST": "node-[a-b]"}
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", str(job)],
        env={**os.environ, **environment, "PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    told = [line.split("|") for line in done.stdout.splitlines()]
    assert [script for _, script in told] == [name, name]
    assert [json.loads(config) for config, _ in told] == [
        {
            "cluster": {"worker": ["node-a:20007", "node-b:20007"]},
            "task": {"type": "worker", "index": index},
        }
        for index in (0, 1)
    ]


def test_the_job_for_kubernetes_is_a_tfjob() -> None:
    job = yaml.safe_load(files("My network.py")["tfjob.yaml"])
    assert (job["kind"], job["metadata"]["name"]) == ("TFJob", "my-network")
    worker = job["spec"]["tfReplicaSpecs"]["Worker"]
    assert (worker["replicas"], worker["restartPolicy"]) == (2, "OnFailure")
    (container,) = worker["template"]["spec"]["containers"]
    assert container["command"][2] == 'pip install keras numpy && exec python "$0"'
    assert container["command"][3] == "My network.py"


def test_the_command_line_writes_all_of_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mnist.netbuilder"
    write_project(PROJECTS["mnist_mlp"], file)
    out = tmp_path / "out" / "train.py"
    assert main(["export", str(file), "--machines", "-o", str(out), "--json"]) == 0
    written = json.loads(capsys.readouterr().out)["written"]
    names = ["train.py", "machines.py", "slurm.sh", "tfjob.yaml", "mnist_5k.npz"]
    assert [Path(one).name for one in written] == names
    assert sorted(path.name for path in out.parent.iterdir()) == sorted(names)


@pytest.mark.parametrize("option", ["--model-only", "--format=ipynb"])
def test_only_a_whole_script_is_for_several_machines(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mnist.netbuilder"
    write_project(PROJECTS["mnist_mlp"], file)
    assert main(["export", str(file), "--machines", option, "-o", str(tmp_path / "a")]) == 2
    assert "Only a whole script" in capsys.readouterr().err
