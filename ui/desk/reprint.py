"""The receipt of a case once more: what its citizen took home, and how far it is now."""

from i18n import _
from kiosk.codes import grouped
from kiosk.office.opened import Opened
from kiosk.packs import Municipality
from kiosk.submission import Progress
from ui.desk.whereabouts import standing
from ui.screen import Scene
from ui.sheet import Sheet, Step

_ORDER = (Progress.KEPT, Progress.SENT, Progress.SEEN, Progress.DONE)


def receipt_of(case: Opened, town: Municipality, scene: Scene) -> Sheet:
    """Return the page; nothing on it is personal."""
    row = case.row
    reached = _ORDER.index(Progress(row.progress))
    stages = (
        _("Kept"),
        _("Sent to the municipality"),
        _("The municipality has seen it"),
        _("Dealt with"),
    )
    here = case.confirmed.astimezone()
    day = f"{here.day}/{here.month}/{here.year}"
    call = " · ".join(
        one for one in (town.contact.phone, scene.say(town.contact.hours)) if one
    )
    now = _("How it stands: {standing}").format(
        standing=standing(row.state, Progress(row.progress))
    )
    return Sheet(
        town=scene.say(town.name),
        title=_("Your receipt, printed again"),
        label=_("Your number"),
        code=grouped(row.receipt),
        qr=row.receipt,
        steps=tuple(
            Step(words, day if at == 0 else "", at <= reached)
            for at, words in enumerate(stages)
        ),
        words=tuple(one for one in (now, row.message, call) if one),
    )
