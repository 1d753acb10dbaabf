"""The citizen's way through the kiosk: which page comes after which touch.

What a person answers is in this object and nowhere else until they confirm it, and it is
dropped when they finish or walk away.
"""

import logging
import os
from functools import partial

from PySide6.QtCore import QObject, Signal

from kiosk.errors import Known
from kiosk.forms import Answer
from kiosk.journey import Journey
from kiosk.submission import Receipt
from ui.citizen.ahead import Outlook, Step
from ui.citizen.aside import TroubleScreen
from ui.citizen.calling import Calling
from ui.citizen.check import CheckScreen
from ui.citizen.hearing import Hearing
from ui.citizen.home import HomeScreen
from ui.citizen.joining import Joining
from ui.citizen.keeping import Keeping
from ui.citizen.language import LanguageScreen
from ui.citizen.presence import Presence
from ui.citizen.questions import Asked, QuestionScreen, screen_for
from ui.citizen.reading.room import ReadingRoom
from ui.citizen.receipt import ReceiptScreen
from ui.citizen.threshold import Threshold
from ui.citizen.tracking import Tracking
from ui.foresight import Make
from ui.satchel import Kit
from ui.screen import Scene, Screen
from ui.strips import Strip
from ui.tidying import Tidying

_log = logging.getLogger(__name__)


class Visit(QObject):
    """One person after another, at one stand."""

    confirmed = Signal(object)
    """The Receipt of a report that is on disk."""

    def __init__(self, threshold: Threshold, wipe_after_s: int, kit: Kit) -> None:
        stand, door = threshold.stand, threshold.door
        worker = threshold.worker
        super().__init__(stand)
        self._threshold = threshold
        self._kit = kit
        self._stand = stand
        self._door = door
        self._journey: Journey | None = None
        self._drafts: dict[str, Answer] = {}
        """What stood on the questions one went back from, not yet answered."""
        self._keeping = Keeping(door, worker, kit.satchel, self)
        self._keeping.kept.connect(self._kept)
        self._keeping.refused.connect(self._tell_trouble)
        self._joining = Joining(stand, door, worker)
        self._joining.walked.connect(self._walk)
        self._reference = ""
        Tidying(stand)
        self._room = ReadingRoom(threshold, kit.lectern)
        self._tracking = Tracking(stand, door, worker, kit)
        self._tracking.finished.connect(self.rest)
        self._calling = Calling(stand, door, worker, kit.printer)
        Hearing(stand)
        stand.touched.connect(self._strip_touched)
        Outlook(stand, door, self._step, self._plain_way)
        stand.idle.gone.connect(self.rest)
        Presence(stand, wipe_after_s)

    # Coming and going

    def rest(self) -> None:
        """Wipe everything of the last person and wait for the next one."""
        self._forget_journey()
        self._tracking.forget()
        self._calling.forget()
        self._room.forget()
        self._threshold.rest()

    def tell_bug(self, reference: str) -> None:
        """Something of ours went wrong: say so calmly, with its number in the log."""
        self._keeping.give_up()
        self._reference = reference
        self._stand.show(self._trouble)

    def begin(self) -> None:
        """Somebody has come in."""
        self._stand.idle.watch()
        self._stand.narrator.prepare()
        self._stand.show(self._first)

    @property
    def _first(self) -> Make:
        many = len(self._stand.about.languages) > 1
        return self._languages if many else self._home

    def _speak(self, code: str) -> None:
        self._stand.speak(code)
        if not self._stand.uncover():
            self._stand.show(self._home)

    def _forget_journey(self) -> None:
        self._journey = None
        self._drafts.clear()
        self._joining.forget()
        self._door.forget()
        self._kit.forget()

    def _go_home(self) -> None:
        self._forget_journey()
        self._stand.show(self._home)

    def _strip_touched(self, name: str) -> None:
        if name == Strip.BACK:
            self._back()
        elif name == Strip.START_OVER:
            self._go_home()
        elif name == Strip.HELP:
            self._calling.help()
        elif name == Strip.LANGUAGE:
            self._stand.cover(self._languages)

    def _back(self) -> None:
        if self._room.back() or self._joining.back():
            return
        before = None if self._journey is None else self._journey.back()
        page = self._stand.page
        if isinstance(page, QuestionScreen):
            self._drafts[page.asked.question.id] = page.draft()
        self._go_home() if before is None else self._walk(before)

    # The journey

    def _begin_form(self, form_id: str) -> None:
        form = self._door.pack.form(form_id)
        if form is None:
            raise ValueError(f"the pack has no form {form_id}")
        try:
            journey = self._door.begin(form)
        except Known as error:
            self._tell_trouble(error)
        else:
            self._walk(journey)

    def _walk(self, journey: Journey) -> None:
        self._joining.forget()
        self._journey = journey
        self._kit.satchel.keep_only([*journey.answers.values(), *self._drafts.values()])
        if journey.at is None:
            self._door.look_over(journey, self._stand.person.language, os.urandom)
        self._stand.show(self._step(journey), self._drafts.get(journey.at or "", ()))

    def _step(self, journey: Journey) -> Step:
        return Step(self._check if journey.at is None else self._question, journey)

    def _plain_way(self, page: Screen) -> Make | None:
        """The page that comes after one that asks nothing."""
        if page.bare:
            return self._first
        if isinstance(page, ReceiptScreen):
            return self._threshold.page
        return self._home if isinstance(page, LanguageScreen) else None

    def _answer(self, answer: Answer) -> None:
        if self._journey is not None:
            self._drafts.pop(self._journey.at or "", None)
            self._joining.answer(self._journey, answer)

    def _change(self, question_id: str) -> None:
        if self._journey is not None:
            self._walk(self._journey.change(question_id))

    def _keep(self) -> None:
        if self._journey is not None:
            self._keeping.keep(self._journey, self._stand.person.language)

    def _kept(self, receipt: Receipt) -> None:
        self._forget_journey()
        self._tracking.show_receipt(receipt)
        self.confirmed.emit(receipt)

    def _tell_trouble(self, error: Known) -> None:
        _log.error("%s: %s", type(error).__name__, error)
        self._reference = ""
        self._stand.show(self._trouble)

    def _try_again(self) -> None:
        self._go_home() if self._journey is None else self._walk(self._journey)

    # The pages

    def _languages(self, scene: Scene) -> Screen:
        page = LanguageScreen(scene, self._stand.about.languages)
        page.chosen.connect(self._speak)
        return page

    def _home(self, scene: Scene) -> Screen:
        page = HomeScreen(scene, self._door.pack.forms, self._room.has_something)
        page.read_chosen.connect(self._room.begin)
        page.form_chosen.connect(self._begin_form)
        page.follow_chosen.connect(self._tracking.ask_number)
        page.help_chosen.connect(self._calling.help)
        return page

    def _question(self, journey: Journey, scene: Scene) -> Screen:
        door = self._door
        if journey.question is None:
            raise ValueError("no question is being asked")
        kit = self._kit if door.may_capture() else None
        tools = (door.pack.lexicon, kit, door.map)
        asked = Asked(journey.question, journey, door.village, *tools)
        page = screen_for(scene, asked)
        page.answered.connect(self._answer)
        return page

    def _check(self, journey: Journey, scene: Scene) -> Screen:
        page = CheckScreen(scene, journey, self._kit)
        page.others.connect(partial(self._joining.look, journey))
        page.confirmed.connect(self._keep)
        page.change.connect(self._change)
        return page

    def _trouble(self, scene: Scene) -> Screen:
        contact = self._door.pack.municipality.contact
        page = TroubleScreen(scene, contact, self._reference)
        page.left.connect(self._try_again)
        return page
