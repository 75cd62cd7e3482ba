"""What has to be written so that one text becomes another one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netbuilder.ui.line_changes import LineChange, line_changes

_LINES = st.lists(st.sampled_from(["", "a", "b", "c"]), min_size=1, max_size=12)


@given(_LINES, _LINES)
def test_changes_make_one_text_of_another(before: list[str], now: list[str]) -> None:
    text = list(before)
    for change in reversed(line_changes(before, now)):
        text[change.first : change.first + change.count] = change.lines
    assert text == now


@pytest.mark.parametrize(
    ("before", "now", "changes"),
    [
        pytest.param("abcd", "abcd", [], id="the same"),
        pytest.param("abcd", "axcy", [(1, 1, "x"), (3, 1, "y")], id="two lines"),
        pytest.param("abcd", "axyd", [(1, 2, "xy")], id="neighbours"),
        pytest.param("abcd", "abxcd", [(2, 0, "x")], id="one comes"),
        pytest.param("abcd", "acd", [(1, 1, "")], id="one goes"),
        pytest.param("abcdef", "axcdyef", [(1, 1, "x"), (4, 0, "y")], id="far from each other"),
    ],
)
def test_only_what_differs_changes(
    before: str, now: str, changes: list[tuple[int, int, str]]
) -> None:
    expected = tuple(LineChange(first, count, tuple(lines)) for first, count, lines in changes)
    assert line_changes(list(before), list(now)) == expected
