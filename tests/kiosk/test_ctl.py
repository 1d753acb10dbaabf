"""The operator's tools say what is, and their exit codes mean something."""

import json
from pathlib import Path

import pytest

from kiosk.ctl import main
from kiosk.vault import key_path
from tests.kiosk.test_outbox import claimed
from tests.kiosk.village import Kiosk


@pytest.fixture
def home(kiosk: Kiosk) -> Path:
    kiosk.home.settings.write_text(f'key_folder = "{kiosk.config.keys}"', "utf-8")
    return kiosk.home.folder


def test_the_outbox_lists_every_submission(
    kiosk: Kiosk, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receipt = kiosk.confirm()
    outbox = kiosk.outbox()
    outbox.delivered(claimed(outbox), "SR-17")
    assert main(["outbox", "--home", str(home), "--json"]) == 0
    (line,) = json.loads(capsys.readouterr().out)
    assert line == {
        "submission_id": receipt.submission_id,
        "receipt": receipt.code,
        "form": "problem",
        "state": "delivered",
        "destination": "town-hall",
        "remote_id": "SR-17",
        "attempts": 1,
        "last_error": "",
        "part": 0,
    }
    assert main(["outbox", "--home", str(home)]) == 0
    told = capsys.readouterr().out.split()
    assert told == [receipt.code, "problem", "delivered", "town-hall", "1", "SR-17"]


def test_a_sound_pack_is_told_as_sound(
    kiosk: Kiosk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(kiosk.pack.folder)]) == 0
    assert capsys.readouterr().out == f"{kiosk.pack.folder}: sound; forms: problem\n"


def test_a_wrong_pack_or_setting_is_exit_code_2(
    kiosk: Kiosk, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (kiosk.pack.folder / "places.toml").write_text("village = 1", "utf-8")
    assert main(["check", str(kiosk.pack.folder)]) == 2
    assert main(["check", "no-such-pack", "--home", str(home)]) == 2
    kiosk.home.settings.write_text("vilage = 1", "utf-8")
    assert main(["outbox", "--home", str(home)]) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 3
    assert all(line.startswith("plateia-ctl: ") for line in told)


def test_a_store_that_cannot_be_used_is_exit_code_3(
    kiosk: Kiosk, home: Path, tmp_path: Path
) -> None:
    key_path(kiosk.config.keys, kiosk.device.public_key).unlink()
    assert main(["outbox", "--home", str(home)]) == 3
    (tmp_path / "file").touch()
    assert main(["outbox", "--home", str(tmp_path / "file")]) == 3


def test_a_question_nobody_understands_is_exit_code_2() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["dance"])
    assert ended.value.code == 2
