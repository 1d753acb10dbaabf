"""Photos and voice notes go after the words, in the time and at the price they may."""

import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kiosk.config import Budget, Destination
from kiosk.media import Captured
from kiosk.outbox import REFUSED_AGAIN_S
from kiosk.submission import Dispatch, State
from sync.connector import (
    Delivered,
    Earlier,
    Haul,
    Kind,
    Outcome,
    Piece,
    Trouble,
)
from tests.kiosk.album import photo, voice
from tests.kiosk.village import Kiosk
from tests.sync.post import PATIENCE_S, Post, Postman, delivers, destination

Make = Callable[..., Kiosk]
Brings = Callable[[Dispatch, Piece], Haul]


def brings(dispatch: Dispatch, piece: Piece) -> Haul:
    """Take all of it."""
    return Haul(Delivered(None), len(piece.content))


@dataclass
class Courier(Postman):
    """A postman who brings what belongs to a report after it."""

    piecewise: Brings = brings
    brought: list[Piece] = field(default_factory=list)
    order: list[str] = field(default_factory=list)

    def carry(self, dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        self.order.append("text")
        return super().carry(dispatch, earlier)

    def carry_piece(self, dispatch: Dispatch, piece: Piece) -> Haul:
        self.order.append(piece.attachment.name)
        self.brought.append(piece)
        return self.piecewise(dispatch, piece)


@dataclass
class Mover(Postman):
    """A postman who takes everything at once, but no voices."""

    moved: list[tuple[str, ...]] = field(default_factory=list)

    def carry_whole(
        self, dispatch: Dispatch, pieces: Sequence[Piece], earlier: Earlier | None
    ) -> Outcome:
        taken = [one for one in pieces if _is_photo(one) and one.most]
        self.moved.append(tuple(one.attachment.name for one in taken))
        told = self.carry(dispatch, earlier)
        left = [one.attachment.id for one in pieces if one not in taken]
        return (
            Delivered(told.remote_id, tuple(left))
            if isinstance(told, Delivered)
            else told
        )


def _is_photo(piece: Piece) -> bool:
    return piece.attachment.media == "image/jpeg"


def confirm(kiosk: Kiosk, *captured: Captured) -> None:
    kiosk.door.confirm(kiosk.walked(), "el", secrets.token_bytes, captured)


def slowly(slice_size: int) -> Brings:
    """Take so many bytes a call."""
    held: dict[str, int] = {}

    def takes(dispatch: Dispatch, piece: Piece) -> Haul:
        name, whole = piece.attachment.id, len(piece.content)
        sent = min(slice_size, piece.most, whole - held.get(name, 0))
        held[name] = held.get(name, 0) + sent
        if held[name] == whole:
            return Haul(Delivered(None), sent)
        return Haul(Trouble(Kind.UNFINISHED, "more to come"), sent)

    return takes


def test_every_text_goes_before_any_photo(kiosk: Kiosk) -> None:
    for _ in range(3):
        confirm(kiosk, photo(), voice())
    courier = Courier()
    post = Post(kiosk, {"town": courier})
    post.run(5)
    assert courier.order[:3] == ["text"] * 3
    assert sorted(courier.order[3:]) == ["photo-1.jpg"] * 3 + ["voice-2.wav"] * 3
    assert post.states() == ["delivered"] * 9
    assert {one.remote_id for one in courier.brought} == {
        one.remote_id for one in post.sent() if one.part == 0
    }


def test_a_text_confirmed_while_a_photo_goes_waits_for_one_slice_of_it(
    kiosk: Kiosk,
) -> None:
    confirm(kiosk, photo(more=50_000))
    courier = Courier()
    takes = slowly(20_000)

    def then_another(dispatch: Dispatch, piece: Piece) -> Haul:
        if len(courier.brought) == 1:
            confirm(kiosk)
        return takes(dispatch, piece)

    courier.piecewise = then_another
    post = Post(kiosk, {"town": courier})
    post.run(5)
    name = "photo-1.jpg"
    assert courier.order == ["text", name, "text", name, name]
    assert {one.attempts for one in post.sent()} == {1}


def test_a_photo_that_is_not_taken_keeps_no_word_waiting(kiosk: Kiosk) -> None:
    confirm(kiosk, photo())
    courier = Courier(
        piecewise=lambda *_: Haul(Trouble(Kind.BUSY, "answered 500"), 1000)
    )
    post = Post(kiosk, {"town": courier})
    post.run(4 * 3600)
    assert len(courier.brought) > 5
    assert post.states() == ["delivered", "waiting"]
    assert not any("left alone" in line for line in post.log.lines)
    courier.piecewise = brings
    post.run(7 * 3600)
    assert post.states() == ["delivered"] * 2


def test_a_line_that_breaks_under_a_photo_rests_and_goes_on(kiosk: Kiosk) -> None:
    confirm(kiosk, photo())
    told = [Haul(Trouble(Kind.LINK, "connection broken off"), 900)]
    courier = Courier(piecewise=lambda *given: told.pop() if told else brings(*given))
    post = Post(kiosk, {"town": courier})
    post.run(600)
    assert post.states() == ["delivered"] * 2
    assert any("left alone" in line for line in post.log.lines)
    assert post.sent()[1].attempts == 1


def test_a_photo_that_is_refused_twice_is_an_operators(kiosk: Kiosk) -> None:
    confirm(kiosk, photo(), voice())

    def choosy(dispatch: Dispatch, piece: Piece) -> Haul:
        if piece.attachment.media == "image/jpeg":
            return Haul(Trouble(Kind.REFUSED, "answered 415"), 10)
        return brings(dispatch, piece)

    post = Post(kiosk, {"town": Courier(piecewise=choosy)})
    post.run(600)
    assert post.states() == ["delivered", "waiting", "delivered"]
    post.run(REFUSED_AGAIN_S)
    assert post.states() == ["delivered", "refused", "delivered"]


def test_a_door_that_is_locked_for_photos_holds_the_photo_alone(kiosk: Kiosk) -> None:
    confirm(kiosk, photo())
    courier = Courier(
        piecewise=lambda *_: Haul(Trouble(Kind.LOCKED, "answered 403"), 0)
    )
    post = Post(kiosk, {"town": courier})
    post.run(60)
    confirm(kiosk)
    post.run(60)
    assert [one.state for one in post.sent() if one.part == 0] == [State.DELIVERED] * 2


def test_who_takes_no_photos_says_so_and_an_operator_sees_it(kiosk: Kiosk) -> None:
    confirm(kiosk, photo())
    post = Post(kiosk, {"town": Postman()})
    post.run(2 * REFUSED_AGAIN_S)
    assert post.states() == ["delivered", "refused"]
    assert "media_to" in post.sent()[1].last_error


def test_photos_go_to_the_destination_that_takes_them(make_kiosk: Make) -> None:
    town = Destination(
        name="town", type="open311", url="http://127.0.0.1:1", media_to="hub"
    )
    hub = Destination(name="hub", type="hub", url="http://127.0.0.1:1", forms=())
    kiosk = make_kiosk(town, hub)
    confirm(kiosk, photo())
    town_postman, courier = Courier(), Courier()
    post = Post(kiosk, {"town": town_postman, "hub": courier})
    post.run(5)
    assert post.states() == ["delivered"] * 2
    assert (town_postman.order, courier.order) == (["text"], ["photo-1.jpg"])
    assert courier.brought[0].remote_id is None


def test_what_goes_whole_goes_at_once_and_what_is_not_taken_is_told(
    kiosk: Kiosk,
) -> None:
    confirm(kiosk, photo(), voice())
    mover = Mover()
    post = Post(kiosk, {"town": mover})
    post.run(5)
    assert mover.moved == [("photo-1.jpg",)]
    assert post.states() == ["delivered", "delivered", "refused"]


def test_words_that_a_photo_holds_up_go_without_it(kiosk: Kiosk) -> None:
    confirm(kiosk, photo())
    mover = Mover()

    def breaks(dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        if mover.moved[-1]:
            return Trouble(Kind.LINK, "connection broken off", may_have_arrived=True)
        return delivers(dispatch, earlier)

    mover.tells = breaks
    post = Post(kiosk, {"town": mover})
    post.run(3600)
    assert mover.moved == [("photo-1.jpg",)] * 3 + [()]
    assert post.states() == ["delivered", "refused"]


def test_a_budget_is_kept_and_the_rest_goes_when_it_may(make_kiosk: Make) -> None:
    kiosk = make_kiosk(
        Destination(
            name="town",
            type="hub",
            url="http://127.0.0.1:1",
            budget=Budget(mb_an_hour=0.1),
        )
    )
    for number in range(4):
        confirm(kiosk, photo(number, more=60_000))
    courier = Courier(piecewise=slowly(25_000))
    post = Post(kiosk, {"town": courier})
    post.run(60)
    states = [(one.part, one.state) for one in post.sent()]
    assert states.count((0, State.DELIVERED)) == 4
    assert states.count((1, State.DELIVERED)) == 1
    post.run(3 * 3600)
    assert post.states() == ["delivered"] * 8


def test_night_is_for_pictures_where_the_budget_says_so(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    local = kiosk.clock.now().astimezone().hour
    soon = (local + 2) % 24
    to = Destination(
        name="town",
        type="hub",
        url="http://127.0.0.1:1",
        budget=Budget(hours=(f"{soon:02}-{(soon + 1) % 24:02}",)),
    )
    kiosk.config = type(kiosk.config)(
        key_folder=kiosk.config.key_folder, destinations=(to,)
    )
    confirm(kiosk, photo())
    post = Post(kiosk, {"town": Courier()})
    post.run(600)
    assert post.states() == ["delivered", "ready"]
    post.run(2 * 3600)
    assert post.states() == ["delivered"] * 2


def test_one_of_a_crew_is_always_free_for_words(make_kiosk: Make) -> None:
    kiosk = make_kiosk(destination(workers=3))
    courier = Courier()
    post = Post(kiosk, {"town": courier})
    agent, _ = post.agent()
    both, word = threading.Barrier(2, timeout=PATIENCE_S), threading.Event()

    def tells(dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        if courier.brought:
            word.set()
        return delivers(dispatch, earlier)

    def holds(dispatch: Dispatch, piece: Piece) -> Haul:
        if both.wait() == 0:  # two photos are on their way, and a word is said
            confirm(kiosk)
            post.kiosk.clock.sleep(1)
            agent.stir()
        assert word.wait(PATIENCE_S)
        agent.stop()
        return brings(dispatch, piece)

    for number in range(2):
        confirm(kiosk, photo(number))
    courier.tells, courier.piecewise = tells, holds
    agent.run()
    assert [one.state for one in post.sent() if one.part == 0] == [State.DELIVERED] * 3


def test_one_pass_takes_the_photos_too(kiosk: Kiosk) -> None:
    for _ in range(2):
        confirm(kiosk, photo(), voice())
    post = Post(kiosk, {"town": Courier(piecewise=slowly(9_000))})
    ((done,), _) = post.once()
    assert (done.delivered, done.attached) == (2, 4)
    assert post.states() == ["delivered"] * 6


def test_one_pass_tries_a_photo_that_is_not_taken_once(kiosk: Kiosk) -> None:
    for _ in range(2):
        confirm(kiosk, photo())
    courier = Courier(piecewise=lambda *_: Haul(Trouble(Kind.BUSY, "answered 500"), 9))
    ((done,), _) = Post(kiosk, {"town": courier}).once()
    assert (done.delivered, done.attached, len(courier.brought)) == (2, 0, 1)
    assert done.why == "answered 500"


def test_a_bug_with_a_photo_is_the_photos(kiosk: Kiosk) -> None:
    confirm(kiosk, photo())

    def falls(dispatch: Dispatch, piece: Piece) -> Haul:
        raise KeyError

    courier = Courier(piecewise=falls)
    post = Post(kiosk, {"town": courier})
    post.run(1)
    assert post.states() == ["delivered", "waiting"]
    courier.piecewise = brings
    post.run(120)
    assert post.states() == ["delivered"] * 2


def test_an_agent_that_died_with_a_photo_in_hand_brings_it_again(kiosk: Kiosk) -> None:
    confirm(kiosk, photo())
    outbox = kiosk.outbox()
    text = outbox.claim(kiosk.config.destinations[0])
    assert text is not None
    outbox.delivered(text, "SR-1")
    to = kiosk.config.destinations[0]
    assert outbox.claim_piece(to, [to]) is not None
    courier = Courier()
    post = Post(kiosk, {"town": courier})
    post.run(5)
    assert post.states() == ["delivered"] * 2
