"""A form on paper: what its code says, and which form it is that somebody types in.

The code names the pack, the form, its version and a serial number of its own, and nothing
of whoever filled it in: `plateia/paper/patras/problem/kx74mq2pd/1`. Small letters, because
a reader that types them on a Greek keyboard writes W and S alike.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Final

import msgspec

from kiosk.codes import grouped, new_code, read_code
from kiosk.errors import Known
from kiosk.forms import Form
from kiosk.packs import Pack

_BEGINS: Final = "plateia/paper"
_PARTS: Final = 6

# What a reader types that is wired as a keyboard, where the desk writes Greek: each key's
# letter. Figures, the hyphen and the slash stay what they are.
_GREEK_KEYS: Final = str.maketrans(
    "ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm"
)


class Refusal(StrEnum):
    """Why a paper cannot be typed in here."""

    NO_PAPER = "no paper"
    """The code is none of a form on paper."""
    OTHER_PACK = "other pack"
    NO_SUCH_FORM = "no such form"
    OTHER_VERSION = "other version"
    """The form asks something else by now."""


class WrongPaper(Known):
    """A paper that cannot be typed in here, and why."""

    def __init__(self, refusal: Refusal, where: str, what: str, cure: str) -> None:
        super().__init__(where, what, cure)
        self.refusal = refusal


class PaperForm(msgspec.Struct, frozen=True):
    """One sheet of paper: which form it is, and which copy of it."""

    pack: str
    form: str
    version: str
    """The form's."""
    serial: str
    """A code as `kiosk.codes` makes them: no two papers have the same."""

    @property
    def text(self) -> str:
        """What its code says."""
        serial = self.serial.lower()
        return "/".join((_BEGINS, self.pack, self.form, serial, self.version))

    @property
    def label(self) -> str:
        """The same for people, who may have to type it."""
        return f"{self.pack} · {self.form} · {self.version} · {grouped(self.serial)}"


def new_paper(pack: Pack, form: Form, chance: Callable[[int], bytes]) -> PaperForm:
    """Return a paper of its own; `chance(n)` gives n random bytes."""
    return PaperForm(pack.municipality.id, form.id, form.version, new_code(chance))


def read_paper(text: str) -> PaperForm:
    """Return the paper that a code names, as a reader or a person typed it.

    Raises WrongPaper when it is none, or mistyped.
    """
    written = text.strip().replace("\\", "/")
    if written.lower().translate(_GREEK_KEYS).startswith(_BEGINS + "/"):
        if not written.lower().startswith(_BEGINS):
            written = written.lower().translate(_GREEK_KEYS)
        parts = written.split("/", _PARTS - 1)
        serial = read_code(parts[4]) if len(parts) == _PARTS else None
        if serial is not None:
            return PaperForm(parts[2].lower(), parts[3].lower(), parts[5], serial)
    raise WrongPaper(
        Refusal.NO_PAPER,
        "this code",
        "is none of a form on paper",
        "scan the square on its first page",
    )


def form_of(paper: PaperForm, pack: Pack) -> Form:
    """Return the form that a paper asks.

    Raises WrongPaper when it is another municipality's, or the form has changed since.
    """
    if paper.pack != pack.municipality.id:
        raise WrongPaper(
            Refusal.OTHER_PACK,
            f'paper of "{paper.pack}"',
            f'is none of "{pack.municipality.id}"',
            "send it to the municipality that printed it",
        )
    form = pack.form(paper.form)
    if form is None:
        raise WrongPaper(
            Refusal.NO_SUCH_FORM,
            f'paper of the form "{paper.form}"',
            "is asked here no more",
            "choose the form that fits and type it in by hand",
        )
    if paper.version.casefold() != form.version.casefold():
        raise WrongPaper(
            Refusal.OTHER_VERSION,
            f'paper of the form "{paper.form}", version {paper.version}',
            f"is of another version than {form.version}, which is asked now",
            "choose the form and type in by hand what still fits",
        )
    return form
