"""The citizen face as the program puts it together."""

import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QPointingDevice
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import resources
from kiosk.config import Config, Screen, Voice
from kiosk.errors import Misconfigured
from kiosk.home import Home
from kiosk.packs import load_pack
from tests.ui.booth import WIDE
from ui.citizen.language import LanguageScreen
from ui.citizen.visit import Visit
from ui.face import CitizenFace, Core, about, open_core, spoken_languages
from ui.glass import panel_of
from ui.widgets.button import Touchable


@pytest.fixture
def own_hook() -> Iterator[None]:
    before = sys.excepthook
    yield
    sys.excepthook = before


@pytest.fixture
def core(tmp_path: Path) -> Iterator[Core]:
    config = Config(
        key_folder=str(tmp_path / "keys"),
        voice=Voice(enabled=False),
        place="δίπλα στο ΚΕΠ",
    )
    core = open_core(Home(tmp_path / "home"), config)
    yield core
    core.device.store.close()


def test_it_stands_waiting_for_a_touch(
    qapp: QApplication,
    qtbot: QtBot,
    finger: QPointingDevice,
    core: Core,
) -> None:
    before = sys.excepthook
    face = CitizenFace(qapp, core, WIDE)
    qtbot.addWidget(face.shell)
    face.shell.show()
    page = face.stand.page
    assert page is not None
    assert page.name == "attract"
    assert sys.excepthook is not before  # uncaught exceptions go to a calm page
    sys.excepthook = before
    assert face.shell.size() == WIDE.size
    face.close()


def test_whoever_touches_before_all_is_loaded_is_heard(
    qapp: QApplication, qtbot: QtBot, core: Core, own_hook: None
) -> None:
    face = CitizenFace(qapp, core, WIDE)
    qtbot.addWidget(face.shell)
    face.shell.show()
    poster = face.shell.findChild(Touchable, "begin")
    assert poster is not None
    poster.click()
    assert face.stand.page is not None
    assert face.stand.page.name == "language"
    assert face.stand.idle.watching
    face.close()


def test_our_own_fault_is_told_before_all_is_loaded(
    qapp: QApplication, qtbot: QtBot, core: Core, own_hook: None
) -> None:
    face = CitizenFace(qapp, core, WIDE)
    qtbot.addWidget(face.shell)
    sys.excepthook(ValueError, ValueError("ours"), None)
    assert face.stand.page is not None
    assert face.stand.page.name == "trouble"
    face.close()


def test_a_visit_is_ready_soon_without_anybody(
    qapp: QApplication, qtbot: QtBot, core: Core, own_hook: None
) -> None:
    face = CitizenFace(qapp, core, WIDE)
    qtbot.addWidget(face.shell)
    assert face.shell.findChild(Visit) is None
    face.shell.show()
    qtbot.waitUntil(lambda: face.shell.findChild(Visit) is not None)
    qtbot.waitUntil(lambda: face.shell.findChild(LanguageScreen) is not None)
    face.close()


def test_it_says_where_it_stands(core: Core) -> None:
    assert about(core).place["el"] == "Σελλά · δίπλα στο ΚΕΠ"
    assert about(core).name["en"] == "Municipality of Patras"


def test_a_village_that_is_not_in_the_pack_is_refused(tmp_path: Path) -> None:
    config = Config(key_folder=str(tmp_path / "keys"), village="nowhere")
    with pytest.raises(Misconfigured, match="nowhere"):
        open_core(Home(tmp_path / "home"), config)


def test_a_language_the_program_does_not_speak_is_refused() -> None:
    pack = load_pack(resources.pack("patras"), resources.icons())
    town = msgspec.structs.replace(pack.municipality, languages=("el", "tlh"))
    strange = type(pack)(pack.folder, town, pack.places, pack.forms)
    with pytest.raises(Misconfigured, match='does not speak "tlh"'):
        spoken_languages(strange)


@pytest.mark.parametrize(
    ("pixels", "settings", "expected"),
    [
        ((1366, 768), Config(), 0.300),
        ((768, 1366), Config(), 0.300),
        ((1920, 1080), Config(), 0.248),
        ((1234, 567), Config(), 0.248),
        ((1366, 768), Config(screen=Screen(mm_per_px=0.252)), 0.252),
    ],
)
def test_a_panel_nobody_has_measured_is_as_most_of_them_are(
    pixels: tuple[int, int], settings: Config, expected: float
) -> None:
    assert panel_of(QSize(*pixels), settings).mm_per_px == expected
