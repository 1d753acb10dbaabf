"""A journey on the real screens, by real touch events, told in pictures.

Nothing is skipped or pretended: the tour finds what to touch on the glass, touches it as
a finger would, waits for the page that follows, and takes its picture. It runs in Qt's
own event loop, a step at a time.
"""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from i18n import _
from kiosk.codes import grouped
from kiosk.rows import Sent
from kiosk.submission import Receipt, State
from ui.album import Shown, clear, save
from ui.citizen.questions.email import EmailScreen
from ui.citizen.questions.text import WritingScreen
from ui.citizen.questions.voice import VoiceScreen
from ui.face import CitizenFace, Core
from ui.hand import Album, Hand
from ui.keyhand import KeyHand, SwitchHand, Transcript
from ui.person import Means
from ui.route import touches
from ui.screen import Screen
from ui.theme import Letters, Look, Panel

_STEP_MS = 20
_PAGE_WITHIN_S = 15

MOST_TOUCHES = {"problem": 6, "idea": 8}
"""From the home page to the receipt, without typing: a pack whose form takes more has a
mistake."""

_LONG_ENOUGH_S = 1.0


class Plan(msgspec.Struct, frozen=True):
    """What tour to take."""

    out: Path
    form: str | None
    language: str
    look: Look
    letters: Letters
    offline: bool
    wait_s: float
    """How long to wait for delivery, in seconds."""
    by: Means = Means.TOUCH
    speaks: bool = False
    """By voice, where the form takes it; the microphone hears whatever there is to hear."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What `tour.json` says."""

    form: str
    language: str
    input: Means
    touches: int
    """From the home screen to the receipt."""
    presses: int
    """Of keys that can be felt, as far."""
    most: int | None
    """How many there may be; null where nobody counts."""
    typed_characters: int
    receipt: str
    submission_id: str
    state: str
    remote_id: str | None
    seconds_to_delivery: float | None
    screens: list[Shown] = []


Wait = Callable[[], bool]


class Tour(QObject):
    """Walks one face through a journey."""

    def __init__(self, face: CitizenFace, core: Core, plan: Plan, hand: Hand) -> None:
        super().__init__()
        self._face = face
        self._core = core
        self._plan = plan
        self._hand = hand
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
        self.unheard = False
        """It was to speak, and there is no microphone."""
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
                page = self._face.stand.page
                name = "nothing" if page is None else page.name
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
        yield from self._come_in()
        self._album.take()
        self._hand.count_anew()
        yield from self._find(self._plan.form or self._core.pack.forms[0].id)
        while not self._at("receipt"):
            self._album.take()
            if self._at("trouble") or self.unheard:
                self.trouble = self._at("trouble")
                return
            yield from self._answer()
        hand = self._hand
        counted = (hand.touches, hand.presses, hand.typed)
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

    def _come_in(self, again: bool = False) -> Iterator[Wait]:
        self._hand.wake()
        yield self._ready
        yield self._touch("begin")
        if self._at("language"):
            if not again:
                self._album.take()
            yield self._touch(self._plan.language)
        self._face.stand.prefer(self._plan.look, self._plan.letters)
        yield self._ready

    def _follow(self) -> Iterator[Wait]:
        """Finish, look at the help, and ask for the report by its number."""
        yield self._touch("action")
        yield from self._come_in(again=True)
        yield self._touch("help")
        self._album.take()
        yield self._touch("back")
        yield self._touch("follow")
        for symbol in self._receipt.code if self._receipt else "":
            yield self._press(symbol)
        self._album.take()
        yield self._touch("action")
        self._album.take()
        yield self._touch("action")

    def _find(self, name: str) -> Iterator[Wait]:
        """Turn the pages until something is there, and touch it."""
        while not self._hand.sees(name):
            yield self._press("more")
            self._album.take()
        yield self._touch(name)

    def _answer(self) -> Iterator[Wait]:
        """Read the pages, touch what the page asks for, and go on."""
        page = self._face.stand.page
        pages = None if page is None else page.pages()
        if page is not None and page.name == "statement" and pages is not None:
            while pages.page + 1 < pages.count:
                yield self._press("more")
                self._album.take()
        yield from self._write_here()
        if self._plan.speaks and isinstance(page, VoiceScreen):
            yield from self._speak_on(page)
        *inside, last = touches(page, self._plan.speaks)
        for name in inside:
            if self._hand.sees(name):
                yield self._press(name)
        if inside:
            self._album.take()
        yield self._touch(last)

    def _speak_on(self, page: VoiceScreen) -> Iterator[Wait]:
        """Begin to speak, and end."""
        self.unheard = not self._hand.sees("talk")  # it may have found out already
        if self.unheard:
            return
        self._hand.press("talk")
        yield lambda: not page.busy() or _heard_s(page) >= _LONG_ENOUGH_S
        self.unheard = not page.busy()
        if page.busy():
            self._album.take()
            self._hand.press("talk")
            yield self._ready
            self._album.take()

    def _write_here(self) -> Iterator[Wait]:
        """Type something where there is no other way to answer."""
        page = self._face.stand.page
        if isinstance(page, WritingScreen) and page.writing and page.lacks_words:
            address = isinstance(page, EmailScreen)
            text = "maria@example.gr" if address else _("It is broken")
            for name in self._hand.keys_of(text):
                yield self._press(name)
            self._album.take()

    def _press(self, name: str) -> Wait:
        """Touch something on the page that stays."""
        self._hand.press(name)
        return self._ready

    def _touch(self, name: str) -> Wait:
        """Touch something, and wait for the page that follows."""
        self._page = self._face.stand.page
        self._hand.press(name)
        return self._turned

    def _turned(self) -> bool:
        return self._face.stand.page is not self._page and self._ready()

    def _ready(self) -> bool:
        there = self._face.stand.page is not None and not self._face.shell.deaf
        return there and not self._hand.busy

    def _settled(self, since: float) -> Wait:
        def settled() -> bool:
            sent, ends = self._sent(), (State.DELIVERED, State.REFUSED)
            arrived = sent is not None and sent.state in ends
            return arrived or time.monotonic() - since > self._plan.wait_s

        return settled

    def _sent(self) -> Sent | None:
        receipt = self._receipt
        rows = self._core.device.store.outbox()
        mine = (one for one in rows if receipt and one.receipt == receipt.code)
        return next(mine, None)

    def _note_receipt(self, receipt: Receipt) -> None:
        self._receipt = receipt

    def _write(self, counted: tuple[int, int, int], seconds: float) -> None:
        sent, receipt = self._sent(), self._receipt
        if sent is not None and receipt is not None:
            report = _report(sent, receipt, self._plan, counted, seconds)
            self.report = msgspec.structs.replace(report, screens=self._album.shown)
            save(self.report, self._plan.out)


def _report(
    sent: Sent,
    receipt: Receipt,
    plan: Plan,
    counted: tuple[int, int, int],
    seconds: float,
) -> Report:
    delivered = sent.state is State.DELIVERED
    return Report(
        form=sent.form,
        language=plan.language,
        input=plan.by,
        touches=counted[0],
        presses=counted[1],
        most=MOST_TOUCHES.get(sent.form),
        typed_characters=counted[2],
        receipt=receipt.code,
        submission_id=receipt.submission_id,
        state=sent.state,
        remote_id=sent.remote_id,
        seconds_to_delivery=round(seconds, 3) if delivered else None,
    )


def _heard_s(page: VoiceScreen) -> float:
    """For how long somebody was heard, in seconds."""
    kit = page.asked.kit
    return 0.0 if kit is None else kit.microphone.seconds


def take_tour(application: QApplication, core: Core, panel: Panel, plan: Plan) -> int:
    """Take a tour, say in a few lines how it went, and return the exit code.

    Raises CannotSave when the pictures cannot be written.
    """
    clear(plan.out)
    voice = None if plan.by is Means.TOUCH else Transcript(core.home.voice)
    face = CitizenFace(application, core, panel, voice)
    face.shell.show()
    tour = Tour(face, core, plan, _hand(face, core, voice, plan.by))
    tour.begin()
    application.exec()
    return _tell(tour, plan)


def _hand(face: CitizenFace, core: Core, voice: Transcript | None, by: Means) -> Hand:
    if voice is None:
        return Hand(face.shell, core.config.touch)
    return (SwitchHand if by is Means.SWITCH else KeyHand)(face, voice)


def _tell(tour: Tour, plan: Plan) -> int:
    report = tour.report
    if tour.trouble:
        _say("the kiosk said calmly that it cannot keep anything now; the log says why")
        return 3
    if tour.unheard:
        _say("no microphone here to speak into; start a sound server, or leave --speak")
        return 3
    if tour.lost_at or report is None:
        _say(f"{tour.lost_at or 'no report was made'}; the log says more")
        return 1
    _say(f"{len(report.screens)} screens in {plan.out}")
    done = f"{report.touches} touches" if report.touches else f"{report.presses} keys"
    _say(f"reported in {done}, {report.typed_characters} characters")
    if report.most is not None and (
        report.touches > report.most or report.typed_characters
    ):
        _say(f"{report.most} touches are the most for this form, and nothing typed")
        return 2
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
