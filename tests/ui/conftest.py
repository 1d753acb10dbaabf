"""A screen that holds every panel, a finger, and a kiosk to stand before."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.kiosk.every_kind import write_every_kind
from tests.ui.audit_page import BUILD, PAGE, is_part, is_whole, is_writing, written
from tests.ui.booth import Booth, Given
from tests.ui.captors import hand_kit
from tests.ui.capturing import PHOTO_AND_VOICE, Door, come, kept
from tests.ui.hearing import RATE, Sound, Talk
from tests.ui.record import Record
from ui.speech import Speaker
from ui.theme import load_fonts

# Qt's own screen off the glass is 800x800, and touches beyond it get lost.
if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    _screen = Path(__file__).with_name("screen.json")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_screen}"


@pytest.fixture(scope="session")
def finger(qapp: QApplication) -> QPointingDevice:
    load_fonts()
    qapp.setStartDragDistance(40)
    return QTest.createTouchDevice()


Stand = Callable[..., Booth]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-audit",
        action="store_true",
        help="write what came of the whole audit into docs/audit.md, and draw it",
    )


def pytest_configure(config: pytest.Config) -> None:
    some = bool(config.getoption("keyword"))  # asked again, after something was mended
    if is_writing(config) and not is_part(config) and not some:
        shutil.rmtree(BUILD, ignore_errors=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    gathers = is_writing(session.config) and not is_part(session.config)
    if gathers and is_whole(BUILD):  # a part of it is drawn, and told nowhere
        PAGE.write_text(written(BUILD), "utf-8")


@pytest.fixture
def record(request: pytest.FixtureRequest) -> Iterator[Record]:
    """What one test of the audit asks and sees, kept if the page is being written."""
    record = Record(draws=is_writing(request.config))
    yield record
    if is_writing(request.config):
        assert isinstance(request.node, pytest.Function)
        part = "questions" if "question" in request.node.originalname else "pages"
        record.save(BUILD, f"{request.node.callspec.params['way']}, {part}")


@pytest.fixture
def booths(tmp_path: Path, qtbot: QtBot, finger: QPointingDevice) -> Iterator[Stand]:
    """Puts up a kiosk as it is given, and takes it down after the test."""
    up: list[Booth] = []

    def put_up(given: Given | None = None) -> Booth:
        folder = tmp_path / f"kiosk{len(up)}"
        up.append(Booth(folder, given or Given(), qtbot, finger))
        return up[-1]

    yield put_up
    for booth in up:
        booth.take_down()


@pytest.fixture
def booth(booths: Stand) -> Booth:
    """A kiosk of Patras, on the usual panel."""
    return booths()


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    pack = write_every_kind(tmp_path / "pack")
    (pack / "forms" / "everything.toml").write_text(PHOTO_AND_VOICE, "utf-8")
    kept.clear()
    return pack


@pytest.fixture
def capturing(booths: Stand, pack: Path) -> Booth:
    booth = booths(Given(pack=pack, kit=hand_kit, door=Door))
    come(booth)
    return booth


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without sound, whose memory is a folder that can be looked into."""
    memory = tmp_path / "memory"
    memory.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(memory))
    monkeypatch.setenv("PULSE_RUNTIME_PATH", str(memory))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{memory}/native")
    return tmp_path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sound]:
    sound = Sound(tmp_path_factory.mktemp("sound"))
    try:
        sound.start()
        yield sound
    finally:
        sound.kill()


@pytest.fixture
def sound(server: Sound, place: Path, monkeypatch: pytest.MonkeyPatch) -> Sound:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{server.socket}")
    return server


@pytest.fixture
def talk(place: Path, qtbot: QtBot) -> Iterator[Talk]:
    talk = Talk(Speaker(place / "voice", RATE), place, qtbot)
    yield talk
    talk.speaker.close()
