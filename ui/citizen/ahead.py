"""Where a touch may lead: the pages that are worth making before anybody asks for them."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

import msgspec
from PySide6.QtCore import QObject, QTimer

from kiosk.citizen import CitizenDoor
from kiosk.forms import Answer
from kiosk.journey import Journey
from kiosk.packs import Pack
from ui.citizen.home import HomeScreen
from ui.citizen.questions import QuestionScreen
from ui.foresight import Make
from ui.screen import Scene, Screen
from ui.stand import Stand

_LIFTED_MS: Final = 250
"""After a finger was put down: what it ticked is ticked by then."""


class Step(msgspec.Struct, frozen=True):
    """The page of a journey where it stands now."""

    make: Callable[[Journey, Scene], Screen]
    journey: Journey

    def __call__(self, scene: Scene) -> Screen:
        """Make it."""
        return self.make(self.journey, scene)


class Outlook(QObject):
    """Has that made ready."""

    def __init__(
        self,
        stand: Stand,
        door: CitizenDoor,
        step: Callable[[Journey], Step],
        plain_way: Callable[[Screen], Make | None],
    ) -> None:
        """`plain_way` gives the page after one that asks nothing."""
        super().__init__(stand)
        self._stand = stand
        self._door = door
        self._step = step
        self._plain_way = plain_way
        self._seen: Answer = ()
        self._soon = QTimer(self, singleShot=True, interval=_LIFTED_MS)
        self._soon.timeout.connect(self._look_again)
        stand.shown.connect(self._look)
        stand.idle.touched.connect(self._soon.start)
        if stand.page is not None:
            self._look(stand.page)

    def _look(self, page: Screen) -> None:
        self._soon.stop()
        self._seen = page.partial()
        plain = self._plain_way(page)
        ways: Iterator[Make] = map(self._step, leads_to(page, self._door.pack))
        self._stand.expect(ways if plain is None else iter((plain,)))

    def _look_again(self) -> None:
        """If more is ticked or typed now, the way on leads elsewhere."""
        page = self._stand.page
        if not isinstance(page, QuestionScreen) or page.busy():
            return
        if page.partial() != self._seen:
            self._look(page)


def leads_to(page: Screen, pack: Pack) -> Iterator[Journey]:
    """Where one touch on this page may bring a journey, as far as that is known before."""
    if isinstance(page, HomeScreen):
        begin = partial(Journey.begin, places=pack.places)
        return map(begin, pack.forms)
    if isinstance(page, QuestionScreen):
        return map(page.asked.journey.answer, _answers(page))
    return iter(())


def _answers(page: QuestionScreen) -> Iterator[Answer]:
    asked = page.asked
    accepts = partial(asked.question.accepts, places=asked.journey.places)
    return filter(accepts, dict.fromkeys(page.offers()))
