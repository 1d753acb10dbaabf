"""The municipality's server is down, slow, broken, or is not the municipality's at all."""

import pytest

from tests.journeys.square import Square
from tests.sync.municipality import KEY, LOGIN, Manner, Municipality, Trick

WELL_AGAIN = Trick()

BAD_DAYS = {
    "answers 500": Trick(status=500, body=b"oops", commits=False),
    "answers 200 with a login page": Trick(
        status=200, body=LOGIN, media="text/html", commits=False
    ),
    "closes the line instead of answering": Trick(manner=Manner.DROPPED, commits=False),
    "keeps it and then answers 500": Trick(status=500, body=b"oops", commits=True),
    "keeps it and never answers": Trick(manner=Manner.HELD, commits=True),
    "drips its answer": Trick(manner=Manner.DRIPPING, commits=True),
}


@pytest.mark.parametrize("day", BAD_DAYS)
def test_nothing_is_lost_or_claimed_and_it_goes_out_when_all_is_well(
    square: Square, town: Municipality, day: str
) -> None:
    square.sends_to(town.url, KEY, timeout_s=1)
    town.always["requests"] = BAD_DAYS[day]
    ended = square.tour("--wait", "4")
    assert ended.code == 3
    assert "safe in the outbox" in ended.told
    [line] = square.outbox()
    assert line["state"] in ("waiting", "sent_unverified")
    assert line["remote_id"] is None
    assert square.case(line["receipt"]) == ("kept", "")
    town.always.clear()
    assert square.once().code == 0
    [line] = square.outbox()
    assert line["state"] == "delivered"
    assert [one.id for one in town.filed] == [line["remote_id"]]


def test_with_the_server_down_it_waits_and_the_citizen_is_told_no_more_than_is_true(
    square: Square,
) -> None:
    square.sends_to("http://127.0.0.1:9/")
    ended = square.tour("--wait", "2", "--language", "en")
    assert ended.code == 3
    receipt = next(
        page for page in square.told()["screens"] if page["name"] == "receipt"
    )
    assert "By itself, once there is a connection." in receipt["spoken"]
    assert "It is there." not in receipt["spoken"]
