"""Numbers, days and hours as each language writes them, and its alphabet (CLDR, by Qt)."""

import re
from collections.abc import Callable, Iterable
from datetime import date, time
from functools import cmp_to_key
from typing import Final, TypeVar

from PySide6.QtCore import QCollator, QDate, QLocale, QTime

T = TypeVar("T")

_BRITISH: Final = "en_GB"
"""In Greece English is written as in Britain: 26 November, not November 26."""
_YEAR: Final = re.compile(r"[,،]?\s*y+(\s*'[^']*'\.?)?")
"""Of the shape of a long date: the year, and what stands before it and after."""


def locale_of(language: str) -> QLocale:
    """Return how a language of the program writes."""
    return QLocale(_BRITISH if language == "en" else language)


def figure(number: int) -> str:
    """Write a number in the figures of the language being spoken."""
    return QLocale().toString(number)


def hour(of_day: time) -> str:
    """Write an hour and its minutes, of the 24 of a day."""
    return str(QLocale().toString(QTime(of_day.hour, of_day.minute), "HH:mm"))


def long_day(day: date, language: str) -> str:
    """Write a day as people do: 26 November 2026."""
    return str(locale_of(language).toString(_of(day), "d MMMM yyyy"))


def day_of_week(day: date, language: str) -> str:
    """Write a day of this year or the next: Thursday, 26 November."""
    locale = locale_of(language)
    shape = _YEAR.sub("", locale.dateFormat(QLocale.FormatType.LongFormat)).strip()
    return str(locale.toString(_of(day), shape))


def whole_day(day: date, language: str) -> str:
    """Write all that there is to say of a day: Thursday, 26 November 2026."""
    return str(locale_of(language).toString(_of(day), QLocale.FormatType.LongFormat))


def by_alphabet(
    things: Iterable[T], name: Callable[[T], str], language: str
) -> list[T]:
    """Sort things by their names, as this language sorts; in most of them accents do not
    count: Ακταίο stands between Άγιος and Άνω."""
    collator = QCollator(locale_of(language))
    order = cmp_to_key(collator.compare)
    return sorted(things, key=lambda one: order(name(one)))


def _of(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
