"""One pass for an operator: everything is tried, and told in a line."""

from collections.abc import Callable

from kiosk.submission import Progress
from sync.connector import Kind, Trouble
from tests.kiosk.village import Kiosk
from tests.sync.municipality import Manner, Municipality, Trick
from tests.sync.post import Post, Postman, case, tell, troubles

LOST = Trick(commits=False, manner=Manner.DROPPED)


def test_once_tries_everything_whatever_its_wait_and_each_only_once(
    kiosk: Kiosk,
) -> None:
    for _ in range(4):
        kiosk.confirm()
    postman = Postman(lambda *_: Trouble(Kind.BUSY, "answered 500", "down"))
    post = Post(kiosk, {"town": postman}, chance=lambda: 0.0)
    for tries in (4, 8, 12):
        (done,), unrouted = post.once()
        assert len(postman.carried) == tries
        assert (done.waiting, done.delivered, done.why) == (4, 0, "answered 500")
    assert unrouted == 0


def test_once_waits_for_what_may_yet_show_up_and_then_sends_it(
    town: Municipality, real: Callable[[], Post]
) -> None:
    post = real()
    post.kiosk.confirm()
    town.next_post(LOST)
    post.once()
    assert post.states() == ["sent_unverified"]
    (done,), _ = post.once()
    assert (done.delivered, done.waiting) == (1, 0)
    assert (len(town.posts), len(town.filed)) == (2, 1)


def test_once_gives_a_dead_line_up(kiosk: Kiosk) -> None:
    for _ in range(10):
        kiosk.confirm()
    postman = Postman(lambda *_: Trouble(Kind.LINK, "no connection"))
    (done,), _ = Post(kiosk, {"town": postman}).once()
    assert len(postman.carried) < 5
    assert (done.waiting, done.why) == (10, "no connection")
    assert postman.asked == []


def test_once_counts_what_an_operator_must_look_at(kiosk: Kiosk) -> None:
    for _ in range(3):
        kiosk.confirm()
    post = Post(kiosk, {"town": Postman(troubles(Kind.REFUSED))})
    (done,), _ = post.once()
    assert (done.delivered, done.waiting, done.refused) == (2, 1, 0)
    kiosk.clock.sleep(3600)
    post = Post(kiosk, {"town": Postman(troubles(Kind.REFUSED))})
    (done,), _ = post.once()
    assert (done.delivered, done.waiting, done.refused) == (0, 0, 1)


def test_once_asks_for_news_of_what_it_has_just_delivered(kiosk: Kiosk) -> None:
    code = kiosk.confirm().code
    Post(kiosk, {"town": Postman(answers=tell(Progress.SEEN, "Ευχαριστούμε"))}).once()
    assert case(kiosk, code).message == "Ευχαριστούμε"
