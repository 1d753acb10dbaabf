"""What is read from outside comes on a slow rhythm, and holds up no report."""

import logging
from dataclasses import dataclass, field

from kiosk.config import Feed, FeedType
from kiosk.notice import Notice, NoticeKind, Stamp
from kiosk.noticeboard import Noticeboard
from sync.agent import Agent, World
from sync.connector import Kind, Trouble
from sync.feed import Told, Unchanged
from sync.newsstand import Newsstand, Subscription
from tests.kiosk.village import Kiosk
from tests.sync.post import Post, Postman, SetBell

FEED = Feed(name="news", type=FeedType.NEWS, url="http://127.0.0.1:1/", every_s=3600)
NOTICE = Notice("1", NoticeKind.NEWS, "el", "Νέα", "Κάτι.")


@dataclass
class Site:
    """A reader without a wire: tells what it is told to tell, one after the other."""

    tells: list[Told | Unchanged | Trouble | Exception]
    stamps: list[Stamp] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    kiosk: Kiosk | None = None

    def fetch(self, stamp: Stamp) -> Told | Unchanged | Trouble:
        self.stamps.append(stamp)
        if self.kiosk is not None:
            self.at.append(self.kiosk.clock.seconds)
        told = self.tells.pop(0) if self.tells else Unchanged()
        if isinstance(told, Exception):
            raise told
        return told

    def hang_up(self) -> None:
        """Nothing to end."""

    def close(self) -> None:
        """Nothing to let go."""


def run(kiosk: Kiosk, reader: Site, seconds: float) -> Postman:
    """Let an agent with this feed work so long, by the set clock."""
    reader.kiosk = kiosk
    postman = Postman()
    post = Post(kiosk, {"town": postman})
    agent, bell = post.agent()
    world = agent._world
    newsstand = Newsstand(
        [Subscription(FEED, reader)],
        Noticeboard(kiosk.device.store, kiosk.clock),
        world,
    )
    agent._newsstand = newsstand
    bell.at, bell.then = kiosk.clock.seconds + seconds, agent.stop
    agent.run()
    return postman


def test_a_feed_is_read_at_once_and_then_on_its_rhythm(kiosk: Kiosk) -> None:
    reader = Site([Told((NOTICE,), Stamp('"a"'))])
    run(kiosk, reader, 3 * 3600 + 3000)
    assert [one.id for one in kiosk.door.notices()] == ["1"]
    assert [one.tag for one in reader.stamps] == ["", '"a"', '"a"', '"a"']
    gaps = [
        after - before for before, after in zip(reader.at, reader.at[1:], strict=False)
    ]
    assert all(3600 <= gap <= 3600 * 1.2 + 1 for gap in gaps)


def test_a_trouble_a_bug_and_nothing_new_leave_what_hangs_there(kiosk: Kiosk) -> None:
    troubles: list[Told | Unchanged | Trouble | Exception] = [
        Trouble(Kind.BUSY, "answered 500"),
        ValueError("a bug"),
        Unchanged(),
    ]
    reader = Site([Told((NOTICE,), Stamp()), *troubles])
    run(kiosk, reader, 5 * 3600)
    assert len(reader.stamps) >= 4
    assert [one.id for one in kiosk.door.notices()] == ["1"]


def test_a_server_that_asks_for_more_time_gets_it(kiosk: Kiosk) -> None:
    reader = Site([Trouble(Kind.BUSY, "answered 503", wait_s=9000.0)])
    run(kiosk, reader, 8900)
    assert len(reader.stamps) == 1


def test_reports_are_carried_beside_it(kiosk: Kiosk) -> None:
    kiosk.confirm()
    postman = run(kiosk, Site([]), 60)
    assert len(postman.carried) == 1


def test_an_operators_pass_tells_what_came_of_each(kiosk: Kiosk) -> None:
    bell = SetBell(kiosk.clock)
    agent, _ = Post(kiosk, {"town": Postman()}).agent()
    assert isinstance(agent, Agent)
    world = World(
        kiosk.clock,
        lambda: 0.5,
        bell,
        lambda: None,
        logging.Logger("x"),
        agent._world.herald,
    )
    reader = Site([Told((NOTICE,), Stamp()), Trouble(Kind.LINK, "no connection")])
    stand = Newsstand(
        [Subscription(FEED, reader)],
        Noticeboard(kiosk.device.store, kiosk.clock),
        world,
    )
    assert stand.once() == ["news: 1 to read"]
    assert stand.once() == ["news: no connection"]
