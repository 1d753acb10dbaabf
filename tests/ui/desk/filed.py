"""What citizens have filed at the kiosk beside the desk, and what became of it."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from kiosk.citizen import CitizenDoor
from kiosk.config import Destination
from kiosk.forms import Answer
from kiosk.journey import Journey
from kiosk.media import Captured, Media
from kiosk.outbox import Outbox
from kiosk.submission import Receipt
from kiosk.vault import load_opener
from tests.kiosk.album import wav
from tests.ui.desk.counter import Counter

TOWN_HALL: Final = Destination(
    name="town-hall", type="open311", url="http://127.0.0.1:1"
)
PHONE: Final = "6912345678"
WORDS: Final = "Η λάμπα μπροστά στο σχολείο της Ευφροσύνης τρεμοσβήνει κάθε βράδυ."

LAMP: Final[Mapping[str, Answer]] = {
    "category": ("lighting",),
    "lighting": ("flickering-lamp",),
    "where": ("sella", "square"),
    "details": ("since-days", "dangerous", "own-words", "photo", "call-me"),
    "how": ("write",),
    "words": (WORDS,),
    "may-call": ("yes",),
    "phone": (PHONE,),
}
"""A problem, told with all that may be told."""


def file(
    desk: Counter,
    said: Mapping[str, Answer] = LAMP,
    form: str = "problem",
    captured: Sequence[Captured] = (),
) -> Receipt:
    """A citizen files this; what is not said is passed over."""
    ground = desk.ground
    door = CitizenDoor(
        ground.home, ground.config, ground.pack, ground.device, ground.clock
    )
    asked = ground.pack.form(form)
    assert asked is not None
    journey = walked(door.begin(asked), said, captured)
    return door.confirm(journey, "el", secrets.token_bytes, captured)


def walked(
    journey: Journey, said: Mapping[str, Answer], captured: Sequence[Captured] = ()
) -> Journey:
    """Answer a form; what is not said is passed over."""
    while (question := journey.question) is not None:
        own = tuple(one.id for one in captured if one.question == question.id)
        journey = journey.answer(own or said.get(question.id, ()))
    return journey


def deliver(desk: Counter) -> Outbox:
    """The agent brings all that waits to the town hall."""
    ground = desk.ground
    opener = load_opener(ground.config.keys, ground.device.public_key)
    outbox = Outbox(ground.device.store, opener, ground.clock)
    outbox.take_over((TOWN_HALL,))
    while parcel := outbox.claim(TOWN_HALL):
        outbox.delivered(parcel, f"SR-{parcel.outbox_id}")
    return outbox


def photo() -> Captured:
    """A picture that can be seen."""
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor("#8A5A00"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "jpg")  # type: ignore[call-overload]
    return Captured("photo", Media.JPEG, bytes(buffer.data().data()))


def voice() -> Captured:
    """A note that can be heard."""
    return Captured("voice", Media.WAV, wav())
