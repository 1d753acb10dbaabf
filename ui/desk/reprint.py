"""The receipt of a case once more, in the language of whoever told it."""

from datetime import date, datetime

from i18n import languages
from kiosk.office.opened import Opened
from kiosk.packs import Municipality
from kiosk.submission import Case, Progress, State
from ui.screen import Scene
from ui.sheet import Sheet
from ui.slip import reprint


def receipt_of(case: Opened, town: Municipality, scene: Scene) -> Sheet:
    """Return the page; nothing on it is personal."""
    row, said = case.row, case.submission
    kept = row.progress == Progress.KEPT and row.state is State.PURGED
    told = Case(
        row.receipt,
        row.form,
        Progress(row.progress),
        case.confirmed,
        row.message,
        None if row.updated is None else datetime.fromisoformat(row.updated),
        None if row.expected is None else date.fromisoformat(row.expected),
        is_taken_back=kept,
    )
    code = scene.language if said is None else said.language
    known = {one.code: one for one in languages()}
    return reprint(told, town, scene, known.get(code, known[scene.language]))
