"""Scripts for several machines: what differs from the plain one, and the jobs beside them."""

from __future__ import annotations

import difflib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec
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
HOST_NAME = r"^[a-z0-9]([-a-z0-9]{0,51}[a-z0-9])?$"
"""The operator adds up to ten letters: ``-worker-12``; 63 are allowed."""
STAND_INS = {
    "scontrol": '[ "$*" = "show hostnames node-[a-b]" ] && printf "node-a\\nnode-b\\n"\n',
    "srun": 'echo "$1 $2 $3" > asked; shift 3\n'
    'for SLURM_PROCID in 0 1; do export SLURM_PROCID; "$@"; done\n',
    "python": 'printf "%s|%s\\n" "$TF_CONFIG" "$1"\n',
}
"""What SLURM's commands do, as their manuals say; ``srun`` notes what it is asked for."""


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
        (tmp_path / command).write_text(f"#!/bin/sh\n{text}", encoding="utf-8")
        (tmp_path / command).chmod(0o755)
    job = tmp_path / "slurm.sh"
    job.write_text(files(name)["slurm.sh"], encoding="utf-8")
    environment = {
        "SLURM_JOB_ID": "7",
        "SLURM_JOB_NODELIST": "node-[a-b]",
        "SLURM_CPUS_PER_TASK": "8",
        "SLURM_SUBMIT_DIR": str(tmp_path),
    }
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
    asked = (tmp_path / "asked").read_text(encoding="utf-8").split()
    assert asked == ["--kill-on-bad-exit=1", "--export=ALL", "--cpus-per-task=8"]


class Strict(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Takes what Kubernetes would take, and no other key."""


class Mount(Strict):
    """Where a container sees a volume."""

    name: str
    mount_path: str


class Container(Strict):
    """A container of a pod; the operator gives TF_CONFIG to the one called tensorflow."""

    name: Literal["tensorflow"]
    image: str
    working_dir: str
    command: list[str]
    resources: dict[Literal["limits"], dict[Literal["cpu", "memory"], str]]
    volume_mounts: list[Mount]


class Volume(Strict):
    """A volume of a pod."""

    name: str
    persistent_volume_claim: dict[Literal["claimName"], str]


class PodSpec(Strict):
    """What is in a pod."""

    containers: list[Container]
    volumes: list[Volume]


class Template(Strict):
    """How pods are made."""

    metadata: dict[Literal["annotations"], dict[str, str]]
    spec: PodSpec


class Replicas(Strict):
    """The workers."""

    replicas: int
    restart_policy: Literal["Always", "OnFailure", "Never", "ExitCode"]
    template: Template


class RunPolicy(Strict):
    """How long, and how often again."""

    clean_pod_policy: Literal["None", "Running", "All"]
    backoff_limit: int


class JobSpec(Strict):
    """What the operator is to do."""

    run_policy: RunPolicy
    tf_replica_specs: dict[Literal["Chief", "Worker", "PS", "Evaluator"], Replicas]


class TFJob(Strict):
    """As Kubeflow's training operator defines it: ``kubeflow.org_tfjobs.yaml``."""

    api_version: Literal["kubeflow.org/v1"]
    kind: Literal["TFJob"]
    metadata: dict[Literal["name"], Annotated[str, msgspec.Meta(pattern=HOST_NAME)]]
    spec: JobSpec


@pytest.mark.parametrize(
    ("name", "job_name"),
    [
        pytest.param("My network.py", "my-network", id="a space"),
        pytest.param("Größe: 'größer'.py", "gr-e-gr-er", id="no ASCII"),
        pytest.param("神经网络.py", "training", id="no letter of ASCII"),
        pytest.param("a" * 90 + ".py", "a" * 40, id="long"),
    ],
)
def test_the_job_for_kubernetes_is_a_tfjob(name: str, job_name: str) -> None:
    job = msgspec.convert(yaml.safe_load(files(name)["tfjob.yaml"]), TFJob)
    assert job.metadata["name"] == job_name
    worker = job.spec.tf_replica_specs["Worker"]
    assert (worker.replicas, worker.restart_policy) == (2, "OnFailure")
    (container,) = worker.template.spec.containers
    assert container.command[2:] == ['pip install keras numpy && exec python "$0"', name]
    assert {one.name for one in container.volume_mounts} == {
        one.name for one in worker.template.spec.volumes
    }


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
