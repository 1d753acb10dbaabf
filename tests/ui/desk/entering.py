"""Hands and eyes on the page of quick entry."""

from PySide6.QtWidgets import QWidget

from kiosk.office.opened import Opened, opened
from kiosk.vault import load_opener
from tests.ui.desk.counter import Counter
from ui.desk.entry import EntryPage


def page(desk: Counter) -> EntryPage:
    there = desk.page
    assert isinstance(there, EntryPage)
    return there


def cases(desk: Counter) -> list[Opened]:
    """What was kept, the newest first."""
    desk.settle()
    opener = load_opener(desk.config.keys, desk.ground.device.public_key)
    return [opened(row, opener) for row in desk.ground.store.wholes(None, 99)]


def kept(desk: Counter) -> Opened:
    """The one that was just kept."""
    before = len(cases(desk))
    desk.press("Ctrl+Return")
    desk.qtbot.wait_until(lambda: len(cases(desk)) > before, timeout=10_000)
    desk.settle()
    desk.wait_to_read("Καταχωρίστηκε")
    return cases(desk)[0]


def field(desk: Counter, question: str) -> QWidget:
    """What takes the keyboard of a question that is asked now."""
    fields = {one.question.id: one.target for one in page(desk)._sheet.fields}
    return fields[question]


def asked(desk: Counter) -> list[str]:
    return [one.question.id for one in page(desk)._sheet.fields]


def enter_lamp(desk: Counter) -> None:
    """A dark lamp in Sella, and nothing more."""
    desk.type("λαμπ")
    desk.press("Return")
    desk.type("σελλα")
    desk.press("Return")
