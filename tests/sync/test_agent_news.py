"""What became of what was carried comes back to the citizen."""

import pytest

from kiosk.config import Agent as Settings
from kiosk.submission import Dispatch, Progress
from sync.agent import NEWS_BATCH
from sync.connector import Delivered, Earlier, Kind, Outcome, Trouble
from tests.kiosk.village import Kiosk
from tests.sync.post import Post, Postman, case, tell


def test_news_reach_the_citizen_and_are_written_once(kiosk: Kiosk) -> None:
    code = kiosk.confirm().code
    postman = Postman(answers=tell(Progress.SEEN, "Το είδαμε"))
    post = Post(kiosk, {"town": postman}, Settings(news_every_s=60))
    post.run(600)
    told = case(kiosk, code)
    assert (told.progress, told.message) == (Progress.SEEN, "Το είδαμε")
    assert len(postman.asked) > 5
    assert sum("is seen" in line for line in post.log.lines) == 1


def test_a_step_taken_is_not_taken_back(kiosk: Kiosk) -> None:
    code = kiosk.confirm().code
    postman = Postman(answers=tell(Progress.SEEN))
    Post(kiosk, {"town": postman}).once()
    postman.answers = tell(Progress.SENT, "Περιμένετε")
    Post(kiosk, {"town": postman}).once()
    told = case(kiosk, code)
    assert (told.progress, told.message) == (Progress.SEEN, "Περιμένετε")


def test_a_case_that_is_done_is_not_asked_about(kiosk: Kiosk) -> None:
    kiosk.confirm()
    postman = Postman(answers=tell(Progress.DONE))
    Post(kiosk, {"town": postman}).once()
    Post(kiosk, {"town": postman}).once()
    assert len(postman.asked) == 1


def test_many_cases_are_asked_about_in_batches(kiosk: Kiosk) -> None:
    count = 2 * NEWS_BATCH + 1
    for _ in range(count):
        kiosk.confirm()
    postman = Postman()
    Post(kiosk, {"town": postman}).run(120)
    assert {one for batch in postman.asked for one in batch} == {
        f"SR-{sent.receipt}" for sent in kiosk.device.store.outbox()
    }
    assert max(map(len, postman.asked)) <= NEWS_BATCH


@pytest.mark.parametrize("kind", [Kind.LINK, Kind.BUSY, Kind.LOCKED])
def test_no_news_keeps_nothing_from_being_carried(kiosk: Kiosk, kind: Kind) -> None:
    kiosk.confirm()
    postman = Postman(answers=lambda ids: Trouble(kind, "no"))
    post = Post(kiosk, {"town": postman})
    Post(kiosk, {"town": postman}).once()
    kiosk.confirm()
    post.run(600)
    assert post.states() == ["delivered", "delivered"]


def test_an_idle_agent_sleeps(kiosk: Kiosk) -> None:
    kiosk.confirm()
    postman = Postman(lambda *_: Trouble(Kind.BUSY, "answered 500"))
    agent, bell = Post(kiosk, {"town": postman}).agent()
    bell.at, bell.then = kiosk.clock.seconds + 86_400, agent.stop
    agent.run()
    assert len(bell.slept) < 2 * 1440


def blackbox(dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
    return Delivered(None)


def test_what_has_no_id_is_never_asked_about(kiosk: Kiosk) -> None:
    kiosk.confirm()
    postman = Postman(blackbox)
    post = Post(kiosk, {"town": postman})
    post.once()
    assert post.states() == ["delivered"]
    assert postman.asked == []
