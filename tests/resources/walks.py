"""Every way through a form, and what it costs in touches: for the packs we ship."""

from collections.abc import Iterator

from kiosk.forms import (
    Answer,
    Budget,
    Choice,
    Consent,
    Date,
    Form,
    Kind,
    Place,
    Ranking,
    Rating,
    Several,
    Statement,
    Voice,
    YesNo,
)
from kiosk.journey import Journey
from kiosk.packs import Pack

SPOKEN = ("00000000-0000-4000-8000-000000000002",)
HOME_AND_SEND = 2
"""The form itself on the home page, and “Send it” on the last one."""


def walks(pack: Pack, form: Form) -> Iterator[Journey]:
    """Yield a finished journey for every way that the choices of a form lead."""
    open_ways = [Journey.begin(form, pack.places)]
    while open_ways:
        journey = open_ways.pop()
        if journey.question is None:
            yield journey
        else:
            ways = _answers(pack, form, journey.question)
            open_ways += [journey.answer(one) for one in ways]


def plain(pack: Pack, form: Form) -> Iterator[Journey]:
    """Yield those in which nothing was asked for that could be left."""
    for walk in walks(pack, form):
        if not any(
            isinstance(one, Several) and walk.told[one.id] for one in walk.asked
        ):
            yield walk


def touches(walk: Journey) -> int:
    """Return how many touches a way takes, from the home page to the receipt."""
    return HOME_AND_SEND + sum(_touches(one, walk.told[one.id]) for one in walk.asked)


def _touches(question: Kind, answer: Answer) -> int:
    if isinstance(question, Several | Ranking | Budget):
        return len(answer) + 1  # each choice, and the way on
    if isinstance(question, Voice) and answer:
        return 3  # start, stop, keep
    return 1  # a choice; or the way on


def _answers(pack: Pack, form: Form, question: Kind) -> list[Answer]:
    """Return an answer for each way it can lead."""
    options: list[Answer] = [(one.id,) for one in question.choices()]
    if isinstance(question, Place):
        return [(pack.municipality.home_village,)]
    if isinstance(question, Statement):
        return [("read",)]
    if isinstance(question, Date):
        return [("2026-05-04",)]
    if isinstance(question, Voice):
        return [SPOKEN]
    if isinstance(question, Several):
        leading = _leading(form, question)
        return [(), *((one,) for one in leading), leading] if leading else [()]
    if isinstance(question, Ranking | Budget | Rating):
        return options[:1]
    if isinstance(question, Choice | YesNo | Consent):
        return options
    return [()]


def _leading(form: Form, question: Kind) -> Answer:
    """Return the options that open another question."""
    wanted = [
        one.when[question.id] for one in form.questions if question.id in one.when
    ]
    opened = {
        id_ for one in wanted for id_ in ((one,) if isinstance(one, str) else one)
    }
    return tuple(one.id for one in question.choices() if one.id in opened)
