"""Every page of the desk, in both languages of its staff: nothing is cut or nameless."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.config import Config, Office
from kiosk.rows import CallRow
from tests.ui.audit_page import BUILD, is_writing
from tests.ui.desk.counter import Counter
from tests.ui.desk.refused import CONFIG, refuse
from ui.widgets.words import Words

KEYS = ("F2", "F3", "F4", "F5", "F6", "F7", "F8")
SIZES = (QSize(1366, 768), QSize(1920, 1080))


def shown(window: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [one for one in window.findChildren(kind) if one.isVisible()]


def complaints(window: QWidget, where: str) -> Iterator[str]:
    for one in shown(window, Words):
        assert isinstance(one, Words)
        if one.text() and not one.fits():
            yield f"{where}: “{one.text()}” is cut"
    for one in shown(window, QAbstractButton):
        assert isinstance(one, QAbstractButton)
        if one.text() and one.sizeHint().width() > one.width() + 1:
            yield f"{where}: the button “{one.text()}” is cut"
        if one.text() and not one.accessibleName():
            yield f"{where}: the button “{one.text()}” has no name"
    for one in shown(window, QLineEdit):
        inside = one.parent()  # a box with figures names its own line
        named = one.accessibleName() or (
            isinstance(inside, QWidget) and inside.accessibleName()
        )
        if not named:
            yield f"{where}: a line to type in has no name"


def draw(config: pytest.Config, window: QWidget, language: str, name: str) -> None:
    """Draw it, as whoever looks at it would see it; keep it where the audit's are."""
    picture = window.grab()
    if is_writing(config):
        folder = BUILD.with_name("desk")
        folder.mkdir(parents=True, exist_ok=True)
        assert picture.save(str(folder / f"{name} {language} {picture.width()}.png"))


@pytest.mark.parametrize("language", ["el", "en"])
@pytest.mark.parametrize("size", SIZES, ids=lambda one: f"{one.width()}")
def test_nothing_is_cut_and_nothing_nameless(
    tmp_path: Path,
    qtbot: QtBot,
    request: pytest.FixtureRequest,
    language: str,
    size: QSize,
) -> None:
    config: Config = msgspec.structs.replace(CONFIG, office=Office(language=language))
    desk = Counter(tmp_path, qtbot, config=config, size=size)
    found: list[str] = []
    try:
        look = partial(draw, request.config, desk.face.window, language)
        found += complaints(desk.face.window, "sign-in")
        look("sign-in")
        refuse(desk)
        at = desk.clock.now().isoformat()
        desk.ground.store.put_call(CallRow("k", "Σελλά", "uk", "check", at))
        desk.begin()
        for keys in KEYS:
            desk.press(keys)
            desk.settle()
            desk.settle()
            look(desk.page.name)
            found += complaints(desk.face.window, desk.page.name)
    finally:
        desk.take_down()
    assert not found, "\n".join(found)
