"""What the staff are told of paper: which one cannot be typed in, and how the printer is."""

from i18n import _
from kiosk.paperform import Refusal
from kiosk.printing import PrinterState


def refused(refusal: Refusal) -> str:
    """Say why a paper cannot be typed in here, and what to do."""
    return {
        Refusal.NO_PAPER: _("This is not the code of one of our paper forms."),
        Refusal.OTHER_PACK: _("This paper belongs to another municipality."),
        Refusal.NO_SUCH_FORM: _(
            "This form is not in use any more. Choose the one that fits."
        ),
        Refusal.OTHER_VERSION: _(
            "This paper is of an older form. Choose the form, and type what still fits."
        ),
    }[refusal]


def printer_says(state: PrinterState) -> str:
    """Say to staff how a printer is, and what to do; '' when it is well."""
    return {
        PrinterState.READY: "",
        PrinterState.LOW: _("The paper is nearly at its end. Put more in."),
        PrinterState.NO_PAPER: _("The printer has no paper. Put more in."),
        PrinterState.OPEN: _("The printer is open. Close it."),
        PrinterState.OFFLINE: _("The printer is paused. Switch it off and on."),
        PrinterState.BROKEN: _(
            "The printer has an error. Look for jammed paper, then switch it off and on."
        ),
        PrinterState.SILENT: _("The printer does not answer. Look at its cable."),
        PrinterState.GONE: _("No printer is found. Look at its cable and its power."),
    }[state]
