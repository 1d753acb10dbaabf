"""Several at once, and every promise as before: one trouble is one trouble, a lease is
kept by whoever is out, and nothing is carried twice."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kiosk.config import Agent as Settings
from kiosk.outbox import lease_of
from kiosk.submission import Dispatch, Progress
from sync.connector import Delivered, Earlier, Kind, Outcome, Trouble
from tests.kiosk.village import Kiosk
from tests.sync.post import Post, Postman, delivers, destination, tell

Make = Callable[..., Kiosk]
EIGHT = destination(workers=8)
PATIENCE_S = 20


def no_line(*_: object) -> Outcome:
    return Trouble(Kind.LINK, "no connection", may_have_arrived=True)


@dataclass
class Together:
    """Takes the first; lets the next so many come, until all of them are there."""

    count: int
    tells: Callable[[Dispatch, Earlier | None], Outcome]
    met: int = 0
    turn: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.all_there = threading.Barrier(self.count, timeout=PATIENCE_S)

    def __call__(self, dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        with self.turn:
            self.met += 1
            met = self.met
        if 1 < met <= 1 + self.count:
            self.all_there.wait()
            return self.tells(dispatch, earlier)
        return delivers(dispatch, earlier)


def test_as_many_are_out_as_there_are_workers(make_kiosk: Make) -> None:
    kiosk = make_kiosk(EIGHT)
    for _ in range(30):
        kiosk.confirm()
    together = Together(8, delivers)
    post = Post(kiosk, {"town": Postman(together)})
    post.run(60)
    assert not together.all_there.broken
    assert post.states() == ["delivered"] * 30


def test_until_one_has_arrived_only_one_is_out(make_kiosk: Make) -> None:
    kiosk = make_kiosk(EIGHT)
    for _ in range(20):
        kiosk.confirm()
    postman = Postman(no_line)
    post = Post(kiosk, {"town": postman})
    post.run(10)
    assert len(postman.carried) == 1
    assert post.states().count("ready") == 19


def test_when_the_line_fails_for_all_it_fails_once(make_kiosk: Make) -> None:
    kiosk = make_kiosk(EIGHT)
    for _ in range(30):
        kiosk.confirm()
    postman = Postman(Together(8, no_line))
    post = Post(kiosk, {"town": postman})
    post.run(14)  # the first rest is 15 s, by this chance
    assert len(postman.carried) == 1 + 8
    assert sum("left alone" in line for line in post.log.lines) == 1
    assert post.states().count("sent_unverified") == 8
    Post(kiosk, {"town": postman}).run(120)
    assert post.states() == ["delivered"] * 30
    receipts = [receipt for receipt, earlier in postman.carried if earlier is None]
    assert len(receipts) == len(set(receipts)) == 30


def test_after_a_rest_one_goes_ahead(make_kiosk: Make) -> None:
    kiosk = make_kiosk(EIGHT)
    for _ in range(12):
        kiosk.confirm()
    out: list[int] = []
    postman = Postman()
    post = Post(kiosk, {"town": postman})
    agent, bell = post.agent()
    together = Together(8, no_line)

    def tells(dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        told = together(dispatch, earlier)
        if together.met > 9 and len(out) < 1:
            out.append(agent.in_flight)
        return told

    postman.tells = tells
    bell.at, bell.then = kiosk.clock.seconds + 300, agent.stop
    agent.run()
    assert out == [1]
    assert post.states() == ["delivered"] * 12


def test_who_is_out_for_long_keeps_the_lease(make_kiosk: Make) -> None:
    """One looks something up for hours, beside others who come and go."""
    kiosk = make_kiosk(destination(workers=2))
    for _ in range(40):
        kiosk.confirm()
    slow = threading.Event()
    postman = Postman()
    first: list[str] = []

    def tells(dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        if len(postman.carried) == 2:
            first.append(dispatch.receipt)
            assert slow.wait(PATIENCE_S)
        elif first:
            kiosk.clock.sleep(lease_of(EIGHT) / 3)
            if len(postman.carried) == 40:
                slow.set()
        return delivers(dispatch, earlier)

    postman.tells = tells
    post = Post(kiosk, {"town": postman})
    post.run(lease_of(EIGHT) * 50)
    assert post.states() == ["delivered"] * 40
    assert [earlier for _, earlier in postman.carried] == [None] * 40
    assert {one.attempts for one in post.sent()} == {1}


def test_one_worker_takes_turns_between_news_and_submissions(kiosk: Kiosk) -> None:
    for _ in range(3):
        kiosk.confirm()
    postman = Postman(answers=tell(Progress.SENT))
    settings = Settings(news_every_s=0.2, spread_s=0)
    post = Post(kiosk, {"town": postman}, settings)
    post.once()
    for _ in range(20):
        kiosk.confirm()
    asked = len(postman.asked)

    def tells(dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        kiosk.clock.sleep(1)
        return delivers(dispatch, earlier)

    postman.tells = tells
    post.run(19)
    assert 8 <= len(postman.asked) - asked <= len(postman.carried) - 3 + 1


def test_a_stop_is_nobodys_trouble(make_kiosk: Make) -> None:
    kiosk = make_kiosk(EIGHT)
    for _ in range(20):
        kiosk.confirm()
    postman = Postman()
    post = Post(kiosk, {"town": postman})
    agent, _ = post.agent()
    out = threading.Barrier(8, action=agent.stop, timeout=PATIENCE_S)

    def tells(dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        if len(postman.carried) == 1:
            return delivers(dispatch, earlier)
        out.wait()
        return Trouble(Kind.LINK, "stopped", may_have_arrived=True)

    postman.tells = tells
    agent.run()
    assert sorted(set(post.states())) == ["delivered", "ready", "sent_unverified"]
    assert post.states().count("sent_unverified") == 8
    assert not any("left alone" in line for line in post.log.lines)
    postman.tells = delivers
    post.run(1)
    assert post.states() == ["delivered"] * 20


@dataclass
class Van(Postman):
    """A postman who takes many at once."""

    batch_size: int = 10
    loads: list[int] = field(default_factory=list)

    def carry_many(self, dispatches: Sequence[Dispatch]) -> Sequence[Outcome]:
        self.loads.append(len(dispatches))
        return [self.carry(one, None) for one in dispatches]


def test_who_can_takes_many_at_once_and_each_has_its_own_end(
    make_kiosk: Make,
) -> None:
    kiosk = make_kiosk(destination(workers=1))
    poison = [kiosk.confirm().code for _ in range(26)][13]

    def tells(dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        if dispatch.receipt == poison:
            return Trouble(Kind.REFUSED, "answered 422")
        return Delivered(dispatch.receipt)

    van = Van(tells)
    post = Post(kiosk, {"town": van})
    post.run(60)
    assert van.loads == [10, 10, 5]  # the very first goes alone
    assert post.states() == ["delivered"] * 13 + ["waiting"] + ["delivered"] * 12


def test_a_bug_with_many_at_hand_is_told_for_each(make_kiosk: Make) -> None:
    kiosk = make_kiosk(destination(workers=1))
    for _ in range(5):
        kiosk.confirm()

    def tells(dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        if len(van.carried) == 4:
            raise KeyError
        return delivers(dispatch, earlier)

    van = Van(tells)
    post = Post(kiosk, {"town": van})
    post.run(1)
    assert post.states() == ["delivered"] + ["sent_unverified"] * 4
    post.run(120)
    assert post.states() == ["delivered"] * 5
