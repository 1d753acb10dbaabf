"""Where a case stands, in a few words: the same on every page of the desk."""

from i18n import _
from kiosk.submission import Progress, State


def standing(state: State, progress: Progress) -> str:
    """Say what is known of a case, and no more than that."""
    if state is State.CLOSED:
        return _("Closed: it will not be sent")
    if progress is Progress.DONE:
        return _("Dealt with")
    if progress is Progress.SEEN:
        return _("The municipality has seen it")
    return {
        State.CONFIRMED: _("Nobody takes its form yet"),
        State.FOLLOWING: _("Goes after its report"),
        State.READY: _("Waits to be sent"),
        State.WAITING: _("Waits to be sent"),
        State.LEASED: _("Is being sent now"),
        State.SENT_UNVERIFIED: _("Sent, not confirmed yet"),
        State.HELD: _("Held: we are not let in"),
        State.REFUSED: _("Refused"),
        State.QUARANTINED: _("Does not open"),
        State.DELIVERED: _("It is there"),
        State.PURGED: _("It is there")
        if progress is Progress.SENT
        else _("Taken back"),
    }[state]
