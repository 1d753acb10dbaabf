"""All that one can come to on the glass, in the order in which it is read aloud.

The question first, then what stands on the page, then the way on and the way back, then
the helps: whoever hears a page meets what matters first.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
from PySide6.QtWidgets import QWidget

from i18n import _
from ui.screen import Said, Screen, listed
from ui.shell import Shell
from ui.strips import Strip, page_number
from ui.widgets.button import Touchable

_AFTER_THE_PAGE: Final = (
    *(Strip.PREVIOUS, Strip.MORE, Strip.ACTION, Strip.BACK, Strip.START_OVER),
    *(
        Strip.LOWER,
        Strip.LISTEN,
        Strip.LETTERS,
        Strip.COLOURS,
        Strip.HELP,
        Strip.LANGUAGE,
    ),
)
"""The buttons of the frame, as somebody needs them who has heard the page."""


class Stop(msgspec.Struct, frozen=True):
    """One thing to hear, and perhaps to do."""

    said: Said
    """`where` is what the ring is drawn round; None: the page."""
    does: Touchable | None = None
    """What happens when it is chosen."""
    of_page: bool = False
    """It is what the page asks or offers, not its heading and no help of every page."""

    @property
    def is_key(self) -> bool:
        """Whether it is one of the keys of a keyboard: those stand in rows."""
        return self.does is not None and self.does.property("kind") == "key"

    def is_where(self, other: "Stop") -> bool:
        """Say whether it is in the place of another, though it may read differently now."""
        if self.does is not None or other.does is not None:
            return self.does is other.does
        return self.said.where is other.said.where and self.of_page == other.of_page


def stops(shell: Shell) -> list[Stop]:
    """Return every stop of the page that is shown, as things stand now."""
    page = shell.page
    if page is None:
        return []
    return [*_heading(page, shell), *_content(page), *_frame(page, shell)]


def nearest(there: Sequence[Stop], on: Stop | None, at: int) -> tuple[int, bool]:
    """Return where a stop is among these, or what stands nearest to its place `at`, and
    whether it is gone."""
    if on is None:
        return 0, False
    exact = [place for place, one in enumerate(there) if one == on]
    same = [place for place, one in enumerate(there) if one.is_where(on)]
    found = exact or same
    beside = [place for place, one in enumerate(there) if on.of_page and one.of_page]
    places = found or beside or [0]
    return min(places, key=lambda place: abs(place - at)), not found


def _heading(page: Screen, shell: Shell) -> Iterator[Stop]:
    over = page.heading()
    if not page.bare:
        where = None if shell.frame is None else shell.frame.heading
        yield Stop(Said(over.title, where))
        if over.chosen:  # alone it would sound like one of the choices
            so_far = _("So far: {answers}").format(answers=listed(over.chosen))
            yield Stop(Said(so_far, where, private=True))
        if over.hint:
            yield Stop(Said(over.hint, where, over.private))


def _content(page: Screen) -> list[Stop]:
    """What is said of the page and what can be touched on it, in the order of its parts."""
    parts = page.findChildren(QWidget)
    places = {id(part): at for at, part in enumerate(parts)}
    found: list[tuple[int, Stop]] = []
    mute = [one for one in parts if isinstance(one, Touchable) and _is_live(one, page)]
    at = 0
    for said in page.spoken():
        at = places.get(id(said.where), at)
        within = _touchable(said.where)
        if within in mute and within is said.where:
            mute.remove(within)
        does = within if within is not None and _is_live(within, page) else None
        stop = Stop(said, does, of_page=True)
        if not found or found[-1][1] != stop:  # what is said twice is one thing
            found.append((at, stop))
    heard_in_parts = {id(one.does) for _at, one in found}
    for one in mute:
        if id(one) not in heard_in_parts:
            said = Said(one.accessibleName(), one)
            found.append((places[id(one)], Stop(said, one, of_page=True)))
    return [one for _at, one in sorted(found, key=lambda each: each[0])]


def _frame(page: Screen, shell: Shell) -> Iterator[Stop]:
    pages, buttons = page.pages(), {one.objectName(): one for one in shell.buttons()}
    if pages is not None and pages.count > 1 and not page.bare:
        yield Stop(Said(page_number(pages), shell.frame and shell.frame.pager))
    for name in _AFTER_THE_PAGE:
        button = buttons.get(name)
        if button is not None:
            yield Stop(Said(button.accessibleName(), button), button)
    if page.note() and not page.bare:
        yield Stop(Said(page.note(), shell.frame and shell.frame.note_place))


def _touchable(widget: QWidget | None) -> Touchable | None:
    """Return what is touched when this is."""
    while widget is not None and not isinstance(widget, Touchable | Screen):
        widget = widget.parentWidget()
    return widget if isinstance(widget, Touchable) else None


def _is_live(one: Touchable, page: Screen) -> bool:
    return one.isVisibleTo(page) and one.isEnabled()
