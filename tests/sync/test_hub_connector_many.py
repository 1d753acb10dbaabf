"""Many submissions in one call: each has its own outcome, and one spoils none."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from kiosk.submission import Dispatch, SubmissionId
from sync.connector import Delivered, Kind, Outcome, Trouble
from sync.connectors.hub import Hub
from sync.plateia import MOST_BYTES, packed
from tests.sync.contract import make_dispatch
from tests.sync.hubs import FakeHub, OnTheLine, real_hub
from tests.sync.test_hub_connector import to
from tests.sync.tricks import LOGIN, Manner, Trick

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def make_many(count: int, *, words: int = 1) -> list[Dispatch]:
    """So many reports, each with a receipt of its own."""
    return [
        msgspec.structs.replace(
            make_dispatch(description="λάμπα " * words),
            id=SubmissionId(f"00000000-0000-4000-8000-{number:012}"),
            receipt=f"KX74MQ{SYMBOLS[number // 1024]}{SYMBOLS[number // 32 % 32]}"
            f"{SYMBOLS[number % 32]}",
        )
        for number in range(1, count + 1)
    ]


def kinds(outcomes: Sequence[Outcome]) -> list[str]:
    """Each outcome in a word."""
    return [
        one.kind.value if isinstance(one, Trouble) else "delivered" for one in outcomes
    ]


@pytest.fixture
def fake() -> Iterator[FakeHub]:
    with FakeHub() as hub:
        yield hub


@pytest.fixture
def connect() -> Iterator[Callable[[OnTheLine], Hub]]:
    made: list[Hub] = []

    def connect(line: OnTheLine) -> Hub:
        made.append(Hub(to(line)))
        return made[-1]

    yield connect
    for one in made:
        one.close()


@pytest.fixture
def connector(fake: FakeHub, connect: Callable[[OnTheLine], Hub]) -> Hub:
    return connect(fake)


def test_fifty_go_in_one_call_compressed(fake: FakeHub, connector: Hub) -> None:
    many = make_many(50)
    told = connector.carry_many(many)
    assert told == tuple(Delivered(str(number)) for number in range(1, 51))
    (call,) = fake.sent()
    assert call.headers["Content-Encoding"] == "gzip"
    assert len(call.body) < sum(len(msgspec.json.encode(one)) for one in many) / 8


def test_what_was_carried_before_is_delivered_again_under_the_same_number(
    fake: FakeHub, connector: Hub
) -> None:
    first = connector.carry_many(make_many(3))
    assert connector.carry_many(make_many(5))[:3] == first
    assert len(fake.kept) == 5


def test_none_is_carried_without_a_call(fake: FakeHub, connector: Hub) -> None:
    assert connector.carry_many([]) == ()
    assert fake.calls == []


def test_one_alone_goes_as_one(fake: FakeHub, connector: Hub) -> None:
    assert connector.carry_many(make_many(1)) == (Delivered("1"),)
    assert fake.sent()[0].method == "PUT"


def test_one_that_is_refused_spoils_none_of_the_others(
    fake: FakeHub, connector: Hub
) -> None:
    many = make_many(5)
    fake.refusing.add(many[2].id)
    told = connector.carry_many(many)
    assert kinds(told) == ["delivered"] * 2 + ["refused"] + ["delivered"] * 2
    refused = told[2]
    assert isinstance(refused, Trouble)
    assert refused.line == "answered 422: we do not want this one"
    assert not refused.may_have_arrived
    assert len(fake.sent()) == 1


@pytest.mark.parametrize("status", [400, 422, 500])
@pytest.mark.parametrize("culprit", [0, 24, 49])
def test_one_that_upsets_the_whole_call_is_found_by_halving(
    fake: FakeHub, connector: Hub, status: int, culprit: int
) -> None:
    many = make_many(50)
    fake.upset_by = (many[culprit].id, status)
    told = kinds(connector.carry_many(many))
    assert told.count("delivered") == 49
    assert told[culprit] == ("busy" if status == 500 else "refused")
    assert len(fake.sent()) <= 14


def test_a_hub_that_is_upset_by_everything_is_not_asked_for_each(
    fake: FakeHub, connector: Hub
) -> None:
    fake.always["P"] = Trick(commits=False, status=500, body=b"")
    told = connector.carry_many(make_many(50))
    assert set(kinds(told)) == {"busy"}
    assert len(fake.sent()) <= 9


def test_what_is_too_large_is_halved_until_it_fits(
    fake: FakeHub, connector: Hub
) -> None:
    fake.most_items = 4
    assert set(kinds(connector.carry_many(make_many(50)))) == {"delivered"}
    assert len(fake.kept) == 50


def test_one_that_is_too_large_alone_is_refused_alone(
    fake: FakeHub, connector: Hub
) -> None:
    many = make_many(4)
    fake.upset_by = (many[1].id, 413)
    assert kinds(connector.carry_many(many)) == [
        "delivered",
        "refused",
        "delivered",
        "delivered",
    ]


def test_a_lost_answer_leaves_all_open_and_they_are_there_once(
    fake: FakeHub, connector: Hub
) -> None:
    many = make_many(5)
    fake.next("POST", Trick(manner=Manner.DROPPED))
    lost = connector.carry_many(many)
    assert kinds(lost) == ["link"] * 5
    assert all(isinstance(one, Trouble) and one.may_have_arrived for one in lost)
    assert set(kinds(connector.carry_many(many))) == {"delivered"}
    assert len(fake.kept) == 5


@pytest.mark.parametrize(
    ("trick", "kind"),
    [
        (Trick(commits=False, status=401, body=b"{}"), "locked"),
        (Trick(commits=False, status=503, body=b""), "busy"),
        (Trick(commits=False, status=200, body=LOGIN), "link"),
        (Trick(commits=False, manner=Manner.RESET), "link"),
        (Trick(commits=False, status=200, body=b'{"results":[]}'), "busy"),
        (Trick(manner=Manner.TRUNCATED), "link"),
    ],
    ids=["locked", "busy", "login page", "reset", "no results", "torn"],
)
def test_a_trouble_of_the_hub_stops_all_that_are_left_and_tells_which_may_have_arrived(
    fake: FakeHub, connector: Hub, trick: Trick, kind: str
) -> None:
    fake.next("POST", trick)
    told = connector.carry_many(make_many(60))
    assert kinds(told) == [kind] * 60
    assert len(fake.sent()) == 1
    later = told[50:]
    assert not any(isinstance(one, Trouble) and one.may_have_arrived for one in later)


def test_results_in_anothers_place_prove_nothing(fake: FakeHub, connector: Hub) -> None:
    two = make_many(2)
    connector.carry_many(two)
    swapped = msgspec.json.decode(fake.take(fake.calls[0]).body)
    swapped["results"].reverse()
    fake.next("POST", Trick(commits=False, body=msgspec.json.encode(swapped)))
    assert kinds(connector.carry_many(two)) == ["busy", "busy"]


def test_batches_are_as_few_as_fit_and_keep_their_order() -> None:
    bodies = [b"x" * 60_000] * 9 + [b"y" * 300_000] + [b"z"] * 120
    batches = list(packed(bodies))
    assert [at for batch in batches for at in batch] == list(range(130))
    assert [len(batch) for batch in batches] == [4, 4, 1, 1, 50, 50, 20]
    for batch in batches:
        size = sum(len(bodies[at]) for at in batch)
        assert size < MOST_BYTES or len(batch) == 1


def test_the_real_hub_takes_fifty_and_names_the_one_it_will_not_have(
    tmp_path: Path, connect: Callable[[OnTheLine], Hub]
) -> None:
    many = make_many(120, words=150)
    many[70] = msgspec.structs.replace(many[70], title="Σβηστή\x07")
    with real_hub(tmp_path / "hub-home") as hub:
        connector = connect(hub)
        told = connector.carry_many(many)
        assert kinds(told).count("delivered") == 119
        refused = told[70]
        assert isinstance(refused, Trouble)
        assert refused.kind is Kind.REFUSED
        assert "title" in refused.said
        hub.next("POST", Trick(manner=Manner.DROPPED))
        assert set(kinds(connector.carry_many(many[:50]))) == {"link"}
        again = connector.carry_many(many)
        assert again == told
        filed = hub.direct.json("requests", page_size="1000")
        assert len({one["description"] for one in filed}) == len(filed) == 119
