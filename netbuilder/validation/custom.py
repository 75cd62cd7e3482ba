"""What validation can say of custom code: only what running it has already shown.

Validation runs nothing. What a custom layer gives is asked of a process that may be killed, and
remembered by the layer's code, its parameters and what comes in; until then the layer waits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeAlias

from netbuilder.catalog.arguments import RuleError
from netbuilder.catalog.custom import CustomCode, CustomKind, joint_digest, needed
from netbuilder.catalog.custom_reading import read_custom
from netbuilder.catalog.settings import check_params
from netbuilder.catalog.spec import LayerSpec
from netbuilder.catalog.tensors import Outcome, Tensor
from netbuilder.graph import Config, Params, Value
from netbuilder.i18n import tr


@dataclass(frozen=True, slots=True)
class Question:
    """What only running a custom layer can tell: what it makes of these inputs.

    Attributes:
        class_name: The layer's class; of Keras's own it is one that holds a custom layer.
        digest: What its code is, together with the code that it needs.
        params: The parameters that were set; of a custom layer those that its code has not.
        inputs: What comes in.
    """

    class_name: str
    digest: str
    params: Params
    inputs: tuple[Tensor, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a custom layer gives nothing for its inputs.

    Attributes:
        message: A sentence that goes on from the layer's name.
        why: The reason, in one or two sentences.
    """

    message: str
    why: str = ""


Answer: TypeAlias = Outcome | Refusal
Answers: TypeAlias = Mapping[Question, Answer]

NO_ANSWERS: Answers = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Customs:
    """A project's custom code, and what is known of it from running it.

    Attributes:
        codes: The code by name.
        answers: What has been asked before.
    """

    codes: Mapping[str, CustomCode]
    answers: Answers

    def layer_in(self, class_name: str, params: Params) -> str:
        """Return the custom layer that a layer is, or else the first that it holds; or ``""``."""
        return own_layer(class_name, params, self.codes) if self.codes else ""

    def plain(self, params: Params) -> Params:
        """Return parameters with ``linear`` for the project's own activations.

        Both leave shapes and number formats as they are.
        """
        if not self.codes:
            return params
        return Params({name: self._plain(name, value) for name, value in params.items()})

    def question(self, class_name: str, params: Params, inputs: tuple[Tensor, ...]) -> Question:
        """Return what has to be asked about a custom layer."""
        codes = needed((class_name, *texts_in(params)), self.codes)
        real = (tensor.real for tensor in inputs)
        given = tuple(Tensor(one.shape, one.dtype, mask=one.mask) for one in real)
        return Question(class_name, joint_digest(codes), self._set(class_name, params), given)

    def _set(self, class_name: str, params: Params) -> Params:
        """Return the parameters of a custom layer that are not as its code has them anyway."""
        code = self.codes.get(class_name)
        usual = {} if code is None else {p.name: p.default for p in read_custom(code).params}
        return Params(
            {
                name: value
                for name, value in params.items()
                if name not in usual or Params(value=value) != Params(value=usual[name])
            }
        )

    def check(self, spec: LayerSpec, params: Params) -> None:
        """Check what can be checked of a custom layer without its inputs.

        Raises:
            RuleError: Its code cannot be used, or a parameter is unknown or of a wrong type.
        """
        self.check_activations(params)
        if spec.fault:
            raise RuleError(
                tr("is a layer of your own that cannot be used: {reason}", reason=spec.fault),
                tr("Its code can be mended in the Own code panel."),
            )
        check_params(spec, self.plain(params))
        for name, value in params.items():
            for held in configs_in(value):
                self._check_held(name, held)

    def check_activations(self, params: Params) -> None:
        """Check that the project's own activations among the parameters can be used.

        Raises:
            RuleError: one cannot.
        """
        for name, value in params.items() if self.codes else ():
            for text in texts_in(value):
                fault = read_custom(self.codes[text]).fault if text in self.codes else ""
                if fault:
                    raise RuleError(
                        tr("uses {name}, which cannot be used: {reason}", name=text, reason=fault),
                        tr("Its code can be mended in the Own code panel."),
                        setting=name,
                    )

    def _check_held(self, setting: str, held: Config) -> None:
        """Check a layer that another one holds, if it is custom.

        Raises:
            RuleError: It cannot be used so.
        """
        code = self.codes.get(held.class_name)
        if code is None or code.kind is not CustomKind.LAYER:
            return
        spec = read_custom(code)
        try:
            if isinstance(spec, LayerSpec):
                self.check(spec, held.params)
        except RuleError as error:
            raise RuleError(
                tr("holds a {layer} that {message}", layer=code.name, message=error.message),
                error.why,
                setting=setting,
            ) from None

    def _plain(self, name: str, value: Value) -> Value:
        if isinstance(value, Config):
            return replace(value, params=self.plain(value.params))
        if isinstance(value, tuple):
            return tuple(self._plain(name, part) for part in value)
        is_own = name.endswith("activation") and isinstance(value, str) and value in self.codes
        own = self.codes[value] if is_own and isinstance(value, str) else None
        return "linear" if own and own.kind is CustomKind.ACTIVATION else value


def own_layer(class_name: str, params: Params, codes: Mapping[str, CustomCode]) -> str:
    """Return the custom layer that a layer is, or else the first that it holds; or ``""``.

    Args:
        class_name: The layer's class.
        params: Its parameters.
        codes: All custom code by name.
    """
    classes = (class_name, *(held.class_name for held in configs_in(params)))
    own = (codes[name] for name in classes if name in codes)
    return next((code.name for code in own if code.kind is CustomKind.LAYER), "")


def configs_in(value: Value) -> Iterator[Config]:
    """Yield the objects of a class that a value is or holds."""
    match value:
        case Config():
            yield value
            yield from configs_in(value.params)
        case Params():
            for part in value.values():
                yield from configs_in(part)
        case tuple():
            for part in value:
                yield from configs_in(part)


def texts_in(value: Value) -> Iterator[str]:
    """Yield the texts that a value is or holds; names of custom code are among them."""
    match value:
        case str():
            yield value
        case Config(class_name, params):
            yield class_name
            yield from texts_in(params)
        case Params():
            for part in value.values():
                yield from texts_in(part)
        case tuple():
            for part in value:
                yield from texts_in(part)
