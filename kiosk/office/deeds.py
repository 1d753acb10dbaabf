"""The book: what people at the desk did, by whom and when. It is only ever added to."""

from enum import StrEnum


class Deed(StrEnum):
    """What can be done at a desk that is written down."""

    SIGNED_IN = "signed-in"
    LOCKED = "locked"
    FAILED = "failed"
    """Somebody tried to sign in and could not."""
    PERSON_ADDED = "person-added"
    PERSON_LEFT = "person-left"
    PIN_CHANGED = "pin-changed"
    BADGE_MADE = "badge-made"
    ENTERED = "entered"
    """A report was entered for somebody."""
    UNDONE = "undone"
    HURRIED = "hurried"
    """What was entered was sent before its time to be undone was over."""
    OPENED = "opened"
    """A case was opened, with all that is personal in it."""
    NOTED = "noted"
    REOPENED = "reopened"
    PRINTED = "printed"
    AMENDED = "amended"
    REROUTED = "rerouted"
    RESENT = "resent"
    CLOSED = "closed"
    """It will not be sent, for a reason that its citizen is told."""
    CALL_ANSWERED = "call-answered"
    HANDED_OVER = "handed-over"
