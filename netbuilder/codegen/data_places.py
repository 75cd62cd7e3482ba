"""Where the files of the data lie when the code that loads them runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from netbuilder.codegen.data_arrays import array_names
from netbuilder.codegen.data_format import assign_file, assign_text, call
from netbuilder.codegen.data_steps import PATH
from netbuilder.codegen.write import text
from netbuilder.dataset.choice import DataChoice
from netbuilder.dataset.online import DATASETS
from netbuilder.dataset.options import FOLDERS, Options, is_separate, pictured_columns
from netbuilder.resources import resource_path


@dataclass(frozen=True, slots=True)
class Place:
    """Where the files lie.

    Attributes:
        constants: The assignments of ``DATA_FILE`` or ``DATA_FOLDER``, and of
            ``PICTURE_FOLDER``.
        imports: What they need.
        files: What has to lie beside the script.
    """

    constants: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()


def place_of(choice: DataChoice, options: Options, folder: str) -> Place:
    """Return where the files of ``choice`` lie.

    Args:
        choice: What is loaded.
        options: Its options.
        folder: The expression for the folder of what lies beside the script.
    """
    dataset = DATASETS.get(choice.source)
    path = resource_path("datasets", dataset.file) if dataset and dataset.file else choice.path
    if path is None:
        return Place()
    beside = options.values.get("copy", True) is True
    if choice.source in FOLDERS:
        constants = assign_file("DATA_FOLDER", folder, path.name) if beside else _folder(path)
        return Place(tuple(constants), (PATH,), (path,) if beside else ())
    if is_separate(choice):
        return _separate_arrays(path, options, folder if beside else None)
    constants = assign_text("DATA_FILE", str(path.absolute()))
    if beside:
        constants = assign_file("DATA_FILE", folder, path.name)
    pictured = bool(pictured_columns(choice))
    if pictured:
        constants += _folder(path.parent / options.text("picture_folder"), "PICTURE_FOLDER")
    imports = (PATH,) if beside or pictured else ()
    return Place(tuple(constants), imports, (path,) if beside else ())


def _separate_arrays(path: Path, options: Options, folder: str | None) -> Place:
    """Return the place of NPY files, one for each array, in the folder of one of them."""
    if folder is None:
        return Place(tuple(_folder(path.parent)), (PATH,))
    files = tuple(path.with_name(f"{name}.npy") for name in array_names(options))
    return Place((f"DATA_FOLDER = {folder}",), (PATH,), files)


def _folder(path: Path, name: str = "DATA_FOLDER") -> list[str]:
    """Return the assignment of a folder that is read where it is."""
    return call(f"{name} = Path(", [text(str(path.absolute()))])
