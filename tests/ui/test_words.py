"""Nobody has to read much: at most sixty words on a page, in every language (37).

Whatever a pack says is counted by the pack's own check; here it is the program's pages. A
number counts once, and what the municipality wrote to one person not at all.
"""

from collections.abc import Callable

import pytest
from _pytest.mark import ParameterSet

from i18n import languages
from tests.ui.booth import Booth, Given
from tests.ui.gallery import LONG_MESSAGE, gallery
from ui.reader import said_on
from ui.screen import Said, Screen

MOST = 60
ALWAYS = ("el", "en")

UNCOUNTED = frozenset({"attract"})
"""One line for each language, of which everybody reads their own."""


def every_language() -> list[ParameterSet]:
    return [
        pytest.param(one.code, marks=() if one.code in ALWAYS else pytest.mark.soak)
        for one in languages()
    ]


def words(said: Said) -> list[str]:
    if said.text and said.text in LONG_MESSAGE:  # all of it, or a page
        return []
    if said.spelt:
        return [said.text]
    return [one for one in said.text.split() if any(map(str.isalpha, one))]


def count(page: Screen) -> int:
    things = dict.fromkeys(said_on(page, None))
    keys = [one for one in things if one.where and one.where.property("kind") == "key"]
    return sum(len(words(one)) for one in things if one not in keys)


@pytest.mark.parametrize("code", every_language())
def test_no_page_has_more_words_than_people_read(
    booths: Callable[[Given], Booth], code: str
) -> None:
    booth = booths(Given())
    booth.stand.speak(code)
    counted, long = 0, []
    for name, make in gallery(booth):
        booth.stand.show(make)
        counted += 1
        if name not in UNCOUNTED and count(booth.page) > MOST:
            long.append(f"{name} has {count(booth.page)} words")
    assert long == []
    assert counted > 50
