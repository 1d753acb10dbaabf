"""A journey on the real screens, by real touch events, told in pictures.

Nothing is skipped or pretended: the tour finds what to touch on the glass, touches it as
a finger would, waits for the page that follows, and takes its picture. It runs in Qt's
own event loop, a step at a time.
"""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

import msgspec
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from i18n import _
from kiosk.codes import grouped
from kiosk.errors import CannotSave
from kiosk.forms import Budget, Number, Phone, Ranking
from kiosk.rows import Sent
from kiosk.submission import Receipt, State
from ui.citizen.others import OthersScreen
from ui.citizen.questions import SCREENS, QuestionScreen
from ui.citizen.questions.email import EmailScreen
from ui.citizen.questions.text import WritingScreen
from ui.face import CitizenFace, Core
from ui.hand import Album, Hand, Shown
from ui.screen import Screen
from ui.theme import Letters, Look, Panel
from ui.widgets.pages import Paged, Pages

_STEP_MS = 20
_PAGE_WITHIN_S = 15

_PREFERRED = (
    "lighting",
    "lights",
    "broken-lamp",
    "landmark:square",
    "phrases",
    "in-person",
    "not-now",
    "a-day",
    "4",
)
"""What the tour touches where it has a choice; else the first choice on the page that
leads to no question without a screen."""

_MOST = 3
"""Choices touched where there may be several and one is needed."""

_TELEPHONE = "2100000000"


@dataclass(frozen=True)
class Plan:
    """What tour to take."""

    out: Path
    form: str | None
    language: str
    look: Look
    letters: Letters
    offline: bool
    wait_s: float
    """How long to wait for delivery, in seconds."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What `tour.json` says."""

    form: str
    language: str
    touches: int
    """From the home screen to the receipt."""
    typed_characters: int
    receipt: str
    submission_id: str
    state: str
    remote_id: str | None
    seconds_to_delivery: float | None
    screens: list[Shown]


Wait = Callable[[], bool]


class Tour(QObject):
    """Walks one face through a journey."""

    def __init__(self, face: CitizenFace, core: Core, plan: Plan) -> None:
        super().__init__()
        self._face = face
        self._core = core
        self._plan = plan
        self._hand = Hand(face.shell)
        self._album = Album(face, plan.out)
        self._page: Screen | None = None
        self._receipt: Receipt | None = None
        self._steps = self._journey()
        self._wait: Wait = self._ready
        self._deadline = time.monotonic() + _PAGE_WITHIN_S
        self.report: Report | None = None
        self.trouble = False
        """Whether the kiosk had to say that it cannot keep anything."""
        self.lost_at = ""
        """Where a page did not come, if one did not."""
        face.visit.confirmed.connect(self._note_receipt)
        self._beat = QTimer(self)
        self._beat.setInterval(_STEP_MS)
        self._beat.timeout.connect(self._step)

    def begin(self) -> None:
        """Start walking; the application ends when the walk does."""
        self._beat.start()

    def _step(self) -> None:
        if not self._wait():
            if time.monotonic() > self._deadline:
                name = (
                    self._face.stand.page.name if self._face.stand.page else "nothing"
                )
                self._end(f"the page after “{name}” did not come")
            return
        try:
            self._wait = next(self._steps)
        except StopIteration:
            self._end("")
        else:
            self._deadline = time.monotonic() + _PAGE_WITHIN_S + self._plan.wait_s

    def _end(self, lost_at: str) -> None:
        self.lost_at = lost_at
        self._beat.stop()
        QApplication.quit()

    # The walk

    def _journey(self) -> Iterator[Wait]:
        self._album.take()
        yield self._touch("begin")
        yield from self._choose_language()
        self._face.stand.prefer(self._plan.look, self._plan.letters)
        yield self._ready
        self._album.take()
        self._hand.count_anew()
        yield from self._find(self._plan.form or self._core.pack.forms[0].id)
        while not self._at("receipt"):
            self._album.take()
            if self._at("trouble"):
                self.trouble = True
                return
            yield from self._answer()
        counted = (self._hand.touches, self._hand.typed)
        confirmed = time.monotonic()
        self._album.take()
        if not self._plan.offline:
            yield self._settled(confirmed)
        seconds = time.monotonic() - confirmed
        self._write(counted, seconds)
        yield from self._follow()
        self._write(counted, seconds)

    def _at(self, name: str) -> bool:
        page = self._face.stand.page
        return page is not None and page.name == name

    def _choose_language(self) -> Iterator[Wait]:
        if self._at("language"):
            self._album.take()
            yield self._touch(self._plan.language)

    def _follow(self) -> Iterator[Wait]:
        """Finish, look at the help, and ask for the report by its number."""
        yield self._touch("action")
        yield self._touch("begin")
        if self._at("language"):
            yield self._touch(self._plan.language)
        self._face.stand.prefer(self._plan.look, self._plan.letters)
        yield self._ready
        yield self._touch("help")
        self._album.take()
        yield self._touch("back")
        yield self._touch("follow")
        for symbol in self._receipt.code if self._receipt else "":
            self._hand.press(symbol)
        self._album.take()
        yield self._touch("action")
        self._album.take()
        yield self._touch("action")

    def _find(self, name: str) -> Iterator[Wait]:
        """Turn the pages until something is there, and touch it."""
        while not self._hand.sees(name):
            self._hand.press("more")
            yield self._ready
            self._album.take()
        yield self._touch(name)

    def _answer(self) -> Iterator[Wait]:
        """Read the pages, touch what the page asks for, and go on."""
        page = self._face.stand.page
        pages = None if page is None else page.pages()
        if page is not None and page.name == "statement" and pages is not None:
            while pages.page + 1 < pages.count:
                self._hand.press("more")
                yield self._ready
                self._album.take()
        self._write_here()
        *inside, last = _touches(page)
        for name in inside:
            if self._hand.sees(name):
                self._hand.press(name)
                yield self._ready
        if inside:
            self._album.take()
        yield self._touch(last)

    # Hands and eyes

    def _write_here(self) -> None:
        """Type something where there is no other way to answer."""
        page = self._face.stand.page
        if isinstance(page, WritingScreen) and page.writing and page.lacks_words:
            address = isinstance(page, EmailScreen)
            self._hand.write("maria@example.gr" if address else _("It is broken"))
            self._album.take()

    def _touch(self, name: str) -> Wait:
        """Touch something, and wait for the page that follows."""
        self._page = self._face.stand.page
        self._hand.press(name)
        return self._turned

    def _turned(self) -> bool:
        return self._face.stand.page is not self._page and self._ready()

    def _ready(self) -> bool:
        return self._face.stand.page is not None and not self._face.shell.deaf

    def _settled(self, since: float) -> Wait:
        def settled() -> bool:
            sent = self._sent()
            arrived = sent is not None and sent.state in (
                State.DELIVERED,
                State.REFUSED,
            )
            return arrived or time.monotonic() - since > self._plan.wait_s

        return settled

    def _sent(self) -> Sent | None:
        receipt = self._receipt
        rows = self._core.device.store.outbox()
        return next(
            (one for one in rows if receipt and one.receipt == receipt.code), None
        )

    def _note_receipt(self, receipt: Receipt) -> None:
        self._receipt = receipt

    def _write(self, counted: tuple[int, int], seconds: float) -> None:
        sent, receipt = self._sent(), self._receipt
        if sent is None or receipt is None:
            return
        delivered = sent.state is State.DELIVERED
        self.report = Report(
            form=sent.form,
            language=self._plan.language,
            touches=counted[0],
            typed_characters=counted[1],
            receipt=receipt.code,
            submission_id=receipt.submission_id,
            state=sent.state,
            remote_id=sent.remote_id,
            seconds_to_delivery=round(seconds, 3) if delivered else None,
            screens=self._album.shown,
        )
        text = msgspec.json.format(msgspec.json.encode(self.report), indent=2)
        new = self._plan.out / "tour.json.new"
        new.write_bytes(text + b"\n")
        new.replace(self._plan.out / "tour.json")


def _touches(page: Screen | None) -> list[str]:
    """What to touch on a page, in order; the last of it leads on."""
    question = page.asked.question if isinstance(page, QuestionScreen) else None
    pages = None if page is None else page.pages()
    names = [one.objectName() for one in pages.shown] if _tiled(pages) else []
    if isinstance(question, Ranking | Budget):
        most = question.most if isinstance(question, Ranking) else _MOST
        return [*names[: min(most, _MOST)], "action"]
    if isinstance(question, Number) and question.needs_answer:
        return [*str(max(question.least, 1)), "action"]
    if isinstance(question, Phone) and question.needs_answer:
        return [*_TELEPHONE, "action"]
    phrases = isinstance(page, WritingScreen) and page.lacks_words
    if isinstance(page, OthersScreen):
        return names[:1]
    if page is None or not names or (page.action() is not None and not phrases):
        return ["action"]
    if isinstance(page, QuestionScreen):
        names = [one for one in names if _can_be_walked(page, one)] or names
    return [next((name for name in _PREFERRED if name in names), names[0])]


def _can_be_walked(page: QuestionScreen, name: str) -> bool:
    """Say whether a choice opens no question that has no screen."""
    question, journey = page.asked.question, page.asked.journey
    if name not in {one.id for one in question.choices()}:
        return True
    return all(type(one) in SCREENS for one in journey.answer((name,)).asked)


def _tiled(pages: Paged | None) -> TypeGuard[Pages]:
    return isinstance(pages, Pages)


def take_tour(application: QApplication, core: Core, panel: Panel, plan: Plan) -> int:
    """Take a tour, say in a few lines how it went, and return the exit code.

    Raises CannotSave when the pictures cannot be written.
    """
    try:
        plan.out.mkdir(parents=True, exist_ok=True)
        for old in plan.out.glob("[0-9][0-9]-*.png"):
            old.unlink()
    except OSError as error:
        raise CannotSave(
            str(plan.out),
            f"cannot be written ({error.strerror})",
            "choose another folder with --out",
        ) from error
    face = CitizenFace(application, core, panel)
    face.shell.show()
    tour = Tour(face, core, plan)
    tour.begin()
    application.exec()
    return _tell(tour, plan)


def _tell(tour: Tour, plan: Plan) -> int:
    report = tour.report
    if tour.trouble:
        _say("the kiosk said calmly that it cannot keep anything now; the log says why")
        return 3
    if tour.lost_at or report is None:
        _say(f"{tour.lost_at or 'no report was made'}; the log says more")
        return 1
    _say(f"{len(report.screens)} screens in {plan.out}")
    _say(f"reported in {report.touches} touches, {report.typed_characters} characters")
    _say(f"receipt {grouped(report.receipt)}, kept on disk before it was shown")
    if report.state == State.DELIVERED:
        number, seconds = report.remote_id, report.seconds_to_delivery
        _say(f"delivered in {seconds} s, number {number} at the municipality")
        return 0
    if plan.offline:
        _say("no agent and no hub; it waits in the outbox")
        return 0
    _say(f"not delivered in {plan.wait_s:g} s ({report.state}); safe in the outbox")
    return 3


def _say(sentence: str) -> None:
    sys.stdout.write(f"tour: {sentence}\n")
