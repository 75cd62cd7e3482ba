"""How well a few typed letters fit a title: a pure function."""

from __future__ import annotations

_START, _WORD, _NEXT = 8, 5, 3


def fit(typed: str, title: str) -> int | None:
    """Return how well ``typed`` fits ``title``, higher is better; None if it does not.

    The letters must come in the title in the same order; those at the start of a word
    and those right after another count for more. Blanks in ``typed`` mean nothing.
    """
    wanted = typed.replace(" ", "").casefold()
    letters = title.casefold()
    starts = [_best_run(wanted, letters, start) for start in _places(wanted[:1], letters)]
    found = [score for score in starts if score is not None]
    return max(found, default=None) if wanted else 0


def _places(letter: str, letters: str) -> list[int]:
    return [place for place, other in enumerate(letters) if letter and other == letter]


def _best_run(wanted: str, letters: str, start: int) -> int | None:
    """Return the score of a match from ``start`` on that prefers starts of words."""
    place, score = start, _worth(letters, start, start - 2)
    for letter in wanted[1:]:
        following = _places(letter, letters[place + 1 :])
        if not following:
            return None
        options = [place + 1 + step for step in following]
        words = [option for option in options if _is_word_start(letters, option)]
        chosen = options[0] if options[0] == place + 1 else (words or options)[0]
        score += _worth(letters, chosen, place)
        place = chosen
    return score


def _worth(letters: str, place: int, before: int) -> int:
    worth = 1 + (_NEXT if place == before + 1 else 0)
    if place == 0:
        return worth + _START
    return worth + (_WORD if _is_word_start(letters, place) else 0)


def _is_word_start(letters: str, place: int) -> bool:
    return place == 0 or not letters[place - 1].isalnum()
