"""plateia-ctl export: whole or not at all, and nothing personal in any byte of it."""

import csv
import io
import json
import os
import secrets
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk.ctl import main
from kiosk.errors import CannotSave
from kiosk.export import Exported, export
from kiosk.vault import key_path
from tests.kiosk.village import Kiosk

OCTOBER = datetime(2026, 10, 14, 9, 30, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def confirm(
    kiosk: Kiosk, count: int, what: str = "broken-lamp", at: datetime = OCTOBER
) -> None:
    kiosk.clock.wall = at
    for _ in range(count):
        journey = kiosk.door.begin(kiosk.pack.forms[0])
        first = "lighting" if what.endswith("lamp") else "road"
        for answer in ((first,), (what,), ("ano", "square"), ("danger",)):
            journey = journey.answer(answer)
        kiosk.door.confirm(journey, "en", secrets.token_bytes)


def write(kiosk: Kiosk, out: Path, since: date | None = None) -> Exported:
    kiosk.clock.wall = NOVEMBER
    return export(out, since, kiosk.device, kiosk.config, kiosk.pack, kiosk.clock)


def rows(out: Path) -> list[dict[str, str]]:
    text = (out / "reports.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_what_five_said_is_written_and_what_four_said_is_not(
    kiosk: Kiosk, tmp_path: Path
) -> None:
    confirm(kiosk, 6)
    confirm(kiosk, 4, "pothole")
    out = tmp_path / "new" / "open"
    told = write(kiosk, out)
    assert told == Exported(6, 1, ("2026-10", "2026-10"))
    assert [row["service_subtype"] for row in rows(out)] == ["Σβηστή λάμπα"] * 6
    everything = b"".join(path.read_bytes() for path in out.iterdir())
    assert sorted(path.name for path in out.iterdir()) == [
        "dcat.jsonld",
        "reports.csv",
        "reports.geojson",
    ]
    for never in (
        "Λακκούβα",
        "pothole",
        "επικίνδυνο",
        "2026-10-14",
        "38.271",
        "Πλατεία",
    ):
        assert never.encode() not in everything, never
    for sent in kiosk.device.store.outbox():
        assert sent.receipt.encode() not in everything
        assert sent.submission_id.encode() not in everything
    sizes = json.loads((out / "dcat.jsonld").read_bytes())["dcat:distribution"]
    assert (
        int(sizes[0]["dcat:byteSize"]["@value"]) == (out / "reports.csv").stat().st_size
    )


def test_a_month_that_is_not_over_is_not_told(kiosk: Kiosk, tmp_path: Path) -> None:
    confirm(kiosk, 9, at=datetime(2026, 11, 2, tzinfo=UTC))
    assert write(kiosk, tmp_path / "open") == Exported(0, 0, None)
    assert rows(tmp_path / "open") == []


def test_since_a_day_is_since_its_month(kiosk: Kiosk, tmp_path: Path) -> None:
    confirm(kiosk, 5, at=datetime(2026, 9, 20, tzinfo=UTC))
    confirm(kiosk, 5)
    assert write(kiosk, tmp_path / "a", date(2026, 10, 30)).rows == 5
    assert write(kiosk, tmp_path / "b", date(2026, 10, 1)).rows == 5
    assert (tmp_path / "a" / "reports.csv").read_bytes() == (
        tmp_path / "b" / "reports.csv"
    ).read_bytes()
    assert write(kiosk, tmp_path / "c", date(2026, 9, 30)).rows == 10


def test_what_is_forgotten_is_counted_by_form_and_month_in_fives(
    kiosk: Kiosk, tmp_path: Path
) -> None:
    confirm(kiosk, 8)
    with kiosk.device.store.writing() as execute:
        execute("UPDATE submission SET key_wrapped = NULL, sealed = x''")
        execute("UPDATE outbox SET state = 'purged', body = x''")
    assert write(kiosk, tmp_path / "open").rows == 5
    row = rows(tmp_path / "open")[0]
    assert (row["service_subtype"], row["address"], row["lat"]) == ("", "", "")
    assert row["service_name"] == "Πείτε μας ένα πρόβλημα"


def test_what_does_not_open_is_counted_as_forgotten(
    kiosk: Kiosk, tmp_path: Path
) -> None:
    confirm(kiosk, 5)
    with kiosk.device.store.writing() as execute:
        execute("UPDATE outbox SET body = x'00'")
    assert write(kiosk, tmp_path / "open").rows == 5
    assert rows(tmp_path / "open")[0]["address"] == ""


def test_a_folder_that_is_there_is_left_alone(kiosk: Kiosk, tmp_path: Path) -> None:
    out = tmp_path / "open"
    write(kiosk, out)
    before = (out / "reports.csv").read_bytes()
    told = main(
        ["export", "--out", str(out), "--pack", str(kiosk.pack.folder), *home(kiosk)]
    )
    assert told == 2
    assert (out / "reports.csv").read_bytes() == before


def test_what_cannot_be_written_leaves_nothing(kiosk: Kiosk, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotSave):
        write(kiosk, tmp_path / "file" / "open")
    out = tmp_path / "empty"
    out.mkdir()
    name = f".empty.new-{os.getpid()}"
    (tmp_path / name).touch()  # in the way
    with pytest.raises(CannotSave):
        write(kiosk, out)
    assert list(out.iterdir()) == []


def home(kiosk: Kiosk) -> list[str]:
    kiosk.home.settings.write_text(f'key_folder = "{kiosk.config.keys}"', "utf-8")
    return ["--home", str(kiosk.home.folder)]


def test_the_operator_is_told_what_was_written_and_not_what_was_left_out(
    kiosk: Kiosk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    confirm(kiosk, 5, at=datetime(2026, 1, 5, tzinfo=UTC))
    confirm(kiosk, 3, "pothole", at=datetime(2026, 1, 5, tzinfo=UTC))
    out, pack = str(tmp_path / "open"), str(kiosk.pack.folder)
    assert main(["export", "--out", out, "--pack", pack, *home(kiosk)]) == 0
    assert capsys.readouterr().out == f"{out}: 5 rows in 1 groups; 2026-01 to 2026-01\n"


def test_exit_codes_say_what_is_in_the_way(kiosk: Kiosk, tmp_path: Path) -> None:
    asked = ["export", "--out", str(tmp_path / "open"), *home(kiosk)]
    assert main([*asked, "--pack", "no-such-pack"]) == 2
    with pytest.raises(SystemExit) as ended:
        main([*asked, "--since", "yesterday"])
    assert ended.value.code == 2
    key_path(kiosk.config.keys, kiosk.device.public_key).unlink()
    assert main([*asked, "--pack", str(kiosk.pack.folder)]) == 3
    assert not (tmp_path / "open").exists()
