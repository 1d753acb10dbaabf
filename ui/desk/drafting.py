"""What is open on the page of quick entry: how it is begun, shown and put away."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from i18n import _
from kiosk.errors import CannotSave
from kiosk.forms import Answers, Form
from kiosk.journey import Journey
from kiosk.media import Captured
from kiosk.office.entry import Entry
from kiosk.office.sheet import answered
from kiosk.office.taxonomy import Subject, Taxonomy
from ui.capture import Darkroom
from ui.desk.behalf import Behalf, BehalfBox
from ui.desk.fields import Means
from ui.desk.kept import KeptPanel
from ui.desk.page import Bench, Page
from ui.desk.parts import button, column, label, shown
from ui.desk.recent import RecentBox
from ui.desk.seek import Hit, Seek
from ui.desk.sheet import Sheet
from ui.devices import Lab
from ui.screen import Scene

CLEAR: Final = "Alt+0"


class Draft(msgspec.Struct, frozen=True):
    """What is filled in and not kept yet."""

    journey: Journey
    hidden: tuple[str, ...] = ()
    """Questions that were answered by having found the subject."""
    about: str = ""
    """What it is about, in words."""
    behalf: Behalf = msgspec.field(default_factory=Behalf)
    paper: str = ""
    captured: Mapping[str, Captured] = msgspec.field(default_factory=dict)


class Drafting(Page):
    """The page, as far as it shows and holds what is filled in."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._room = Entry(bench.shift)
        pack, scene = self._room.pack, bench.scene
        own = pack.municipality.languages
        self._taxonomy = Taxonomy(pack, (scene.language, own[0], "en"))
        self._captured: dict[str, Captured] = {}
        self._lab: Lab | None = None
        self._cleared: Draft | None = None
        """What was cleared last: it may be brought back."""
        self._draft: Draft | None = None
        """What is open, as it was opened."""
        self._seek = Seek(self._found, _("What is it about?"), scene.theme)
        self._about = label("", "desk-strong")
        self._sheet = Sheet(self._means())
        self._hint = label(
            _(
                "Type a few letters: lamp, bin, appointment. Or scan the square on a form"
                " on paper."
            ),
            "desk-hint",
        )
        self._kept = KeptPanel(bench.shift.ground.config.office.undo_s, scene.theme)
        self._middle = QStackedWidget()
        self._behalf = BehalfBox(own, scene.theme)
        self._recent = RecentBox(scene.theme)
        self._keep = button(_("Keep"), "Ctrl+Return", "desk-main")
        self._clear = button("", CLEAR)
        self._build()
        self._put_away()
        self.later(self._taxonomy.prepare, lambda _done: None)

    def draft(self) -> object | None:
        return self._draft_now()

    def take_up(self, draft: object) -> None:
        assert isinstance(draft, Draft)
        self._open(draft)

    # Beginning

    def _found(self, typed: str) -> list[Hit]:
        if "/" in typed:  # a paper's code, as a person types it
            return []
        scene, found = self.bench.scene, self._taxonomy.subjects(typed)
        return [Hit("   ·   ".join(_said(one, scene)[::-1]), one) for one in found]

    def _begin(self, subject: Subject) -> None:
        about = _about(subject, self.bench.scene)
        before = self._draft_now()
        same = before is not None and before.journey.form.id == subject.form.id
        answers = {**before.journey.answers} if before and same else {}
        begun = self._begun(subject.form, {**answers, **subject.answers})
        if begun is not None:
            behalf = self._behalf.behalf
            paper = before.paper if before and same else ""
            hidden = tuple(subject.answers)
            self._open(Draft(begun, hidden, about, behalf, paper, dict(self._captured)))

    def _begun(self, form: Form, answers: Answers) -> Journey | None:
        try:
            begun = self._room.begin(form)
        except CannotSave:
            self._refuse_to_keep()
            return None
        return answered(begun, answers)

    def _open(self, draft: Draft) -> None:
        self._draft, self._cleared = draft, None
        self._say_clear()
        self._captured.clear()
        self._captured.update(draft.captured)
        self._seek.show_text("")
        self._about.setText(draft.about)
        self._about.show()
        self._behalf.show_behalf(draft.behalf)
        self._sheet.open(draft.journey, draft.hidden)
        self._middle.setCurrentWidget(self._sheet)
        self._keep.setEnabled(True)
        self._chain()
        self._sheet.go_to_first()

    def _put_away(self, cleared: Draft | None = None) -> None:
        """Nothing is open, and no word of it is left in any field."""
        self._draft, self._cleared = None, cleared
        self._say_clear()
        self._captured.clear()
        if self._lab is not None:
            self._lab.forget()
        self._seek.show_text("")
        self._about.setText("")
        self._about.hide()
        self._behalf.show_behalf(Behalf())
        self._sheet.clear()
        self._middle.setCurrentWidget(self._hint)
        self._keep.setEnabled(False)
        self._chain()

    def _may_begin(self) -> bool:
        if self._draft is None:
            return True
        self.told.emit(_("Keep what is open here first, or clear it."))
        return False

    def _clear_all(self) -> None:
        """Clear what is open; where nothing is, bring back what was cleared last."""
        if self._draft is None and self._cleared is not None:
            self._open(self._cleared)
            return
        self._put_away(self._draft_now())
        self._seek.setFocus()

    def _say_clear(self) -> None:
        words = _("Bring back") if self._cleared else _("Clear")
        self._clear.setText(f"{words}   {shown(CLEAR)}")
        self._clear.setAccessibleName(words)
        self._clear.setEnabled(bool(self._draft or self._cleared))

    def _draft_now(self) -> Draft | None:
        draft, journey = self._draft, self._sheet.journey
        if draft is None or journey is None:
            return None
        who, held = self._behalf.behalf, dict(self._captured)
        return Draft(journey, draft.hidden, draft.about, who, draft.paper, held)

    def _refuse_to_keep(self) -> None:
        self.told.emit(
            _(
                "Nothing can be kept now: the disk is full or broken. Call the technician."
            )
        )

    def _means(self) -> Means:
        return Means(
            self.bench.scene,
            self._room.pack.places,
            self._taxonomy.places,
            self._today,
            self._darkroom,
            self.later,
            self._captured,
            self.bench.shift.ground.config.office.scans,
        )

    def _today(self) -> date:
        return self.bench.shift.now().astimezone().date()

    def _darkroom(self) -> Darkroom:
        if self._lab is None:
            self._lab = Lab(parent=self)
        return self._lab

    # Building

    def _build(self) -> None:
        theme = self.bench.scene.theme
        page = column(self, theme)
        page.addWidget(label(self.title(), "desk-title"))
        self._seek.line.setPlaceholderText(_("What is it about?"))
        self._seek.chosen.connect(self._begin)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        for one in (self._hint, self._sheet, self._kept):
            self._middle.addWidget(one)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(3))
        foot.addWidget(self._keep)
        foot.addWidget(self._clear)
        foot.addStretch(1)
        page.addLayout(
            _beside(
                _stacked((self._seek, self._about, self._middle), theme.px(3), foot),
                _stacked((self._behalf, self._recent), theme.px(4)),
                theme.px(6),
            ),
            1,
        )
        for box in (self._behalf, self._recent):
            box.setFixedWidth(theme.px(78))
        self._clear.clicked.connect(self._clear_all)
        self._sheet.changed.connect(self._chain)
        self._sheet.finished.connect(self._keep.setFocus)
        enter = QShortcut(QKeySequence("Return"), self._keep)
        enter.setContext(Qt.ShortcutContext.WidgetShortcut)
        enter.activated.connect(self._keep.click)

    def _chain(self) -> None:
        """Let Tab go through the page in the order of reading."""
        self._behalf.leave_out({one.question.role for one in self._sheet.fields})
        there: list[QWidget] = [self._seek.line]
        there += [one.target for one in self._sheet.fields]
        there += [*self._behalf.targets, self._keep, self._clear, self._recent.list]
        for first, second in pairwise(there):
            QWidget.setTabOrder(first, second)


def _said(subject: Subject, scene: Scene) -> list[str]:
    """Its form, and what is chosen by it."""
    return [scene.say(one) for one in (subject.form.title, *subject.path)]


def _about(subject: Subject, scene: Scene) -> str:
    said = _said(subject, scene)
    return " › ".join(said[1:] or said)


def _stacked(
    pieces: Sequence[QWidget], gap: int, foot: QHBoxLayout | None = None
) -> QVBoxLayout:
    """One under another; the last of them takes what room there is."""
    made = QVBoxLayout()
    made.setSpacing(gap)
    for one in pieces:
        made.addWidget(one, 1 if one is pieces[-1] else 0)
    if foot is not None:
        made.addLayout(foot)
    return made


def _beside(left: QVBoxLayout, right: QVBoxLayout, gap: int) -> QHBoxLayout:
    made = QHBoxLayout()
    made.setSpacing(gap)
    made.addLayout(left, 1)
    made.addLayout(right)
    return made
