"""The counting: what is lost, there twice or stuck is seen, and nothing else is."""

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.rows import Sent
from kiosk.submission import Receipt, State, SubmissionId
from tests.faults.cell import WELL, Tally, judged
from tests.faults.ends import Copy
from tests.faults.load import Filed, Load, file_report, photo, sha256, voice
from tests.kiosk.village import Kiosk

FILED = Filed(
    Receipt("KX74MQ2PD", SubmissionId("a"), "problem", datetime.now(UTC)), ("f", "g")
)
HERE = Sent("a", "KX74MQ2PD", "problem", State.DELIVERED, "town", "7", 1, "")
WAITS = replace(HERE, state=State.WAITING, remote_id=None)
THERE = Copy("a", "7", ("g", "f"))


@pytest.mark.parametrize(
    ("here", "there", "is_over", "tally"),
    [
        (HERE, [THERE], True, WELL),
        (HERE, [], True, Tally(lost=3)),
        (None, [], True, Tally(lost=1)),
        (HERE, [dataclasses.replace(THERE, number="8")], True, Tally(lost=1)),
        (HERE, [dataclasses.replace(THERE, files=("f",))], True, Tally(lost=1)),
        (HERE, [dataclasses.replace(THERE, files=("f",))], False, Tally(stuck=1)),
        (
            HERE,
            [dataclasses.replace(THERE, files=("f", "g", "g"))],
            True,
            Tally(twice=1),
        ),
        (HERE, [THERE, THERE], True, Tally(twice=1)),
        (WAITS, [], False, Tally(stuck=1)),
        (WAITS, [THERE], False, Tally(stuck=1)),
    ],
)
def test_what_is_amiss_is_counted(
    here: Sent | None, there: list[Copy], is_over: bool, tally: Tally
) -> None:
    assert judged(FILED, here, there, is_over) == tally


def test_every_report_has_an_attachment_like_no_other(tmp_path: Path) -> None:
    with Kiosk(tmp_path) as kiosk:
        filed = [file_report(kiosk, load) for load in Load for _ in range(2)]
    files = [one.files for one in filed]
    assert [len(one) for one in files] == [0, 0, 1, 1, 1, 1]
    assert len({*files}) == 5


def test_photo_and_voice_look_like_what_they_are() -> None:
    picture, sound = photo(), voice()
    assert (picture[:2], picture[-2:]) == (b"\xff\xd8", b"\xff\xd9")
    assert (sound[:4], sound[8:12]) == (b"RIFF", b"WAVE")
    assert int.from_bytes(sound[4:8], "little") == len(sound) - 8
    assert len(sha256(picture)) == 64
