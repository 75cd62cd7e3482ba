"""Code that streams pictures and texts from folders, one folder for each class."""

from __future__ import annotations

from netbuilder.codegen.data_format import assign_file
from netbuilder.codegen.data_steps import Steps, body_call, function, steps
from netbuilder.dataset.options import Options

KERAS = "import keras"
_READERS = {
    "images": "keras.utils.image_dataset_from_directory(",
    "texts": "keras.utils.text_dataset_from_directory(",
}


def folder_code(source: str, options: Options, validation: float) -> tuple[list[str], Steps]:
    """Return the constants, and the functions with their imports, for a folder of samples.

    Args:
        source: ``"images"`` or ``"texts"``.
        options: Of that source.
        validation: The share of the training part that is held back to validate on, where no
            folder is there for it.
    """
    constants: list[str] = []
    for part in ("train", "validation", "test"):
        name = options.text(f"{part}_folder")
        constants += assign_file(f"{part.upper()}_FOLDER", "DATA_FOLDER", name) if name else []
    constants += [] if _itself(options) else _class_names(options)
    if source == "images":
        size = f"({options.whole('height')}, {options.whole('width')})"
        constants.append(f"IMAGE_SIZE = {size}  # height, width")
    doc = "Return the samples of a folder as a stream; each folder in it is a class."
    read = function("read_folder(folder, **how)", doc, _reading(source, options))
    doc = "Return samples in batches; the next one is made ready while one is used."
    body = steps("return samples.batch(BATCH_SIZE).prefetch(1)")
    batches = function("in_batches(samples)", doc, body)
    doc = "Return the samples to train, to validate and to test on."
    load = function("load_data()", doc, _parts(options, validation) + _given(options, validation))
    return constants, Steps((*read, "", "", *batches, "", "", *load), (KERAS,))


def has_folder_to_validate(options: Options) -> bool:
    """Tell whether a folder holds the validation part."""
    return bool(options.values.get("validation_folder"))


def has_test(options: Options) -> bool:
    """Tell whether there is a test part."""
    return bool(options.text("test_folder")) or options.number("test_share") > 0


def _reading(source: str, options: Options) -> Steps:
    """Read one folder; its samples are prepared as the options say."""
    arguments = ["folder"]
    if source == "images":
        grey = options.text("colour") == "grey"
        arguments += ["image_size=IMAGE_SIZE", *(['color_mode="grayscale"'] if grey else [])]
    if _itself(options):
        arguments.append("label_mode=None")
    else:
        one_hot = options.text("labels") == "one-hot"
        arguments += ["class_names=CLASS_NAMES", *(['label_mode="categorical"'] if one_hot else [])]
    arguments += ["batch_size=None", f"seed={options.whole('split_seed')}", "**how"]
    return body_call(f"return {_READERS[source]}", arguments)


def _parts(options: Options, validation: float) -> Steps:
    """Read the parts: each from its own folder, or split off the training samples."""
    held_test = 0.0 if options.text("test_folder") else options.number("test_share")
    held_validation = 0.0 if options.text("validation_folder") else (1 - held_test) * validation
    held = held_test + held_validation
    folder = _train_folder(options)
    result = steps(f"train = read_folder({folder})")
    if held:
        name = "held" if held_test and held_validation else "test" if held_test else "validation"
        arguments = [folder, f"validation_split={_share(held)}", 'subset="both"']
        result = body_call(f"train, {name} = read_folder(", arguments)
    for part in ("validation", "test"):
        if options.text(f"{part}_folder"):
            result += body_call(
                f"{part} = read_folder(", [f"{part.upper()}_FOLDER", "shuffle=False"]
            )
    if held_test and held_validation:
        result += steps(
            "# What is held back is shared out: one part to validate, the rest to test on.",
            f"count = round(len(held) * {_share(held_validation / held)})",
            "validation, test = held.take(count), held.skip(count)",
        )
    return result


def _given(options: Options, validation: float) -> Steps:
    """Prepare the parts and return them; None stands for one that there is not."""
    names = ["train"]
    held = validation > 0 or has_folder_to_validate(options)
    names += ["validation"] if held else []
    names += ["test"] if has_test(options) else []
    change = _change(options)
    prepared = steps(*(f"{name} = {name}.map({change})" for name in names) if change else ())
    given = (
        f"in_batches({name})" if name in names else "None"
        for name in ("train", "validation", "test")
    )
    return prepared + steps(f"return {', '.join(given)}")


def _change(options: Options) -> str:
    """Return the function that makes of a file's sample what the network gets; empty if none."""
    scaled = "x / 255" if options.values.get("scale") == "0 to 1" else "x"
    if _itself(options):
        return f"lambda x: ({scaled}, {scaled})"
    return f"lambda x, y: ({scaled}, y)" if scaled != "x" else ""


def _class_names(options: Options) -> list[str]:
    """Return the constant with the classes' names, in the order of their numbers."""
    return [
        "CLASS_NAMES = sorted(",
        "    folder.name",
        f"    for folder in {_train_folder(options)}.iterdir()",
        '    if folder.is_dir() and folder.name[0] != "."',
        ")",
    ]


def _train_folder(options: Options) -> str:
    return "TRAIN_FOLDER" if options.text("train_folder") else "DATA_FOLDER"


def _itself(options: Options) -> bool:
    """Tell whether the network is to answer with what it gets."""
    return options.values.get("target") == "same as input"


def _share(value: float) -> str:
    return repr(round(value, 4))
