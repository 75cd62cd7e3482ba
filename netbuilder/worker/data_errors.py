"""Says in one plain sentence why data cannot be loaded."""

from __future__ import annotations

from pathlib import Path

from pandas.errors import EmptyDataError, ParserError

from netbuilder.dataset.errors import DataError
from netbuilder.i18n import tr
from netbuilder.worker.reasons import reason_of


def plain_sentence(error: Exception, file: Path) -> str:
    """Return why loading ``file`` failed, for a student."""
    if isinstance(error, DataError):
        return str(error)
    return _about_file(error, file) or _about_values(error, file) or _unforeseen(error)


def _about_file(error: Exception, file: Path) -> str:
    """Return what is wrong with the file itself, or ``""``; the first kind that fits counts."""
    name = Path(getattr(error, "filename", None) or file).name
    reason = getattr(error, "strerror", None) or str(error)
    sentences: tuple[tuple[type[Exception], str], ...] = (
        (FileNotFoundError, tr('The file "{name}" is not there (any more).', name=name)),
        (
            UnicodeError,
            tr('"{name}" is not written in the chosen encoding; try another.', name=name),
        ),
        (EmptyDataError, tr('The file "{name}" is empty.', name=name)),
        (
            ParserError,
            tr(
                '"{name}" is no regular table: its lines differ in the number of cells. '
                "Perhaps the delimiter is another one.",
                name=name,
            ),
        ),
        (
            OSError,
            tr('The file "{name}" cannot be read: {reason}.', name=name, reason=reason),
        ),
        (MemoryError, tr("The data do not fit into the memory.")),
    )
    return next((sentence for kind, sentence in sentences if isinstance(error, kind)), "")


def _about_values(error: Exception, file: Path) -> str:
    """Return what is wrong with the values in the file, or ``""``.

    The left side is what NumPy, pandas and scikit-learn say.
    """
    said = str(error)
    sentences = {
        "is not a file in the archive": tr(
            "There is no array {name} in the file.", name=said.partition(" is not")[0].strip("'\"")
        ),
        "could not convert string to float": tr(
            "The text {text} stands where a number is needed.", text=_quoted(said)
        ),
        "URL fetch failure on": tr(
            "Keras cannot get these data from the internet. This computer may have no "
            "connection; the datasets that ship with NetBuilder need none."
        ),
        "east populated class": tr(
            "Some class has one sample only, and cannot be split into a training and a test "
            "part. If the answer is a number, not a class, choose so."
        ),
        "n_samples=0": no_rows() if file.suffix != ".npz" else no_samples(),
        "equal to the number of classes": tr("There are too few samples for such a test part."),
        "train set will be empty": tr("There are too few samples for such a test part."),
        "window shape cannot be larger": too_short(),
        "`class_names` passed did not match": tr(
            "Each part of the data needs a folder for each class of the training part."
        ),
        "images found in directory": tr("There are no pictures, or too few of them to split."),
        "text files found in directory": tr("There are no texts, or too few of them to split."),
        "Could not find directory": tr("The folder is not there (any more)."),
        "inconsistent numbers of samples": tr("There are not as many answers as inputs."),
        "Object arrays cannot be loaded": tr(
            "The file holds Python objects, which are not read because they could run code; "
            "save plain arrays of numbers instead."
        ),
    }
    return next((sentence for part, sentence in sentences.items() if part in said), "")


def no_rows() -> str:
    """Return what is wrong where dropping rows has left none."""
    return tr(
        "No rows are left, because each has an empty cell. Fill empty cells with the mean, or "
        "leave out the columns that have many."
    )


def no_samples() -> str:
    """Return what is wrong where there is nothing from the start."""
    return tr("There are no samples to train on.")


def too_short() -> str:
    """Return what is wrong with a series of which no window can be cut."""
    return tr("The series, or a part of it, is shorter than one window and what follows it.")


def _quoted(said: str) -> str:
    """Return the text in quotes that NumPy or pandas could not make into a number."""
    return said.partition(": ")[2].removeprefix("np.str_(").removesuffix(")")


def _unforeseen(error: Exception) -> str:
    """Return a sentence for an error that nobody thought of."""
    return tr("The data cannot be loaded: {reason}", reason=reason_of(error))
