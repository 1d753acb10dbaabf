"""A clerk's morning on the real pages of the desk, by keyboard alone, told in pictures.

Like the citizen's tour nothing is skipped or pretended: keys go to whatever has the
cursor, a deed is asked for by the keys that its button shows, the store is a real one.
"""

import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from i18n import _
from kiosk.office.cures import Remedy
from kiosk.office.shift import Ground
from kiosk.rows import Sent
from kiosk.submission import State
from ui.album import Shown, save
from ui.desk.face import DeskFace
from ui.desk.find import FindPage
from ui.desk.reasons import verb
from ui.desk.sitter import WITHIN_S, Sitter, Wait

_PIN: Final = "314159"


class Plan(msgspec.Struct, frozen=True):
    """What a morning brings."""

    out: Path
    language: str
    offline: bool
    wait_s: float
    """How long to wait for delivery, in seconds."""
    seeks: tuple[str, str]
    """What is typed to find the kind of problem, and the place."""
    answers: tuple[str, ...]
    """Keys pressed on the questions after that, up to the words."""

    @property
    def letters(self) -> int:
        """Letters of the description."""
        return len(_("It is broken"))


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What `tour.json` says; the names are those of the citizen's tour."""

    form: str
    language: str
    input: str = "keyboard"
    touches: int = 0
    presses: int
    """Of keys, in the whole morning."""
    typed_characters: int
    receipt: str
    submission_id: str
    state: str
    remote_id: str | None
    seconds_to_delivery: float | None
    keystrokes: int
    """Of the quick entry, from turning to its page until it is kept."""
    seconds: float
    """Of the same."""
    found_ms_p95: float
    """From a letter typed to the list of what it finds."""
    screens: list[Shown] = []


class Morning(Sitter):
    """Signs in, enters, finds, cures, answers, prints and hands over."""

    def __init__(self, face: DeskFace, ground: Ground, plan: Plan) -> None:
        super().__init__(face, plan.out)
        self._ground = ground
        self._plan = plan
        self._entered = (0, 0.0)
        self._found_ms: list[float] = []
        self._sent_s: float | None = None
        self._receipt = ""
        self._typed_at = 0.0
        self.report: Report | None = None

    def work(self) -> Iterator[Wait]:
        yield from self._sign_in()
        yield from self._enter()
        yield from self._find()
        yield from self._cure()
        yield from self._answer_call()
        yield from self._print_form()
        yield from self._hand_over()

    def _sign_in(self) -> Iterator[Wait]:
        self._doing = "signing in"
        yield self._rests
        self._take("sign-in")
        if self._face.door.people:
            self._hands.type(_PIN)
        else:
            for text in ("Μαρία", _PIN, _PIN):
                self._hands.type(text)
                self._hands.press("Tab")
        self._hands.press("Return")
        yield lambda: self._face.office is not None
        yield self._rests

    def _enter(self) -> Iterator[Wait]:
        self._doing = "the quick entry"
        strokes, begun = self._hands.strokes, time.monotonic()
        before = len(self._ground.store.outbox())
        self._hands.press("F2")
        for words in self._plan.seeks:
            self._hands.type(words)
            yield self._rests
            self._take("entry")
            self._hands.press("Return")
        for keys in self._plan.answers:
            self._press_or_type(keys)
        self._hands.type(_("It is broken"))
        self._take("entry")
        self._hands.press("Ctrl+Return")
        yield lambda: len(self._ground.store.outbox()) > before
        self._entered = (self._hands.strokes - strokes, time.monotonic() - begun)
        yield self._rests
        self._receipt = self._ground.store.outbox()[-1].receipt
        self._take("entered")
        if not self._plan.offline:
            yield from self._send()

    def _send(self) -> Iterator[Wait]:
        self._doing = "sending it"
        self._press(_("Send now"))
        since = time.monotonic()
        end = since + self._plan.wait_s

        def settled() -> bool:
            self._deadline = end + WITHIN_S
            done = self._mine().state is State.DELIVERED
            return done or time.monotonic() > end

        yield settled
        if self._mine().state is State.DELIVERED:
            self._sent_s = round(time.monotonic() - since, 3)

    def _find(self) -> Iterator[Wait]:
        self._doing = "finding it"
        self._hands.press("F3")
        yield self._rests
        self._take("find")
        page = self._page()
        assert isinstance(page, FindPage)
        page.answered.connect(self._note_found)
        for sign in self._receipt[:4]:
            self._typed_at = time.perf_counter()
            self._hands.type(sign)
            yield self._rests
        self._take("find")
        self._hands.press("Return")
        yield self._on("case")
        yield self._rests
        self._take("case")
        self._press(_("Print the receipt"))
        yield self._rests
        self._take("case")

    def _note_found(self) -> None:
        self._found_ms.append((time.perf_counter() - self._typed_at) * 1000)

    def _cure(self) -> Iterator[Wait]:
        self._doing = "curing what was refused"
        self._hands.press("F4")
        yield self._on("unsent")
        yield self._rests
        self._take("unsent")
        if self._plan.offline and not self._sees(_("Open")):
            return
        self._press(_("Open"))
        yield lambda: self._sees(verb(Remedy.AGAIN))
        self._take("unsent")
        self._press(verb(Remedy.AGAIN))
        yield lambda: self._sees(_("Undo it"))
        yield self._rests
        self._take("unsent")

    def _answer_call(self) -> Iterator[Wait]:
        self._doing = "answering a call"
        self._hands.press("F5")
        yield self._rests
        self._take("calls")
        self._press(_("I am coming"))
        yield lambda: all(one.who for one in self._face.door.calls())
        yield self._rests
        self._take("calls")

    def _print_form(self) -> Iterator[Wait]:
        self._doing = "printing a form"
        self._hands.press("F6")
        yield self._rests
        self._take("paper")

    def _hand_over(self) -> Iterator[Wait]:
        self._doing = "handing over"
        self._hands.press("F7")
        yield self._rests
        self._hands.type(_("It is broken"))
        self._hands.press("Return")
        yield self._rests
        self._take("handover")
        self._hands.press("F8")
        yield self._rests
        self._take("people")
        self._hands.press("Ctrl+L")
        yield lambda: self._face.office is None
        yield self._rests
        self._take("locked")

    def _mine(self) -> Sent:
        rows = self._ground.store.outbox()
        return next(one for one in rows if one.receipt == self._receipt)

    def finish(self) -> None:
        mine, times = self._mine(), sorted(self._found_ms)
        self.report = Report(
            form=mine.form,
            language=self._plan.language,
            presses=self._hands.strokes,
            typed_characters=self._hands.typed,
            receipt=mine.receipt,
            submission_id=mine.submission_id,
            state=mine.state,
            remote_id=mine.remote_id,
            seconds_to_delivery=self._sent_s,
            keystrokes=self._entered[0],
            seconds=round(self._entered[1], 3),
            found_ms_p95=round(times[math.ceil(0.95 * len(times)) - 1], 1),
            screens=self._shown,
        )
        save(self.report, self._plan.out)
