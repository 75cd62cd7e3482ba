"""The command line without a worker: names, JSON keys, exit codes, one plain sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from netbuilder.__main__ import main
from netbuilder.dataset import DataChoice
from netbuilder.graph import Graph
from netbuilder.project import Project
from netbuilder.project.file import read_project, write_project
from netbuilder.runs.store import RunStore, Status
from tests.golden.projects import PROJECTS
from tests.unit.drawing import chain, draw, image, layer

CSV = "height,width,kind\n1,2,a\n3,4,b\n"
CHAIN = chain(
    image(28, 28, 1),
    layer("flatten", "Flatten"),
    layer("dense", "Dense", units=10, activation="softmax"),
)
DIAMOND = draw(
    image(28, 28, 1),
    layer("flat", "Flatten", "x"),
    layer("twice", "Add", "flat", "flat"),
    layer("left", "Dense", "flat", units=4),
    layer("deep", "Dense", "left", units=4),
    layer("right", "Dense", "twice", units=4),
    layer("both", "Concatenate", "right", "deep"),
    layer("answer", "Dense", "both", units=10, activation="softmax"),
)
BROKEN = chain(image(4, 4, 1), layer("conv", "Conv2D", filters=2, kernel_size=9))


@pytest.fixture(autouse=True)
def _user_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETBUILDER_USER_DIR", str(tmp_path / "user"))


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """Projects by name, and files that are none."""
    graphs: dict[str, Graph] = {"chain": CHAIN, "diamond": DIAMOND, "broken": BROKEN}
    found = {"missing": str(tmp_path / "missing.netbuilder"), "folder": str(tmp_path)}
    for name, graph in graphs.items():
        path = tmp_path / f"{name}.netbuilder"
        write_project(Project(name, graph=graph, data=DataChoice("mnist_5k")), path)
        found[name] = str(path)
    for name, text in {
        "empty": "",
        "binary": "\0\1\2",
        "list": "[]",
        "newer": '{"format": {"major": 99, "minor": 0}}',
    }.items():
        path = tmp_path / f"{name}.netbuilder"
        path.write_text(text, encoding="utf-8")
        found[name] = str(path)
    return found


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def objects(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_check_lists_problems_in_the_order_given(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    given = [files["broken"], files["diamond"], files["chain"]]
    code, out, _ = run(capsys, "check", *given, "--json")
    answers = objects(out)
    assert code == 1
    assert [answer["file"] for answer in answers] == given
    assert [answer["ok"] for answer in answers] == [False, True, True]
    assert all(set(answer) == {"file", "ok", "problems"} for answer in answers)
    problem = next(p for p in answers[0]["problems"] if p["node"] == "conv")
    assert set(problem) == {"code", "severity", "node", "setting", "message", "why", "fixes"}
    assert (problem["severity"], problem["setting"]) == ("error", "kernel_size")
    assert all(set(fix) == {"title"} for fix in problem["fixes"])


def test_check_as_text(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "check", files["broken"])
    assert code == 1
    assert "conv.kernel_size" in out
    assert "Fix: " in out


def test_summary_of_a_functional_network(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "summary", files["diamond"], "--json")
    (summary,) = objects(out)
    assert code == 0
    assert set(summary) == {"file", "api", "layers", "total_params", "trainable_params"}
    assert summary["api"] == "functional"
    by_name = {entry["name"]: entry for entry in summary["layers"]}
    assert by_name["x"] == {
        "name": "x",
        "class_name": "InputLayer",
        "output_shape": [None, 28, 28, 1],
        "dtype": "float32",
        "params": 0,
        "trainable_params": 0,
        "inputs": [],
    }
    assert by_name["twice"]["inputs"] == ["flat", "flat"]
    assert by_name["both"]["inputs"] == ["right", "deep"]
    assert by_name["left"]["params"] == 784 * 4 + 4
    assert summary["total_params"] == sum(entry["params"] for entry in summary["layers"])


def test_summary_lists_a_shared_layer_once_and_what_is_inside_a_submodel(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("siamese", "twin"):
        write_project(PROJECTS[name], tmp_path / f"{name}.netbuilder")
    files = [str(tmp_path / f"{name}.netbuilder") for name in ("siamese", "twin")]
    code, out, _ = run(capsys, "summary", *files, "--json")
    assert code == 0
    siamese, twin = objects(out)
    assert [(layer["name"], layer["inputs"]) for layer in siamese["layers"]] == [
        ("left", []),
        ("right", []),
        ("flatten", ["left", "right"]),
        ("encode", ["flatten", "flatten"]),
        ("subtract", ["encode", "encode"]),
        ("same", ["subtract"]),
    ]
    assert siamese["total_params"] == sum(layer["params"] for layer in siamese["layers"])
    assert [layer["name"] for layer in twin["layers"]] == [
        "question",
        "answer",
        "both_ways",
        "both_ways/input_layer",
        "both_ways/input_layer_1",
        "both_ways/compare",
        "both_ways/compare/input_layer",
        "both_ways/compare/input_layer_1",
        "both_ways/compare/first",
        "both_ways/compare/second",
        "both_ways/compare/product",
        "both_ways/concatenate",
        "dense",
    ]
    assert (twin["total_params"], twin["trainable_params"]) == (72 + 9, 9)


def test_summary_of_a_chain_lists_no_input_layer(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, "summary", files["chain"], "--json")
    (summary,) = objects(out)
    assert summary["api"] == "sequential"
    names = [(entry["name"], entry["inputs"]) for entry in summary["layers"]]
    assert names == [("flatten", []), ("dense", ["flatten"])]


def test_summary_of_a_broken_network_shows_what_is_known(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "summary", files["broken"], "--json")
    assert code == 1
    assert objects(out)[0]["layers"][0]["output_shape"] is None
    assert err.count("\n") == 1


def test_summary_as_text(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "summary", files["chain"])
    assert code == 0
    assert "(None, 784)" in out
    assert "7,850" in out


@pytest.mark.parametrize("command", ["check", "summary"])
@pytest.mark.parametrize("bad", ["missing", "folder", "empty", "binary", "list", "newer"])
def test_a_bad_file_gets_one_sentence_and_the_next_goes_on(
    command: str, bad: str, files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, command, files[bad], files["chain"], "--json")
    assert code == 2
    assert [answer["file"] for answer in objects(out)] == [files["chain"]]
    assert err.count("\n") == 1
    assert "Traceback" not in err


@pytest.mark.parametrize("style", ["sequential", "functional"])
def test_export_writes_a_script_and_its_data(
    style: str, files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "new" / "script.py"
    code, _, err = run(capsys, "export", files["chain"], "--style", style, "-o", str(target))
    assert (code, err) == (0, "")
    assert ("keras.Sequential(" in target.read_text(encoding="utf-8")) == (style == "sequential")
    assert {path.name for path in target.parent.iterdir()} == {"script.py", "mnist_5k.npz"}


def test_export_copies_the_users_own_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "plants.csv"
    data.write_text(CSV * 20, encoding="utf-8")
    graph = chain(
        layer("x", "InputLayer", shape=(2,)), layer("out", "Dense", units=2, activation="softmax")
    )
    choice = DataChoice("csv", data)
    choice = replace(choice, options=choice.options.with_value("target", "kind"))
    file = tmp_path / "plants.netbuilder"
    write_project(Project("plants", graph=graph, data=choice), file)
    code, _, err = run(capsys, "export", str(file), "-o", str(tmp_path / "out" / "plants.py"))
    assert (code, err) == (0, "")
    assert (tmp_path / "out" / "plants.csv").read_text(encoding="utf-8") == CSV * 20
    data.unlink()
    code, _, err = run(capsys, "export", str(file), "-o", str(tmp_path / "again" / "plants.py"))
    assert code == 2
    assert "plants.csv is not there" in err


@pytest.mark.parametrize("name", ["chain", "diamond"])
def test_export_as_a_class(
    name: str, files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "net.py"
    options = ("--style", "subclass", "--model-only", "-o", str(path))
    assert run(capsys, "export", files[name], *options)[0] == 0
    code = path.read_text(encoding="utf-8")
    assert "class Net(keras.Model):" in code
    assert "def main():" not in code


def test_export_as_a_notebook(
    files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [tmp_path / "net.ipynb", tmp_path / "other"]
    by_suffix = run(capsys, "export", files["chain"], "-o", str(paths[0]))
    by_format = run(capsys, "export", files["chain"], "--format", "ipynb", "-o", str(paths[1]))
    assert (by_suffix[0], by_format[0]) == (0, 0)
    texts = [path.read_text(encoding="utf-8") for path in paths]
    assert texts[0] == texts[1]
    assert json.loads(texts[0])["nbformat_minor"] == 5


def test_export_of_several_files_into_a_folder(
    files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [files["chain"], files["broken"], files["missing"], files["diamond"]]
    code, out, err = run(capsys, "export", *given, "-o", str(tmp_path / "out"), "--json")
    assert code == 2
    assert [answer["file"] for answer in objects(out)] == [files["chain"], files["diamond"]]
    assert (tmp_path / "out" / "chain.py").is_file()
    assert (tmp_path / "out" / "diamond.py").is_file()
    assert not (tmp_path / "out" / "broken.py").exists()
    assert err.count("\n") == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(
            ("export", "chain", "--model-only", "-o", "OUT.ipynb"),
            "holds the data and the training too",
            id="notebook of a model",
        ),
        pytest.param(
            ("export", "diamond", "--style", "sequential", "-o", "OUT"),
            "not a plain chain",
            id="no chain",
        ),
        pytest.param(("export", "chain", "-o", "missing/\0"), "", id="impossible name"),
        pytest.param(("export", "chain"), "required: -o", id="no output"),
        pytest.param(("import", "model.h5", "-o", "OUT"), "cannot be opened", id="import"),
        pytest.param(("check", "model.h5"), "cannot be opened", id="check of a Keras file"),
        pytest.param(("check",), "required: FILE", id="nothing to check"),
        pytest.param(("new", "nothing", "-o", "OUT"), "no example", id="no such example"),
        pytest.param(("train", "chain", "--epochs", "0"), "less than 1", id="no epochs"),
        pytest.param(("train", "chain", "--epochs", "many"), "invalid", id="no number"),
        pytest.param(("train", "chain", "--seed", "-1"), "", id="no seed"),
        pytest.param(("train", "missing"), "There is no file", id="nothing to train"),
        pytest.param(("--strange",), "unrecognized", id="no such option"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    arguments: tuple[str, ...],
    words: str,
    files: dict[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = [
        files.get(argument, argument.replace("OUT", str(tmp_path / "out")))
        for argument in arguments
    ]
    code, out, err = run(capsys, *given)
    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_train_of_a_broken_network_names_the_problems(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "train", files["broken"], "--json")
    events = objects(out)
    assert code == 1
    assert {event["event"] for event in events} == {"problem"}
    assert "conv" in {event["node"] for event in events}
    assert RunStore().list() == ()


def test_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "runs") == (0, "No runs yet.\n", "")
    store = RunStore()
    done = store.begin("first", seed=3, epochs=2)
    store.finish(done.id, Status.FINISHED, {"loss": 0.5})
    store.begin("second", seed=4, epochs=5)
    code, out, _ = run(capsys, "runs", "--json")
    second, first = objects(out)
    assert code == 0
    assert (second["title"], second["status"], second["finished"]) == ("second", "running", None)
    assert (first["id"], first["seed"], first["epochs"], first["logs"]) == (1, 3, 2, {"loss": 0.5})
    assert first["folder"] == str(done.folder)


def test_runs_of_a_damaged_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "user").mkdir()
    (tmp_path / "user" / "runs.sqlite").write_bytes(b"damaged" * 1000)
    code, _, err = run(capsys, "runs")
    assert code == 2
    assert err.count("\n") == 1


def test_profile_chooses_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--profile", str(tmp_path / "lab"), "runs")[0] == 0
    assert (tmp_path / "lab" / "runs.sqlite").is_file()


def test_every_example_is_listed_and_starts_a_project(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "examples", "--json")
    assert code == 0
    for example in objects(out):
        target = tmp_path / f"{example['name']}.netbuilder"
        assert run(capsys, "new", example["name"], "-o", str(target))[0] == 0
        assert read_project(target).title == example["title"]


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_version_and_help(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, option)
    assert (code, err) == (0, "")
    assert "NetBuilder" in out or "netbuilder" in out


def test_a_reader_that_has_seen_enough_gets_no_traceback(files: dict[str, str]) -> None:
    command = [sys.executable, "-m", "netbuilder", "summary", files["chain"], files["diamond"]]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    complaint = process.stderr.read()
    process.stderr.close()
    process.wait()
    assert complaint == b""
