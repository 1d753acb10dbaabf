"""What a service asks is filled from what the citizen answered; nothing is lost by it."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from kiosk.config import Format
from kiosk.submission import Dispatch
from sync.connector import Delivered, Kind, Trouble
from sync.connectors.open311 import Open311
from tests.sync.contract import SETTLED, make_dispatch
from tests.sync.municipality import Asked, Municipality, Trick
from tests.sync.municipality import Kind as Service

Connect = Callable[..., Open311]
Ask = Callable[..., None]

ROUTES: dict[str, Any] = {
    "attributes": {"what": "WHISHETN"},
    "values": {"WHISHETN": {"ford": "123", "chrysler": "124", "several": "3"}},
}
KEYS = ("123", "124")


def answered(*answer: str, **more: Any) -> Dispatch:
    """A report in which that was answered."""
    answers = {"what": answer, "where": ("lefki", "square")}
    return msgspec.structs.replace(make_dispatch(), answers=answers, **more)


@pytest.fixture
def ask(town: Municipality) -> Ask:
    """Have the town's lamps ask this."""

    def ask(*asked: Asked | str) -> None:
        town.services["broken-lamp"] = Service("broken-lamp", attributes=asked)

    return ask


@pytest.fixture
def far_from_greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as here:
        here.setenv("TZ", "EET-2")
        time.tzset()
        yield
    time.tzset()


def sent(town: Municipality) -> Mapping[str, str]:
    """The attributes of the last request that came."""
    form = town.posts[-1]
    return {
        name[10:].replace("]", "", 1): value
        for name, value in form.items()
        if name.startswith("attribute[")
    }


@pytest.mark.parametrize(
    ("datatype", "answer", "value"),
    [
        ("string", ("ford",), "123"),
        ("string", (" a\tword ", "and\nanother"), "a word, and another"),
        ("text", ("one\r\n two", "three\x00"), "one\ntwo\nthree"),
        ("number", ("3",), "3"),
        ("number", ("several",), "3"),
        ("number", ("+3,50",), "3.50"),
        ("number", ("-٣",), "-3"),
        ("datetime", ("2026-05-04T09:30:00+03:00",), "2026-05-04T09:30:00+03:00"),
        ("datetime", ("2026-05-04T09:30:00.5Z",), "2026-05-04T09:30:00+00:00"),
        ("datetime", ("2026-05-04 09:30",), "2026-05-04T09:30:00+02:00"),
        ("datetime", ("2026-05-04",), "2026-05-04T00:00:00+02:00"),
        ("singlevaluelist", ("ford",), "123"),
        ("singlevaluelist", ("124",), "124"),
        ("multivaluelist", ("chrysler", "ford", "124"), "124,123"),
    ],
)
@pytest.mark.usefixtures("far_from_greenwich")
def test_an_answer_takes_the_form_of_its_attribute(
    town: Municipality,
    to_town: Connect,
    ask: Ask,
    datatype: str,
    answer: tuple[str, ...],
    value: str,
) -> None:
    keys = KEYS if datatype.endswith("list") else ()
    asked = Asked("WHISHETN", datatype, required=True, keys=keys)
    ask(asked)
    told = to_town(**ROUTES).carry(answered(*answer), None)
    assert told == Delivered("0")
    many = "[]" if datatype == "multivaluelist" else ""
    assert sent(town) == {f"WHISHETN{many}": value}


@pytest.mark.parametrize("format_", list(Format), ids=str)
def test_a_definition_is_read_in_both_formats(
    town: Municipality, to_town: Connect, ask: Ask, format_: Format
) -> None:
    ask(
        Asked("WHISHETN", "multivaluelist", required=True, keys=KEYS),
        Asked("kiosk", required=True),
        Asked("note", variable=False),
    )
    connector = to_town(format=format_, **ROUTES)
    assert connector.carry(answered("ford", "chrysler"), None) == Delivered("0")
    assert sent(town) == {"WHISHETN[]": "123,124", "kiosk": "square"}


MISFITS = [
    (
        Asked("WHISHETN", "singlevaluelist", keys=KEYS),
        ("skoda",),
        "not one of its keys",
    ),
    (
        Asked("WHISHETN", "singlevaluelist", keys=KEYS),
        ("ford", "chrysler"),
        "not one of its keys",
    ),
    (
        Asked("WHISHETN", "multivaluelist", keys=KEYS),
        ("ford", "skoda"),
        "not among its keys",
    ),
    (Asked("WHISHETN", "number"), ("many",), "is no number"),
    (Asked("WHISHETN", "number"), ("1", "2"), "is no number"),
    (Asked("WHISHETN", "number"), ("1e5",), "is no number"),
    (Asked("WHISHETN", "datetime"), ("tomorrow",), "is no date"),
    (Asked("WHISHETN", "datetime"), ("0001-01-01",), "is no date"),
    (Asked("WHISHETN", "string"), ("\x00",), "is empty"),
    (Asked("WHISHETN", "text"), (" \n ",), "is empty"),
]


@pytest.mark.parametrize(("asked", "answer", "why"), MISFITS)
@pytest.mark.usefixtures("far_from_greenwich")
def test_an_optional_attribute_that_does_not_fit_is_left_out(
    town: Municipality,
    to_town: Connect,
    ask: Ask,
    asked: Asked,
    answer: tuple[str, ...],
    why: str,
) -> None:
    ask(asked, "external_id")
    told = to_town(**ROUTES).carry(answered(*answer), None)
    assert told == Delivered("0")
    assert sent(town) == {"external_id": make_dispatch().id}


@pytest.mark.parametrize(("asked", "answer", "why"), MISFITS)
@pytest.mark.usefixtures("far_from_greenwich")
def test_a_required_attribute_that_does_not_fit_is_an_operators_to_mend(
    town: Municipality,
    to_town: Connect,
    ask: Ask,
    asked: Asked,
    answer: tuple[str, ...],
    why: str,
) -> None:
    ask(replace(asked, required=True))
    told = to_town(**ROUTES).carry(answered(*answer), None)
    assert isinstance(told, Trouble)
    assert (told.kind, told.may_have_arrived) == (Kind.REFUSED, False)
    assert 'service "broken-lamp" requires "WHISHETN", and the answer' in told.line
    assert why in told.line
    assert not any(one in told.line for one in answer if one.isalpha())
    assert town.posts == []


def test_a_required_attribute_without_a_route_is_an_operators_to_mend(
    town: Municipality, to_town: Connect, ask: Ask
) -> None:
    ask(Asked("colour", required=True))
    connector = to_town()
    told = connector.carry(answered("ford"), None)
    assert told == Trouble(
        Kind.REFUSED,
        'service "broken-lamp" requires "colour", and no answer is routed to it:'
        " see [destination.attributes]",
    )
    assert town.posts == []
    ask("colour")
    assert connector.carry(answered("ford"), None) == Delivered("0")


def test_a_question_that_was_not_asked_fills_nothing(
    town: Municipality, to_town: Connect, ask: Ask
) -> None:
    ask(Asked("WHISHETN", "singlevaluelist", keys=KEYS))
    to_town(**ROUTES).carry(answered(), None)
    to_town(attributes={"never": "WHISHETN"}).carry(answered("ford"), None)
    assert [name for form in town.posts for name in form if "[" in name] == []


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        (Asked("receipt", required=True), "KX7-4MQ-2PD"),
        (Asked("EXTERNAL_ID", required=True), make_dispatch().id),
        (Asked("language", "singlevaluelist", True, ("el", "en")), "el"),
        (Asked("kiosk", "text", required=True), "square"),
        (Asked("channel", "singlevaluelist", True, ("web",)), "web"),
        (Asked("channels", "multivaluelist", True, ("web",)), "web"),
        (Asked("language", "singlevaluelist", True, ("fr",)), "fr"),
    ],
)
def test_what_nobody_need_be_asked_is_filled_in(
    town: Municipality, to_town: Connect, ask: Ask, asked: Asked, value: str
) -> None:
    ask(asked)
    assert to_town().carry(answered("ford"), None) == Delivered("0")
    assert list(sent(town).values()) == [value]


def test_what_need_not_be_said_of_us_is_not_said(
    town: Municipality, to_town: Connect, ask: Ask
) -> None:
    ask("receipt", "language", "kiosk", Asked("one", "singlevaluelist", False, ("1",)))
    to_town().carry(answered("ford"), None)
    assert sent(town) == {}


def test_our_words_may_have_keys_too(
    town: Municipality, to_town: Connect, ask: Ask
) -> None:
    ask(Asked("language", "singlevaluelist", True, ("1", "2")))
    keys = {"language": {"el": "2"}}
    assert to_town(values=keys).carry(answered("ford"), None) == Delivered("0")
    assert sent(town) == {"language": "2"}


def test_a_route_goes_before_what_we_could_say(
    town: Municipality, to_town: Connect, ask: Ask
) -> None:
    ask(Asked("kiosk", required=True))
    to_town(attributes={"what": "kiosk"}).carry(answered("ford"), None)
    assert sent(town) == {"kiosk": "ford"}


def test_what_is_only_to_be_read_is_sent_nothing(
    town: Municipality, to_town: Connect, ask: Ask
) -> None:
    ask(
        Asked("WHISHETN", variable=False, required=True),
        Asked("external_id", variable=False, required=True),
    )
    assert to_town(**ROUTES).carry(answered("ford"), None) == Delivered("0")
    assert sent(town) == {}


@pytest.mark.parametrize("automated", ["server_set", "hidden_field"])
@pytest.mark.parametrize("variable", [True, False])
def test_what_is_automated_is_filled_where_we_can_and_left_to_them_where_not(
    town: Municipality, to_town: Connect, ask: Ask, automated: str, variable: bool
) -> None:
    ask(
        Asked("external_id", variable=variable, required=True, automated=automated),
        Asked("easting", "number", variable=variable, automated=automated),
    )
    connector = to_town()
    assert connector.carry(answered("ford"), None) == Delivered("0")
    assert sent(town) == {"external_id": make_dispatch().id}
    ask(Asked("easting", "number", True, variable=variable, automated=automated))
    told = to_town().carry(answered("ford"), None)
    assert isinstance(told, Trouble)
    assert (told.kind, told.said) == (
        Kind.REFUSED,
        "attribute: attribute[easting] is missing",
    )


def test_one_question_may_be_many_attributes_and_one_attribute_many_questions(
    town: Municipality, to_town: Connect, ask: Ask
) -> None:
    ask("A", "B", Asked("C", "multivaluelist", keys=("ford", "square", "lefki")))
    routes = {"what": ("A", "C"), "where": ("B", "C", "not-asked-here")}
    to_town(attributes=routes).carry(answered("ford"), None)
    assert sent(town) == {
        "A": "ford",
        "B": "lefki, square",
        "C[]": "ford,lefki,square",
    }


@pytest.mark.parametrize(
    ("where", "told"),
    [
        (("lefki", "lamps:L-0147"), {"POLE": "L-0147"}),
        (("lefki", "bins:K-3"), {}),
        (("lefki", "square"), {}),
        (("lefki",), {}),
    ],
)
def test_a_layer_answers_with_the_number_of_the_lamp(
    town: Municipality,
    to_town: Connect,
    ask: Ask,
    where: tuple[str, ...],
    told: dict[str, str],
) -> None:
    ask("POLE")
    answers = {"what": ("ford",), "where": where}
    dispatch = answered("ford", places=("where",))
    dispatch = msgspec.structs.replace(dispatch, answers=answers)
    to_town(attributes={"lamps": "POLE"}).carry(dispatch, None)
    assert sent(town) == told


def test_a_place_is_told_by_its_name(
    town: Municipality, to_town: Connect, ask: Ask
) -> None:
    ask("words", Asked("key", "singlevaluelist", keys=("9",)))
    to_town(
        attributes={"where": ("words", "key")},
        values={"key": {"lefki": "9", "square": "9"}},
    ).carry(answered("ford", places=("where",)), None)
    assert sent(town) == {"words": "Πλατεία, Άνω Λεύκη", "key": "9"}


def test_an_endpoint_without_definitions_gets_the_report_all_the_same(
    town: Municipality, to_town: Connect, ask: Ask
) -> None:
    ask("WHISHETN")
    town.defines_services = False
    connector = to_town(**ROUTES)
    assert connector.carry(answered("ford"), None) == Delivered("0")
    assert connector.carry(answered("ford"), SETTLED) == Delivered("0")
    assert connector.carry(make_dispatch(2), None) == Delivered("1")
    assert sent(town) == {}
    assert sum("/services/" in one for one in town.gets) == 1


def test_an_endpoint_without_a_list_of_services_is_asked_for_it_once(
    town: Municipality, to_town: Connect
) -> None:
    town.lists_services = False
    connector = to_town()
    assert connector.carry(make_dispatch(1), None) == Delivered("0")
    assert connector.carry(make_dispatch(2), None) == Delivered("1")
    assert sum("/services" in one for one in town.gets) == 1


@pytest.mark.parametrize(
    "body", [b"oops", b"<html>", b"[7]", b'{"attributes": 7}', b"{" * 9999, b"null"]
)
def test_a_definition_that_says_nothing_asks_nothing(
    town: Municipality, to_town: Connect, ask: Ask, body: bytes
) -> None:
    ask("WHISHETN")
    town.always["/services/"] = Trick(body=body)
    assert to_town(**ROUTES).carry(answered("ford"), None) == Delivered("0")
    town.always.clear()
    told = to_town(**ROUTES).carry(answered("ford"), SETTLED)
    assert told == Delivered("0")


def test_a_definition_is_asked_for_once(
    town: Municipality, to_town: Connect, ask: Ask
) -> None:
    ask("WHISHETN")
    connector = to_town(**ROUTES)
    for number in (1, 2, 3):
        connector.carry(make_dispatch(number), None)
    assert sum("/services/" in one for one in town.gets) == 1


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("WHISHETN is not valid", Kind.REFUSED),
        ("whishetn: unknown key", Kind.REFUSED),
        ("the database WHISHETNX is down", Kind.BUSY),
        ("is down", Kind.BUSY),
    ],
)
def test_a_fault_that_names_an_attribute_is_no_hiccup(
    town: Municipality, to_town: Connect, ask: Ask, said: str, kind: Kind
) -> None:
    ask("WHISHETN", "is")
    body = f'[{{"code": 400, "description": "{said}"}}]'.encode()
    town.next_post(Trick(commits=False, status=400, body=body))
    told = to_town(**ROUTES).carry(answered("ford"), None)
    assert isinstance(told, Trouble)
    assert (told.kind, told.may_have_arrived) == (kind, False)
