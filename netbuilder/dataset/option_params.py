"""The options of data, described like the parameters of a layer, so that they get the same editors.

Which source takes which of them stands in :mod:`netbuilder.dataset.options`.
"""

from __future__ import annotations

from dataclasses import replace

from netbuilder.catalog.spec import Kind, Param
from netbuilder.graph.values import EMPTY

TARGET_OF_PICTURES = Param(
    "target",
    Kind.CHOICE,
    default="classes",
    choices=("classes", "same as input"),
    doc="What the network is to answer: each picture's class, or (for an autoencoder) the picture.",
)
TARGET_OF_ARRAYS = Param(
    "target",
    Kind.CHOICE,
    default="classes",
    choices=("classes", "number", "same as input"),
    doc="What the network is to answer: a class, one or more numbers, or the input itself.",
)
CHANNEL_AXIS = Param(
    "channel_axis",
    Kind.BOOL,
    default=True,
    doc="Gives each grey picture a last axis of size 1, as convolution layers expect.",
)
LABELS = Param(
    "labels",
    Kind.CHOICE,
    default="numbers",
    choices=("numbers", "one-hot"),
    doc="How a class is written: as its number (for a sparse loss), or as a row of 0s with one 1.",
)
SCALE_OF_PICTURES = Param(
    "scale",
    Kind.CHOICE,
    default="none",
    choices=("none", "0 to 1"),
    doc="Whether pictures are divided by their brightest value. A Rescaling layer does the same.",
)
SCALE = Param(
    "scale",
    Kind.CHOICE,
    default="standardise",
    choices=("none", "standardise", "0 to 1"),
    doc="Brings the values to mean 0 and deviation 1, or to 0 to 1; measured on the training part.",
)
SCALE_OF_ARRAYS = replace(SCALE, default="none")
SCALE_TARGET = Param(
    "scale_target",
    Kind.BOOL,
    default=False,
    doc="Brings the numbers to be predicted to mean 0 and deviation 1, as learning likes them.",
)
INPUTS = Param(
    "inputs",
    Kind.JSON,
    default=EMPTY,
    doc="For a network of several inputs: what each of them sees, by its name.",
)
TARGETS = Param(
    "targets",
    Kind.JSON,
    default=EMPTY,
    doc="For a network of several outputs: what each of them is to answer, by its name.",
)
QUANTITIES = Param(
    "quantities",
    Kind.TEXTS,
    default=(),
    doc="Those of several answers that are numbers; the others are classes.",
)
SAMPLE_WEIGHTS = Param(
    "sample_weights",
    Kind.TEXT,
    default="",
    doc="The column that says how much each row counts in training; empty if all count the same.",
)
FEATURES = Param(
    "features",
    Kind.TEXTS,
    default=(),
    doc="The columns that the network sees; if empty, all but the target (of a series: it alone).",
)
TARGET_COLUMN = Param(
    "target", Kind.TEXT, default="", doc="The column that the network is to predict."
)
TASK = Param(
    "task",
    Kind.CHOICE,
    default="classes",
    choices=("classes", "number"),
    doc="Whether the target is one of several classes or a number.",
)
CATEGORIES = Param(
    "categories",
    Kind.TEXTS,
    default=(),
    doc="Columns whose numbers are names of kinds (a month, a code); each kind gets its column.",
)
TEXTS = Param(
    "texts",
    Kind.TEXTS,
    default=(),
    doc="Columns that an input gets as they are, as texts, for layers such as TextVectorization; "
    "each needs an input of its own.",
)
PICTURES = Param(
    "pictures",
    Kind.TEXTS,
    default=(),
    doc="Columns that name picture files; each needs an input, which gets the pictures.",
)
PICTURE_FOLDER = Param(
    "picture_folder",
    Kind.TEXT,
    default="",
    doc="The folder of these files, inside the table's; if empty, they lie beside the table. "
    "An exported script reads them where they are.",
)
MISSING = Param(
    "missing",
    Kind.CHOICE,
    default="drop",
    choices=("drop", "mean", "median", "zero"),
    doc="What becomes of empty cells: their row is left out, or they get their column's mean, "
    "its median or 0. In a text column an empty cell is none of the words.",
)
TEST_SHARE = Param(
    "test_share",
    Kind.FLOAT,
    default=0.2,
    minimum=0.0,
    maximum=0.9,
    doc="The share of the samples that is kept for the final evaluation.",
)
SPLIT_SEED = Param(
    "split_seed",
    Kind.INT,
    default=0,
    minimum=0,
    maximum=2**32 - 1,
    doc="Another number puts other samples into the test part.",
    advanced=True,
)
COLUMN = Param("column", Kind.TEXT, default="", doc="The column that holds the series.")
WINDOW = Param(
    "window", Kind.INT, default=24, minimum=1, doc="How many values the network sees at once."
)
HORIZON = Param(
    "horizon", Kind.INT, default=1, minimum=1, doc="How many of the values that follow it predicts."
)
STEP = Param(
    "step", Kind.INT, default=1, minimum=1, doc="How many values lie between two windows' starts."
)
STREAM = Param(
    "stream",
    Kind.BOOL,
    default=False,
    doc="Reads rows, or cuts windows, while training instead of all before: spares the memory.",
    advanced=True,
)
READ_AS = Param(
    "read_as",
    Kind.CHOICE,
    default="characters",
    choices=("characters", "text"),
    doc="Whether a text comes as the numbers of its characters, or as it is, for a "
    "TextVectorization layer.",
)
TEXT_COLUMN = Param("text", Kind.TEXT, default="text", doc="The column that holds the texts.")
LENGTH = Param(
    "length",
    Kind.INT,
    default=20,
    minimum=1,
    doc="Characters of a text that are used; longer ones are cut, shorter ones filled with 0.",
)
USE = Param(
    "use",
    Kind.CHOICE,
    default="table",
    choices=("table", "series", "text"),
    doc="What the file is: rows of features, a series in the order of time, or texts with labels.",
)
DELIMITER = Param("delimiter", Kind.TEXT, default=",", doc="What stands between two cells.")
HEADER = Param(
    "header", Kind.BOOL, default=True, doc="Whether the first line holds the columns' names."
)
ENCODING = Param(
    "encoding",
    Kind.CHOICE,
    default="utf-8",
    choices=("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "latin-1"),
    doc="How the file's characters are written.",
    advanced=True,
)
DECIMAL = Param(
    "decimal",
    Kind.CHOICE,
    default=".",
    choices=(".", ","),
    doc="The sign before a number's decimals.",
    advanced=True,
)
MOST_ROWS = Param(
    "most_rows",
    Kind.INT,
    default=0,
    minimum=0,
    doc="Rows that are read, from the file's start; 0 for all. Spares the memory where it is huge.",
    advanced=True,
)
HEIGHT = Param(
    "height", Kind.INT, default=64, minimum=1, doc="Rows of pixels that each picture is brought to."
)
WIDTH = Param(
    "width", Kind.INT, default=64, minimum=1, doc="Pixels in a row that each picture is brought to."
)
COLOUR = Param(
    "colour",
    Kind.CHOICE,
    default="colour",
    choices=("colour", "grey"),
    doc="Whether a pixel has three numbers (red, green, blue) or one.",
)
TRAIN_FOLDER = Param(
    "train_folder",
    Kind.TEXT,
    default="",
    doc="The folder inside that holds the training part; if empty, the classes lie side by side.",
)
VALIDATION_FOLDER = Param(
    "validation_folder",
    Kind.TEXT,
    default="",
    doc="The folder inside to validate on; if empty, a share of the training part is taken.",
)
TEST_FOLDER = Param(
    "test_folder",
    Kind.TEXT,
    default="",
    doc="The folder inside for the final evaluation; if empty, a share is split off.",
)
STRATIFY = Param(
    "stratify",
    Kind.BOOL,
    default=False,
    doc="Splits the samples so that each part has as large a share of every class as the whole.",
    advanced=True,
)
STRATIFY_VALIDATION = replace(
    STRATIFY,
    doc="Keeps every class's share in the samples to validate on too; the test part always does.",
)
COPY = Param(
    "copy",
    Kind.BOOL,
    default=True,
    doc="Puts a copy of the file beside an exported script; if not, the script reads it in place.",
    advanced=True,
)
X_KEY = Param("x_key", Kind.TEXT, default="x_train", doc="The array that the network sees.")
Y_KEY = Param("y_key", Kind.TEXT, default="y_train", doc="The array of right answers.")
X_TEST_KEY = Param(
    "x_test_key",
    Kind.TEXT,
    default="x_test",
    doc="What the network sees in the final evaluation; if empty, a share is split off.",
)
Y_TEST_KEY = Param(
    "y_test_key", Kind.TEXT, default="y_test", doc="The right answers of the final evaluation."
)
COPY_OF_FOLDER = replace(
    COPY,
    default=False,
    doc="Puts a copy of the folder beside an exported script; if not, it is read in place.",
)
