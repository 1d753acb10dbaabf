"""The loop, on a real store: nothing is lost, nothing twice, nobody holds up another."""

from collections.abc import Callable

from kiosk.config import Config
from kiosk.submission import Dispatch, Progress
from sync.connector import Accepted, Earlier, Kind, Outcome, Trouble
from tests.kiosk.village import Kiosk
from tests.sync.municipality import Manner, Municipality, Trick
from tests.sync.post import Post, Postman, case, delivers, destination, troubles

DAY = 86_400
DROPPED = Trick(manner=Manner.DROPPED)
LOST = Trick(commits=False, manner=Manner.DROPPED)


# Carrying


def test_what_is_kept_is_carried_and_the_citizen_sees_it(
    town: Municipality, real: Callable[[], Post]
) -> None:
    post = real()
    codes = [post.kiosk.confirm().code for _ in range(3)]
    post.run(60)
    assert post.states() == ["delivered"] * 3
    assert [one.remote_id for one in post.sent()] == ["0", "1", "2"]
    assert case(post.kiosk, codes[0]).progress is Progress.SENT
    assert len(town.posts) == 3


def test_what_is_kept_while_it_runs_is_carried_too(kiosk: Kiosk) -> None:
    postman = Postman()
    agent, bell = Post(kiosk, {"town": postman}).agent()

    def later() -> None:
        kiosk.confirm()
        bell.then = agent.stop

    bell.then = later
    agent.run()
    assert len(postman.carried) == 1


def test_a_lost_answer_is_looked_up_and_nothing_is_sent_twice(
    town: Municipality, real: Callable[[], Post]
) -> None:
    post = real()
    post.kiosk.confirm()
    town.next_post(DROPPED)
    post.run(300)
    assert post.states() == ["delivered"]
    assert (len(town.posts), len(town.filed)) == (1, 1)


def test_what_got_lost_is_sent_again_when_it_is_sure_to_be_missing(
    town: Municipality, real: Callable[[], Post]
) -> None:
    post = real()
    post.kiosk.confirm()
    town.next_post(LOST)
    post.run(300)
    assert post.states() == ["delivered"]
    assert (len(town.posts), len(town.filed)) == (2, 1)


def test_a_failed_look_up_is_repeated_before_anything_is_sent(
    town: Municipality, real: Callable[[], Post]
) -> None:
    post = real()
    post.kiosk.confirm()
    town.next_post(DROPPED)
    town.next_get(*[Trick(status=500)] * 2, *[DROPPED] * 4)
    post.run(DAY)
    assert post.states() == ["delivered"]
    assert len(town.posts) == 1


def test_a_new_agent_looks_up_what_an_old_one_left(
    town: Municipality, real: Callable[[], Post]
) -> None:
    post = real()
    post.kiosk.confirm()
    town.next_post(DROPPED)
    post.once()
    post.kiosk.clock.restart()
    post = real()
    post.once()
    assert post.states() == ["delivered"]
    assert len(town.posts) == 1


def test_days_of_failure_end_nothing_and_cost_little(
    town: Municipality, real: Callable[[], Post]
) -> None:
    post = real()
    post.kiosk.confirm()
    town.always["POST"] = Trick(commits=False, status=500)
    post.run(10 * DAY)
    assert post.states() == ["sent_unverified"]
    assert len(town.posts) < 100
    town.always.clear()
    post = real()
    post.run(DAY)
    assert post.states() == ["delivered"]


def test_a_dead_line_costs_one_try_for_all_and_is_not_counted(kiosk: Kiosk) -> None:
    for _ in range(20):
        kiosk.confirm()
    postman = Postman(lambda *_: Trouble(Kind.LINK, "no connection"))
    post = Post(kiosk, {"town": postman})
    post.run(3600)
    assert len(postman.carried) < 40
    assert [one.attempts for one in post.sent()] == [0] * 20


def test_when_the_line_is_back_everything_goes_within_minutes(kiosk: Kiosk) -> None:
    for _ in range(20):
        kiosk.confirm()
    postman = Postman(lambda *_: Trouble(Kind.LINK, "no connection"))
    post = Post(kiosk, {"town": postman})
    agent, bell = post.agent()

    def back() -> None:
        postman.tells = delivers
        bell.at, bell.then = bell.clock.seconds + 301, agent.stop

    bell.at, bell.then = kiosk.clock.seconds + DAY / 4, back
    agent.run()
    assert post.states() == ["delivered"] * 20


def test_one_that_always_fails_does_not_hold_up_the_others(kiosk: Kiosk) -> None:
    poison = kiosk.confirm().code
    for _ in range(5):
        kiosk.confirm()

    def tells(dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        if dispatch.receipt == poison:
            return Trouble(Kind.BUSY, "answered 500", may_have_arrived=True)
        return delivers(dispatch, earlier)

    post = Post(kiosk, {"town": Postman(tells)})
    post.run(600)
    assert post.states() == ["sent_unverified", *["delivered"] * 5]


def test_one_destination_does_not_hold_up_another(
    make_kiosk: Callable[..., Kiosk],
) -> None:
    dead, alive = destination("dead"), destination("alive")
    kiosk = make_kiosk(dead, alive)
    kiosk.confirm()
    kiosk.config = Config(
        key_folder=kiosk.config.key_folder, destinations=(alive, dead)
    )
    kiosk.door = type(kiosk.door)(
        kiosk.home, kiosk.config, kiosk.pack, kiosk.device, kiosk.clock
    )
    kiosk.confirm()
    no_line = Postman(lambda *_: Trouble(Kind.LINK, "no connection"))
    post = Post(kiosk, {"dead": no_line, "alive": Postman()})
    post.run(60)
    assert post.states() == ["waiting", "delivered"]


def test_the_municipality_says_how_long_to_leave_it_alone(kiosk: Kiosk) -> None:
    kiosk.confirm()
    postman = Postman(lambda *_: Trouble(Kind.BUSY, "answered 429", wait_s=3600))
    post = Post(kiosk, {"town": postman})
    post.run(3500)
    kiosk.confirm()
    assert len(postman.carried) == 1


def test_a_locked_door_holds_and_is_not_stormed(kiosk: Kiosk) -> None:
    for _ in range(10):
        kiosk.confirm()
    postman = Postman(lambda *_: Trouble(Kind.LOCKED, "answered 403"))
    post = Post(kiosk, {"town": postman})
    post.run(60)
    assert len(postman.carried) < 5
    assert post.states()[0] == "held"
    assert any(line.startswith("WARNING") for line in post.log.lines)


def test_a_new_key_and_a_new_start_open_the_door(kiosk: Kiosk) -> None:
    kiosk.confirm()
    Post(kiosk, {"town": Postman(troubles(Kind.LOCKED))}).run(60)
    post = Post(kiosk, {"town": Postman()})
    post.run(60)
    assert post.states() == ["delivered"]


def test_a_token_that_met_a_locked_door_is_still_a_token(kiosk: Kiosk) -> None:
    kiosk.confirm()
    told: list[Outcome] = [Accepted("t-1"), Trouble(Kind.LOCKED, "answered 401")]
    Post(kiosk, {"town": Postman(lambda *_: told.pop(0))}).run(20)
    postman = Postman()
    Post(kiosk, {"town": postman}).run(60)
    assert [earlier and earlier.token for _, earlier in postman.carried] == ["t-1"]


def test_a_no_is_believed_after_an_hour_and_a_second_no(kiosk: Kiosk) -> None:
    kiosk.confirm()
    postman = Postman(lambda *_: Trouble(Kind.REFUSED, "answered 404", "no service"))
    post = Post(kiosk, {"town": postman})
    post.run(3500)
    assert (post.states(), len(postman.carried)) == (["waiting"], 1)
    post.run(300)
    assert (post.states(), len(postman.carried)) == (["refused"], 2)
    assert post.sent()[0].last_error == "answered 404: no service"


def test_a_no_that_was_a_passing_mistake_is_forgotten(kiosk: Kiosk) -> None:
    kiosk.confirm()
    post = Post(kiosk, {"town": Postman(troubles(Kind.REFUSED))})
    post.run(3700)
    assert post.states() == ["delivered"]


def test_a_bug_in_a_connector_stops_nobody_and_tells_no_secret(kiosk: Kiosk) -> None:
    buggy = kiosk.confirm().code
    kiosk.confirm()

    def tells(dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        if dispatch.receipt == buggy and earlier is None:
            raise KeyError(dispatch.description)
        return delivers(dispatch, earlier)

    postman = Postman(tells)
    post = Post(kiosk, {"town": postman})
    post.run(3600)
    assert post.states() == ["delivered", "delivered"]
    receipt, earlier = postman.carried[-1]
    assert (receipt, earlier is not None) == (buggy, True)
    assert any("KeyError at test_agent.py" in line for line in post.log.lines)


def test_the_log_holds_ids_and_codes_and_nobodys_words(
    town: Municipality, real: Callable[[], Post]
) -> None:
    post = real()
    receipt = post.kiosk.confirm()
    town.next_post(Trick(commits=False, status=422, body=b'{"message": "bad weather"}'))
    post.run(4000)
    log = "\n".join(post.log.lines)
    assert receipt.submission_id in log
    assert "answered 422" in log
    assert "weather" not in log
    assert receipt.code not in log
    assert "weather" in post.sent()[0].last_error or post.states() == ["delivered"]


def test_stopping_hangs_up_every_line(kiosk: Kiosk) -> None:
    postman = Postman()
    post = Post(kiosk, {"town": postman})
    post.run(1)
    assert postman.hung_up


def test_a_form_without_a_destination_gets_one_when_there_is_one(
    make_kiosk: Callable[..., Kiosk],
) -> None:
    kiosk = make_kiosk()
    to = kiosk.config.destinations
    kiosk.config = Config(key_folder=kiosk.config.key_folder)
    kiosk.door = type(kiosk.door)(
        kiosk.home, kiosk.config, kiosk.pack, kiosk.device, kiosk.clock
    )
    kiosk.config = Config(key_folder=kiosk.config.key_folder, destinations=to)
    post = Post(kiosk, {"town": Postman()})
    agent, bell = post.agent()

    def later() -> None:
        kiosk.confirm()
        bell.at, bell.then = bell.clock.seconds + 120, agent.stop

    bell.then = later
    agent.run()
    assert post.states() == ["delivered"]
