"""What stands on a form on paper: its questions, said for a pen instead of a finger.

Paper does not branch, so a question tells when it is to be answered. Hints are left out:
they tell a finger what to touch. How something is to be told, by voice or in writing, is
not asked: on paper there is one way.
"""

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QLocale

import i18n
from i18n import Direction, Language, _
from kiosk.forms import (
    Budget,
    Choice,
    Consent,
    Date,
    Form,
    Kind,
    Option,
    Photo,
    Place,
    Ranking,
    Rating,
    Several,
    Statement,
    Voice,
    Words,
    say,
)
from kiosk.packs import Pack
from kiosk.paperform import PaperForm
from kiosk.places import Text
from ui.leaves import Ask, Blank, Box, Cells
from ui.screen import picture_in
from ui.slip import FORWARD

_MOST_VILLAGES = 12
"""More than these are not listed: one writes the name."""


def blank_of(pack: Pack, form: Form, paper: PaperForm, language: Language) -> Blank:
    """Return a form as it stands on paper, in a language of the pack."""
    with i18n.speaking(language.code):
        return _Writer(pack, form, language).blank(paper)


class _Writer:
    """Says one form for paper, in the language being spoken."""

    def __init__(self, pack: Pack, form: Form, language: Language) -> None:
        self._pack = pack
        self._form = form
        self._language = language
        self._codes = (language.code, *pack.municipality.languages)
        self._ways = {
            one.id: one for one in form.questions if _leads_to_voice(one, form)
        }
        self._numbers = {
            one.id: number for number, one in enumerate(self._numbered(), 1)
        }

    def blank(self, paper: PaperForm) -> Blank:
        """Return all of it, for this copy."""
        return Blank(
            language=self._language.code,
            town=self._say(self._pack.municipality.name),
            title=self._say(self._form.title),
            before=tuple(self._before()),
            asks=tuple(self._asks()),
            qr=paper.text,
            label=FORWARD.format(paper.label),
            page=_("Page {number} of {count}"),
            rtl=self._language.direction is Direction.RIGHT_TO_LEFT,
        )

    def _say(self, text: Text) -> str:
        return say(text, self._codes)

    def _asked(self) -> Iterator[Kind]:
        """What paper can ask."""
        for one in self._form.questions:
            if not isinstance(one, Voice) and one.id not in self._ways:
                yield one

    def _numbered(self) -> Iterator[Kind]:
        return (one for one in self._asked() if not isinstance(one, Statement | Photo))

    def _asks(self) -> Iterator[Ask]:
        for one in self._asked():
            if isinstance(one, Statement):
                pages = tuple(self._say(page) for page in one.text)
                when = tuple(self._when(one))
                yield Ask(title=self._say(one.title), only=when, notes=pages)
            elif isinstance(one, Photo):
                yield Ask(title=_("A photo"), notes=(_("Hand it in with this paper."),))
            else:
                yield self._ask(one)

    def _ask(self, one: Kind) -> Ask:
        cells = (
            (Cells(_("day"), 2), Cells(_("month"), 2), Cells(_("year"), 4))
            if isinstance(one, Date)
            else ()
        )
        return Ask(
            title=f"{self._numbers[one.id]}. {self._say(one.title)}",
            only=tuple(self._when(one)),
            notes=tuple(self._how(one)),
            boxes=tuple(self._boxes(one)),
            in_order=isinstance(one, Rating | Budget),
            lines=() if cells or one.choices() else tuple(self._lines(one)),
            cells=cells,
        )

    # When, and how

    def _conditions(self, one: Kind) -> Mapping[str, tuple[str, ...]]:
        """Return which earlier answers lead to a question, of those that paper asks."""
        found: dict[str, tuple[str, ...]] = {}
        for earlier, wanted in one.when.items():
            if earlier in self._ways:
                found |= self._conditions(self._ways[earlier])
            else:
                found[earlier] = (wanted,) if isinstance(wanted, str) else wanted
        return found

    def _when(self, one: Kind) -> Iterator[str]:
        for earlier, wanted in self._conditions(one).items():
            asked = self._form.question(earlier)
            if asked is None or earlier not in self._numbers:
                continue
            number = self._numbers[earlier]
            others = [it for it in asked.choices() if it.id not in wanted]
            named = [it for it in asked.choices() if it.id in wanted]
            if len(others) < len(named):
                if others:
                    words = self._quoted(others)
                    yield _("Not if you ticked in {number}: {words}").format(
                        number=number, words=words
                    )
                continue
            yield _("Only if you ticked in {number}: {words}").format(
                number=number, words=self._quoted(named)
            )

    def _quoted(self, options: Sequence[Option]) -> str:
        return " / ".join(self._say(one.label) for one in options)

    def _how(self, one: Kind) -> Iterator[str]:
        """Say how a question is answered with a pen."""
        if isinstance(one, Consent):
            yield self._say(one.explains)
        if isinstance(one, Several) and one.most < len(one.options):
            yield _("Tick all that fit, up to {count}.").format(count=one.most)
        elif isinstance(one, Several):
            yield _("Tick all that fit.")
        elif isinstance(one, Ranking):
            yield _("Write 1 in the box of the first, then 2, up to {count}.").format(
                count=min(one.most, len(one.options))
            )
        elif isinstance(one, Budget):
            yield _("Tick what you want, for {euros} together at most.").format(
                euros=self._euros(one.total)
            )
        elif one.choices():
            yield _("Tick one.")
        elif one.optional:
            yield _("Only if you want to.")

    def _euros(self, sum_: int) -> str:
        locale = QLocale(self._language.code)
        return f"{locale.toString(sum_)}\u00a0€"

    # What is ticked, and what is written

    def _boxes(self, one: Kind) -> Iterator[Box]:
        if isinstance(one, Place) and len(self._villages()) <= _MOST_VILLAGES:
            for village in self._villages():
                yield Box(village)
        costs = (
            {it.id: self._euros(it.cost) for it in one.options}
            if isinstance(one, Budget)
            else {}
        )
        for option in one.choices():
            words = self._say(option.label)
            cost = costs.get(option.id)
            yield Box(
                f"{words} — {cost}" if cost else words,
                str(picture_in(self._pack.folder, option.icon)),
            )

    def _villages(self) -> list[str]:
        return [self._say(one.name) for one in self._pack.places.villages]

    def _lines(self, one: Kind) -> Iterator[str]:
        if isinstance(one, Place):
            if len(self._villages()) > _MOST_VILLAGES:
                yield _("Village or neighbourhood")
            yield _("Near what? A square, a church, a shop")
            yield ""
        elif isinstance(one, Words):
            yield from [""] * (2 if one.longest <= 80 else 5)
        else:
            yield ""

    def _before(self) -> Iterator[str]:
        """Say how it is filled in, and where it is handed in."""
        yield _("Fill this in with a pen, in your own language.")
        yield _("Whatever you would rather not say, leave empty.")
        contact = self._pack.municipality.contact
        where = self._say(contact.address)
        yield (
            _("Hand it in here: {place}").format(place=where)
            if where
            else _("Hand it in at the town hall.")
        )
        phone = contact.phone
        call = _("Call {phone}").format(phone=FORWARD.format(phone)) if phone else ""
        yield " · ".join(one for one in (self._say(contact.hours), call) if one)
        yield _("Ask there for a number: with it you can ask what became of it.")


def _leads_to_voice(one: Kind, form: Form) -> bool:
    """Say whether a choice asks how something is to be told."""
    return isinstance(one, Choice) and any(
        isinstance(later, Voice) and one.id in later.when for later in form.questions
    )
