"""Turns what a site wrote for browsers into plain text, in time linear in its length."""

import html
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from kiosk.notice import LONGEST_NOTICE, readable

_LONGEST_READ: Final = 200_000
_BLOCKS: Final = frozenset(
    [
        *("p", "div", "br", "li", "ul", "ol", "tr", "table", "section", "article"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "blockquote"),
    ]
)
_SILENT: Final = frozenset(["script", "style", "head", "noscript", "iframe", "svg"])
_TAG: Final = re.compile(r"/?[a-z][a-z0-9]{0,15}", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[^\s<>]{1,2000}", re.IGNORECASE)


def plain(written: str, longest: int = LONGEST_NOTICE) -> str:
    """Return the words of a piece of HTML: no tag, no script, no address to follow."""
    words: list[str] = []
    silent = ""
    first, *pieces = written[:_LONGEST_READ].split("<")
    words.append(first)
    for piece in pieces:
        named = _TAG.match(piece)
        if named is None and not piece.startswith("!"):
            words += [] if silent else ["<", piece]  # `a < b` is no tag
            continue
        name = "" if named is None else named[0].lower()
        _, _, after = piece.partition(">")
        if silent:
            silent = "" if name == f"/{silent}" else silent
        elif name in _SILENT:
            silent = name
        if not silent:
            words += ["\n" if name.lstrip("/") in _BLOCKS else "", after]
    said = html.unescape("".join(words))
    return readable(_ADDRESS.sub("", said), longest)


def shortened(text: str, most: int) -> str:
    """Return the first line of a text in at most so many letters, no word cut."""
    line = text.partition("\n")[0]
    return line if len(line) <= most else f"{line[:most].rsplit(maxsplit=1)[0]}…"


def moment(written: str) -> datetime | None:
    """Return a time as XML, JSON or mail writes it, in UTC; None when it is none.

    Without a zone it is taken for UTC.
    """
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            told = read(written.strip())
            told = told if told.tzinfo else told.replace(tzinfo=UTC)
            return told.astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None
