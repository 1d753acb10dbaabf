"""What is printed of a report: its number, how far it is, whom to call. For every face."""

from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication

import i18n
from i18n import Direction, Language, _
from kiosk.codes import grouped
from kiosk.packs import Municipality
from kiosk.submission import Case
from ui.figures import locale_of, whole_day
from ui.progress import stages_of, taken_back
from ui.screen import Scene
from ui.sheet import Sheet, Step
from ui.widgets.stages import Stage

FORWARD: Final = "\u2066{}\u2069"
"""A number is read from left to right in every language (Unicode isolates)."""


def reprint(case: Case, town: Municipality, scene: Scene, language: Language) -> Sheet:
    """Return the page of a report anew, in the language of whoever told it."""
    others = (one for one in scene.languages if one != language.code)
    own = replace(scene, languages=(language.code, *others))
    with i18n.speaking(language.code):
        sheet = case_sheet(case, town, own)
    rtl = language.direction is Direction.RIGHT_TO_LEFT
    return msgspec.structs.replace(sheet, rtl=rtl)


def case_sheet(case: Case, town: Municipality, scene: Scene) -> Sheet:
    """Return the page of a report, as far as it is."""
    said = tuple(one for one in (expects(case, scene), case.message) if one)
    title = _("This is what we know")
    return sheet_of(title, case.code, stages_for(case, scene), said, town, scene)


def stages_for(case: Case, scene: Scene) -> tuple[Stage, ...]:
    """Return how far a report is, stage by stage."""
    day = case.confirmed.astimezone().date()
    kept = whole_day(day, scene.language)
    if case.is_taken_back:
        return taken_back(kept, scene)
    return stages_of(case.progress, kept, scene)


def expects(case: Case, scene: Scene) -> str:
    """Say by when it is to be done; '' when nobody said so."""
    day, asked = case.expected, case.confirmed.astimezone().year
    if day is None:
        return ""
    shape = "d MMMM" if day.year == asked else "d MMMM yyyy"
    date = QDate(day.year, day.month, day.day)
    words = str(locale_of(scene.language).toString(date, shape))
    return _("We expect it to be done by {day}.").format(day=words)


def sheet_of(
    title: str,
    code: str,
    stages: Sequence[Stage],
    words: Sequence[str],
    town: Municipality,
    scene: Scene,
) -> Sheet:
    """Return the page of a report: its number, how far it is, and whom to call."""
    phone = town.contact.phone
    call = _("Call {phone}").format(phone=FORWARD.format(phone)) if phone else ""
    hours = scene.say(town.contact.hours)
    ask = _("With this number you can ask here what became of it.")
    return Sheet(
        language=scene.language,
        town=scene.say(town.name),
        title=title,
        label=_("Your number"),
        code=FORWARD.format(grouped(code)),
        qr=code,
        steps=tuple(Step(one.words, one.hint, one.done) for one in stages),
        words=(*words, ask, " · ".join(one for one in (call, hours) if one)),
        rtl=QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft,
    )
