"""How the catalogue reads Keras's docstrings."""

from __future__ import annotations

import pytest

from netbuilder.worker.catalogue_docs import first_sentence, read_docstring, reflow

EXAMPLE = """Slides a window over the input.

    The window has a size
    that you choose:

    - small for edges
    - large for
      whole things

    Example:

    >>> layer = Window(3)

```python
Args: not these
```

    Args:
        size: Integer. How wide
            it is.
        low, high: The limits.
        **kwargs: Passed on.

    Input shape:
        3D tensor.

    References:
        - Somebody, 2017
    """


def test_reads_description_and_arguments() -> None:
    read = read_docstring(EXAMPLE)
    assert read.summary == "Slides a window over the input."
    assert read.description == (
        "Slides a window over the input.\n\n"
        "The window has a size that you choose:\n\n"
        "- small for edges\n- large for whole things\n\n"
        "**Input shape**\n\n"
        "3D tensor."
    )
    assert read.arguments == {
        "size": "Integer. How wide it is.",
        "low": "The limits.",
        "high": "The limits.",
        "kwargs": "Passed on.",
    }


@pytest.mark.parametrize("text", [None, ""], ids=["none", "empty"])
def test_no_docstring_says_nothing(text: str | None) -> None:
    read = read_docstring(text)
    assert (read.summary, read.description, dict(read.arguments)) == ("", "", {})


def test_text_after_the_arguments_is_no_argument() -> None:
    read = read_docstring("Does it.\n\nArgs:\n    a: One.\n\nInputs: two tensors.\n")
    assert read.arguments == {"a": "One."}
    assert read.description == "Does it.\n\nInputs: two tensors."


@pytest.mark.parametrize(
    ("paragraph", "sentence"),
    [
        ("Adds. Then more.", "Adds."),
        ("Uses ReLU, e.g. Dense. Then more.", "Uses ReLU, e.g. Dense."),
        ("No full stop", "No full stop"),
        ("Version 1.5 of it. More.", "Version 1.5 of it."),
    ],
)
def test_first_sentence(paragraph: str, sentence: str) -> None:
    assert first_sentence(paragraph) == sentence


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["one", "two", "", "three"], "one two\n\nthree"),
        (["1. one", "   more", "2. two"], "1. one more\n2. two"),
        (
            ["```python", "a = 1", "", "b = 2", "```", "text"],
            "```python\na = 1\n\nb = 2\n```\n\ntext",
        ),
    ],
    ids=["paragraphs", "list", "code"],
)
def test_reflow(lines: list[str], text: str) -> None:
    assert reflow(lines) == text
