"""What a citizen filed, what proves it, and what became of it."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

import msgspec

from kiosk.forms import Answer
from kiosk.places import Latitude, Longitude

SubmissionId = NewType("SubmissionId", str)
"""UUID, 36 characters; the id under which every system may know it (OpenRosa: instanceID)."""

AttachmentId = NewType("AttachmentId", str)
"""UUID, 36 characters."""


class State(StrEnum):
    """Where a submission is on its way."""

    CONFIRMED = "confirmed"
    """Kept, and no destination takes its form yet."""
    FOLLOWING = "following"
    """An attachment whose submission is not delivered yet: it goes after it."""
    READY = "ready"
    """Kept, waiting for its first try."""
    WAITING = "waiting"
    """Tried, the world was not ready; will be tried again."""
    LEASED = "leased"
    """The agent is carrying it now."""
    SENT_UNVERIFIED = "sent_unverified"
    """It may have arrived: look before sending again."""
    HELD = "held"
    """Its destination does not let us in; an operator must act."""
    REFUSED = "refused"
    """The destination said no, twice, an hour apart; an operator must act."""
    QUARANTINED = "quarantined"
    """What we kept does not open; an operator must act."""
    DELIVERED = "delivered"
    """The destination proved that it has it."""
    CLOSED = "closed"
    """Somebody at the desk has ended it, with a reason: it is never sent."""
    PURGED = "purged"
    """Its words are destroyed here: it was delivered, or closed, long enough ago, or
    its citizen wished it."""


class Assent(StrEnum):
    """How somebody said yes to a clerk's entering it for them."""

    SPOKEN = "spoken"
    PAPER = "paper"
    """By what they filled in or signed themselves."""


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """That a clerk entered it, and for whom. Sealed with the answers; never sent."""

    by: str
    """Who sat at the desk."""
    assent: Assent = Assent.SPOKEN
    name: str = ""
    """For whom, where the form asks no name; '' when they would not say."""
    contact: str = ""
    """Their telephone or mail address, where the form asks none."""
    paper: str = ""
    """The serial of the form on paper that was typed in; '' is none."""


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """What the citizen said, by the ids of the form; sealed as soon as it is confirmed."""

    id: SubmissionId
    form: str
    form_version: str
    language: str
    answers: Mapping[str, Answer]
    same_as: str = ""
    """What the destination calls the report that this one joins; '' is none."""
    entered: Entered | None = None
    """Who entered it for somebody; None: they did it themselves."""


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A photo or a voice note that belongs to a submission, as the municipality is told of
    it; its bytes follow later."""

    id: AttachmentId
    name: str
    """A file name, unlike any other of its submission's: `photo-1.jpg`."""
    question: str
    """The question it answers."""
    media: str
    """`image/jpeg`, `audio/ogg` or `audio/wav`."""
    size: int
    """Bytes."""
    sha256: str
    """Of its bytes; hexadecimal."""


class Dispatch(msgspec.Struct, frozen=True, kw_only=True):
    """What the municipality is told, in its own words: frozen at confirm, sealed, sent.

    A connector turns it into its wire; the same dispatch always gives the same request.
    """

    id: SubmissionId
    receipt: str
    """The receipt code, nine symbols, ungrouped."""
    form: str
    form_version: str = ""
    """The version of the form it was filed with; '' when it was kept without."""
    service: str | None
    """Our kind of service (`broken-lamp`); a destination's table maps it to theirs."""
    title: str
    description: str
    """Plain text, in the municipality's language."""
    address: str
    latitude: Latitude | None
    longitude: Longitude | None
    language: str
    """The language the citizen used."""
    kiosk: str
    confirmed: datetime
    """UTC."""
    answers: Mapping[str, Answer]
    places: tuple[str, ...] = ()
    """Which of these questions were answered with a village and a landmark; the position
    is that of the last."""
    attachments: tuple[Attachment, ...] = ()
    name: str = ""
    """Who it is, if they wished to say; the next two as well."""
    phone: str = ""
    email: str = ""
    same_as: str = ""
    """What the destination calls the report to which this is "me too"; '' is none."""


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What statistics need of a submission, when its words are destroyed."""

    service: str | None
    village: str
    """'' when it named none."""


def facts_of(dispatch: Dispatch) -> Facts:
    """Set the facts apart from the words."""
    village = ""
    for question in dispatch.places:
        answer = dispatch.answers.get(question, ())
        village = answer[0] if answer else ""
    return Facts(service=dispatch.service, village=village)


class Receipt(msgspec.Struct, frozen=True):
    """The proof a citizen takes away; it holds nothing personal."""

    code: str
    submission_id: SubmissionId
    form: str
    confirmed: datetime


class Progress(StrEnum):
    """What a citizen is told about their report, in four steps, or that it took none."""

    KEPT = "kept"
    SENT = "sent"
    SEEN = "seen"
    DONE = "done"
    CLOSED = "closed"
    """It is not sent: somebody at the desk ended it, and says why."""


class Case(msgspec.Struct, frozen=True):
    """What became of a submission, as far as this kiosk knows."""

    code: str
    form: str
    progress: Progress
    confirmed: datetime
    message: str
    """The municipality's last words on it, plain text; '' when it said none."""
    updated: datetime | None
    expected: date | None = None
    """The day by which the municipality hopes to be done; None when it named none, when it
    is over, and when it is not to be believed."""
    is_taken_back: bool = False
    """Erased at its citizen's wish before it was known to be there."""
