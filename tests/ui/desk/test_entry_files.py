"""Photos, scans and voice notes go with what a clerk enters, made small."""

import wave
from pathlib import Path

from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from kiosk.config import Config, Office
from tests.ui.desk.counter import Counter
from tests.ui.desk.entering import enter_lamp, kept, page
from ui.desk.attach import FilesField


def attached(desk: Counter) -> FilesField:
    """The field of files."""
    fields = page(desk)._sheet.fields
    return next(one for one in fields if isinstance(one, FilesField))


def test_a_photo_is_made_small_and_goes_with_it(desk: Counter, tmp_path: Path) -> None:
    picture = QImage(3000, 2000, QImage.Format.Format_RGB32)
    picture.fill(QColor("orange"))
    picture.save(str(tmp_path / "lamp.png"))
    enter_lamp(desk)
    desk.type("7")
    files = attached(desk)
    (tmp_path / "notes.png").write_text("no picture")
    files.attach(str(tmp_path / "notes.png"))
    desk.qtbot.wait_until(lambda: desk.reads("Αυτή δεν είναι εικόνα"), timeout=20_000)
    files.attach(str(tmp_path / "lamp.png"))
    desk.qtbot.wait_until(lambda: files._files != [], timeout=20_000)
    case = kept(desk)
    assert case.dispatch is not None
    (photo,) = case.dispatch.attachments
    assert photo.media == "image/jpeg"
    assert photo.size <= 300_000


def test_a_voice_note_is_made_small_and_goes_with_it(
    desk: Counter, tmp_path: Path
) -> None:
    sound = tmp_path / "voice.wav"
    with wave.open(str(sound), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(b"\0\0" * 16_000)
    enter_lamp(desk)
    desk.type("6")
    desk.press("Return")
    desk.type("1")  # spoken
    files = attached(desk)
    files.attach(str(sound))
    desk.qtbot.wait_until(lambda: files._files != [], timeout=20_000)
    case = kept(desk)
    assert case.dispatch is not None
    assert case.dispatch.attachments[0].media == "audio/ogg"


def test_the_newest_scan_is_attached_with_a_key(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "scans").mkdir()
    picture = QImage(400, 300, QImage.Format.Format_RGB32)
    picture.fill(QColor("orange"))
    office = Office(scans=str(tmp_path / "scans"))
    desk = Counter(tmp_path, qtbot, Config(office=office))
    try:
        desk.begin()
        enter_lamp(desk)
        desk.type("7")
        desk.press("Return")
        desk.press("Alt+S")
        desk.wait_to_read("Δεν υπάρχει εικόνα στον φάκελο")
        picture.save(str(tmp_path / "scans" / "lamp.png"))
        desk.press("Alt+S")
        files = attached(desk)
        qtbot.wait_until(lambda: files._files != [], timeout=20_000)
        desk.press("Alt+D")
        assert files._files == []
        assert page(desk)._captured == {}
    finally:
        desk.take_down()
