"""Why something could not be sent, in plain words, and what is done about it."""

from i18n import _
from kiosk.office.cures import CureKind, Outcome, Reason, Remedy


def why(reason: Reason) -> str:
    """Say a reason in a whole sentence."""
    return {
        Reason.NO_DESTINATION: _("Nobody is named who takes such a report."),
        Reason.DOES_NOT_OPEN: _(
            "What was kept cannot be read here any more. Tell the technician."
        ),
        Reason.LOCKED_OUT: _(
            "The other system does not let us in: its key may have changed. Tell the"
            " technician, then send it again."
        ),
        Reason.MAY_BE_THERE: _(
            "It may have arrived, and the other system does not show it. Look there first."
        ),
        Reason.CAME_BACK: _("The letter came back: nobody received it there."),
        Reason.CATEGORY: _("The other system does not know this kind of problem."),
        Reason.DETAIL: _("The other system asks for something that was not told."),
        Reason.POSITION: _("The other system wants a point on the map."),
        Reason.PERSON: _("The other system takes nothing without a person's name."),
        Reason.TAKES_NO_FILES: _("The other system does not take this photo or sound."),
        Reason.TOO_LARGE: _("It is too large for the other system."),
        Reason.TAKEN: _("The other system has something else under this number."),
        Reason.REFUSED: _("The other system said no, twice."),
    }[reason]


def briefly(reason: Reason) -> str:
    """Say a reason in the few words of a row."""
    return {
        Reason.NO_DESTINATION: _("nobody takes it"),
        Reason.DOES_NOT_OPEN: _("cannot be read"),
        Reason.LOCKED_OUT: _("we are not let in"),
        Reason.MAY_BE_THERE: _("may have arrived"),
        Reason.CAME_BACK: _("came back"),
        Reason.CATEGORY: _("unknown kind"),
        Reason.DETAIL: _("something is missing"),
        Reason.POSITION: _("no point on the map"),
        Reason.PERSON: _("no name"),
        Reason.TAKES_NO_FILES: _("photo not taken"),
        Reason.TOO_LARGE: _("too large"),
        Reason.TAKEN: _("number taken"),
        Reason.REFUSED: _("refused"),
    }[reason]


def verb(remedy: Remedy) -> str:
    """What a button says that does it."""
    return {
        Remedy.AMEND: _("Change the answers"),
        Remedy.AGAIN: _("Send again"),
        Remedy.REROUTE: _("Send elsewhere"),
        Remedy.MAIL: _("Send by mail"),
        Remedy.CLOSE: _("Close, with a reason"),
    }[remedy]


def done(kind: CureKind) -> str:
    """What was done, in the row of what can still be taken back."""
    return {
        CureKind.AGAIN: _("will be sent again"),
        CureKind.REROUTE: _("will be sent elsewhere"),
        CureKind.AMEND: _("answers changed"),
        CureKind.CLOSE: _("closed"),
    }[kind]


def told(outcome: Outcome, colleague: str = "") -> str:
    """Say what became of a deed."""
    if outcome is Outcome.STALE and colleague:
        return _("{name} has just changed this: nothing was done. Look again.").format(
            name=colleague
        )
    return {
        Outcome.DONE: _("Done. It can be taken back until it leaves."),
        Outcome.STALE: _("A colleague has just changed this: look again."),
        Outcome.CARRIED: _("It is being carried just now."),
        Outcome.MAY_BE_THERE: _(
            "It may have arrived there: look first, then mark that you have looked."
        ),
        Outcome.GONE: _("There is nothing left to be done here."),
    }[outcome]
