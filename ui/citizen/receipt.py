"""We have it: the number to take away, and what happens next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from i18n import _
from kiosk.codes import grouped
from kiosk.packs import Municipality
from kiosk.submission import Progress, Receipt
from ui.capture import Printer
from ui.citizen.paper import Paper
from ui.figures import hour
from ui.progress import stages_of
from ui.screen import Action, Heading, Said, Scene, Screen
from ui.sheet import Sheet
from ui.slip import sheet_of
from ui.theme import Theme
from ui.widgets.halves import halves
from ui.widgets.qr import QrCode
from ui.widgets.stages import Stage, Stages
from ui.widgets.words import Words


class ReceiptScreen(Screen):
    """Shown only after the report is on disk."""

    name = "receipt"
    final = True
    has_back = False
    has_start_over = False

    finished = Signal()

    def __init__(
        self,
        scene: Scene,
        receipt: Receipt,
        progress: Progress,
        printer: Printer,
        town: Municipality,
    ) -> None:
        super().__init__(scene)
        self._receipt = receipt
        self._progress = progress
        self._town = town
        self._paper = Paper(self, printer)
        photo = _("Take a photo, or write it down.")
        self._advice = Words(photo, "hint")
        portrait = scene.theme.panel.portrait
        self._halves = halves(self, scene.theme)
        self._halves.addWidget(self._card(), 0 if portrait else 5)
        self._stages = self._stages_of(progress)
        self._halves.addWidget(self._stages, 1 if portrait else 6)

    def heading(self) -> Heading:
        return Heading(_("We have it. Thank you."))

    def action(self) -> Action:
        return Action(_("Finish"), "check")

    def act(self) -> None:
        self.finished.emit()

    def busy(self) -> bool:
        return self._paper.printing

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The advice is read where it has room, and heard everywhere."""
        card = self._number_card
        inner = card.layout()
        assert inner is not None
        self._advice.setVisible(not self.scene.theme.cramped)
        if self.scene.theme.panel.portrait:  # the card is as high as it needs to be
            return
        inner.activate()  # or its rows would tell of what was shown before
        if card.heightForWidth(card.width()) > card.height():
            self._advice.hide()

    def _sheet(self) -> Sheet:
        stages = self._told(self._progress)
        title = _("We have it. Thank you.")
        return sheet_of(title, self._receipt.code, stages, (), self._town, self.scene)

    def show_progress(self, progress: Progress) -> None:
        """Show how far the report has come since."""
        self._progress = progress
        old, self._stages = self._stages, self._stages_of(progress)
        self._halves.replaceWidget(old, self._stages)
        old.hide()
        old.deleteLater()

    def spoken(self) -> tuple[Said, ...]:
        number = self._number
        spelt = Said(number.text(), number, private=True, spelt=True)
        lines = [Said(line.text(), line) for line in self._stages.lines]
        advice = Said(self._advice.text(), self._advice)
        return (Said(_("Your number"), self._number), spelt, spelt, advice, *lines)

    def _stages_of(self, progress: Progress) -> Stages:
        theme = self.scene.theme
        few = theme.cramped or (theme.panel.portrait and theme.scale > 1.5)
        return Stages(self._told(progress), theme, few)

    def _told(self, progress: Progress) -> tuple[Stage, ...]:
        local = self._receipt.confirmed.astimezone()
        kept = _("Today at {time}. Safe, even without power.").format(
            time=hour(local.time())
        )
        return stages_of(progress, kept, self.scene)

    def _card(self) -> QWidget:
        theme = self.scene.theme
        card = self._number_card = QFrame(self)
        card.setProperty("kind", "card")
        column = QVBoxLayout(card)
        inner = theme.px(8)
        column.setContentsMargins(inner, inner, inner, inner)
        column.setSpacing(theme.px(4))
        label, button = Words(_("Your number"), "hint"), self._paper.button(self._sheet)
        head = QHBoxLayout()
        head.addWidget(label, 1)
        column.addLayout(head)
        self._number = Words(grouped(self._receipt.code, "\u2002"), "code")
        # A number is read from left to right in every language.
        self._number.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._number.setWordWrap(False)
        column.addWidget(self._number)
        if button is not None:
            wide = label.sizeHint().width() + button.minimumSizeHint().width()
            if wide < self._number.sizeHint().width():
                head.addWidget(button)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.px(4))
        row.addWidget(QrCode(self._receipt.code, theme.px(_code_mm(theme))))
        beside = QVBoxLayout()
        beside.addStretch(1)
        beside.addWidget(self._advice)
        if button is not None and head.count() == 1:
            beside.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        beside.addStretch(1)
        row.addLayout(beside, 1)
        column.addLayout(row)
        column.addStretch(1)
        return card


def _code_mm(theme: Theme) -> int:
    """How broad the code is: as a telephone finds it from where one stands."""
    if theme.panel.short:
        return 40
    return 54 if theme.panel.portrait or theme.tight else 62
