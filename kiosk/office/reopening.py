"""It was not solved: a case is told of once more, by the form that citizens have for it.

What was filed stays as it is. A new submission names it by its number and goes the way of
any other; it is filed once, however often somebody presses.
"""

from typing import Final

from kiosk.bell import ring
from kiosk.codes import grouped
from kiosk.filing import Chance, Filed, Filing
from kiosk.forms import Answer, Form
from kiosk.journey import Journey
from kiosk.office.deeds import Deed
from kiosk.office.opened import Opened
from kiosk.office.shift import Shift
from kiosk.question import Option
from kiosk.rows import Kept, Putting
from kiosk.submission import Entered, Receipt, State

FORM: Final = "reopen"
"""What each pack calls its form for this; its first question asks what went wrong."""

_ARRIVED: Final = frozenset({State.DELIVERED, State.PURGED})


class ReadBefore(Exception):
    """Somebody has changed the case since it was read, or reopened it: read it again."""


class Reopening:
    """Files a case again."""

    def __init__(self, shift: Shift) -> None:
        self._shift = shift

    def reasons(self, case: Opened) -> tuple[Option, ...]:
        """Return what may have gone wrong; nothing, where it cannot be told of again: it is
        not there yet, or the pack has no form that a number is enough for."""
        form = self._shift.ground.pack.form(FORM)
        if form is None or case.row.state not in _ARRIVED:
            return ()
        options = form.questions[0].choices()
        fits = (one for one in options if self._walked(form, case, one.id) is not None)
        return tuple(fits)

    def reopen(self, case: Opened, reason: str, chance: Chance) -> Receipt:
        """File it, and return its own proof; it can be undone for a while, as any entry.

        Raises ReadBefore, having filed nothing; CannotSave; ValueError for a reason that
        is none.
        """
        ground, who = self._shift.ground, self._shift.who
        form = ground.pack.form(FORM)
        walked = None if form is None else self._walked(form, case, reason)
        if walked is None:
            raise ValueError(f"{reason} is no reason")
        spoken = ground.pack.municipality.languages[0]
        told = case.submission
        filed = Filed(
            walked,
            spoken if told is None else told.language,
            entered=Entered(by=who),
        )
        next_at = ground.clock.uptime() + ground.config.office.undo_s

        def put(kept: Kept) -> bool:
            lines = (
                self._shift.did(Deed.ENTERED, kept.receipt),
                self._shift.did(
                    Deed.REOPENED, case.receipt, grouped(kept.receipt, "-")
                ),
            )
            row = case.row
            done = ground.store.reopen(row.id, row.version, kept, lines, next_at)
            if done is None:
                raise ReadBefore
            return done is Putting.KEPT

        filing = Filing(ground.config, ground.pack, ground.device, ground.clock)
        receipt = filing.keep(filed, chance, put)
        ring(ground.home.bell)
        return receipt

    def _walked(self, form: Form, case: Opened, reason: str) -> Journey | None:
        """Answer what is known, pass over the rest; None where that is not enough, or
        where the number is not told."""
        number = grouped(case.receipt, "-")
        known: dict[str, Answer] = {
            form.questions[0].id: (reason,),
            "paper": ("yes",),
            "number": (number,),
        }
        places = self._shift.ground.pack.places
        journey = Journey.begin(form, places)
        while (question := journey.question) is not None:
            answer = known.get(question.id, ())
            if not question.accepts(answer, places):
                return None
            journey = journey.answer(answer)
        return journey if (number,) in journey.told.values() else None
