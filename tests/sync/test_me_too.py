""" "Me too", from the touch to the municipality and back: the real agent, real HTTP."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
import requests

from kiosk.config import Destination
from kiosk.journey import Journey
from kiosk.noticeboard import Noticeboard
from kiosk.places import Point
from kiosk.submission import Progress, Receipt
from sync.agent import Agent
from sync.connectors import CONNECTORS
from sync.newsstand import Listing, Newsstand, Subscription
from sync.registers import REGISTERS
from tests.hub.clerk import basic, decide_as
from tests.hub.post import dispatch
from tests.kiosk.village import Kiosk
from tests.sync.hubs import KEY as HUB_KEY
from tests.sync.hubs import RealHub, real_hub
from tests.sync.municipality import KEY, Filed, Municipality
from tests.sync.post import Post, case
from tests.sync.test_registers import put_with_key
from tests.sync.tricks import LOGIN, Manner, Trick

SQUARE = Point(latitude=38.271, longitude=21.861)


class Village:
    """A kiosk and its agent, with everything real between it and the municipality."""

    def __init__(self, kiosk: Kiosk, to: Destination, opened: ExitStack) -> None:
        self.kiosk = kiosk
        self.to = to
        self._opened = opened

    @property
    def post(self) -> Post:
        """A new agent's: one that was stopped makes no more calls."""
        connector = CONNECTORS[self.to.type](self.to)
        self._opened.callback(connector.close)
        return Post(self.kiosk, {"town": connector})

    def states(self) -> list[str]:
        return [one.state.value for one in self.kiosk.device.store.outbox()]

    def agent(self, every_s: float = 3600) -> Agent:
        agent, bell = self.post.agent()
        register = REGISTERS[self.to.type](self.to)
        self._opened.callback(register.close)
        board = Noticeboard(self.kiosk.device.store, self.kiosk.clock)
        mine = Subscription(Listing("town", every_s), register)
        agent._newsstand = Newsstand([mine], board, agent._world)
        self.bell = bell
        return agent

    def live(self, seconds: float = 30) -> None:
        """Let an agent live for so long on the set clock."""
        agent = self.agent()
        self.bell.at, self.bell.then = self.kiosk.clock.seconds + seconds, agent.stop
        agent.run()

    def asked(self) -> Journey:
        journey = self.kiosk.door.begin(self.kiosk.pack.forms[0])
        for answer in (("lighting",), ("broken-lamp",), ("ano", "square")):
            journey = journey.answer(answer)
        return journey

    def shown(self) -> list[str]:
        return [one.report.id for one in self.kiosk.door.others(self.asked())]

    def me_too(self) -> Receipt:
        [other, *_] = self.kiosk.door.others(self.asked())
        joined = self.asked().join(other.report)
        return self.kiosk.door.confirm(joined, "en", secrets.token_bytes)


Make = Callable[[Destination], Village]


@pytest.fixture
def village(make_kiosk: Callable[..., Kiosk]) -> Iterator[Make]:
    with ExitStack() as opened:

        def make(to: Destination) -> Village:
            return Village(make_kiosk(to), to, opened)

        yield make


def to_town(town: Municipality, **more: object) -> Destination:
    to = Destination(
        name="town", type="open311", url=town.url, api_key=KEY, timeout_s=5, workers=1
    )
    return msgspec.structs.replace(to, **more)


def file(town: Municipality, number: str = "900", hours: int = 50) -> Filed:
    """Somebody else told of a lamp, by telephone."""
    form = {
        "service_code": "broken-lamp",
        "lat": f"{SQUARE.latitude}",
        "long": f"{SQUARE.longitude}",
        "description": "Η λάμπα",
        "device_id": "telephone",
    }
    at = datetime.now(UTC) - timedelta(hours=hours)
    town.filed.append(Filed(number, form, at))
    return town.filed[-1]


# Open311


def test_it_is_a_request_that_names_the_other_and_its_receipt_follows_that(
    town: Municipality, village: Make
) -> None:
    other, here = file(town), village(to_town(town))
    here.live()
    assert here.shown() == ["900"]
    receipt = here.me_too()
    here.live()
    mine = town.filed[-1]
    assert mine.form["description"].startswith("= 900\n")
    assert mine.form["service_code"] == "broken-lamp"
    assert len(town.posts) == 1
    mine.status, mine.notes = "closed", "Διπλό"
    here.post.once()
    assert case(here.kiosk, receipt.code).progress is Progress.SENT
    other.notes, other.updated = "Την Τρίτη", datetime.now(UTC)
    here.post.once()
    told = case(here.kiosk, receipt.code)
    assert (told.progress, told.message) == (Progress.SEEN, "Την Τρίτη")
    other.status, other.notes = "closed", "Έγινε"
    other.updated = datetime.now(UTC) + timedelta(hours=1)
    here.post.once()
    told = case(here.kiosk, receipt.code)
    assert (told.progress, told.message) == (Progress.DONE, "Έγινε")


def test_one_that_was_done_before_it_was_said_again_is_not_followed(
    town: Municipality, village: Make
) -> None:
    other, here = file(town), village(to_town(town))
    here.live()
    other.status, other.notes = "closed", "Έγινε"
    other.updated = datetime.now(UTC) - timedelta(hours=1)
    receipt = here.me_too()
    here.live()
    here.post.once()
    assert case(here.kiosk, receipt.code).progress is Progress.SENT
    town.filed[-1].notes = "Το βλέπουμε"
    here.post.once()
    assert case(here.kiosk, receipt.code).message == "Το βλέπουμε"


def test_where_the_other_is_shown_no_more_its_own_news_count(
    town: Municipality, village: Make
) -> None:
    file(town)
    here = village(to_town(town))
    here.live()
    receipt = here.me_too()
    here.live()
    del town.filed[0]
    town.filed[-1].status = "closed"
    here.post.once()
    assert case(here.kiosk, receipt.code).progress is Progress.DONE


@pytest.mark.parametrize(
    "trick",
    [
        Trick(manner=Manner.DROPPED),
        Trick(manner=Manner.TRUNCATED),
        Trick(status=500),
        Trick(body=LOGIN),
    ],
)
def test_a_lost_answer_makes_no_second_one(
    town: Municipality, village: Make, trick: Trick
) -> None:
    file(town)
    here = village(to_town(town))
    here.live()
    here.me_too()
    town.next_post(trick)
    here.live(600)
    assert len(town.filed) == 2
    assert here.states() == ["delivered"]


def test_what_this_kiosk_brought_is_known_at_once_and_its_me_too_is_not(
    town: Municipality, village: Make
) -> None:
    here = village(to_town(town))
    here.kiosk.confirm()
    here.live()
    assert here.shown() == ["0"]
    here.me_too()
    here.live(7200)
    assert len(town.filed) == 2
    assert here.shown() == ["0"], "the second is listed there, and is the same"


def test_a_closed_one_goes_from_the_list_and_the_line_is_used_with_care(
    town: Municipality, village: Make
) -> None:
    other = file(town)
    town.ways.tags = True
    here = village(to_town(town))
    here.live(3 * 3600)
    assert here.shown() == ["900"]
    assert len([one for one in town.gets if "status=open" in one]) == 3
    other.status = "closed"
    here.live(3600)
    assert here.shown() == []


def test_without_a_line_it_is_shown_for_a_week_and_said_all_the_same(
    town: Municipality, village: Make
) -> None:
    file(town)
    here = village(to_town(town))
    here.live()
    town.always["GET"] = town.always["POST"] = Trick(
        commits=False, manner=Manner.DROPPED
    )
    here.kiosk.clock.sleep(6 * 86_400)
    here.live(7200)
    assert here.shown() == ["900"]
    here.me_too()
    town.always.clear()
    here.live(7200)
    assert len(town.filed) == 2
    here.kiosk.clock.sleep(8 * 86_400)
    assert here.shown() == []


def test_a_server_gone_mad_takes_nothing_down(
    town: Municipality, village: Make
) -> None:
    file(town)
    here = village(to_town(town))
    here.live()
    here.kiosk.confirm()
    town.always["status=open"] = Trick(body=b"[" + b'{"lat":[[]]},' * 99_999)
    here.live(7200)
    assert here.shown() == ["900"], "what hung there stays"
    assert here.states() == ["delivered"]


# The hub


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[RealHub]:
    with real_hub(tmp_path / "hub") as hub:
        yield hub


def to_hub(hub: RealHub) -> Destination:
    return Destination(
        name="town", type="hub", url=hub.url, api_key=HUB_KEY, timeout_s=10, workers=1
    )


def others(hub: RealHub) -> str:
    """Another kiosk brought a lamp; its number."""
    told = dispatch(
        1,
        service="broken-lamp",
        latitude=SQUARE.latitude,
        longitude=SQUARE.longitude,
    )
    return str(put_with_key(hub, told)["request"])


def test_at_the_hub_it_supports_the_other_and_hears_what_becomes_of_it(
    hub: RealHub, village: Make
) -> None:
    number, here = others(hub), village(to_hub(hub))
    here.live()
    assert here.shown() == [number]
    receipts = [here.me_too(), here.me_too()]
    here.live()
    assert here.states() == ["delivered", "delivered"]
    assert here.shown() == [number]
    decide_as(hub.direct, HUB_KEY, number, status="fixed", note="Έγινε.")
    here.post.once()
    for receipt in receipts:
        told = case(here.kiosk, receipt.code)
        assert (told.progress, told.message) == (Progress.DONE, "Έγινε.")
    here.live(7200)
    assert here.shown() == []


def test_at_the_hub_a_lost_answer_counts_nobody_twice(
    hub: RealHub, village: Make
) -> None:
    number, here = others(hub), village(to_hub(hub))
    here.live()
    here.me_too()
    hub.next_send(Trick(manner=Manner.DROPPED), Trick(status=500))
    here.live(600)
    assert here.states() == ["delivered"]
    page = hub.direct.page(f"requests/{number}")
    assert page.status_code == 401, "it wants the key"
    here.me_too()
    here.live(600)

    told = requests.get(
        f"{hub.direct.url}requests/{number}", headers=basic(HUB_KEY), timeout=10
    )
    assert "3 άνθρωποι" in told.text


def test_at_the_hub_what_was_closed_meanwhile_is_said_anew(
    hub: RealHub, village: Make
) -> None:
    number, here = others(hub), village(to_hub(hub))
    here.live()
    decide_as(hub.direct, HUB_KEY, number, status="fixed", note="Έγινε.")
    receipt = here.me_too()
    here.live(7200)
    assert case(here.kiosk, receipt.code).progress is Progress.SENT
    assert here.shown() != [number]
    assert len(here.shown()) == 1
