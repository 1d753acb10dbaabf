"""What became of a report, as far as this kiosk knows."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from i18n import _
from kiosk.codes import grouped
from kiosk.packs import Municipality
from kiosk.submission import Case
from ui.capture import Printer
from ui.citizen.paper import Paper
from ui.screen import Action, Heading, Said, Scene, Screen
from ui.sheet import Sheet
from ui.slip import case_sheet, expects, stages_for
from ui.widgets.halves import halves
from ui.widgets.letter import Letter
from ui.widgets.stages import Stages
from ui.widgets.words import Words


class CaseScreen(Screen):
    """The four stages, and the municipality's last words; nothing personal.

    What was taken back has but two.
    """

    name = "case"

    finished = Signal()

    def __init__(
        self, scene: Scene, case: Case, printer: Printer, town: Municipality
    ) -> None:
        super().__init__(scene)
        self._case = case
        self._town = town
        self._paper = Paper(self, printer)
        # What was taken back is nothing to carry home.
        self._button = None if case.is_taken_back else self._paper.button(self._sheet)
        theme = scene.theme
        layout = halves(self, theme)
        self._message: Letter | None = None
        if case.is_taken_back:
            self._stages = Stages(stages_for(self._case, self.scene), theme, few=False)
            layout.addWidget(self._stages)
            return
        upright = theme.panel.portrait and theme.scale > 1.5
        few = theme.cramped or upright
        self._stages = Stages(stages_for(self._case, self.scene), theme, few)
        left = QVBoxLayout()
        left.addWidget(self._stages, 1)
        if self._button is not None and theme.cramped:
            left.addWidget(self._button)
        layout.addLayout(left, 6)
        message = case.message or _("It has not written anything about it yet.")
        expected = expects(self._case, self.scene)
        # Large letters leave no room for both: the day has a leaf of its own.
        leaves = [expected, message] if expected and theme.scale > 1 else [message]
        self._message = Letter(" ".join(leaves), "body", leaves)
        top = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop
        self._message.leaf.setAlignment(top)
        self._expected = Words("" if len(leaves) > 1 else expected, "tile")
        self._message.turned.connect(self.turned)
        layout.addWidget(self._letter(self._message), 5)

    def heading(self) -> Heading:
        is_gone = self._case.is_taken_back
        return Heading(
            _("This was taken back") if is_gone else _("This is what we know"),
            _("Number {code}").format(code=grouped(self._case.code)),
            private=True,
        )

    def action(self) -> Action:
        return Action(_("Finish"), "check")

    def act(self) -> None:
        self.finished.emit()

    def busy(self) -> bool:
        return self._paper.printing

    def _sheet(self) -> Sheet:
        return case_sheet(self._case, self._town, self.scene)

    def spoken(self) -> tuple[Said, ...]:
        lines = [Said(line.text(), line) for line in self._stages.lines]
        if self._message is None:
            return tuple(lines)
        lines.append(Said(_("The municipality says")))
        if self._expected.text():
            lines.append(Said(self._expected.text(), self._expected))
        leaf = self._message.leaf
        lines.append(Said(leaf.text(), leaf, private=True))
        return tuple(lines)

    def pages(self) -> Letter | None:
        return self._message

    def _letter(self, message: Letter) -> QFrame:
        theme = self.scene.theme
        card = QFrame(self)
        card.setProperty("kind", "card")
        column = QVBoxLayout(card)
        inner = theme.px(8 if theme.roomy else 5)
        column.setContentsMargins(inner, inner, inner, inner)
        column.setSpacing(theme.px(4 if theme.roomy else 2))
        head = QHBoxLayout()
        head.addWidget(Words(_("The municipality says"), "hint"), 1)
        if self._button is not None and not theme.cramped:
            head.addWidget(self._button)
        column.addLayout(head)
        if self._expected.text():
            column.addWidget(self._expected)
        column.addWidget(message, 1)
        return card
