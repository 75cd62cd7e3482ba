"""Code that splits the files of folders so that every part has the same shares of classes."""

from __future__ import annotations

from netbuilder.codegen.data_folder_parts import (
    decoded,
    given,
    has_test,
    held_shares,
    is_itself,
    share,
    train_folder,
)
from netbuilder.codegen.data_steps import (
    NOTHING,
    SPLITTING,
    TENSORFLOW,
    Steps,
    body_call,
    function,
    steps,
)
from netbuilder.dataset.folders import PICTURE_SUFFIXES, TEXT_SUFFIXES
from netbuilder.dataset.options import Options


def files_code(source: str, options: Options, validation: float) -> Steps:
    """Return the functions, the last of them ``load_data()``, with their imports.

    Args:
        source: ``"images"`` or ``"texts"``.
        options: Of that source.
        validation: The share of the training part that is held back to validate on, where no
            folder is there for it.
    """
    suffixes = PICTURE_SUFFIXES if source == "images" else TEXT_SUFFIXES
    listed = ", ".join(f'"{suffix}"' for suffix in suffixes)
    found = steps(
        f"suffixes = ({listed}{',' if len(suffixes) == 1 else ''})",
        "return [",
        "    (kind, str(file))",
        "    for kind in CLASS_NAMES",
        '    for file in sorted((folder / kind).rglob("*"))',
        "    if file.suffix.lower() in suffixes",
        "]",
    )
    doc = "Return the files of all classes in a folder, each with its class."
    lines = function("list_files(folder)", doc, found)
    doc = "Return what a file holds, with the number of its class."
    lines += ["", "", *function("read_file(name, number)", doc, _reading(source, options))]
    doc = "Return the samples in files as a stream; mixed anew each time, if wished."
    lines += ["", "", *function("read_files(files, shuffle=False)", doc, _streaming(options))]
    read = Steps(tuple(lines), (TENSORFLOW,))
    splits = any(held_shares(options, validation))
    return read + (_splitting(options) if splits else NOTHING) + _load(options, validation)


def _splitting(options: Options) -> Steps:
    """Return the function that splits files."""
    seed = f"random_state={options.whole('split_seed')}"
    classes = "stratify=[kind for kind, _ in files]"
    body = body_call("return train_test_split(", ["files", "test_size=share", seed, classes])
    doc = "Return the files of two parts with the same shares of classes."
    lines = function("split(files, share)", doc, body)
    return Steps(("", "", *lines), (SPLITTING,))


def _reading(source: str, options: Options) -> Steps:
    if source == "texts":
        result = steps("sample = tf.io.read_file(name)")
    else:
        result = decoded(options, "sample")
    if options.values.get("labels") == "one-hot" and not is_itself(options):
        return result + steps("return sample, tf.one_hot(number, len(CLASS_NAMES))")
    return result + steps("return sample" if is_itself(options) else "return sample, number")


def _streaming(options: Options) -> Steps:
    return steps(
        "numbers = [CLASS_NAMES.index(kind) for kind, _ in files]",
        "names = [name for _, name in files]",
        "samples = tf.data.Dataset.from_tensor_slices((names, numbers))",
        "if shuffle:",
        f"    samples = samples.shuffle(len(files), seed={options.whole('split_seed')})",
        "return samples.map(read_file, num_parallel_calls=tf.data.AUTOTUNE)",
    )


def _load(options: Options, validation: float) -> Steps:
    """Split the files of the training part, and read each part."""
    held_test, held_validation = held_shares(options, validation)
    held = held_test + held_validation
    body = steps(f"train = list_files({train_folder(options)})")
    if held_test and held_validation:
        body += steps(
            f"train, held = split(train, {share(held)})",
            "# What is held back is shared out: one part to validate, the rest to test on.",
            f"validation, test = split(held, {share(held_test / held)})",
        )
    elif held:
        name = "test" if held_test else "validation"
        body += steps(f"train, {name} = split(train, {share(held)})")
    for part in ("validation", "test"):
        if options.text(f"{part}_folder"):
            body += steps(f"{part} = list_files({part.upper()}_FOLDER)")
    names = ["train"]
    names += ["validation"] if held_validation or options.text("validation_folder") else []
    names += ["test"] if has_test(options) else []
    how = {"train": ", shuffle=True"}
    body += steps(*(f"{name} = read_files({name}{how.get(name, '')})" for name in names))
    body += given(options, validation)
    doc = "Return the samples to train, to validate and to test on."
    return Steps(("", "", *function("load_data()", doc, body)))
