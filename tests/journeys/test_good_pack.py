"""The real program, when somebody broke its pack."""

import shutil

import resources
from tests.journeys.square import Square, wait_for
from tests.journeys.test_clear_sentences import one_sentence

OFF_SCREEN = {"QT_QPA_PLATFORM": "offscreen"}


def test_a_kiosk_that_worked_goes_on_with_what_worked(square: Square) -> None:
    square.sends_to("http://127.0.0.1:9/")
    pack = square.home / "packs" / "patras"
    shutil.copytree(resources.pack("patras"), pack)
    keys = square.folder / "keys"
    kiosk = square.start("ui", **OFF_SCREEN)
    wait_for("its start", lambda: any(keys.glob("*")))
    kiosk.kill()
    kiosk.wait()
    (pack / "places.toml").write_text("[[village]]\n", "utf-8")
    log = square.home / "logs" / "ui.log"
    log.unlink()
    (square.home / "plateia.db").unlink()
    shutil.rmtree(keys)
    kiosk = square.start("ui", **OFF_SCREEN)
    assert kiosk.stderr is not None
    line = kiosk.stderr.readline()
    assert f"{pack / 'places.toml'}, village 1: " in line
    assert "(the pack that worked last is shown)" in line
    wait_for("its start", lambda: any(keys.glob("*")))
    assert kiosk.poll() is None
    told = square.run("kiosk.ctl", "doctor")
    assert "the one that worked last stays" in told.told


def test_a_kiosk_that_never_worked_says_why_in_one_sentence(square: Square) -> None:
    square.sends_to("http://127.0.0.1:9/")
    pack = square.home / "packs" / "patras"
    shutil.copytree(resources.pack("patras"), pack)
    (pack / "places.toml").write_text("[[village]]\n", "utf-8")
    line = one_sentence(square.run("ui", **OFF_SCREEN), 2)
    assert line.startswith(f"plateia: {pack / 'places.toml'}, village 1: ")
