"""`plateia tour --face desk`: a clerk's morning, from what is found there to `tour.json`.

What the clerk finds is put there by the doors that put it there on any day.
"""

import secrets
import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from kiosk.citizen import CitizenDoor
from kiosk.clock import SystemClock
from kiosk.config import Destination
from kiosk.desk import DeskDoor
from kiosk.forms import Choice, Form, Several, say
from kiosk.journey import Journey
from kiosk.office.shift import Ground
from kiosk.outbox import REFUSED_AGAIN_S, Outbox
from kiosk.submission import State
from kiosk.vault import load_opener
from ui.album import clear
from ui.desk.face import DeskFace
from ui.desk.morning import Morning, Plan

_SAYS: Final = "answered 422: no"


class _LongAfter(SystemClock):
    """This machine's clock, by the hour after which a second no is believed."""

    def __init__(self) -> None:
        self._later = 0.0

    def pass_by(self, seconds: float) -> None:
        self._later += seconds

    def uptime(self) -> float:
        return super().uptime() + self._later


MOST_KEYS: Final = 40
"""Of a typical report, beside the letters of its description."""
_BEGINNING: Final = 4
"""Letters that somebody types of what they seek."""


def before_the_morning(ground: Ground, language: str) -> None:
    """File two reports at the kiosk, let the municipality refuse the first, and let
    somebody call. No agent may run yet. Raises CannotSave, Damaged.
    """
    door = CitizenDoor(
        *(ground.home, ground.config, ground.pack, ground.device, ground.clock)
    )
    asked = ground.pack.forms[0]
    door.confirm(_walked(door.begin(asked)), language, secrets.token_bytes)
    takers = ground.config.destinations_of(asked.id)
    if takers:
        _refuse(ground, takers[0])
    door.confirm(_walked(door.begin(asked)), language, secrets.token_bytes)
    own = ground.pack.municipality.languages[0]
    desk = DeskDoor(ground.config, ground.device, ground.clock, door.village, own)
    desk.call(language, "choice")


def _walked(journey: Journey) -> Journey:
    """Answer each question with the first thing it takes, and pass over what it may."""
    while (question := journey.question) is not None:
        choices = [(one.id,) for one in question.choices()]
        villages = [(one.id,) for one in journey.places.villages]
        offered = [(), *choices, *villages, ("read",)]
        answer = next(one for one in offered if question.accepts(one, journey.places))
        journey = journey.answer(answer)
    return journey


def _refuse(ground: Ground, by: Destination) -> None:
    clock = _LongAfter()
    opener = load_opener(ground.config.keys, ground.device.public_key)
    outbox = Outbox(ground.store, opener, clock)
    for _ in range(2):
        parcel = outbox.claim(by)
        if parcel is not None:
            outbox.refuse(parcel, _SAYS, 0)
        clock.pass_by(REFUSED_AGAIN_S)


def plan_of(ground: Ground, out: Path, offline: bool, wait_s: float) -> Plan:
    """Return a morning in this pack, in the language of this desk."""
    pack = ground.pack
    language = ground.config.office.language or pack.municipality.languages[0]
    spoken = (language, *pack.municipality.languages)
    form, village = pack.forms[0], pack.places.villages[0]
    names = [say(village.name, spoken)]
    names += [say(one.name, spoken) for one in village.landmarks[:1]]
    place = " ".join(name.split()[-1][:_BEGINNING] for name in names)
    return Plan(
        out=out,
        language=language,
        offline=offline,
        wait_s=wait_s,
        seeks=(_service(form, spoken), place),
        answers=tuple(_own_words(form)),
    )


def _service(form: Form, spoken: tuple[str, ...]) -> str:
    """The beginning of what is called a broken lamp, or of the first thing there is."""
    options = [option for one in form.questions for option in one.choices()]
    wanted = [one for one in options if one.id == "broken-lamp"] or options
    return say(wanted[0].label, spoken).split()[-1][:_BEGINNING]


def _own_words(form: Form) -> list[str]:
    """The keys that lead past the details to the words: chosen by their figures."""
    keys: list[str] = []
    for question in form.questions:
        ids = [one.id for one in question.choices()]
        if isinstance(question, Several) and "own-words" in ids:
            keys += [str(ids.index("own-words") + 1), "Return"]
        elif isinstance(question, Choice) and "write" in ids:
            keys += [str(ids.index("write") + 1)]
    return keys


def take_desk_tour(
    application: QApplication, ground: Ground, size: QSize, plan: Plan
) -> int:
    """Take it, say in a few lines how it went, and return the exit code. Raises
    CannotSave when the pictures cannot be written."""
    clear(plan.out)
    face = DeskFace(application, ground, size)
    face.window.setFixedSize(size)
    face.window.show()
    face.window.activateWindow()
    tour = Morning(face, ground, plan)
    tour.begin()
    application.exec()
    report = tour.report
    if report is None:
        _say(f"it ended at: {tour.lost_at}; the log says more")
        return 1
    _say(f"{len(report.screens)} screens in {plan.out}")
    _say(f"entered with {report.keystrokes} keys in {report.seconds} s")
    _say(f"found within {report.found_ms_p95} ms of a letter")
    if report.keystrokes - plan.letters > MOST_KEYS:
        _say(f"{MOST_KEYS} keys beside its words are the most for a report")
        return 2
    if report.state == State.DELIVERED:
        _say(f"delivered in {report.seconds_to_delivery} s as {report.remote_id}")
    elif not plan.offline:
        _say(f"not delivered ({report.state}); safe in the outbox")
        return 3
    return 0


def _say(sentence: str) -> None:
    sys.stdout.write(f"tour: {sentence}\n")
