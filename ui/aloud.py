"""A text as it is said, that still knows where each character of it stands on the page."""

from dataclasses import dataclass

from ui.utterance import plain, speakable

Span = tuple[int, int]
"""Characters of a text: from, and up to."""


@dataclass(frozen=True)
class Aloud:
    """What a voice is given for a text."""

    text: str
    origins: tuple[Span, ...]
    """For each character that can be heard, those of the shown text it stands for."""

    @classmethod
    def of(cls, shown: str) -> "Aloud":
        """Return a text as it is said."""
        heard = tuple((at, at + 1) for at, one in enumerate(shown) if _is_heard(one))
        return cls(plain(shown), heard)

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
