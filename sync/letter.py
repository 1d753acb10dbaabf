"""What a letter to a protocol office says. Pure.

The words for citizens live in `ui` and `i18n`. A letter's few labels are read by clerks,
and stand in the table below (docs/decisions/0008-a-letter-to-the-protocol-office.md).
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from kiosk.codes import grouped
from kiosk.submission import Attachment, Dispatch
from sync.georeport import plain

_ATHENS: Final = ZoneInfo("Europe/Athens")
_LONGEST_TITLE = 300
_LONGEST_SUBJECT = 120
_LONGEST_LINE = 20_000
_MOST_LINES = 200


class Words(msgspec.Struct, frozen=True):
    """What is printed on every letter, in one language."""

    report: str
    subject: str
    receipt: str
    filed: str
    hour: str
    address: str
    position: str
    kiosk: str
    text: str
    enclosed: str
    stamp: tuple[str, str]
    goes_on: str
    no_such_letter: str
    unread: str
    answer: str
    as_data: str


WORDS: Final[Mapping[str, Words]] = {
    "el": Words(
        report="Αίτημα πολίτη",
        subject="Αίτημα {code}: {title}",
        receipt="Αριθμός απόδειξης",
        filed="Υποβλήθηκε",
        hour="{at:%d/%m/%Y}, ώρα {at:%H:%M}",
        address="Θέση",
        position="Συντεταγμένες",
        kiosk="Σημείο υποβολής",
        text="Περιγραφή",
        enclosed="Συνημμένα",
        stamp=("Αρ. πρωτοκόλλου", "Ημερομηνία"),
        goes_on="Το κείμενο συνεχίζεται στο μήνυμα.",
        no_such_letter="Όπου γράφει «?» υπάρχει γράμμα που δεν τυπώνεται εδώ·"
        " ολόκληρο το κείμενο είναι στο μήνυμα.",
        unread="Μην απαντήσετε σε αυτό το μήνυμα: οι απαντήσεις δεν διαβάζονται."
        " Ο πολίτης ρωτά για το αίτημά του με τον αριθμό απόδειξης.",
        answer="Απαντήστε σε αυτό το μήνυμα και ο πολίτης θα διαβάσει την απάντηση στο"
        " σημείο υποβολής, με τον αριθμό του. Μη γράψετε προσωπικά στοιχεία. Όταν"
        " τελειώσει η εργασία, αρχίστε την απάντηση με τη λέξη: Ολοκληρώθηκε",
        as_data="Το συνημμένο .json είναι το ίδιο αίτημα για πληροφοριακό σύστημα.",
    ),
    "en": Words(
        report="A citizen's report",
        subject="Report {code}: {title}",
        receipt="Receipt number",
        filed="Filed",
        hour="{at:%d/%m/%Y} at {at:%H:%M}, time of Greece",
        address="Place",
        position="Coordinates",
        kiosk="Filed at kiosk",
        text="Description",
        enclosed="Enclosed",
        stamp=("Register no.", "Date"),
        goes_on="The text goes on in the message.",
        no_such_letter='Where it says "?" there is a letter that is not printed here; the'
        " whole text is in the message.",
        unread="Do not answer this message: nobody reads the answers. The citizen asks"
        " about the report with the receipt number.",
        answer="Answer this message, and the citizen will read the answer at the kiosk,"
        " by the number. Write nothing personal. When the work is done, begin your answer"
        " with the word: Done",
        as_data="The enclosed .json is the same report, for an information system.",
    ),
}
"""By the name that plateia.toml gives as a destination's `language`."""


class Letter(msgspec.Struct, frozen=True):
    """One letter, before it is printed and put into an envelope."""

    id: str
    """Its Message-ID, by which it is found again and answered."""
    code: str
    """The receipt code, grouped: `KX7-4MQ-2PD`."""
    language: str
    subject: str
    kiosk: str
    """Whom it comes from, as people are told."""
    title: str
    rows: tuple[tuple[str, str], ...]
    """Labels and what stands beside them."""
    geo: str
    """The position as a `geo:` address; '' when it has none."""
    text: str
    enclosed: tuple[str, ...]
    """The names of photos and voice notes."""
    closing: tuple[str, ...]
    confirmed: datetime

    @property
    def words(self) -> Words:
        """The words of its language."""
        return WORDS[self.language]

    @property
    def body(self) -> str:
        """What stands in the message itself."""
        rows = [f"{label}: {told}" for label, told in self.rows]
        rows += [self.geo] if self.geo else []
        parts = [self.title, "\n".join(rows), f"{self.words.text}:\n{self.text}"]
        if self.enclosed:
            parts.append(f"{self.words.enclosed}: {', '.join(self.enclosed)}")
        return "\n\n".join([*parts, "-- \n" + "\n".join(self.closing)]) + "\n"


def letter_of(
    dispatch: Dispatch, language: str, enclosed: Sequence[Attachment], is_read: bool
) -> Letter:
    """Write a letter; `is_read` says whether somebody reads what is answered."""
    words = WORDS[language]
    code = plain(grouped(dispatch.receipt, "-"), 20)
    title = plain(dispatch.title, _LONGEST_TITLE)
    kiosk = plain(dispatch.kiosk, 64)
    at = dispatch.confirmed.astimezone(_ATHENS)
    position, geo = _position(dispatch)
    rows = [
        (words.receipt, code),
        (words.filed, words.hour.format(at=at)),
        (words.address, plain(dispatch.address, _LONGEST_TITLE)),
        (words.position, position),
        (words.kiosk, kiosk),
    ]
    return Letter(
        id=message_id(dispatch),
        code=code,
        language=language,
        subject=plain(words.subject.format(code=code, title=title), _LONGEST_SUBJECT),
        kiosk=f"{words.kiosk} {kiosk}",
        title=title,
        rows=tuple((label, told) for label, told in rows if told),
        geo=geo,
        text=_lines(dispatch.description),
        enclosed=tuple(plain(one.name, 80) for one in enclosed),
        closing=(words.answer if is_read else words.unread, words.as_data),
        confirmed=dispatch.confirmed,
    )


def message_id(dispatch: Dispatch) -> str:
    """Return the Message-ID: of the submission alone, so that no change of settings can
    hide a letter from who looks for it."""
    uid = re.sub(r"[^0-9a-z-]", "", dispatch.id.lower())[:64]
    kiosk = re.sub(r"[^0-9a-z-]", "", dispatch.kiosk.lower())[:50] or "kiosk"
    return f"<{uid}@plateia-{kiosk}.internal>"


def _position(dispatch: Dispatch) -> tuple[str, str]:
    """Write the position for people and for maps (RFC 5870)."""
    if dispatch.latitude is None or dispatch.longitude is None:
        return "", ""
    north, east = f"{dispatch.latitude:.6f}", f"{dispatch.longitude:.6f}"
    return f"{north}, {east}", f"geo:{north},{east}"


def _lines(text: str) -> str:
    """Keep the lines of a text, and of each what is no control character."""
    lines = [plain(line, _LONGEST_LINE) for line in text.splitlines()[:_MOST_LINES]]
    return "\n".join(lines).strip()
