"""Rules for the embeddings of ``keras/src/layers/core``."""

from __future__ import annotations

from collections.abc import Mapping

from netbuilder.catalog.arguments import Arguments, RuleError
from netbuilder.catalog.shape_rules.axes import doubt_text
from netbuilder.catalog.shape_rules.dtypes import compute_dtype
from netbuilder.catalog.tensors import Outcome, Rule, Tensor, Weight
from netbuilder.i18n import tr


def embedding(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Embedding``: a row of ``output_dim`` numbers for each of ``input_dim`` whole numbers."""
    tensor = inputs[0]
    rows = arguments.integer("input_dim")
    columns = arguments.integer("output_dim")
    output = Tensor((*tensor.shape, columns), compute_dtype(arguments))
    return Outcome((output,), _table(arguments, rows, columns), doubt_text(tensor))


def reversible_embedding(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``ReversibleEmbedding``: an embedding that can be read backwards."""
    outcome = embedding(arguments, inputs)
    if arguments.flag("tie_weights"):
        return outcome
    rows, columns = outcome.weights[0].shape
    weights = (*outcome.weights, Weight((columns, rows)))
    return Outcome(outcome.outputs, weights, outcome.doubt)


def _table(arguments: Arguments, rows: int, columns: int) -> tuple[Weight, ...]:
    """Return the table; with LoRA it is frozen, and two narrow ones are learned instead."""
    rank = arguments.optional_integer("lora_rank", minimum=0)
    if not rank:
        return (Weight((rows, columns)),)
    if arguments.get("embeddings_constraint") is not None:
        raise RuleError(
            tr("cannot have both lora_rank and embeddings_constraint"),
            tr("LoRA freezes the embeddings, so there is nothing left to constrain."),
            setting="lora_rank",
        )
    return (Weight((rows, columns), trainable=False), Weight((rows, rank)), Weight((rank, columns)))


RULES: Mapping[str, Rule] = {
    "Embedding": embedding,
    "ReversibleEmbedding": reversible_embedding,
}
