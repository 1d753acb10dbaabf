"""When the line is the trouble, the agent says which, and knows when it is back."""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from kiosk.config import Agent as Settings
from kiosk.config import Destination
from kiosk.submission import Dispatch
from sync.connector import Earlier, Kind, Outcome, Trouble
from sync.connectors.open311 import Open311
from sync.link import Lookout
from tests.kiosk.village import Kiosk
from tests.sync.municipality import KEY, LOGIN, Municipality, Trick
from tests.sync.post import Post, Postman, delivers

HOUR = 3600
PORTAL = Trick(status=200, body=LOGIN, media="text/html")


@pytest.fixture
def post(
    town: Municipality, make_kiosk: Callable[..., Kiosk]
) -> Iterator[Callable[..., Post]]:
    """A kiosk whose agent looks at the town's own line; a postman may carry instead.

    Each call is one agent's: who was told to hang up calls no more.
    """
    to = Destination(
        name="town", type="open311", url=town.url, api_key=KEY, timeout_s=5, workers=1
    )
    kiosk = make_kiosk(to)
    made: list[Open311 | Lookout] = []

    def post(carries: Postman | None = None, spread_s: float = 0) -> Post:
        connector = Open311(to)
        lookout = Lookout(to, connector.sign(), kiosk.clock)
        made.extend([connector, lookout])
        return Post(
            kiosk,
            {"town": carries or connector},
            Settings(settle_s=20, spread_s=spread_s),
            lookouts={"town": lookout},
        )

    yield post
    for one in made:
        one.close()


def no_line(*_: object) -> Trouble:
    return Trouble(Kind.LINK, "answered with a web page", may_have_arrived=True)


def trouble(post: Post) -> str:
    (row,) = post.kiosk.device.store.destinations()
    return row.trouble


def warnings(post: Post) -> list[str]:
    return [line for line in post.log.lines if line.startswith("WARNING")]


def test_a_portal_is_named_where_an_operator_looks(
    town: Municipality, post: Callable[..., Post]
) -> None:
    town.always["GET"] = PORTAL
    here = post(Postman(no_line))
    here.kiosk.confirm()
    here.run(10)
    assert "somebody else answers in its place" in trouble(here)
    assert here.sent()[0].last_error == trouble(here)
    assert sum("somebody else answers" in line for line in warnings(here)) == 1


def test_a_line_that_is_bad_is_looked_at_and_nothing_is_sent_over_it(
    town: Municipality, post: Callable[..., Post]
) -> None:
    town.always["GET"] = PORTAL
    postman = Postman(no_line)
    here = post(postman)
    for _ in range(5):
        here.kiosk.confirm()
    here.run(6 * HOUR)
    assert len(postman.carried) == 1
    looks = len(town.gets)
    assert 6 * HOUR / 300 < looks < 6 * HOUR / 60
    assert here.sent()[0].attempts == 0
    assert len(warnings(here)) == 1
    postman.tells = delivers
    town.always.clear()
    there = post(postman)
    there.run(400)
    assert there.states() == ["delivered"] * 5
    assert trouble(there) == ""
    assert any("takes submissions again" in line for line in there.log.lines)


def test_a_new_agent_looks_too_before_it_sends(
    town: Municipality, post: Callable[..., Post]
) -> None:
    town.always["GET"] = PORTAL
    postman = Postman(no_line)
    here = post(postman)
    here.kiosk.confirm()
    here.run(10)
    for _ in range(5):
        post(postman).run(100)
    assert len(postman.carried) == 1


def test_when_something_changes_it_looks_soon(
    town: Municipality, post: Callable[..., Post]
) -> None:
    town.always["GET"] = PORTAL
    here = post(Postman(no_line), spread_s=20)
    here.kiosk.confirm()
    here.run(6 * HOUR)  # by now it rests for minutes
    town.always.clear()
    there = post(spread_s=20)
    agent, bell = there.agent()

    def plug_in() -> None:
        bell.at, bell.then = bell.clock.seconds + 12, agent.stop
        agent.stir()

    bell.at, bell.then = bell.clock.seconds + 5, plug_in
    agent.run()
    assert there.states() == ["delivered"]  # half of 20 s later, by this chance


def test_a_change_does_not_end_a_rest_that_the_destination_asked_for(
    town: Municipality, post: Callable[..., Post]
) -> None:
    postman = Postman(lambda *_: Trouble(Kind.BUSY, "answered 503", wait_s=HOUR))
    here = post(postman)
    here.kiosk.confirm()
    agent, bell = here.agent()

    def plug_in() -> None:
        bell.at, bell.then = bell.clock.seconds + 100, agent.stop
        agent.stir()

    bell.at, bell.then = bell.clock.seconds + 5, plug_in
    agent.run()
    assert len(postman.carried) == 1


def test_the_lines_own_trouble_is_not_the_cure_of_what_upsets_it(
    town: Municipality, post: Callable[..., Post]
) -> None:
    """One submission that breaks every connection, on a line that is well."""
    kiosk = post().kiosk
    poison = kiosk.confirm().code
    others = [kiosk.confirm().code for _ in range(5)]

    def tells(dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        broken = dispatch.receipt == poison
        return no_line() if broken else delivers(dispatch, earlier)

    postman = Postman(tells)
    there = post(postman)
    there.run(2 * HOUR)
    states = dict(zip([poison, *others], there.states(), strict=True))
    assert states.pop(poison) == "sent_unverified"
    assert set(states.values()) == {"delivered"}
    assert len(postman.carried) < 200
    kiosk.confirm()
    there = post(postman)
    there.run(310)
    assert there.states()[-1] == "delivered"


def test_a_hiccup_of_a_line_that_is_well_costs_moments(
    post: Callable[..., Post],
) -> None:
    post().kiosk.confirm()
    told: list[Outcome] = [no_line()]
    postman = Postman(lambda *given: told.pop(0) if told else delivers(*given))
    there = post(postman)
    there.run(3)  # half of 5 s, by this chance
    assert there.states() == ["delivered"]


def test_a_clock_that_is_wrong_is_an_alarm_and_stops_nothing(
    town: Municipality, post: Callable[..., Post]
) -> None:
    here = post()
    here.kiosk.clock.wall += timedelta(hours=3)
    here.kiosk.confirm()
    here.run(120)
    assert here.states() == ["delivered"]
    assert sum("clock is wrong" in line for line in warnings(here)) == 1
    assert "clock is wrong" in trouble(here)


def test_an_alarm_of_before_ends_when_all_is_well(
    town: Municipality, post: Callable[..., Post]
) -> None:
    here = post()
    here.kiosk.clock.wall += timedelta(hours=3)
    here.run(120)
    assert "clock is wrong" in trouble(here)
    here.kiosk.clock.wall -= timedelta(hours=3)
    there = post()
    there.run(120)
    assert trouble(there) == ""


def test_the_last_date_a_server_told_is_kept(
    town: Municipality, post: Callable[..., Post]
) -> None:
    here = post()
    here.kiosk.confirm()
    here.run(120)
    assert isinstance(here.kiosk.device.store.noted("server_date"), str)


def test_a_line_that_is_well_is_looked_at_once_a_day(
    town: Municipality, post: Callable[..., Post]
) -> None:
    here = post(Postman())
    here.run(3 * 24 * HOUR)
    assert len(town.gets) == 3


def test_the_log_of_a_look_holds_no_secret(
    town: Municipality, post: Callable[..., Post], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    town.always["GET"] = PORTAL
    here = post(Postman(no_line))
    code = here.kiosk.confirm().code
    here.run(600)
    told = "\n".join(here.log.lines)
    assert KEY not in told
    assert code not in told
