"""How signs are said that a voice would not say as people do: a telephone digit by digit, a
receipt number sign by sign, a day by the name of its month, an hour with its minutes, how
long a recording is in seconds.

Numbers themselves every voice says in words, in its own language.
"""

import re
from collections.abc import Iterator
from functools import cache

import msgspec
from PySide6.QtCore import QDate, QLocale

from i18n import _, ngettext
from kiosk.codes import ALPHABET

Span = tuple[int, int]
"""Characters of a text: from, and up to."""


class Reading(msgspec.Struct, frozen=True):
    """A piece of what is said, and the characters of the shown text it stands for."""

    said: str
    span: Span


_CODE = f"[{ALPHABET}]{{3}}"
_SIGNS = rf"""
    (?P<mail> [\w.+-]+@[\w-]+(?:\.[\w-]+)+ )
    | (?<!\d) (?P<day> \d{{1,2}} (?P<by>[/.-]) \d{{1,2}} (?P=by) \d{{4}}
        | \d{{4}}-\d{{2}}-\d{{2}} ) (?!\d)
    | (?<![\d:.]) (?P<from> [01]?\d:[0-5]\d | 2[0-3]:[0-5]\d ) \s?[-–]\s?
        (?P<to> [01]?\d:[0-5]\d | 2[0-4]:[0-5]\d ) (?![\d:])
    # How long a recording is: a minute at the most. An hour of a day has two digits.
    | (?<![\d:.]) (?P<lasts> 0:[0-5]\d | 1:00 ) (?![\d:])
    | (?<![\d:.]) (?P<time> (?:[01]\d|2[0-3]):[0-5]\d ) (?![\d:])
    | (?<![\w.,]) (?P<phone> \+?\d(?:[ \u00a0-]?\d){{7,}} | 112 ) (?![\w]|[.,]\d)
    | (?<!\w) (?P<code> {_CODE}[ \u2002]{_CODE}[ \u2002]{_CODE}
        | (?=[A-Z]*\d)(?=\d*[A-Z])[A-Z\d]{{5,}} ) (?!\w)
    | (?<!\d) (?P<many> \d{{1,3}}(?:[\u00a0\u202f]\d{{3}})+ ) (?!\d)
    """


@cache
def _signs() -> re.Pattern[str]:
    return re.compile(_SIGNS, re.VERBOSE | re.ASCII)


def readings(text: str) -> Iterator[Reading]:
    """Return what is said of a text, in the language being spoken, in its order."""
    at = 0
    for found in _signs().finditer(text):
        yield from _as_written(text, (at, found.start()))
        yield from _read(found)
        at = found.end()
    yield from _as_written(text, (at, len(text)))


def spelt(text: str, start: int = 0) -> Iterator[Reading]:
    """Return a number or a code sign by sign: digits by two, as people say a telephone,
    other signs by three, as a code is written."""
    signs = [
        (at, one) for at, one in enumerate(text, start) if one.isalnum() or one == "+"
    ]
    digits = all(one.isdigit() or one == "+" for _, one in signs)
    each, inside, between = (2, " ", ", ") if digits else (3, ", ", ". ")
    for left, (at, one) in zip(reversed(range(len(signs))), signs, strict=True):
        pause = "" if not left else inside if left % each else between
        yield Reading(one + pause, (at, at + 1))


def _read(found: re.Match[str]) -> Iterator[Reading]:
    sign, span = found.group(), found.span()
    if found["mail"]:
        yield Reading(_mail(sign), span)
    elif found["day"]:
        yield Reading(_day(sign), span)
    elif found["from"]:
        # Words: hours as they are spoken: from 8 o'clock to 14 30.
        whole = _("from {begin} to {end}")
        begin, end = _time(found["from"]), _time(found["to"])
        yield Reading(whole.format(begin=begin, end=end), span)
    elif found["lasts"]:
        yield Reading(_seconds(sign), span)
    elif found["time"]:
        yield Reading(_time(sign), span)
    elif found["many"]:
        yield Reading(re.sub(r"\D", "", sign), span)
    else:
        yield from spelt(sign, span[0])


def _as_written(text: str, span: Span) -> Iterator[Reading]:
    for at in range(*span):
        yield Reading(text[at], (at, at + 1))


def _mail(address: str) -> str:
    # Words: the sign @ in a mail address, as it is spoken.
    at = _("at")
    # Words: the sign . in a mail address, as it is spoken.
    dot = _("dot")
    return address.replace(".", f" {dot} ").replace("@", f" {at} ")


def _day(day: str) -> str:
    year, month, number = (
        day.split("-") if day[4:5] == "-" else reversed(re.split("[/.-]", day))
    )
    date = QDate(int(year), int(month), int(number))
    return QLocale().toString(date, "d MMMM yyyy") if date.isValid() else day


def _seconds(lasts: str) -> str:
    minutes, seconds = (int(part) for part in lasts.split(":"))
    count = 60 * minutes + seconds
    return ngettext("{count} second", "{count} seconds", count).format(count=count)


def _time(time: str) -> str:
    hour, minutes = (int(part) for part in time.split(":"))
    if minutes == 0:
        # Words: a full hour of the 24 of a day, as it is spoken.
        return _("{hour} o'clock").format(hour=hour)
    # Words: an hour of the 24 of a day and its minutes, as they are spoken.
    return _("{hour} {minutes}").format(hour=hour, minutes=minutes)
