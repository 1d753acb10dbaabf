"""The hub's connector, against a strict hub made here and against the real program."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
import requests

from kiosk.config import Destination
from kiosk.errors import Misconfigured
from kiosk.submission import Dispatch, Progress
from sync.connector import Connector, Delivered, Kind, Sign, Trouble
from sync.connectors.hub import Feed, Hub
from tests.hub.clerk import decide_as
from tests.sync.contract import GARBAGE, SETTLED, ConnectorContract, Far, make_dispatch
from tests.sync.hubs import KEY, FakeHub, OnTheLine, RealHub, real_hub
from tests.sync.tricks import LOGIN, Manner, Trick

Connect = Callable[..., Hub]


class FarHub(Far):
    """A hub, as the contract sees it."""

    line: OnTheLine

    def destination(self) -> Destination:
        return to(self.line)

    def first_id(self) -> str:
        return "1"

    def loses_the_next_answer(self) -> None:
        self.line.next_send(Trick(manner=Manner.DROPPED))

    def breaks_before_keeping(self) -> None:
        self.line.next_send(Trick(commits=False, manner=Manner.DROPPED))

    def fails_after_keeping(self) -> None:
        self.line.next_send(Trick(status=500, body=b"Internal Server Error"))

    def answers_with(self, body: bytes) -> None:
        self.line.next_send(Trick(commits=False, status=200, body=body))

    def shows_nothing(self) -> None:
        self.line.always["GET"] = Trick(status=503, body=b"")


class FarFake(FarHub):
    """The one made here."""

    def __init__(self, hub: FakeHub) -> None:
        self.line = self.hub = hub

    def has(self, dispatch: Dispatch) -> int:
        return int(dispatch.id in self.hub.numbers)

    def refuses(self) -> None:
        self.hub.refusing.add("*")

    def locks_us_out(self) -> None:
        self.line.always["PUT"] = Trick(commits=False, status=401, body=b"{}")

    def finishes(self, message: str) -> None:
        self.hub.decide("1", message)


class FarReal(FarHub):
    """The real program; what it has is read by its other door."""

    def __init__(self, hub: RealHub) -> None:
        self.line = self.hub = hub

    def has(self, dispatch: Dispatch) -> int:
        code = "-".join(dispatch.receipt[at : at + 3] for at in (0, 3, 6))
        filed = self.hub.direct.json("requests", jurisdiction_id="a")
        return sum(one["description"].endswith(f"Ref: {code}") for one in filed)

    def refuses(self) -> None:
        self.hub.start(f"api_keys = ['{KEY}']\njurisdictions = ['a', 'b']")

    def locks_us_out(self) -> None:
        self.hub.start("api_keys = ['another']")

    def finishes(self, message: str) -> None:
        # Its clerks cannot write a bell.
        note = message.replace("\x07", " ")
        decide_as(self.hub.direct, KEY, "1", status="fixed", note=note)


class HubContract(ConnectorContract):
    """What the contract is to a wire on which nothing has to be looked up."""

    @pytest.fixture
    def connect(self, connect_hub: Connect) -> Connect:
        return connect_hub

    def test_what_cannot_be_looked_up_is_not_sent(
        self, far: Far, connector: Connector
    ) -> None:
        """It is sent again without a look, and is there once."""
        far.loses_the_next_answer()
        connector.carry(make_dispatch(), None)
        far.shows_nothing()
        assert connector.carry(make_dispatch(), SETTLED) == Delivered(far.first_id())
        assert far.has(make_dispatch()) == 1


class TestHubConnectorWithAFake(HubContract):
    """The contract, with the one made here."""

    @pytest.fixture
    def far(self, fake: FakeHub) -> Far:
        return FarFake(fake)


class TestHubConnectorWithTheProgram(HubContract):
    """The contract, with the real one."""

    @pytest.fixture
    def far(self, tmp_path: Path) -> Iterator[Far]:
        with real_hub(tmp_path / "hub-home") as hub:
            yield FarReal(hub)

    # It is the line that says it, so what is before the line makes no difference.
    @pytest.mark.parametrize("body", GARBAGE[:1])
    def test_garbage_is_survived_and_proves_nothing(
        self, far: Far, connector: Connector, body: bytes
    ) -> None:
        super().test_garbage_is_survived_and_proves_nothing(far, connector, body)


def to(line: OnTheLine, **settings: object) -> Destination:
    """How to reach a hub."""
    told: dict[str, object] = {"url": line.url, "api_key": KEY, "timeout_s": 10}
    return Destination(name="town", type="hub", **(told | settings))  # type: ignore[arg-type] # settings are what a test says


@pytest.fixture
def connect_hub() -> Iterator[Connect]:
    """Make connectors that are closed at the end."""
    made: list[Hub] = []

    def connect(to: Destination) -> Hub:
        made.append(Hub(to))
        return made[-1]

    yield connect
    for one in made:
        one.close()


@pytest.fixture
def fake() -> Iterator[FakeHub]:
    with FakeHub() as hub:
        yield hub


@pytest.fixture
def connector(fake: FakeHub, connect_hub: Connect) -> Hub:
    return connect_hub(to(fake))


# What is sent


def test_a_submission_is_put_under_its_id_as_the_json_of_its_dispatch(
    fake: FakeHub, connector: Hub
) -> None:
    connector.carry(make_dispatch(), None)
    (call,) = fake.sent()
    assert (call.method, call.path) == (
        "PUT",
        f"/plateia/v1/submissions/{make_dispatch().id}",
    )
    told = msgspec.json.decode(call.body, type=Dispatch)
    assert told == msgspec.structs.replace(make_dispatch(), confirmed=told.confirmed)
    connector.carry(make_dispatch(), SETTLED)
    assert fake.sent()[1].body == call.body


@pytest.mark.parametrize(
    ("service", "sent"), [("broken-lamp", "176"), (None, "99"), ("other", "other")]
)
def test_our_service_or_form_becomes_theirs_where_it_has_one(
    fake: FakeHub, connect_hub: Connect, service: str | None, sent: str
) -> None:
    dispatch = msgspec.structs.replace(make_dispatch(), service=service)
    codes = {"broken-lamp": "176", "problem": "99"}
    connect_hub(to(fake, services=codes)).carry(dispatch, None)
    assert fake.kept[dispatch.id]["service"] == sent


def test_the_jurisdiction_is_named_in_every_call_where_there_is_one(
    fake: FakeHub, connect_hub: Connect
) -> None:
    connector = connect_hub(to(fake, jurisdiction_id="patras.gr"))
    connector.carry(make_dispatch(), None)
    connector.carry_many([make_dispatch(2), make_dispatch(3)])
    connector.news(["1"])
    connector.news_since("")
    assert all("jurisdiction_id=patras.gr" in one.path for one in fake.calls)


def test_an_address_that_is_none_is_a_mistake_in_the_settings() -> None:
    with pytest.raises(Misconfigured, match="is no web address"):
        Hub(Destination(name="town", type="hub", url="file:///media"))


# What proves something


@pytest.mark.parametrize(
    "answer",
    [
        '{"id":"%s","status":201,"request":"1","sha256":"' + "0" * 64 + '"}',
        '{"id":"%s","status":201,"request":"1"}',
        '{"id":"%s","status":201}',
        '{"id":null,"status":200,"request":"1"}',
        '{"id":"00000000-0000-4000-8000-000000000002","status":200,"request":"1"}',
    ],
)
def test_a_success_that_does_not_name_what_was_sent_is_no_delivery(
    fake: FakeHub, connector: Hub, answer: str
) -> None:
    body = answer.replace("%s", make_dispatch().id).encode()
    fake.next_send(Trick(commits=False, status=201, body=body))
    told = connector.carry(make_dispatch(), None)
    assert isinstance(told, Trouble)
    assert (told.kind, told.may_have_arrived) == (Kind.BUSY, True)


def test_the_proof_of_another_submission_is_none_for_this_one(
    fake: FakeHub, connector: Hub
) -> None:
    connector.carry(make_dispatch(1), None)
    proof = fake.take(fake.calls[0]).body
    fake.next_send(Trick(commits=False, status=200, body=proof))
    told = connector.carry(make_dispatch(2), None)
    assert isinstance(told, Trouble)
    assert told.code == "answered 200 without proof"


def test_another_submission_under_our_id_is_refused_and_not_tried_for_ever(
    fake: FakeHub, connector: Hub
) -> None:
    connector.carry(make_dispatch(), None)
    told = connector.carry(make_dispatch(description="άλλο"), None)
    assert isinstance(told, Trouble)
    assert told == Trouble(Kind.REFUSED, "answered 409", "the id was used already")


def test_a_hub_that_is_busy_is_left_alone_as_long_as_it_asks(
    fake: FakeHub, connector: Hub
) -> None:
    fake.next_send(
        Trick(commits=False, status=503, body=b"", headers={"Retry-After": "90"})
    )
    told = connector.carry(make_dispatch(), None)
    assert isinstance(told, Trouble)
    assert (told.kind, told.wait_s) == (Kind.BUSY, 90)


def test_what_a_hub_says_may_not_repeat_what_a_citizen_said(
    fake: FakeHub, connector: Hub
) -> None:
    body = '{"status":422,"title":"wrong: Καμένη λάμπα"}'.encode()
    fake.next_send(Trick(commits=False, status=422, body=body))
    told = connector.carry(make_dispatch(), None)
    assert isinstance(told, Trouble)
    assert (told.kind, told.said) == (Kind.REFUSED, "")


# News


def test_news_is_the_last_thing_decided_and_only_about_what_was_asked(
    fake: FakeHub, connector: Hub
) -> None:
    for number in (1, 2, 3):
        connector.carry(make_dispatch(number), None)
    fake.decide("1", "Το είδαμε.", closed=False)
    fake.decide("2", None, closed=False)
    fake.decide("1", "Άλλαξε.")
    fake.decide("3", "Όχι εσένα.")
    told = connector.news(["1", "2", "4"])
    assert not isinstance(told, Trouble)
    assert {one: (each.progress, each.message) for one, each in told.items()} == {
        "1": (Progress.DONE, "Άλλαξε."),
        "2": (Progress.SEEN, ""),
    }


def test_news_since_a_cursor_tells_nothing_twice(fake: FakeHub, connector: Hub) -> None:
    fake.page = 2
    for number in (1, 2, 3):
        connector.carry(make_dispatch(number), None)
        fake.decide(str(number), f"{number}")
    first = connector.news_since("")
    assert isinstance(first, Feed)
    assert [each.message for each in first.news.values()] == ["1", "2", "3"]
    assert list(first.news) == [make_dispatch(number).id for number in (1, 2, 3)]
    nothing = connector.news_since(first.cursor)
    assert nothing == Feed({}, first.cursor)
    fake.decide("2", "ξανά")
    then = connector.news_since(first.cursor)
    assert isinstance(then, Feed)
    assert {one: each.message for one, each in then.news.items()} == {
        make_dispatch(2).id: "ξανά"
    }


def test_a_hub_that_forgot_the_cursor_is_read_from_the_beginning(
    fake: FakeHub, connector: Hub
) -> None:
    connector.carry(make_dispatch(), None)
    fake.decide("1", "Άλλαξε.")
    fake.forgets_cursors = True
    told = connector.news_since("c7")
    assert isinstance(told, Feed)
    assert (list(told.news), told.cursor) == ([make_dispatch().id], "c1")


def test_news_that_does_not_come_leaves_the_cursor_where_it_was(
    fake: FakeHub, connector: Hub
) -> None:
    for trick in (Trick(status=503), Trick(body=LOGIN), Trick(manner=Manner.DROPPED)):
        fake.next_get(trick)
        assert isinstance(connector.news_since("c0"), Trouble)


# The line


def asked(sign: Sign, url: str) -> requests.Response:
    return requests.get("/".join([url, *sign.parts]), dict(sign.args), timeout=10)


def test_a_hub_is_known_by_a_word_that_nobody_could_know_before(
    fake: FakeHub, connector: Hub
) -> None:
    sign = connector.sign()
    answer = asked(sign, fake.url)
    assert sign.is_ours(answer.status_code, answer.content)
    assert not sign.is_ours(200, LOGIN)
    assert not sign.is_ours(200, b'{"nonce":"another"}')
    assert not sign.is_ours(500, answer.content)
    assert not connector.sign().is_ours(200, answer.content)


def test_the_real_hub_gives_its_sign_news_and_cursor(
    tmp_path: Path, connect_hub: Connect
) -> None:
    with real_hub(tmp_path / "hub-home") as hub:
        connector = connect_hub(to(hub))
        sign = connector.sign()
        answer = asked(sign, hub.url)
        assert sign.is_ours(answer.status_code, answer.content)
        start = connector.news_since("")
        assert isinstance(start, Feed)
        assert not start.news
        connector.carry(make_dispatch(), None)
        day = date.today() + timedelta(days=20)
        more = {"status": "planned", "note": "Την Τρίτη.", "expected": str(day)}
        decide_as(hub.direct, KEY, "1", **more)
        told = connector.news_since(start.cursor)
        assert isinstance(told, Feed)
        news = told.news[make_dispatch().id]
        assert (news.progress, news.message) == (Progress.SEEN, "Την Τρίτη.")
        assert news.expected == day
        assert connector.news_since(told.cursor) == Feed({}, told.cursor)
        # Put back from an older copy, or made anew: the cursor is another's.
        strange = connector.news_since("00000000-7")
        assert isinstance(strange, Feed)
        assert strange.cursor == told.cursor
