"""What comes from outside to be read: decisions, news, emergencies. Plain text only."""

import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

LONGEST_TITLE: Final = 300
LONGEST_NOTICE: Final = 6000
"""Letters; what is longer ends with an ellipsis."""

MOST_NOTICES: Final = 50
"""Of one feed; the rest is for other places than a square."""

_JOINERS: Final = "\u200c\u200d"  # invisible, but Persian and Hindi words need them
_UNSEEN: Final = {"Cc", "Cf", "Cs", "Co", "Cn"}
_LASTS: Final = timedelta(hours=24)


class NoticeKind(StrEnum):
    """What a notice is to whoever reads it."""

    DECISION = "decision"
    NEWS = "news"
    EMERGENCY = "emergency"


class Severity(StrEnum):
    """How bad, as CAP 1.2 has it; '' where nobody warns of anything."""

    EXTREME = "extreme"
    SEVERE = "severe"
    MODERATE = "moderate"
    MINOR = "minor"
    NONE = ""


_WORST_FIRST: Final = tuple(Severity)


class Notice(msgspec.Struct, frozen=True):
    """Something to read that the agent brought."""

    id: str
    """The feed's own: an ADA, a CAP identifier, a post's number."""
    kind: NoticeKind
    language: str
    """By code: what it is written in."""
    title: str
    text: str
    published: datetime | None = None
    expires: datetime | None = None
    severity: Severity = Severity.NONE
    link: str = ""
    """Where all of it can be read, on its feed's own host; '' where nowhere."""
    has_pages: bool = False
    """The document it tells of lies in this kiosk; the store knows, no feed does."""

    def is_over(self, now: datetime) -> bool:
        """Say whether it is an emergency that has passed.

        One that does not say when it ends is over after a day.
        """
        if self.kind is not NoticeKind.EMERGENCY:
            return False
        ends = self.expires
        if ends is None and self.published is not None:
            ends = self.published + _LASTS
        return ends is None or now >= ends

    def warns_at(self, now: datetime) -> bool:
        """Say whether everybody must see it now: it is an emergency, and no small one."""
        of_weight = self.severity is not Severity.MINOR
        is_emergency = self.kind is NoticeKind.EMERGENCY
        return is_emergency and of_weight and not self.is_over(now)

    @property
    def urgency(self) -> int:
        """The lower, the worse."""
        return _WORST_FIRST.index(self.severity)


class Stamp(msgspec.Struct, frozen=True):
    """What a server gave with what it told last, to be asked only for something newer."""

    tag: str = ""
    """Its ETag."""
    modified: str = ""
    """Its Last-Modified."""
    heard: datetime | None = None
    """When it last told anything, by this machine's clock."""


def readable(text: str, longest: int = LONGEST_NOTICE) -> str:
    """Return a stranger's text as plain text: no control signs, nothing that turns the
    direction of what follows, no more than two line breaks in a row, and an end."""
    lines = []
    for line in unicodedata.normalize("NFC", text[: 4 * longest]).splitlines():
        seen = "".join(
            sign
            if sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN
            else " "
            for sign in line
        )
        lines.append(" ".join(seen.split()))
    whole = "\n".join(one for one in lines if one)
    if len(whole) <= longest:
        return whole
    return whole[: longest - 1].rsplit(maxsplit=1)[0] + "…"
