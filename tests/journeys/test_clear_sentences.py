"""When the world is wrong, each program says so in a sentence and leaves nothing half done."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import resources
from tests.hub.running import running
from tests.journeys.square import Ended, Square

PROGRAMS = {
    "the tour": ("ui", "tour", "--offline"),
    "the demonstration": ("ui", "demo"),
    "the agent": ("sync", "once"),
    "the operator's tool": ("kiosk.ctl", "outbox"),
}


def one_sentence(ended: Ended, code: int) -> str:
    """What a program complained of: one line, no trace, and this exit code."""
    assert ended.code == code, ended
    [line] = ended.complained.splitlines()
    assert "Traceback" not in line
    return line


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_wrong_setting_is_named_with_its_cure(square: Square, program: str) -> None:
    square.sends_to("http://127.0.0.1:9/")
    settings = square.home / "plateia.toml"
    settings.write_text(
        settings.read_text("utf-8").replace("timeout_s", "timeuot_s"), "utf-8"
    )
    line = one_sentence(square.run(*PROGRAMS[program]), 2)
    assert f'{settings}, destination "municipality": ' in line
    assert "`timeuot_s`; remove" in line
    assert not (square.home / "plateia.db").exists()


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_home_that_cannot_be_is_named_with_its_cure(
    square: Square, program: str
) -> None:
    square.home.write_text("a file stands where the folder should")
    line = one_sentence(square.run(*PROGRAMS[program]), 3)
    assert str(square.home) in line
    assert "--home" in line


def test_a_pack_with_a_mistake_is_named_with_its_cure(square: Square) -> None:
    square.sends_to("http://127.0.0.1:9/")
    pack = square.home / "packs" / "patras"
    shutil.copytree(resources.pack("patras"), pack)
    form = pack / "forms" / "problem.toml"
    form.write_text(
        form.read_text("utf-8").replace('"street-lamp"', '"lamp-post"', 1), "utf-8"
    )
    line = one_sentence(square.tour("--offline"), 2)
    assert f'{form}, question "category", option "lighting", icon: ' in line
    assert 'there is no picture "lamp-post"' in line
    assert not square.out.exists() or not list(square.out.iterdir())


def test_a_pack_that_is_not_there_is_told_with_those_that_are(square: Square) -> None:
    square.sends_to("http://127.0.0.1:9/")
    line = one_sentence(square.tour("--offline", "--pack", "atlantis"), 2)
    assert '"atlantis"' in line
    assert "patras" in line


def test_a_form_that_the_pack_has_not_is_told_with_those_it_has(square: Square) -> None:
    square.sends_to("http://127.0.0.1:9/")
    line = one_sentence(square.tour("--offline", "--form", "poetry"), 2)
    assert line.startswith('plateia: --form: the pack has no "poetry"; choose one of: ')
    assert "problem, idea" in line


def test_pictures_that_cannot_be_written_are_told(square: Square) -> None:
    square.sends_to("http://127.0.0.1:9/")
    square.out.write_text("a file stands where the folder should")
    line = one_sentence(square.tour("--offline"), 3)
    assert "--out" in line


def test_a_port_that_is_taken_is_told(square: Square) -> None:
    with running(square.folder / "hubs") as hub:
        port = hub.url.rstrip("/").rpartition(":")[2]
        square.sends_to(hub.url)
        settings = square.home / "plateia.toml"
        told = settings.read_text("utf-8") + f"[demo]\nhub_port = {port}\n"
        settings.write_text(told, "utf-8")
        line = one_sentence(square.run("ui", "demo"), 3)
    assert f"port {port} is taken" in line


def test_a_key_that_is_gone_stops_the_kiosk_before_it_asks(square: Square) -> None:
    square.sends_to("http://127.0.0.1:9/")
    assert square.tour("--offline").code == 0
    for key in (square.folder / "keys").iterdir():
        key.unlink()
    for program in (("ui", "tour", "--offline"), ("sync", "once")):
        assert "key is gone" in one_sentence(square.run(*program), 3)
    assert len(list((square.folder / "keys").iterdir())) == 0


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of 60 MB, where this user may mount one; gone afterwards, whoever has it open."""
    disk = Path(tempfile.mkdtemp(prefix="plateia-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", "size=60m", "plateia-test", str(disk)]
    mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    try:
        if not mounted:
            pytest.skip("this user may not mount a small disk")
        yield disk
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(disk)], check=True)
        disk.rmdir()


def test_a_nearly_full_disk_is_told_before_anything_is_asked(
    square: Square, small_disk: Path
) -> None:
    square.home = small_disk / "home"
    square.sends_to("http://127.0.0.1:9/")
    (small_disk / "ballast").write_bytes(bytes(20 * 2**20))
    ended = square.tour("--offline", "--language", "en")
    assert (ended.code, ended.complained) == (3, "")
    assert "cannot keep anything" in ended.told
    assert square.outbox() == []
    (small_disk / "ballast").unlink()
    assert square.tour("--offline").code == 0
    assert len(square.outbox()) == 1


def test_a_disk_with_no_room_at_all_is_told(square: Square, small_disk: Path) -> None:
    square.home = small_disk / "home"
    square.sends_to("http://127.0.0.1:9/")
    with (small_disk / "ballast").open("wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(bytes(4096))
        except OSError:
            pass
    line = one_sentence(square.tour("--offline"), 3)
    assert str(square.home) in line
