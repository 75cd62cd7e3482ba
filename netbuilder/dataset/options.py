"""Which options each source of data takes, and their values checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from netbuilder.catalog.spec import Kind, Param
from netbuilder.dataset import option_params as params
from netbuilder.dataset.builtin import DataKind
from netbuilder.dataset.choice import DataChoice
from netbuilder.dataset.errors import DataError
from netbuilder.dataset.online import DATASETS
from netbuilder.graph.values import Params, Value
from netbuilder.i18n import tr

_CSV = (
    params.USE,
    params.DELIMITER,
    params.HEADER,
    params.ENCODING,
    params.DECIMAL,
    params.TEXT_COLUMN,
    params.COLUMN,
    params.TARGET_COLUMN,
    params.TASK,
    params.FEATURES,
    params.INPUTS,
    params.TARGETS,
    params.QUANTITIES,
    params.SAMPLE_WEIGHTS,
    params.CATEGORIES,
    params.TEXTS,
    params.PICTURES,
    params.PICTURE_FOLDER,
    params.HEIGHT,
    params.WIDTH,
    params.COLOUR,
    params.MISSING,
    params.READ_AS,
    params.LENGTH,
    params.WINDOW,
    params.HORIZON,
    params.STEP,
    params.STREAM,
    params.SCALE,
    params.SCALE_TARGET,
    params.LABELS,
    params.TEST_SHARE,
    params.STRATIFY_VALIDATION,
    params.SPLIT_SEED,
    params.MOST_ROWS,
    params.COPY,
)
_NPZ = (
    params.X_KEY,
    params.Y_KEY,
    params.X_TEST_KEY,
    params.Y_TEST_KEY,
    params.TARGET_OF_ARRAYS,
    params.INPUTS,
    params.TARGETS,
    params.QUANTITIES,
    params.LABELS,
    params.SCALE_OF_ARRAYS,
    params.TEST_SHARE,
    params.STRATIFY_VALIDATION,
    params.SPLIT_SEED,
    params.COPY,
)

_FOLDERS = (
    params.TRAIN_FOLDER,
    params.VALIDATION_FOLDER,
    params.TEST_FOLDER,
    params.STRATIFY,
    params.LABELS,
    params.TEST_SHARE,
    params.SPLIT_SEED,
    params.COPY_OF_FOLDER,
)
_IMAGES = (
    params.HEIGHT,
    params.WIDTH,
    params.COLOUR,
    params.TARGET_OF_PICTURES,
    params.SCALE_OF_PICTURES,
    *_FOLDERS,
)

OPTIONS: Mapping[str, tuple[Param, ...]] = {
    **{key: dataset.options for key, dataset in DATASETS.items()},
    "csv": _CSV,
    "npz": _NPZ,
    "images": _IMAGES,
    "texts": _FOLDERS,
}
"""All options of each source, with the source's own defaults."""

FOLDERS: Mapping[str, DataKind] = {"images": "image folder", "texts": "text folder"}
"""The sources that are folders with a folder for each class."""

# The options of a CSV file that matter for only one use of it.
_CSV_FILE = {
    "use",
    "delimiter",
    "header",
    "encoding",
    "decimal",
    "test_share",
    "most_rows",
    "copy",
}
_PICTURED = ("pictures", "picture_folder", "height", "width", "colour")
_CSV_USES: Mapping[str, set[str]] = {
    "table": {
        "target",
        "task",
        "features",
        "inputs",
        "targets",
        "quantities",
        "sample_weights",
        "categories",
        "texts",
        *_PICTURED,
        "missing",
        "stream",
        "scale",
        "scale_target",
        "labels",
        "stratify",
        "split_seed",
    },
    "series": {"column", "features", "window", "horizon", "step", "stream", "scale"},
    "text": {"text", "target", "read_as", "length", "labels", "stratify", "split_seed"},
}


@dataclass(frozen=True, slots=True)
class Options:
    """The values of all options of a choice, those left to their defaults included."""

    values: Params

    def text(self, name: str) -> str:
        """Return the option as text."""
        return str(self.values[name])

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the option's words; none for one that the source does not take."""
        value = self.values.get(name, ())
        return tuple(map(str, value)) if isinstance(value, tuple) else ()

    def flag(self, name: str) -> bool:
        """Return the option as yes or no; no for one that the source does not take."""
        return bool(self.values.get(name, False))

    def whole(self, name: str) -> int:
        """Return the option as a whole number."""
        return int(self.number(name))

    def number(self, name: str) -> float:
        """Return the option as a number; 0 for one that the source does not take."""
        value = self.values.get(name, 0)
        return value if isinstance(value, (int, float)) else 0


def effective_options(choice: DataChoice) -> Options:
    """Return all options of ``choice``: its own and, for the rest, the source's defaults.

    Raises:
        DataError: the source is unknown, or an option has a value that it cannot have.
    """
    if not choice.source:
        raise DataError(tr("No data are chosen yet."))
    if choice.source not in OPTIONS:
        raise DataError(tr('The dataset "{name}" is unknown here.', name=choice.source))
    values: dict[str, Value] = {}
    for option in OPTIONS[choice.source]:
        values[option.name] = choice.options.get(option.name, option.default)
        if not _allows(option, values[option.name]):
            raise DataError(
                tr(
                    'The data\'s option "{name}" cannot be {value}.',
                    name=option.name,
                    value=repr(values[option.name]),
                )
            )
    return Options(Params(values))


def options_of(choice: DataChoice) -> tuple[Param, ...]:
    """Return the options that matter for ``choice`` as it is now, in the order to show them.

    Raises:
        DataError: as :func:`effective_options`.
    """
    options = effective_options(choice)
    hidden = _without_effect(kind_of(choice), options)
    wanted = OPTIONS[choice.source]
    if choice.source == "csv":
        used = _CSV_FILE | _CSV_USES[options.text("use")]
        wanted = tuple(option for option in wanted if option.name in used)
    return tuple(option for option in wanted if option.name not in hidden)


def kind_of(choice: DataChoice) -> DataKind:
    """Return what the samples of ``choice`` are.

    Raises:
        DataError: as :func:`effective_options`.
    """
    options = effective_options(choice)
    if choice.source in DATASETS:
        return DATASETS[choice.source].kind
    if choice.source in FOLDERS:
        return FOLDERS[choice.source]
    if choice.source == "npz":
        return "arrays"
    use = options.text("use")
    return "series" if use == "series" else "text" if use == "text" else "table"


def is_streamed(choice: DataChoice) -> bool:
    """Tell whether the samples of ``choice`` are streamed, not loaded as a whole.

    Raises:
        DataError: as :func:`effective_options`.
    """
    options = effective_options(choice)
    asked = kind_of(choice) in ("series", "table") and options.flag("stream")
    return asked or choice.source in FOLDERS or bool(pictured_columns(choice))


def pictured_columns(choice: DataChoice) -> tuple[str, ...]:
    """Return the columns of a table that name picture files; none for other data.

    Raises:
        DataError: as :func:`effective_options`.
    """
    options = effective_options(choice)
    return options.texts("pictures") if kind_of(choice) == "table" else ()


def is_separate(choice: DataChoice) -> bool:
    """Tell whether the arrays of ``choice`` are NPY files, one for each, in one folder."""
    return choice.source == "npz" and choice.path is not None and is_array(choice.path)


def is_array(path: Path) -> bool:
    """Tell whether a file holds one array alone, by its name."""
    return path.suffix.lower() == ".npy"


def seen_columns(options: Options) -> tuple[str, ...]:
    """Return the columns that the one input of a network sees; none for all that are left."""
    return options.texts("features") or (*options.texts("texts"), *options.texts("pictures"))


def is_named(options: Options) -> bool:
    """Tell whether several inputs or outputs are served by name."""
    return bool(options.values.get("inputs") or options.values.get("targets"))


def has_own_defaults(choice: DataChoice) -> bool:
    """Tell whether every option of ``choice`` has its source's default."""
    defaults = Params({option.name: option.default for option in OPTIONS[choice.source]})
    return effective_options(choice).values == defaults


def _without_effect(kind: DataKind, options: Options) -> set[str]:
    """Return the options that the present values of others make meaningless."""
    hidden: set[str] = set()
    one_answer = not options.values.get("targets")
    pictures = kind in ("images", "arrays", "image folder")
    if pictures and one_answer and options.text("target") != "classes":
        hidden |= {"labels"} if kind == "image folder" else {"labels", "stratify"}
    if kind == "table" and one_answer and "task" in options.values:
        number = options.text("task") == "number"
        hidden |= {"labels", "stratify"} if number else {"scale_target"}
    if not options.texts("pictures"):
        hidden |= set(_PICTURED[1:]) if "pictures" in options.values else set()
    if options.values.get("read_as") == "text":
        hidden.add("length")
    if options.values.get("x_test_key") and not is_named(options):
        hidden |= {"test_share", "split_seed"}
    hidden |= _replaced_by_names(options)
    if options.values.get("test_folder"):
        hidden.add("test_share")
    if options.values.get("test_share") == 0 and kind not in FOLDERS.values():
        hidden |= set() if options.flag("stratify") else {"split_seed"}
    return hidden


def _replaced_by_names(options: Options) -> set[str]:
    """Return the options of one input or one answer where several are named, and the reverse."""
    fed, asked = bool(options.values.get("inputs")), bool(options.values.get("targets"))
    hidden = {"features", "x_key"} if fed else set()
    hidden |= {"target", "task", "y_key"} if asked else {"quantities"}
    return hidden | ({"x_test_key", "y_test_key"} if fed or asked else set())


def _allows(option: Param, value: Value) -> bool:
    """Tell whether ``option`` can have ``value``."""
    match option.kind:
        case Kind.BOOL:
            return isinstance(value, bool)
        case Kind.CHOICE | Kind.TEXT:
            return isinstance(value, str) and (not option.choices or value in option.choices)
        case Kind.TEXTS:
            return _are_words(value)
        case Kind.JSON:
            return isinstance(value, Params) and all(
                isinstance(part, str) or _are_words(part) for part in value.values()
            )
        case Kind.INT:
            return isinstance(value, int) and _within(option, value)
        case _:
            return isinstance(value, (int, float)) and _within(option, value)


def _are_words(value: Value) -> bool:
    return isinstance(value, tuple) and all(isinstance(word, str) for word in value)


def _within(option: Param, value: float) -> bool:
    """Tell whether a number (a truth value is none) keeps to the limits of ``option``."""
    above = option.minimum is None or value >= option.minimum
    below = option.maximum is None or value <= option.maximum
    return not isinstance(value, bool) and above and below
