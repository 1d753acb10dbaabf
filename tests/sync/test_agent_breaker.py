"""A destination that takes nothing is left alone, and no restart storms it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.config import Agent as Settings
from kiosk.submission import Dispatch
from sync.connector import Earlier, Kind, Outcome, Trouble
from sync.patience import SUBMISSION_CAP_S
from sync.road import OPENS_AFTER, Breaker
from tests.kiosk.village import Kiosk
from tests.sync.post import Post, Postman, SetBell, delivers, destination, troubles

Make = Callable[..., Kiosk]


def busy(*_: object) -> Outcome:
    return Trouble(Kind.BUSY, "answered 500")


@dataclass
class Filing:
    """A bell at which a citizen files a report at some hour, and the agent stops later."""

    bell: SetBell
    steps: Iterator[tuple[float, Callable[[], object]]]

    def set(self) -> None:
        self.bell.at, self._act = next(self.steps)
        self.bell.then = self.do

    def do(self) -> None:
        self._act()
        following = next(self.steps, None)
        if following is None:
            self.bell.then = None
        else:
            self.bell.at, self._act = following


def run(post: Post, *steps: tuple[float, Callable[[], object]], until: float) -> None:
    """Let an agent run, and do these things at these seconds from now."""
    agent, bell = post.agent()
    now = post.kiosk.clock.seconds
    todo = [(now + at, do) for at, do in steps] + [(now + until, agent.stop)]
    Filing(bell, iter(todo)).set()
    agent.run()


def test_five_failures_in_a_row_are_enough(kiosk: Kiosk) -> None:
    for _ in range(20):
        kiosk.confirm()
    postman = Postman(busy)
    post = Post(kiosk, {"town": postman})
    post.run(14)
    assert len(postman.carried) == OPENS_AFTER


def test_four_failures_and_a_success_are_no_reason(kiosk: Kiosk) -> None:
    for _ in range(20):
        kiosk.confirm()
    postman = Postman()

    def tells(dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        fifth = len(postman.carried) % OPENS_AFTER == 0
        return delivers(dispatch, earlier) if fifth else busy()

    postman.tells = tells
    post = Post(kiosk, {"town": postman})
    post.run(1)
    assert len(postman.carried) == 20


def test_after_the_rest_one_failure_is_enough_and_one_success_ends_it(
    kiosk: Kiosk,
) -> None:
    for _ in range(20):
        kiosk.confirm()
    postman = Postman(busy)
    post = Post(kiosk, {"town": postman})

    def opens() -> None:
        postman.tells = delivers

    run(post, (40, opens), until=44)
    assert len(postman.carried) == OPENS_AFTER + 1  # 15 s of rest, a try, 30 s of rest
    run(post, until=2)
    assert len(postman.carried) >= 20


def test_one_no_is_an_answer_and_ends_a_trouble(kiosk: Kiosk) -> None:
    for _ in range(20):
        kiosk.confirm()
    told = [Trouble(Kind.LINK, "no connection"), Trouble(Kind.REFUSED, "answered 422")]
    postman = Postman(lambda *given: told.pop(0) if told else delivers(*given))
    post = Post(kiosk, {"town": postman})
    post.run(16)
    assert post.states().count("delivered") == 19


@pytest.mark.parametrize("kind", [Kind.LINK, Kind.BUSY])
def test_a_restart_does_not_end_a_rest(kiosk: Kiosk, kind: Kind) -> None:
    for _ in range(10):
        kiosk.confirm()
    postman = Postman(lambda *_: Trouble(kind, "no", wait_s=600))
    Post(kiosk, {"town": postman}).run(1)
    for _ in range(20):  # somebody who starts it again and again
        Post(kiosk, {"town": postman}).run(5)
    assert len(postman.carried) == 1
    Post(kiosk, {"town": postman}).run(600)
    assert len(postman.carried) == 2


def test_rests_grow_over_restarts(kiosk: Kiosk) -> None:
    kiosk.confirm()
    postman = Postman(lambda *_: Trouble(Kind.LINK, "no connection"))
    for _ in range(60):
        Post(kiosk, {"town": postman}).run(10)
    assert len(postman.carried) < 10


def test_a_new_key_is_tried_at_once(kiosk: Kiosk) -> None:
    for _ in range(3):
        kiosk.confirm()
    Post(kiosk, {"town": Postman(troubles(*[Kind.LOCKED] * 9))}).run(1)
    post = Post(kiosk, {"town": Postman()})
    post.run(1)
    assert post.states() == ["delivered"] * 3


def test_a_new_start_of_the_machine_ends_a_rest(kiosk: Kiosk) -> None:
    kiosk.confirm()
    postman = Postman(lambda *_: Trouble(Kind.BUSY, "answered 503", wait_s=3600))
    Post(kiosk, {"town": postman}).run(1)
    kiosk.clock.restart()
    post = Post(kiosk, {"town": Postman()})
    post.run(1)
    assert post.states() == ["delivered"]


@pytest.mark.parametrize("chance", [0.0, 0.25, 0.9])
def test_what_piled_up_waits_a_moment_and_what_is_fresh_does_not(
    kiosk: Kiosk, chance: float
) -> None:
    """Power returns to a valley of kiosks."""
    for _ in range(5):
        kiosk.confirm()
    Post(kiosk, {"town": Postman(lambda *_: Trouble(Kind.LINK, "no"))}).run(1)
    kiosk.clock.restart()
    went: list[tuple[str, float]] = []
    start = kiosk.clock.seconds

    def tells(dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        went.append((dispatch.receipt, kiosk.clock.seconds - start))
        return delivers(dispatch, earlier)

    settings = Settings(spread_s=20)
    post = Post(kiosk, {"town": Postman(tells)}, settings, chance=lambda: chance)
    fresh: list[str] = []
    run(post, (1, lambda: fresh.append(kiosk.confirm().code)), until=60)
    after = dict(went)
    assert after.pop(fresh[0]) <= 2
    assert all(20 * chance <= at <= 20 * chance + 2 for at in after.values())


def test_a_new_kiosk_has_nothing_that_piled_up(kiosk: Kiosk) -> None:
    kiosk.confirm()
    post = Post(kiosk, {"town": Postman()}, Settings(spread_s=20))
    post.run(1)
    assert post.states() == ["delivered"]


def test_a_retry_after_is_obeyed_though_others_got_through(
    make_kiosk: Make,
) -> None:
    kiosk = make_kiosk(destination(workers=1))
    for _ in range(10):
        kiosk.confirm()
    postman = Postman()

    def tells(dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        if len(postman.carried) == 3:
            return Trouble(Kind.BUSY, "answered 429", wait_s=900)
        return delivers(dispatch, earlier)

    postman.tells = tells
    post = Post(kiosk, {"town": postman})
    post.run(890)
    assert len(postman.carried) == 3
    post.run(1800)
    assert post.states() == ["delivered"] * 10


# The breaker alone

ENDS = st.sampled_from([*Kind, None])


@given(st.lists(st.tuples(ENDS, st.booleans(), st.floats(0, 10**6)), max_size=60))
def test_a_breaker_never_rests_too_long_and_always_lets_one_through(
    calls: list[tuple[Kind | None, bool, float]],
) -> None:
    breaker, now = Breaker(), 0.0
    for kind, late, asked_s in calls:
        epoch = breaker.epoch - 1 if late else breaker.epoch
        if kind in {None, Kind.REFUSED, Kind.UNSETTLED}:
            breaker.went_well(epoch)
        else:
            assert kind is not None
            trouble = Trouble(kind, "no", wait_s=asked_s)
            breaker.went_badly(trouble, epoch, now, lambda: 0.99)
        assert breaker.left_s(now) <= SUBMISSION_CAP_S + 0.001
        now += breaker.left_s(now)
    breaker.went_well(breaker.epoch)
    assert (breaker.rests, breaker.is_proven, breaker.left_s(now)) == (0, True, 0)


@given(st.integers(1, 64))
def test_what_fails_together_counts_once(crew: int) -> None:
    breaker = Breaker()
    breaker.went_well(0)
    trouble = Trouble(Kind.LINK, "no connection")
    for _ in range(crew):
        breaker.went_badly(trouble, 0, 0.0, lambda: 0.5)
    assert (breaker.rests, breaker.epoch, breaker.is_proven) == (1, 1, False)


def test_nothing_ends_sooner_what_a_destination_asked_for() -> None:
    breaker = Breaker()
    breaker.went_well(0)
    breaker.went_badly(Trouble(Kind.LINK, "no connection"), 0, 0.0, lambda: 0.5)
    breaker.went_badly(Trouble(Kind.BUSY, "429", wait_s=900), 0, 1.0, lambda: 0.5)
    breaker.line_is_well(2.0, lambda: 0.5)
    breaker.hurry(3.0, 0.0)
    assert breaker.left_s(3.0) == 898
