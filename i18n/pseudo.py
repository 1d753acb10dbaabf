"""A language nobody speaks: each sentence of the program three fifths longer.

It shows before a translator does where a page has no room (W3C, "Text size in
translation": short English texts grow by half and more). It is compiled beside the others
and is in no list: only tests speak it. Written from right to left by those who ask for it.
"""

import re
from typing import Final

CODE: Final = "qps"
"""Private use, as in qps-ploc."""

GROWTH: Final = 1.6

_TOKEN: Final = re.compile(r"{\w+}|\w+|\W")
_VOWELS: Final = str.maketrans({one: one * 2 for one in "aeiou"})
_LONGEST: Final = 14
"""Letters of a word that is made longer; longer ones are no language's many."""
_MORE: Final = ("lo", "remi", "psum", "dolo")


def longer(sentence: str) -> str:
    """Return a sentence grown by three fifths: longer words first, then more of them.

    Placeholders, figures and single words of few letters stay as they are.
    """
    wanted = round(len(re.sub(r"{\w+}", "", sentence)) * GROWTH)
    grown = "".join(_stretched(one) for one in _TOKEN.findall(sentence))
    body, end = re.fullmatch(r"(.*?)([.?!:…]*)", grown, re.DOTALL).groups()  # type: ignore[union-attr]
    if " " not in sentence:
        return grown
    at = 0
    while len(re.sub(r"{\w+}", "", body)) + len(end) < wanted:
        body += f" {_MORE[at % len(_MORE)]}"
        at += 1
    return body + end


def _stretched(token: str) -> str:
    if token.startswith("{") or not token.isalpha() or not 4 <= len(token) <= _LONGEST:
        return token
    return token.translate(_VOWELS)[: max(len(token), _LONGEST)]
