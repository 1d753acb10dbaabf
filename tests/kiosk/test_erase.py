"""What a citizen wishes erased is erased, and what that means is said."""

import pytest

from kiosk.ctl import main
from kiosk.shredder import DAY_S
from kiosk.submission import Progress, State
from tests.kiosk.album import photo
from tests.kiosk.thief import (
    KEEP,
    Evidence,
    carry,
    file,
    next_parcel,
    states,
)
from tests.kiosk.village import TOWN_HALL, Kiosk


@pytest.fixture
def home(kiosk: Kiosk) -> list[str]:
    kiosk.home.settings.write_text(f'key_folder = "{kiosk.config.keys}"', "utf-8")
    return ["--home", str(kiosk.home.folder)]


def test_what_is_delivered_is_erased_at_its_citizens_wish(
    kiosk: Kiosk, home: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = file(kiosk, [photo()])
    before = Evidence(kiosk)
    carry(kiosk, kiosk.outbox())
    assert main(["erase", code, *home]) == 0
    told = capsys.readouterr().out
    assert f"has it as SR-{code}: ask there, too" in told
    assert before.left() == 0
    assert Evidence(kiosk).keys[0][1] is None  # not even facts
    found = kiosk.door.follow(code)
    assert found is not None
    assert (found.progress, found.is_taken_back) == (Progress.SENT, False)
    assert "wish, says" in kiosk.device.store.outbox()[0].last_error
    assert main(["erase", code, *home]) == 0  # once more is no harm


def test_what_is_not_sent_is_taken_back_only_when_that_is_said(
    kiosk: Kiosk, home: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = file(kiosk, [photo()])
    before = Evidence(kiosk)
    assert main(["erase", code, *home]) == 2
    told = capsys.readouterr().err
    assert "the municipality would never know of it" in told
    assert "--take-back" in told
    assert before.left() == 4
    assert main(["erase", code, "--take-back", *home]) == 0
    assert "the municipality does not know of it" in capsys.readouterr().out
    assert before.left() == 0
    outbox = kiosk.outbox()
    kiosk.clock.sleep(DAY_S)
    assert next_parcel(outbox) is None  # and never sent
    assert outbox.open_cases(TOWN_HALL, 0, 50) == ()
    found = kiosk.door.follow(code)
    assert found is not None
    assert found.is_taken_back


def test_what_may_have_arrived_is_said_to_be_that(
    kiosk: Kiosk, home: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, outbox = file(kiosk), kiosk.outbox()
    parcel = outbox.claim(TOWN_HALL)
    assert parcel is not None
    assert main(["erase", code, "--take-back", *home]) == 2
    assert "is being carried now" in capsys.readouterr().err
    outbox.postpone(parcel, "no answer", 0, may_have_arrived=True)
    assert main(["erase", code, *home]) == 2
    assert "may have arrived" in capsys.readouterr().err
    assert main(["erase", code, "--take-back", *home]) == 0
    assert "ask the municipality, too" in capsys.readouterr().out
    assert states(kiosk) == [State.PURGED]


def test_a_photo_that_stays_behind_is_said_before_it_is_lost(
    kiosk: Kiosk, home: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, outbox = file(kiosk, [photo()]), kiosk.outbox()
    parcel = outbox.claim(TOWN_HALL)
    assert parcel is not None
    outbox.delivered(parcel, "SR-1")
    assert main(["erase", code, *home]) == 2
    assert "a photo or voice note of it is not" in capsys.readouterr().err
    assert main(["erase", code, "--take-back", *home]) == 0
    assert "What was not sent yet never will be" in capsys.readouterr().out
    assert states(kiosk) == [State.PURGED, State.PURGED]


def test_an_answer_on_its_way_brings_nothing_back(kiosk: Kiosk) -> None:
    code, outbox = file(kiosk), kiosk.outbox()
    parcel = outbox.claim(TOWN_HALL)
    assert parcel is not None
    kiosk.clock.sleep(1000)  # its lease runs out, and somebody else claims and gives up
    other = outbox.claim(TOWN_HALL)
    assert other is not None
    outbox.hold(other, "answered 403")
    assert kiosk.device.store.erase(code, "", is_taken_back=True) is not None
    outbox.delivered(parcel, "SR-1")
    kiosk.outbox()  # nor does another agent
    assert states(kiosk) == [State.PURGED]


def test_what_is_due_is_erased_when_an_operator_wants_it(
    kiosk: Kiosk, home: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    file(kiosk)
    before = Evidence(kiosk)
    carry(kiosk, kiosk.outbox())
    kiosk.clock.sleep(KEEP * DAY_S)
    kiosk.device.store.grow_older(kiosk.clock.boot(), kiosk.clock.uptime())
    for count in (1, 0):
        assert main(["erase", "--due", *home]) == 0
        assert capsys.readouterr().out.startswith(f"{count} erased here, 30 days after")
    assert before.left() == 0


def test_who_names_nobody_or_both_is_told(home: list[str]) -> None:
    for asked in ([], ["K7F", "--due"]):
        with pytest.raises(SystemExit) as ended:
            main(["erase", *asked, *home])
        assert ended.value.code == 2
    assert main(["erase", "no-such-number", *home]) == 2
