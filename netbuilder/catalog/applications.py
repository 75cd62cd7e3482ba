"""The ready-made networks of ``keras.applications`` (Keras 3.15)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Pixels(StrEnum):
    """What a network's weights of ImageNet were learned on."""

    WHOLE = "0 to 255"
    CENTRED = "-1 to 1"
    STANDARD = "standardized"  # 0 to 1, less ImageNet's means, by its deviations
    BLUE_FIRST = "blue first"  # 0 to 255 as blue, green, red, less ImageNet's means


@dataclass(frozen=True, slots=True)
class Application:
    """One network.

    Attributes:
        parameters: How many it has without its top.
        pixels: What it was trained on.
        least: The smallest height and width that it takes.
        named: Whether its function takes a name; Keras's own EfficientNetV2 fail with any.
    """

    parameters: int
    pixels: Pixels = Pixels.WHOLE
    least: int = 32
    named: bool = True


APPLICATIONS: Mapping[str, Application] = {
    "MobileNetV3Small": Application(939_120),
    "MobileNetV2": Application(2_257_984, Pixels.CENTRED),
    "MobileNetV3Large": Application(2_996_352),
    "MobileNet": Application(3_228_864, Pixels.CENTRED),
    "EfficientNetB0": Application(4_049_571),
    "NASNetMobile": Application(4_269_716, Pixels.CENTRED),
    "EfficientNetV2B0": Application(5_919_312, named=False),
    "EfficientNetB1": Application(6_575_239),
    "EfficientNetV2B1": Application(6_931_124, named=False),
    "DenseNet121": Application(7_037_504, Pixels.STANDARD),
    "EfficientNetB2": Application(7_768_569),
    "EfficientNetV2B2": Application(8_769_374, named=False),
    "EfficientNetB3": Application(10_783_535),
    "DenseNet169": Application(12_642_880, Pixels.STANDARD),
    "EfficientNetV2B3": Application(12_930_622, named=False),
    "VGG16": Application(14_714_688, Pixels.BLUE_FIRST),
    "EfficientNetB4": Application(17_673_823),
    "DenseNet201": Application(18_321_984, Pixels.STANDARD),
    "VGG19": Application(20_024_384, Pixels.BLUE_FIRST),
    "EfficientNetV2S": Application(20_331_360, named=False),
    "Xception": Application(20_861_480, Pixels.CENTRED, least=71),
    "InceptionV3": Application(21_802_784, Pixels.CENTRED, least=75),
    "ResNet50V2": Application(23_564_800, Pixels.CENTRED),
    "ResNet50": Application(23_587_712, Pixels.BLUE_FIRST),
    "ConvNeXtTiny": Application(27_820_128),
    "EfficientNetB5": Application(28_513_527),
    "EfficientNetB6": Application(40_960_143),
    "ResNet101V2": Application(42_626_560, Pixels.CENTRED),
    "ResNet101": Application(42_658_176, Pixels.BLUE_FIRST),
    "ConvNeXtSmall": Application(49_454_688),
    "EfficientNetV2M": Application(53_150_388, named=False),
    "InceptionResNetV2": Application(54_336_736, Pixels.CENTRED, least=75),
    "ResNet152V2": Application(58_331_648, Pixels.CENTRED),
    "ResNet152": Application(58_370_944, Pixels.BLUE_FIRST),
    "EfficientNetB7": Application(64_097_687),
    "NASNetLarge": Application(84_916_818, Pixels.CENTRED),
    "ConvNeXtBase": Application(87_566_464),
    "EfficientNetV2L": Application(117_746_848, named=False),
    "ConvNeXtLarge": Application(196_230_336),
    "ConvNeXtXLarge": Application(348_147_968),
}
"""By the function that makes it; the small ones first."""
