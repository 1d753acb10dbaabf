"""A text as it is said, that still knows where each character of it stands on the page."""

from collections.abc import Iterable

import msgspec

from ui.readings import Reading, Span, readings, spelt
from ui.screen import Said
from ui.utterance import plain, speakable


class Aloud(msgspec.Struct, frozen=True):
    """What a voice is given for a text."""

    text: str
    origins: tuple[Span, ...]
    """For each character that can be heard, those of the shown text it stands for."""

    @classmethod
    def of(cls, said: Said) -> "Aloud":
        """Return how it is said in the language being spoken."""
        read: Iterable[Reading] = (spelt if said.spelt else readings)(said.text)
        whole, heard = "", []
        for one in read:
            whole += one.said
            heard += [one.span for symbol in one.said if _is_heard(symbol)]
        return cls(plain(whole), tuple(heard))

    def shown(self, start: int, length: int) -> Span:
        """Return which characters of the shown text are being said.

        A voice counts in the plain text, which has other blanks than the shown one: what
        is not blank comes in the same order in both.
        """
        first = sum(map(_is_heard, self.text[:start]))
        count = sum(map(_is_heard, self.text[start : start + length]))
        said = self.origins[first : first + count]
        return (said[0][0], said[-1][1]) if said else (0, 0)


def _is_heard(symbol: str) -> bool:
    return speakable(symbol) and not symbol.isspace()
