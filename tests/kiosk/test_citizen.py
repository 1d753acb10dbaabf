"""The citizen's door: keep what was confirmed, find it again by its number."""

import secrets
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from nacl.public import PrivateKey, SealedBox

from kiosk.citizen import CitizenDoor
from kiosk.codes import grouped
from kiosk.config import Config
from kiosk.dispatch import wording_of
from kiosk.errors import CannotSave, Damaged, Misconfigured
from kiosk.home import Home
from kiosk.parcel import ANSWERS, DISPATCH
from kiosk.submission import Case, Dispatch, Progress, Submission
from kiosk.vault import key_path, load_opener
from tests.kiosk.village import Kiosk


def dice(*thrown: int) -> Callable[[int], bytes]:
    """Chance that is known: these codes, one after the other; every id another one."""
    codes = iter(thrown)
    ids = iter(range(1, 99))

    def throw(count: int) -> bytes:
        return (next(codes) if count == 5 else next(ids)).to_bytes(count, "big")

    return throw


def test_a_report_is_found_by_its_number(kiosk: Kiosk) -> None:
    receipt = kiosk.confirm()
    expected = Case(receipt.code, "problem", Progress.KEPT, kiosk.clock.now(), "", None)
    for written in (receipt.code, grouped(receipt.code), receipt.code.lower()):
        assert kiosk.door.follow(written) == expected


def test_a_mistyped_number_finds_nothing(kiosk: Kiosk) -> None:
    code = kiosk.confirm().code
    other = "0" if code[0] != "0" else "1"
    for written in ("", "hello", code[:-1], other + code[1:], code + "0"):
        assert kiosk.door.follow(written) is None


def test_a_number_of_another_kiosk_finds_nothing(kiosk: Kiosk, tmp_path: Path) -> None:
    with Kiosk(tmp_path / "other") as other:
        assert kiosk.door.follow(other.confirm().code) is None


def test_two_reports_never_share_a_number(kiosk: Kiosk) -> None:
    chance = dice(7, 7, 7, 8)
    first = kiosk.door.confirm(kiosk.walked(), "en", chance)
    second = kiosk.door.confirm(kiosk.walked(), "en", chance)
    assert first.code != second.code
    assert len(kiosk.device.store.outbox()) == 2
    assert kiosk.door.follow(second.code) is not None


def test_a_journey_that_is_not_complete_is_a_bug(kiosk: Kiosk) -> None:
    journey = kiosk.door.begin(kiosk.pack.forms[0])
    with pytest.raises(ValueError, match="not complete"):
        kiosk.door.confirm(journey, "en", dice(1))
    assert kiosk.device.store.outbox() == []


def test_the_receipt_says_nothing_of_the_report(kiosk: Kiosk) -> None:
    receipt = kiosk.confirm()
    assert receipt.form == "problem"
    assert receipt.confirmed == kiosk.clock.now()
    for word in ("lamp", "square", "ano", "danger"):
        assert word not in repr(receipt)


def test_a_kiosk_stands_in_a_village_of_its_pack(kiosk: Kiosk) -> None:
    assert kiosk.door.village.id == "ano"
    assert door(kiosk, Config(village="kato")).village.id == "kato"
    with pytest.raises(Misconfigured) as caught:
        door(kiosk, Config(village="mesa"))
    assert str(caught.value) == (
        f'{kiosk.home.settings}, village: there is no village "mesa" in the pack;'
        f" write the id of one of those in {kiosk.pack.folder}/places.toml"
    )


def door(kiosk: Kiosk, config: Config) -> CitizenDoor:
    return CitizenDoor(kiosk.home, config, kiosk.pack, kiosk.device, kiosk.clock)


def test_a_kiosk_without_its_key_asks_nobody_anything(tmp_path: Path) -> None:
    with Kiosk(tmp_path) as kiosk:
        (key,) = kiosk.config.keys.iterdir()
    key.unlink()
    with pytest.raises(Damaged, match="this device's key is gone"):
        Kiosk(tmp_path)


def test_a_kiosk_that_could_not_keep_an_answer_asks_nothing(kiosk: Kiosk) -> None:
    kiosk.door.check_room()
    full = Home(Path("/proc"))  # a file system that has no room, on every Linux
    door = CitizenDoor(full, kiosk.config, kiosk.pack, kiosk.device, kiosk.clock)
    with pytest.raises(CannotSave) as caught:
        door.begin(kiosk.pack.forms[0])
    assert str(caught.value) == (
        "/proc: only 0 MB of disk are free;"
        " free some: the kiosk asks nothing with less than 50 MB"
    )


def test_what_was_made_ready_is_good_for_one_submission(kiosk: Kiosk) -> None:
    journey = kiosk.walked()
    kiosk.door.look_over(journey, "en", secrets.token_bytes)
    for _ in range(3):  # only the first was looked over
        kiosk.door.confirm(journey, "en", secrets.token_bytes)
    with kiosk.device.store.writing() as execute:
        wrapped = [row[0] for row in execute("SELECT key_wrapped FROM submission")]
    path = key_path(kiosk.config.keys, kiosk.device.public_key)
    box = SealedBox(PrivateKey(bytes.fromhex(path.read_text("ascii"))))
    assert len({box.decrypt(one) for one in wrapped}) == 3


def test_what_was_changed_after_it_was_looked_over_is_what_is_kept(
    kiosk: Kiosk,
) -> None:
    journey = kiosk.walked()
    changed = journey.change(journey.asked[-1].id).answer(())
    opener = load_opener(kiosk.config.keys, kiosk.device.public_key)
    for looked_over, walked, language in (
        (journey, changed, "en"),
        (changed, changed, "el"),
    ):
        kiosk.door.look_over(looked_over, "en", secrets.token_bytes)
        kiosk.door.confirm(walked, language, secrets.token_bytes)
        with kiosk.device.store.writing() as execute:
            id_, key, sealed, body = execute(
                "SELECT s.id, s.key_wrapped, s.sealed, o.body FROM submission s"
                " JOIN outbox o ON o.submission_id = s.id ORDER BY o.id DESC"
            ).fetchone()
        parts = opener.open_all(key, id_, {ANSWERS: sealed, DISPATCH: body})
        said = msgspec.json.decode(parts[ANSWERS], type=Submission)
        told = msgspec.json.decode(parts[DISPATCH], type=Dispatch)
        assert said.answers == told.answers == changed.told
        assert said.language == told.language == language
        assert told.description == wording_of(changed, kiosk.pack).description
        assert told.description != wording_of(journey, kiosk.pack).description
