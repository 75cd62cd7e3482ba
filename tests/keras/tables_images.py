"""What the cases of the layers that change images are drawn from."""

from __future__ import annotations

from netbuilder.graph.values import Value
from tests.keras.contract import case
from tests.keras.pools import Input, Pool

FORMATS: list[Value] = ["channels_last", "channels_first", None]
DTYPE: dict[str, list[Value]] = {"dtype": ["float16", "mixed_float16"], "trainable": [False]}
IMAGES: list[Input] = [
    (None, 8, 9, 3),
    (None, None, None, 3),
    (8, 9, 3),
    (2, 8, 9, 3),
    (None, 3, 8, 3),
]
ANY_IMAGES: list[Input] = [*IMAGES, (None, 8, 9, 1), (None, 28, 28), ((None, 8, 9, 4), "uint8")]
UNIT: list[Value] = [0, 0.5, 1, 1.0, (0.0, 0.5), (0.9, 0.1), (0.5, 2.0)]
NOT_UNIT: list[Value] = [-0.1, 1.5, None, "0.5", (0.1,), (2.0, 3.0), (0.1, 0.2, 0.3)]
SIGNED: list[Value] = [0, 0.5, (-0.5, 0.5), -1.0, (0.2, 0.4)]
NOT_SIGNED: list[Value] = [-1.5, 1.5, None, "0.5", (0.1,), (2.0, 3.0)]
RANGE: list[Value] = [(0, 255), (0.0, 1.0), (1, 0)]
NOT_RANGE: list[Value] = [(0,), (0, 1, 2), None, 255]
FILLED: dict[str, list[Value]] = {
    "fill_mode": ["reflect", "wrap", "constant", "nearest"],
    "interpolation": ["nearest", "bilinear"],
    "fill_value": [0.5, 1],
}
NOT_FILLED: dict[str, list[Value]] = {"fill_mode": ["mirror", ""], "interpolation": ["bicubic"]}

AUGMENTATION = [
    Pool(["AutoContrast"], ANY_IMAGES, options={"value_range": RANGE, **DTYPE}, draws=8),
    Pool(
        ["Equalization"],
        ANY_IMAGES,
        options={"value_range": RANGE, "bins": [64], "data_format": FORMATS, **DTYPE},
        wrong={"value_range": NOT_RANGE, "data_format": ["first"]},
        draws=10,
    ),
    Pool(
        ["ContrastLimitedAdaptiveHistogramEqualization"],
        ANY_IMAGES,
        options={"tile_grid_size": [(4, 4)], "clip_limit": [2.0], "data_format": FORMATS, **DTYPE},
        wrong={"data_format": ["first"]},
        draws=10,
    ),
    Pool(
        ["AugMix", "RandAugment"],
        IMAGES,
        options={
            "factor": [0, 0.5, 1.0, (0.1, 0.9)],
            "value_range": RANGE,
            "interpolation": ["nearest", "bilinear"],
            "data_format": ["channels_last"],
            **DTYPE,
        },
        wrong={"factor": [*NOT_UNIT, (0.5, 2.0)], "value_range": NOT_RANGE},
        draws=12,
    ),
    Pool(
        ["CutMix"],
        ANY_IMAGES,
        options={"factor": UNIT, "data_format": FORMATS, "seed": [1], **DTYPE},
        wrong={"factor": NOT_UNIT},
        draws=12,
    ),
    Pool(["MixUp"], ANY_IMAGES, options={"alpha": [0.4], "data_format": FORMATS, **DTYPE}, draws=5),
    Pool(
        ["RandomBrightness"],
        ANY_IMAGES,
        needed={"factor": SIGNED},
        options={"value_range": RANGE, "seed": [1], **DTYPE},
        wrong={"factor": [-1.5, 1.5, "a", (2.0, 3.0)], "value_range": NOT_RANGE},
        draws=15,
    ),
    Pool(
        ["RandomColorDegeneration"],
        IMAGES,
        misfits=[(None, 8, 9, 1), (None, 4), (None, 2, 8, 9, 3)],
        needed={"factor": UNIT},
        options={"value_range": RANGE, "data_format": FORMATS, **DTYPE},
        wrong={"factor": [1.5, None, "a", (2.0, 3.0)], "value_range": NOT_RANGE},
        draws=25,
    ),
    Pool(
        ["RandomContrast"],
        IMAGES,
        needed={"factor": UNIT},
        options={"value_range": RANGE, "seed": [1], **DTYPE},
        wrong={"factor": NOT_UNIT},
        draws=12,
    ),
    Pool(
        ["RandomHue"],
        IMAGES,
        needed={"factor": UNIT},
        options={"value_range": RANGE, **DTYPE},
        wrong={"factor": [-0.1, 1.5, "a", (2.0, 3.0)]},
        draws=12,
    ),
    Pool(
        ["RandomSaturation"],
        IMAGES,
        needed={"factor": UNIT},
        options={"value_range": RANGE, **DTYPE},
        wrong={"factor": [1.5, "a", (2.0, 3.0)], "value_range": NOT_RANGE},
        draws=12,
    ),
    Pool(
        ["RandomColorJitter"],
        IMAGES,
        options={
            "brightness_factor": SIGNED,
            "contrast_factor": UNIT,
            "saturation_factor": UNIT,
            "hue_factor": UNIT,
            **DTYPE,
        },
        wrong={"brightness_factor": [2.0], "contrast_factor": [-0.5, "a"], "hue_factor": [1.5]},
        draws=20,
    ),
    Pool(
        ["RandomGrayscale"],
        [*IMAGES, (None, 8, 9, 1), ((None, 8, 9, 3), "uint8")],
        options={"factor": [0, 0.5, 1.0], "data_format": ["channels_last"], **DTYPE},
        wrong={"factor": [-0.1, 1.5, None, "a"]},
        draws=12,
    ),
    Pool(
        ["RandomInvert", "RandomErasing"],
        ANY_IMAGES,
        options={"factor": UNIT, "value_range": RANGE, "data_format": FORMATS, **DTYPE},
        wrong={"factor": NOT_UNIT},
        draws=12,
    ),
    Pool(
        ["RandomGaussianBlur"],
        ANY_IMAGES,
        options={"factor": UNIT, "kernel_size": [3, 5, (3, 1)], "sigma": UNIT, **DTYPE},
        wrong={"kernel_size": [2, (3, 4), "a", (3, 3, 3), None], "sigma": NOT_UNIT},
        draws=20,
    ),
    Pool(
        ["RandomElasticTransform"],
        ANY_IMAGES,
        options={
            "factor": UNIT,
            "scale": UNIT,
            "fill_mode": ["mirror", "wrap"],
            "interpolation": ["nearest"],
            **DTYPE,
        },
        wrong={"scale": NOT_UNIT, "fill_mode": ["x"], "interpolation": ["bicubic"]},
        draws=20,
    ),
    Pool(
        ["RandomPerspective"],
        ANY_IMAGES,
        options={"factor": UNIT, "scale": [0.5, 1], "interpolation": ["nearest"], **DTYPE},
        wrong={"factor": NOT_UNIT, "scale": [-0.5, 2.0, None], "interpolation": ["bicubic"]},
        draws=20,
    ),
    Pool(
        ["RandomPosterization"],
        ANY_IMAGES,
        needed={"factor": [1, 4, 8, (2, 6), (0, 4)]},
        options={"value_range": RANGE, **DTYPE},
        wrong={"factor": [0, 9, None, (9, 10), (1,)], "value_range": NOT_RANGE},
        draws=15,
    ),
    Pool(
        ["RandomSharpness"],
        ANY_IMAGES,
        needed={"factor": UNIT},
        options={"value_range": RANGE, **DTYPE},
        wrong={"factor": NOT_UNIT, "value_range": NOT_RANGE},
        draws=12,
    ),
    Pool(
        ["RandomRotation"],
        ANY_IMAGES,
        needed={"factor": SIGNED},
        options={**FILLED, "data_format": FORMATS, **DTYPE},
        wrong={"factor": [-1.5, 1.5, "a"], **NOT_FILLED},
        draws=20,
    ),
    Pool(
        ["RandomShear"],
        ANY_IMAGES,
        options={"x_factor": [0, 0.5, (0.1, 0.9)], "y_factor": [1.0], **FILLED, **DTYPE},
        wrong={"x_factor": [*NOT_UNIT, (0.5, 2.0)], **NOT_FILLED},
        draws=20,
    ),
    Pool(
        ["RandomTranslation"],
        ANY_IMAGES,
        needed={"height_factor": SIGNED, "width_factor": SIGNED},
        options={**FILLED, "data_format": FORMATS, **DTYPE},
        wrong={"width_factor": [*NOT_SIGNED, (0.5, 2.0)], **NOT_FILLED},
        draws=20,
    ),
    Pool(
        ["RandomZoom"],
        ANY_IMAGES,
        needed={"height_factor": [0, 0.5, (-0.5, 0.5), 1.0, (0.2, 0.4)]},
        options={"width_factor": [None, 0.3], **FILLED, "data_format": FORMATS, **DTYPE},
        wrong={"height_factor": [*NOT_SIGNED, -1.0, (-1.0, 0.5)], **NOT_FILLED},
        draws=20,
    ),
    Pool(
        ["RandomFlip"],
        ANY_IMAGES,
        options={"mode": ["horizontal", "vertical"], "data_format": FORMATS, **DTYPE},
        wrong={"data_format": ["first", 3]},
        draws=12,
    ),
    Pool(
        ["Solarization"],
        ANY_IMAGES,
        options={"addition_factor": [0, 0.5, (0.1, 0.9)], "value_range": RANGE, **DTYPE},
        wrong={"threshold_factor": [*NOT_UNIT, (0.5, 2.0)], "value_range": NOT_RANGE},
        draws=20,
    ),
    Pool(
        ["Resizing"],
        ANY_IMAGES,
        needed={"height": [1, 4, 30], "width": [1, 5]},
        options={
            "interpolation": ["nearest", "bicubic"],
            "crop_to_aspect_ratio": [True, False],
            "antialias": [True],
            "data_format": FORMATS,
            **DTYPE,
        },
        wrong={"data_format": ["first"]},
        draws=25,
    ),
    Pool(
        ["CenterCrop"],
        ANY_IMAGES,
        misfits=[(None, 4), (None, 2, 8, 9, 3)],
        needed={"height": [1, 4, 30], "width": [1, 5]},
        options={"data_format": FORMATS, **DTYPE},
        draws=12,
    ),
    Pool(
        ["RandomCrop"],
        ANY_IMAGES,
        needed={"height": [1, 4, 30], "width": [1, 5]},
        options={"data_format": FORMATS, **DTYPE},
        draws=12,
    ),
]

BOTH_WAYS: dict[str, Value] = {"crop_to_aspect_ratio": True, "pad_to_aspect_ratio": True}
LATE_IMAGES = [
    *(
        case(name, {"factor": 0.5}, images)
        for name in ("RandomHue", "RandomSaturation")
        for images in ((None, 8, 9, 1), (None, 8, 9, 4), (None, 4))
    ),
    case("RandomSaturation", {"factor": 0.5}, ((None, 8, 9, 3), "uint8")),
    case("RandomContrast", {"factor": 0.5}, ((None, 8, 9, 3), "uint8")),
    case("RandomGrayscale", {}, (None, 8, 9, 4)),
    case("RandAugment", {}, (None, 8, 9, 4)),
    case("RandomFlip", {}, (None, 4)),
    case("RandomZoom", {"height_factor": 0.1}, (None, 2, 8, 9, 3)),
    case("Resizing", {"height": 4, "width": 4}, (None, 2, 8, 9, 3)),
    case("Resizing", {"height": 4, "width": 4}, ((None, 8, 9, 3), "string")),
    case("Resizing", {"height": 4, "width": 4, "interpolation": "x"}, (None, 8, 9, 3)),
    case("Resizing", {"height": 4, "width": 4, **BOTH_WAYS}, (None, 8, 9, 3)),
    case(
        "Resizing",
        {"height": 4, "width": 4, "fill_mode": "wrap", "pad_to_aspect_ratio": True},
        (None, 8, 9, 3),
    ),
    case("RandomErasing", {"fill_value": (1, 2)}, (None, 8, 9, 3)),
    case("RandomColorJitter", {"hue_factor": 0.5}, (None, 8, 9, 1)),
    case(
        "RandomColorJitter",
        {"hue_factor": 0.5, "data_format": "channels_first"},
        (None, 3, 8, 9),
    ),
]
"""Cases that Keras refuses only once data arrives; waiting for that helps nobody."""
