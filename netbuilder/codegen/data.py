"""Source code that loads a project's data: the only description of how that is done.

An exported script holds this code, and the worker measures a dataset by running it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from netbuilder.codegen.data_arrays import arrays_code, images_code
from netbuilder.codegen.data_folder_parts import has_folder_to_validate, has_test
from netbuilder.codegen.data_folders import folder_code
from netbuilder.codegen.data_format import ordered_imports
from netbuilder.codegen.data_named import BY_NAME, Listed
from netbuilder.codegen.data_online import online_code
from netbuilder.codegen.data_places import place_of
from netbuilder.codegen.data_series import series_code
from netbuilder.codegen.data_steps import Steps
from netbuilder.codegen.data_table_steps import predicts_number, read_file, read_sklearn
from netbuilder.codegen.data_table_streams import table_stream
from netbuilder.codegen.data_tables import table_code
from netbuilder.codegen.data_texts import text_code
from netbuilder.dataset.builtin import BuiltinDataset, DataKind
from netbuilder.dataset.choice import DataChoice
from netbuilder.dataset.ends import answers_of, feeds_of
from netbuilder.dataset.errors import DataError
from netbuilder.dataset.online import DATASETS
from netbuilder.dataset.options import (
    FOLDERS,
    Options,
    effective_options,
    is_named,
    is_separate,
    is_streamed,
    kind_of,
)
from netbuilder.i18n import tr
from netbuilder.resources import resource_path

BESIDE_SCRIPT = "Path(__file__).parent"
BESIDE_NOTEBOOK = "Path.cwd()"
"""The folder of the data, as an expression: a notebook has no ``__file__``."""


@dataclass(frozen=True, slots=True)
class DataSource:
    """Code that defines ``load_data()``, which returns (x_train, y_train), (x_test, y_test).

    Samples that are streamed from the disk come as three datasets of batches instead: to
    train, to validate and to test on, with None for a part that there is not; their code
    expects the constant ``BATCH_SIZE``.

    Attributes:
        imports: The import lines that it needs, each once.
        constants: Assignments such as ``CLASS_NAMES = [...]``; ends in a line break.
        code: Functions, the last of them ``load_data()``; for tables also
            ``read_table()``, which returns the file's rows. Ends in a line break.
        files: The files that must lie beside the script.
        streams: Whether load_data() returns streams.
        has_validation: Whether there is a stream to validate on.
        has_test: Whether there is a test part; if not, load_data() returns (None, None)
            for it.
        classes: Whether the answer is a class, as number or one-hot; of several answers none
            counts.
        inputs: The names of several inputs, for which ``x`` is a dictionary; none where there
            is one.
        answers: The names of several answers, for which ``y`` is a dictionary; none where
            there is one. Both may be lists, where that was asked for.
        weighs: Whether both pairs are triples: what each sample counts comes third.
    """

    imports: tuple[str, ...]
    constants: str
    code: str
    files: tuple[Path, ...]
    has_test: bool
    classes: bool
    inputs: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    weighs: bool = False
    streams: bool = False
    has_validation: bool = False


def data_source(
    choice: DataChoice,
    folder: str = BESIDE_SCRIPT,
    validation: float = 0.0,
    listed: Listed = BY_NAME,
) -> DataSource:
    """Return the code that loads ``choice``, as ``black`` and ``ruff format`` leave it.

    Args:
        choice: What to load.
        folder: The expression for the folder in which its file lies.
        validation: The share of the training part to validate on. Streams hold it back; of
            arrays fit() takes the last samples.
        listed: What the model takes as a list, not by name.

    Raises:
        DataError: nothing is chosen, or the choice lacks something that it needs.
    """
    options, kind = effective_options(choice), kind_of(choice)
    dataset = DATASETS.get(choice.source)
    _require_all(choice, options, kind)
    folders, streams = choice.source in FOLDERS, is_streamed(choice)
    if folders:
        constants, code = folder_code(choice.source, options, validation)
    else:
        constants, code = _constants_and_code(choice, options, listed, validation)
    place = place_of(choice, options, folder)
    imports = ordered_imports(code.imports + place.imports)
    return DataSource(
        imports=tuple(line for line in imports if line),
        constants="".join(f"{line}\n" for line in (*place.constants, *constants)),
        code="".join(f"{line}\n" for line in code.lines),
        files=place.files,
        has_test=has_test(options) if folders else _has_test(dataset, options),
        classes=_to_classes(dataset, options, kind),
        inputs=tuple(feed.name for feed in feeds_of(options)),
        answers=tuple(answer.name for answer in answers_of(options)),
        weighs=bool(options.values.get("sample_weights")) and kind == "table",
        streams=streams,
        has_validation=streams and (validation > 0 or has_folder_to_validate(options)),
    )


def data_script(choice: DataChoice) -> str:
    """Return the same code as a script of its own, which loads nothing by itself.

    Raises:
        DataError: as :func:`data_source`.
    """
    source = data_source(choice)
    imports = "".join(f"{line}\n" for line in ordered_imports(source.imports))
    constants = source.constants + ("BATCH_SIZE = 1\n" if source.streams else "")
    return "\n".join(part for part in (imports, constants) if part) + f"\n\n{source.code}"


def data_folder(choice: DataChoice) -> Path:
    """Return the folder in which the files of ``choice`` lie now, for measuring them."""
    return choice.path.parent if choice.path else resource_path("datasets")


def _constants_and_code(
    choice: DataChoice, options: Options, listed: Listed, validation: float
) -> tuple[list[str], Steps]:
    """Return the constants without those of places, and all functions."""
    dataset, kind = DATASETS.get(choice.source), kind_of(choice)
    if dataset is not None and dataset.online and kind == "arrays":
        return online_code(dataset, dataset.online, options)
    if kind == "images" and dataset is not None:
        return images_code(dataset, options)
    if kind == "arrays":
        return arrays_code(options, listed, validation, separate=is_separate(choice))
    if kind == "series":
        constants, load = series_code(dataset, options, validation)
    elif kind == "table" and options.flag("stream"):
        return table_stream(options, validation)
    elif kind == "table":
        constants, load = table_code(dataset, options, listed, validation)
    else:
        constants, load = text_code(dataset, options, validation)
    read = read_sklearn(dataset.loader) if dataset and dataset.loader else read_file(options)
    return constants, read + Steps(("", "")) + load


def _has_test(dataset: BuiltinDataset | None, options: Options) -> bool:
    """Tell whether there are arrays to test on."""
    return options.number("test_share") > 0 or _has_test_file(dataset, options)


def _has_test_file(dataset: BuiltinDataset | None, options: Options) -> bool:
    """Tell whether the test part comes out of the file as it is."""
    if dataset is not None:
        return "test_share" not in options.values
    if is_named(options):
        return False
    return bool(options.values.get("x_test_key"))


def _to_classes(dataset: BuiltinDataset | None, options: Options, kind: DataKind) -> bool:
    """Tell whether the one answer is a class."""
    if answers_of(options):
        return False
    match kind:
        case "arrays" if dataset is not None:
            return "labels" in options.values
        case "images" | "arrays" | "image folder":
            return options.text("target") == "classes"
        case "table":
            return not predicts_number(dataset, options)
        case _:
            return kind in ("text", "text folder")


def _require_all(choice: DataChoice, options: Options, kind: DataKind) -> None:
    """Make sure that the user's own file and the columns that it needs are named."""
    if choice.source in DATASETS:
        return
    if choice.path is None:
        raise DataError(tr("No file is chosen yet."))
    if choice.source in FOLDERS:
        return
    for name, message in _needed(options, kind):
        if not options.text(name):
            raise DataError(message)


def _needed(options: Options, kind: DataKind) -> list[tuple[str, str]]:
    """Return the options without which the user's file cannot be used, and what to say."""
    to_predict = tr("Choose the column that the network is to predict.")
    match kind:
        case "table":
            return [] if answers_of(options) else [("target", to_predict)]
        case "series":
            return [("column", tr("Choose the column that holds the series."))]
        case "text":
            return [("text", tr("Choose the column that holds the texts.")), ("target", to_predict)]
        case _:
            if is_named(options):
                return []
            needed = [("x_key", tr("Choose the array that the network sees."))]
            if options.text("target") != "same as input":
                answers = tr("Choose the array that holds the right answers.")
                needed.append(("y_key", answers))
                needed += [("y_test_key", answers)] if options.text("x_test_key") else []
            return needed
