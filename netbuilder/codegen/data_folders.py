"""Code that streams pictures and texts from folders, one folder for each class."""

from __future__ import annotations

from netbuilder.codegen.data_files import files_code
from netbuilder.codegen.data_folder_parts import (
    class_names,
    given,
    held_shares,
    is_itself,
    share,
    size_constant,
    train_folder,
)
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
    stratified = options.flag("stratify")
    constants += [] if is_itself(options) and not stratified else class_names(options)
    if source == "images":
        constants.append(size_constant(options))
    doc = "Return samples in batches; the next one is made ready while one is used."
    body = steps("return samples.batch(BATCH_SIZE).prefetch(1)")
    batches = function("in_batches(samples)", doc, body)
    if stratified:
        files = files_code(source, options, validation)
        return constants, Steps((*batches, "", "", *files.lines), files.imports)
    doc = "Return the samples of a folder as a stream; each folder in it is a class."
    read = function("read_folder(folder, **how)", doc, _reading(source, options))
    doc = "Return the samples to train, to validate and to test on."
    load = function("load_data()", doc, _parts(options, validation) + given(options, validation))
    return constants, Steps((*read, "", "", *batches, "", "", *load), (KERAS,))


def _reading(source: str, options: Options) -> Steps:
    """Read one folder; its samples are prepared as the options say."""
    arguments = ["folder"]
    if source == "images":
        grey = options.text("colour") == "grey"
        arguments += ["image_size=IMAGE_SIZE", *(['color_mode="grayscale"'] if grey else [])]
    if is_itself(options):
        arguments.append("label_mode=None")
    else:
        one_hot = options.text("labels") == "one-hot"
        arguments += ["class_names=CLASS_NAMES", *(['label_mode="categorical"'] if one_hot else [])]
    arguments += ["batch_size=None", f"seed={options.whole('split_seed')}", "**how"]
    return body_call(f"return {_READERS[source]}", arguments)


def _parts(options: Options, validation: float) -> Steps:
    """Read the parts: each from its own folder, or split off the training samples."""
    held_test, held_validation = held_shares(options, validation)
    held = held_test + held_validation
    folder = train_folder(options)
    result = steps(f"train = read_folder({folder})")
    if held:
        name = "held" if held_test and held_validation else "test" if held_test else "validation"
        arguments = [folder, f"validation_split={share(held)}", 'subset="both"']
        result = body_call(f"train, {name} = read_folder(", arguments)
    for part in ("validation", "test"):
        if options.text(f"{part}_folder"):
            result += body_call(
                f"{part} = read_folder(", [f"{part.upper()}_FOLDER", "shuffle=False"]
            )
    if held_test and held_validation:
        result += steps(
            "# What is held back is shared out: one part to validate, the rest to test on.",
            f"count = round(len(held) * {share(held_validation / held)})",
            "validation, test = held.take(count), held.skip(count)",
        )
    return result
