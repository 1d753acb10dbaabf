"""What becomes of a text when a key is touched: accents, final letters, capitals.

Pure: a text goes in and a text comes out. The end is where one writes.
"""

import unicodedata
from typing import Final

from PySide6.QtCore import QTextBoundaryFinder

from ui.widgets.layout import Layout

_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BREAKS: Final = {"\r\n": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\t": " "}
_CLOSING: Final = "\"'”’»)"


def plain(text: str, lines: bool) -> str:
    """Return a text without what cannot be seen or turns the reading order round.

    Line breaks are spaces unless there may be `lines`.
    """
    for mark, instead in _BREAKS.items():
        text = text.replace(mark, instead)
    if not lines:
        text = text.replace("\n", " ")
    return "".join(
        one
        for one in text
        if one == "\n"
        or (one not in _TURNING and unicodedata.category(one) not in {"Cc", "Cs", "Cn"})
    )


def added(text: str, what: str, layout: Layout) -> str:
    """Return the text with something added: composed, its last letters as they are
    written within a word or at its end."""
    written = unicodedata.normalize("NFC", text + what)
    if len(what) != 1:
        return written
    for within, final in layout.final.items():
        if text.endswith(final) and what.isalpha():
            written = text[: -len(final)] + within + what
    return _with_final(written, layout)


def erased(text: str, layout: Layout) -> str:
    """Return the text without its last sign, whatever that is made of."""
    units = text.encode("utf-16-le")  # what Qt counts in
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, text)
    finder.toEnd()
    before = max(0, finder.toPreviousBoundary())
    return _with_final(units[: 2 * before].decode("utf-16-le"), layout)


def accented(text: str, layout: Layout) -> str:
    """Return the text with the next accent on its last letter: ι, ί, ϊ, ΐ, ι.

    The same text where the last letter takes none.
    """
    last = text[-1:]
    for forms in layout.accents:
        if last and last in forms:
            return text[:-1] + forms[(forms.index(last) + 1) % len(forms)]
    return text


def begins_sentence(text: str, layout: Layout) -> bool:
    """Say whether a capital is due at the end of a text."""
    if not layout.cased:
        return False
    before = text.rstrip(" ")
    if not before or before.endswith("\n"):
        return True
    return before != text and before.rstrip(_CLOSING)[-1:] in {*layout.ends, "…"}


def last_word(text: str) -> str:
    """Return the word one has just written, or ''."""
    words = text.split()
    return words[-1] if words else ""


def _with_final(text: str, layout: Layout) -> str:
    for within, final in layout.final.items():
        if text.endswith(within) and text[:-1][-1:].isalpha():
            return text[: -len(within)] + final
    return text
