"""Every kind of question: what it takes, what it says, and what it never takes."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.dispatch import dispatch_of, wording_of
from kiosk.errors import Misconfigured
from kiosk.forms import (
    Budget,
    Date,
    Email,
    Kind,
    Number,
    Phone,
    Question,
    Words,
)
from kiosk.journey import Journey
from kiosk.packs import Pack, load_pack
from kiosk.question import tidy
from kiosk.submission import Receipt, SubmissionId
from tests.kiosk.every_kind import ANSWERS, PHOTO, write_every_kind
from tests.kiosk.village import PACK

HOSTILE = (
    "x" * 10_000,
    "\0" * 50,
    "a\0b\x07c\x1b[31m",
    "\u202eevil\u202c \u2066x\u2069",
    "<b>bold</b><img src=x onerror=alert(1)>",
    "'; DROP TABLE submission; --",
    "../../etc/passwd",
    "😀👨‍👩‍👧‍👦" * 400,
    "{{ 7 * 7 }} %s {0}",
    "\r\n\r\nX-Header: 1",
    "\ud800",
    "\u200e\u200f",
    " \n\t ",
)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return load_pack(write_every_kind(tmp_path_factory.mktemp("pack")), icons=None)


def walked(pack: Pack) -> Journey:
    journey = Journey.begin(pack.forms[1], pack.places)
    while journey.at is not None:
        journey = journey.answer(ANSWERS[journey.at])
    return journey


def question(pack: Pack, name: str) -> Kind:
    found = pack.forms[1].question(name)
    assert found is not None
    return found


def test_a_form_asks_in_every_way_there_is(everything: Pack) -> None:
    asked = {type(one) for one in everything.forms[1].questions}
    assert asked == set(get_args(Kind))


def test_an_answer_of_every_kind_is_taken_told_and_shown(everything: Pack) -> None:
    journey = walked(everything)
    assert journey.complete
    said = {
        one.id: [
            piece.get("el", piece.get(""))
            for piece in one.says(journey.told[one.id], everything.places)
        ]
        for one in journey.asked
    }
    assert said == {
        "statement": ["✓"],
        "choice": ["Παγκάκι"],
        "several": ["Λάμπα", "Δέντρο"],
        "yes-no": ["Ναι"],
        "rating": ["Καλά"],
        "ranking": ["1. Δέντρο", "2. Λάμπα"],
        "budget": ["Λάμπα", "Παγκάκι"],
        "place": ["Πλατεία", "Άνω Λευκή"],
        "text": ["Κάτω από το γεφύρι"],
        "number": ["12 μέτρα"],
        "date": ["03/05/2026"],
        "photo": ["✓"],
        "voice": ["✓"],
        "phone": ["2610123456"],
        "email": ["maria@example.gr"],
        "consent": ["Συμφωνώ"],
    }
    for one in journey.asked:
        icon, _ = one.picture(journey.told[one.id], everything.places)
        assert icon != "something-else"


def test_what_is_private_is_told_to_the_municipality_and_in_no_description(
    everything: Pack,
) -> None:
    journey = walked(everything)
    moment = datetime(2026, 5, 4, tzinfo=UTC)
    receipt = Receipt("KX74MQ2PD", SubmissionId("1"), "everything", moment)
    told = dispatch_of(
        receipt, journey, "en", wording_of(journey, everything), "square"
    )
    assert (told.phone, told.email) == ("2610123456", "maria@example.gr")
    assert told.answers["phone"] == ("2610123456",)
    for private in ("2610123456", "maria@example.gr", PHOTO, "✓"):
        assert private not in told.description
    assert "Τι λέτε; 12 μέτρα" in told.description.splitlines()


NOT_TAKEN = [
    ("choice", ("lamp", "tree")),
    ("choice", ("nothing",)),
    ("several", ("lamp", "tree", "bench")),
    ("several", ("lamp", "lamp")),
    ("yes-no", ("maybe",)),
    ("yes-no", ("yes", "no")),
    ("rating", ("0",)),
    ("rating", ("6",)),
    ("ranking", ("lamp", "lamp")),
    ("ranking", ("lamp", "tree", "bench")),
    ("budget", ("bench", "tree", "lamp")),
    ("text", ("",)),
    ("text", (" x",)),
    ("text", ("x" * 41,)),
    ("number", ("0",)),
    ("number", ("301",)),
    ("number", ("-5",)),
    ("number", ("١٢",)),
    ("date", ("2026-13-01",)),
    ("date", ("yesterday",)),
    ("phone", ("261012345",)),
    ("phone", ("26101234567",)),
    ("email", ("maria",)),
    ("email", ("maria@example",)),
    ("email", ("a@b..gr",)),
    ("email", ("a@b.gr,c@d.gr",)),
    ("photo", ("photo.jpg",)),
    ("photo", (PHOTO, PHOTO)),
    ("consent", ("perhaps",)),
    ("statement", ("skipped",)),
]


@pytest.mark.parametrize(("name", "answer"), NOT_TAKEN)
def test_what_is_no_answer_is_not_taken(
    everything: Pack, name: str, answer: tuple[str, ...]
) -> None:
    assert not question(everything, name).accepts(answer, everything.places)


@pytest.mark.parametrize("name", list(ANSWERS))
def test_only_what_may_be_passed_over_can_be(everything: Pack, name: str) -> None:
    may = {"several", "photo", "voice", "phone", "email"}
    assert question(everything, name).accepts((), everything.places) is (name in may)


@pytest.mark.parametrize(
    ("kind", "typed", "answer"),
    [
        (Words, "  Καλη\u0301 μέρα \n", ("Καλή μέρα",)),
        (Words, "a\r\nb\0c", ("a\nbc",)),
        (Number, "007", ("7",)),
        (Number, "000", ("0",)),
        (Number, "١٢ m", ("12",)),
        (Phone, "2610-12 34 56", ("2610123456",)),
        (Phone, "0030 2610 123456", ("+302610123456",)),
        (Phone, "+30 (2610) 123456", ("+302610123456",)),
        (Email, " Maria @ example.gr ", ("Maria@example.gr",)),
        (Date, "2026-05-04", ("2026-05-04",)),
        (Date, "04/05/2026", ()),
        (Words, "\u202e\u202c", ()),
        (Phone, "no", ()),
    ],
)
def test_what_is_typed_is_tidied(
    kind: type[Words] | type[Number] | type[Phone] | type[Email] | type[Date],
    typed: str,
    answer: tuple[str, ...],
) -> None:
    assert kind(id="q", title={"el": ";"}).tidied(typed) == answer


@given(st.one_of(st.text(), st.sampled_from(HOSTILE)), st.integers(1, 600))
def test_whatever_is_typed_is_tidied_once_and_for_all(typed: str, longest: int) -> None:
    kept = tidy(typed, longest)
    assert tidy(kept, longest) == kept
    assert len(kept) <= longest
    kept.encode("utf-8")
    asked = Words(id="q", title={"el": ";"}, longest=longest)
    answer = asked.tidied(typed)
    assert answer in ((), (kept,))


def test_a_day_is_between_its_first_and_its_last() -> None:
    asked = Date(id="q", title={"el": ";"}, days_back=2, days_ahead=1)
    first, last = asked.days(date(2026, 5, 4))
    assert (first, last) == (date(2026, 5, 2), date(2026, 5, 5))


def test_a_budget_tells_what_is_spent(everything: Pack) -> None:
    asked = question(everything, "budget")
    assert isinstance(asked, Budget)
    assert (asked.cost(()), asked.cost(("lamp", "tree")), asked.total) == (0, 700, 900)


def test_answers_a_change_has_led_away_from_are_named(pack: Pack) -> None:
    journey = Journey.begin(pack.forms[0], pack.places)
    for answer in (("lighting",), ("broken-lamp",), ("ano", "square"), ("danger",)):
        journey = journey.answer(answer)
    assert journey.dropped == ()
    journey = journey.change("category").answer(("road",)).answer(("pothole",))
    assert [one.id for one in journey.dropped] == ["lamp"]
    assert "lamp" not in journey.told


def test_every_kind_is_a_question() -> None:
    assert all(issubclass(one, Question) for one in get_args(Kind))


@pytest.mark.parametrize(
    ("wrong", "place", "what"),
    [
        ("total = 900", 'question "budget", option "bench", cost', "more than the 400"),
        ("most = 300", 'question "number"', ""),
    ],
)
def test_a_budget_nobody_could_spend_is_told(
    tmp_path: Path, wrong: str, place: str, what: str
) -> None:
    folder = write_every_kind(tmp_path / "pack")
    path = folder / "forms" / "everything.toml"
    changed = {"total = 900": "total = 400", "most = 300": "most = true"}[wrong]
    path.write_text(path.read_text("utf-8").replace(wrong, changed), "utf-8")
    with pytest.raises(Misconfigured) as caught:
        load_pack(folder, icons=None)
    assert place in str(caught.value)
    assert what in str(caught.value)


def test_a_pack_without_the_words_a_question_needs_is_told(tmp_path: Path) -> None:
    folder = write_every_kind(tmp_path / "pack")
    pack = PACK.replace('forms = ["problem"]', 'forms = ["problem", "everything"]')
    (folder / "pack.toml").write_text(pack, "utf-8")
    with pytest.raises(Misconfigured, match='question "yes-no", option "yes", label'):
        load_pack(folder, icons=None)
