"""A clerk's morning: signs in, enters, finds, cures, answers, hands over, by keyboard."""

from tests.journeys.square import Square

PAGES = {
    *("sign-in", "entry", "entered", "find", "case", "unsent", "calls", "paper"),
    *("handover", "people", "locked"),
}


def test_a_morning_at_the_desk_goes_through_every_page(square: Square) -> None:
    ended = square.tour("--face", "desk")
    assert (ended.code, ended.complained) == (0, "")
    told = square.told()
    assert told["state"] == "delivered"
    assert 0 < told["keystrokes"] <= 40 + len("Είναι χαλασμένο")
    assert told["seconds"] > 0
    assert told["found_ms_p95"] > 0
    assert {one["name"] for one in told["screens"]} == PAGES
    for one in told["screens"]:
        assert (square.out / one["png"]).stat().st_size > 5_000
        assert one["words"]
    states = {one["state"] for one in square.outbox()}
    assert "refused" not in states, "the refused one was cured"


def test_it_is_the_same_in_english_and_without_a_line(square: Square) -> None:
    ended = square.tour("--face", "desk", "--language", "en", "--offline")
    assert (ended.code, ended.complained) == (0, "")
    told = square.told()
    assert told["state"] == "ready"
    assert told["seconds_to_delivery"] is None
    words = {word for one in told["screens"] for word in one["words"]}
    assert "Quick entry" in words
