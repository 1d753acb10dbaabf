"""Turns what a citizen answered into the attributes that an Open311 service asks for.

plateia.toml says which question is which attribute, and which option which key. An answer
that does not fit loses no report: the description says it in words, an optional attribute
is left out, and a required one is an operator's to mend.

Spec: GeoReport v2, GET Service Definition and POST Service Request.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final

from kiosk.codes import grouped
from kiosk.config import Destination
from kiosk.submission import Dispatch
from sync.catalogue import Attribute, Datatype
from sync.connector import Kind, Trouble
from sync.endpoint import Halt
from sync.georeport import LONGEST_DESCRIPTION, plain
from sync.http import Fields

OUR_ID: Final = ("external_id", "plateia_id", "client_id")
"""Attributes that take the sender's own id, where a service's definition has one."""

_WORDS = {Datatype.STRING, Datatype.TEXT}
_LONGEST_CODE = 60
_NUMBER = re.compile(r"[+-]?\d{1,30}(?:[.,]\d{1,30})?", re.ASCII)

_NOT_FITTING = {
    Datatype.NUMBER: "is no number",
    Datatype.DATETIME: "is no date",
    Datatype.SINGLE: "is not one of its keys",
    Datatype.MULTI: "is not among its keys",
}


class _Misfit(Exception):
    """These values cannot be what the attribute takes."""


class Routes:
    """Which answer fills which attribute of one destination."""

    def __init__(self, to: Destination) -> None:
        self._keys = to.values
        self._questions: dict[str, list[str]] = {}
        for question, codes in to.attributes.items():
            for code in (codes,) if isinstance(codes, str) else codes:
                self._questions.setdefault(code, []).append(question)

    def fields(
        self, dispatch: Dispatch, service: str, asked: Sequence[Attribute]
    ) -> Fields:
        """Return the fields of a request that fill what a service asks.

        Raises Halt when it requires what this dispatch cannot give.
        """
        wanted = [one for one in asked if one.takes_value or one.is_automated]
        codes = {one.code for one in wanted}
        id_code = next((one for one in OUR_ID if one in codes), None)
        fields: list[tuple[str, str]] = []
        for one in wanted:
            values = self._answered(dispatch, service, one)
            if not values and (one.is_required or one.code == id_code):
                values = self._unasked(dispatch, one)
            if not values and one.is_required and not one.is_automated:
                why = "and no answer is routed to it: see [destination.attributes]"
                raise _refusal(service, one, why)
            name = f"attribute[{one.code}]"
            name += "[]" if one.datatype is Datatype.MULTI else ""
            fields += [(name, value) for value in values]
        return fields

    def _answered(
        self, dispatch: Dispatch, service: str, attribute: Attribute
    ) -> tuple[str, ...]:
        """What the citizen said of it; empty when nothing, or nothing that fits."""
        said = tuple(self._said(dispatch, attribute))
        if not said or not attribute.takes_value:
            return ()
        try:
            return _formed(attribute, said)
        except _Misfit:
            if not attribute.is_required:
                return ()  # the description says it in words
        why = f"and the answer {_NOT_FITTING.get(attribute.datatype, 'is empty')}"
        raise _refusal(service, attribute, f"{why}: see [destination.values]")

    def _said(self, dispatch: Dispatch, attribute: Attribute) -> Iterator[str]:
        keys = self._keys.get(attribute.code, {})
        for question in self._questions.get(attribute.code, ()):
            answer = dispatch.answers.get(question) or _number_on(question, dispatch)
            is_the_place = dispatch.places[-1:] == (question,)
            if is_the_place and attribute.datatype in _WORDS and not keys:
                yield dispatch.address  # a place has a name; its ids are only ours
            else:
                yield from (keys.get(one, one) for one in answer)

    def _unasked(self, dispatch: Dispatch, attribute: Attribute) -> tuple[str, ...]:
        """What can be said of it without asking anybody."""
        ours = _ours(dispatch).get(attribute.code.lower())
        if ours is not None:
            keys = self._keys.get(attribute.code, {})
            with suppress(_Misfit):
                return _formed(attribute, (keys.get(ours, ours),))
        return attribute.keys if len(attribute.keys) == 1 else ()


def _number_on(layer: str, dispatch: Dispatch) -> tuple[str, ...]:
    """Return the number of the lamp that was named, if it is one of that layer's."""
    for question in dispatch.places:
        kind, colon, number = dispatch.answers[question][-1].partition(":")
        if colon and kind == layer:
            return (number,)
    return ()


def _ours(dispatch: Dispatch) -> Mapping[str, str]:
    """What we know of every submission, by the codes that ask for it."""
    receipt = grouped(dispatch.receipt, "-")
    return {
        **dict.fromkeys(OUR_ID, dispatch.id),
        **dict.fromkeys(("receipt", "receipt_code", "plateia_receipt"), receipt),
        **dict.fromkeys(("language", "lang"), dispatch.language),
        **dict.fromkeys(("kiosk", "kiosk_id", "kiosk_name"), dispatch.kiosk),
    }


def _formed(attribute: Attribute, said: Sequence[str]) -> tuple[str, ...]:
    """Write values in the attribute's datatype. Raises _Misfit."""
    kind = attribute.datatype
    if kind is Datatype.STRING:
        values = [plain(", ".join(map(str.strip, said)), LONGEST_DESCRIPTION)]
    elif kind is Datatype.TEXT:
        lines = "\n".join(said).splitlines()
        told = "\n".join(plain(one, LONGEST_DESCRIPTION) for one in lines)
        values = [told.strip()[:LONGEST_DESCRIPTION]]
    elif kind is Datatype.MULTI:
        values = list(dict.fromkeys(said))
    elif len(set(said)) != 1:
        raise _Misfit
    elif kind is Datatype.NUMBER:
        values = [_number(said[0])]
    elif kind is Datatype.DATETIME:
        values = [_moment(said[0])]
    else:
        values = [said[0]]
    is_list = kind in {Datatype.SINGLE, Datatype.MULTI}
    if is_list and attribute.keys and not set(attribute.keys).issuperset(values):
        raise _Misfit
    if not all(values):
        raise _Misfit
    return tuple(values)


def _number(said: str) -> str:
    """Write a number in the digits of ASCII, with a point. Raises _Misfit."""
    plainly = "".join(str(unicodedata.decimal(one, one)) for one in said.strip())
    if not _NUMBER.fullmatch(plainly):
        raise _Misfit
    return plainly.removeprefix("+").replace(",", ".")


def _moment(said: str) -> str:
    """Write a time with its zone (ISO 8601); without one it is this machine's.

    Raises _Misfit.
    """
    try:
        moment = datetime.fromisoformat(said.strip())
        if moment.tzinfo is None:
            moment = moment.astimezone()
    except (ValueError, OverflowError):
        raise _Misfit from None
    return moment.isoformat(timespec="seconds")


def _refusal(service: str, attribute: Attribute, why: str) -> Halt:
    code = plain(attribute.code, _LONGEST_CODE)
    named = plain(service, _LONGEST_CODE)
    told = f'service "{named}" requires "{code}", {why}'
    return Halt(Trouble(Kind.REFUSED, told))
