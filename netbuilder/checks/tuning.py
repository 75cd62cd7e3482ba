"""Rules about a second phase of training, and about what layers calculate in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from netbuilder.checks.context import Context
from netbuilder.checks.fixes import training_fix
from netbuilder.codegen.tuning import freed_layers
from netbuilder.graph.edits import set_param
from netbuilder.i18n import tr
from netbuilder.training.settings import FLOAT32
from netbuilder.validation import Fix, Problem, Severity
from netbuilder.validation.wiring import layer_title

_HALF = "float16"


def second_phase(context: Context) -> Iterator[Problem]:
    """O20: a second phase that begins at a layer which is not there, or sets nothing free."""
    settings = context.project.training
    if not settings.tuning_epochs or not context.report.order:
        return
    names = {context.graph.nodes[key].name for key in context.report.order}
    none = training_fix(tr("Train in one phase"), lambda s: replace(s, tuning_epochs=0))
    if settings.tuning_from and settings.tuning_from not in names:
        everything = tr("Set all frozen layers free")
        yield Problem(
            "training.tuning_from",
            Severity.ERROR,
            tr("There is no layer '{name}' to begin with.", name=settings.tuning_from),
            tr("In the second phase the frozen layers from this one on learn too."),
            fixes=(training_fix(everything, lambda s: replace(s, tuning_from="")), none),
        )
    elif not freed_layers(context.graph, context.report, settings):
        yield Problem(
            "training.nothing_frozen",
            Severity.WARNING,
            tr("No layer is frozen that the second phase could set free, so there is none."),
            tr("A layer is frozen by its setting trainable; BatchNormalization stays frozen."),
            fixes=(none,),
        )


def precision(context: Context) -> Iterator[Problem]:
    """O21: what layers calculate in is no setting of Keras, or spoils the answers."""
    wanted = context.project.training.precision
    full = training_fix(tr("Calculate in 32 bits"), lambda s: replace(s, precision=FLOAT32))
    if wanted == FLOAT32:
        return
    yield Problem(
        "training.precision",
        Severity.INFO,
        tr("In {precision} only a GPU with tensor cores is quicker.", precision=wanted),
        tr("A CPU is slower with it. The weights themselves keep 32 bits."),
        fixes=(full,),
    )
    for key in dict.fromkeys(port.node for port in context.report.outputs):
        node = context.graph.nodes[key]
        if wanted.endswith(_HALF) and node.params.get("dtype") is None and not node.inner:
            title = tr("Let '{name}' calculate in 32 bits", name=node.name)
            edit = partial(set_param, key=key, name="dtype", value=FLOAT32)
            yield Problem(
                "training.half_answers",
                Severity.WARNING,
                tr("{layer} gives its answers in 16 bits.", layer=layer_title(node)),
                tr("Probabilities and losses of small numbers need more: the last layer's dtype."),
                node=key,
                setting="dtype",
                fixes=(Fix(title, edit),),
            )
