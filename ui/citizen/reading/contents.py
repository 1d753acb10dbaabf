"""What there is to read, from the pack and from what the agent brought."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec

from i18n import _
from kiosk.notice import Notice, NoticeKind
from kiosk.reading import Reading, Work
from ui.figures import figure, hour, long_day
from ui.screen import Scene


class Section(StrEnum):
    """A kind of thing to read, in the order of the shelf."""

    WARNINGS = "warnings"
    NEWS = "section-news"
    DECISIONS = "decisions"
    WORKS = "section-works"
    NUMBERS = "numbers"
    HOURS = "hours"


_PICTURES = {
    Section.WARNINGS: ("warning", "terracotta"),
    Section.NEWS: ("news", "sea"),
    Section.DECISIONS: ("decision", "violet"),
    Section.WORKS: ("works", "ochre"),
    Section.NUMBERS: ("phone", "earth"),
    Section.HOURS: ("clock", "olive"),
}

_KINDS = {
    NoticeKind.EMERGENCY: Section.WARNINGS,
    NoticeKind.NEWS: Section.NEWS,
    NoticeKind.DECISION: Section.DECISIONS,
}


class Story(msgspec.Struct, frozen=True):
    """Something to read, in the words of whoever reads it."""

    id: str
    section: Section
    title: str
    about: str
    """When it is from, and under which number it is known."""
    text: str
    icon: str
    link: str = ""
    """Where it is to be read in full, by a telephone; '' where nowhere."""
    has_pages: bool = False
    """Its document can be leafed through here."""


class Contents(msgspec.Struct, frozen=True):
    """All there is to read at this kiosk, now."""

    reading: Reading
    notices: tuple[Notice, ...] = ()

    def sections(self) -> tuple[Section, ...]:
        """Return those that have anything, in order."""
        have = {_KINDS[one.kind] for one in self.notices}
        have |= {Section.NEWS} if self.reading.articles else set()
        have |= {Section.WORKS} if self.reading.works else set()
        have |= {Section.NUMBERS} if self.reading.numbers else set()
        have |= {Section.HOURS} if self.reading.offices else set()
        return tuple(one for one in Section if one in have)

    def stories(self, section: Section, scene: Scene) -> tuple[Story, ...]:
        """Return what is to be read of a section, the newest of the town's own first."""
        own = self._own(scene) if section is Section.NEWS else ()
        wanted = [one for one in self.notices if _KINDS[one.kind] is section]
        brought = (told(one, scene) for one in best(wanted, scene.languages))
        return (*own, *brought)

    def _own(self, scene: Scene) -> Iterator[Story]:
        for one in self.reading.articles:
            yield Story(
                one.id,
                Section.NEWS,
                scene.say(one.title),
                long_day(one.date, scene.language),
                scene.say(one.text),
                one.icon,
            )


def best(notices: Sequence[Notice], languages: Sequence[str]) -> tuple[Notice, ...]:
    """Return each notice once, in the language that comes first of these."""
    found: dict[tuple[NoticeKind, str], Notice] = {}

    def place(one: Notice) -> int:
        known = one.language in languages
        return languages.index(one.language) if known else len(languages)

    for one in notices:
        key = (one.kind, one.id)
        if key not in found or place(one) < place(found[key]):
            found[key] = one
    return tuple(found.values())


def told(notice: Notice, scene: Scene) -> Story:
    """Say a notice as a story."""
    section = _KINDS[notice.kind]
    day = notice.published.astimezone().date() if notice.published else None
    about = "" if day is None else long_day(day, scene.language)
    if notice.kind is NoticeKind.DECISION:
        number = _("ADA {number}").format(number=apart(notice.id))
        about = f"{about} · {number}" if about else number
    if notice.kind is NoticeKind.EMERGENCY:
        about = until(notice, scene) or about
    drawn, link = picture(section)[0], notice.link
    words = notice.title, about, notice.text
    return Story(notice.id, section, *words, drawn, link, notice.has_pages)


def until(notice: Notice, scene: Scene) -> str:
    """Say how long an emergency lasts; '' when nobody has said."""
    if notice.expires is None:
        return ""
    ends = notice.expires.astimezone()
    return _("Until {day}, {hour}").format(
        day=long_day(ends.date(), scene.language), hour=hour(ends.time())
    )


def picture(section: Section) -> tuple[str, str]:
    """Return the picture of a section and its family of colours."""
    return _PICTURES[section]


def name(section: Section) -> str:
    """Return what a section is called."""
    return {
        Section.WARNINGS: _("Warnings"),
        Section.NEWS: _("News"),
        Section.DECISIONS: _("Decisions of the municipality"),
        Section.WORKS: _("Works"),
        Section.NUMBERS: _("Useful numbers"),
        Section.HOURS: _("When it is open"),
    }[section]


def how_far(work: Work) -> str:
    """Say how much of a work is done."""
    if work.done in (0, 100):
        return _("It is finished") if work.done else _("It has not begun yet")
    return _("{share} % is done").format(share=figure(work.done))


def apart(written: str) -> str:
    """Keep a number or a name in its own direction, whatever stands around it."""
    return f"\u2066{written}\u2069"
