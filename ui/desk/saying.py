"""What was said, question by question, in the words of the pack."""

from collections.abc import Iterator

from i18n import _
from kiosk.forms import Photo, Voice
from kiosk.office.opened import Opened
from kiosk.packs import Pack
from kiosk.submission import Assent, Entered
from ui.desk.leaf import Row
from ui.screen import Scene


def answers(case: Opened, pack: Pack, scene: Scene) -> Iterator[Row]:
    """Yield each question that was asked with its answer; photos are shown elsewhere.

    Where the pack has the form no more, or has it otherwise, what it does not know is told
    as the municipality was told.
    """
    said, told = case.submission, case.dispatch
    if said is None or told is None:
        return
    if said.entered is not None:
        yield _("Entered for"), _behalf(said.entered)
    form = pack.form(said.form)
    if form is None:
        yield _("What was said"), told.description
        yield _("Name"), told.name
        yield _("Telephone"), told.phone
        return
    for question in form.questions:
        answer = said.answers.get(question.id)
        if answer is None or isinstance(question, Photo | Voice):
            continue
        pieces = (scene.say(one) for one in question.says(answer, pack.places))
        yield scene.say(question.title), ", ".join(pieces) or "–"


def _behalf(entered: Entered) -> str:
    consented = {
        Assent.SPOKEN: _("consented by word of mouth"),
        Assent.PAPER: _("consented on paper"),
    }[entered.assent]
    parts = (entered.name, entered.contact, consented)
    return "  ·  ".join(one for one in parts if one)
