"""The kinds of question that are answered in one's own words, numbers and pictures."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, ClassVar, Final

import msgspec

from kiosk.places import Gazetteer, Text
from kiosk.question import LONGEST_TEXT, Answer, Colour, Question, as_typed, tidy

_PHONE: Final = re.compile(r"\+?[0-9]{6,15}")
_EMAIL: Final = re.compile(
    r"[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]{1,190}\.[^\s@.,;<>\"]{2,24}"
)
_GREEK_DIGITS: Final = 10
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class _Telling(Question, frozen=True, kw_only=True):
    """What the kinds that are typed share: the answer is what was typed, tidied."""

    icon: ClassVar[str] = "write"

    def tidied(self, typed: str) -> Answer:
        """Return what was typed as an answer; empty when it says nothing."""
        words = tidy(typed, 10_000)
        return (words,) if words else ()

    def takes(self, answer: Answer, places: Gazetteer) -> bool:
        return len(answer) == 1 and self.tidied(answer[0]) == answer

    def says(self, answer: Answer, places: Gazetteer) -> tuple[Text, ...]:
        return tuple(as_typed(one) for one in answer)

    def picture(self, answer: Answer, places: Gazetteer) -> tuple[str, Colour]:
        return self.icon, Colour.SLATE


class Words(_Telling, frozen=True, kw_only=True, tag="text"):
    """In one's own words."""

    longest: Annotated[int, msgspec.Meta(ge=1, le=2000)] = 500
    """Letters."""
    suggestions: tuple[Text, ...] = ()
    """Ready phrases, a touch each."""

    def texts(self) -> Iterator[tuple[str, Text, int]]:
        for number, one in enumerate(self.suggestions, 1):
            yield f"suggestion {number}", one, min(LONGEST_TEXT, self.longest)

    def tidied(self, typed: str) -> Answer:
        words = tidy(typed, self.longest)
        return (words,) if words else ()


class Number(_Telling, frozen=True, kw_only=True, tag="number"):
    """A whole number."""

    icon: ClassVar[str] = "number"

    least: int = 0
    most: Annotated[int, msgspec.Meta(ge=0, le=999_999_999)] = 9999
    unit: Text = msgspec.field(default_factory=dict)

    def texts(self) -> Iterator[tuple[str, Text, int]]:
        if self.unit:
            yield "unit", self.unit, LONGEST_TEXT

    def tidied(self, typed: str) -> Answer:
        digits = "".join(
            str(int(one)) for one in tidy(typed, 100) if one.isdecimal()
        ).lstrip("0")
        words = digits or ("0" if any(one.isdecimal() for one in typed) else "")
        return (words,) if words else ()

    def takes(self, answer: Answer, places: Gazetteer) -> bool:
        if not super().takes(answer, places):
            return False
        return self.least <= int(answer[0][:12]) <= self.most

    def says(self, answer: Answer, places: Gazetteer) -> tuple[Text, ...]:
        if not answer or not self.unit:
            return super().says(answer, places)
        return ({code: f"{answer[0]} {unit}" for code, unit in self.unit.items()},)


class Date(_Telling, frozen=True, kw_only=True, tag="date"):
    """A day: today, yesterday, or another one. The answer is ISO 8601, `2026-05-04`."""

    icon: ClassVar[str] = "calendar"

    days_back: Annotated[int, msgspec.Meta(ge=0, le=36_600)] = 365
    """How far in the past it may lie."""
    days_ahead: Annotated[int, msgspec.Meta(ge=0, le=3_660)] = 0

    def tidied(self, typed: str) -> Answer:
        try:
            return (date.fromisoformat(tidy(typed, 10)).isoformat(),)
        except ValueError:
            return ()

    def days(self, today: date) -> tuple[date, date]:
        """Return the first and the last day that may be chosen."""
        first = today - timedelta(days=self.days_back)
        return first, today + timedelta(days=self.days_ahead)

    def says(self, answer: Answer, places: Gazetteer) -> tuple[Text, ...]:
        return tuple(
            as_typed(date.fromisoformat(one).strftime("%d/%m/%Y")) for one in answer
        )


class Phone(_Telling, frozen=True, kw_only=True, tag="phone"):
    """A telephone number: ten digits, or with + any country's."""

    icon: ClassVar[str] = "phone"

    @property
    def is_private(self) -> bool:
        return True

    def tidied(self, typed: str) -> Answer:
        kept = tidy(typed, 100)
        plus = "+" if kept.startswith(("+", "00")) else ""
        digits = "".join(str(int(one)) for one in kept if one.isdecimal())
        words = plus + (digits.removeprefix("00") if plus else digits)
        return (words,) if digits else ()

    def takes(self, answer: Answer, places: Gazetteer) -> bool:
        if not super().takes(answer, places) or not _PHONE.fullmatch(answer[0]):
            return False
        return answer[0].startswith("+") or len(answer[0]) == _GREEK_DIGITS


class Email(_Telling, frozen=True, kw_only=True, tag="email"):
    """An e-mail address (RFC 5321, as people write it)."""

    icon: ClassVar[str] = "email"

    @property
    def is_private(self) -> bool:
        return True

    def tidied(self, typed: str) -> Answer:
        words = "".join(tidy(typed, 254).split())
        return (words,) if words else ()

    def takes(self, answer: Answer, places: Gazetteer) -> bool:
        fits = super().takes(answer, places)
        return fits and bool(_EMAIL.fullmatch(answer[0])) and ".." not in answer[0]


class _Capturing(Question, frozen=True, kw_only=True):
    """What the kinds that are shown or spoken share: the answer is what was captured, by
    the ids of the attachments."""

    tells: ClassVar[bool] = False
    icon: ClassVar[str]

    most: Annotated[int, msgspec.Meta(ge=1, le=5)] = 1

    @property
    def needs_answer(self) -> bool:
        """Never: there may be no camera, no microphone, or no wish."""
        return False

    def takes(self, answer: Answer, places: Gazetteer) -> bool:
        whole = all(_UUID.fullmatch(one) for one in answer)
        return whole and len(set(answer)) == len(answer) <= self.most

    def says(self, answer: Answer, places: Gazetteer) -> tuple[Text, ...]:
        return (as_typed("✓" * len(answer)),) if answer else ()

    def picture(self, answer: Answer, places: Gazetteer) -> tuple[str, Colour]:
        return self.icon, Colour.SLATE


class Photo(_Capturing, frozen=True, kw_only=True, tag="photo"):
    """A picture of it."""

    icon: ClassVar[str] = "camera"


class Voice(_Capturing, frozen=True, kw_only=True, tag="voice"):
    """In one's own voice, up to a minute."""

    icon: ClassVar[str] = "microphone"

    longest_s: Annotated[int, msgspec.Meta(ge=5, le=60)] = 60
