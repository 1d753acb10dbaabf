"""The answers of one report, to be changed; beside a colleague's where they were quicker."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from i18n import _
from kiosk.forms import Answers
from kiosk.journey import Journey
from ui.desk.answers import AnswersForm
from ui.desk.parts import button, column, label
from ui.screen import Scene


class AmendView(QWidget):
    """A heading, the answers, and the way on."""

    kept = Signal(object)
    """A Journey, as it stands there."""
    left = Signal()

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self.form = AnswersForm(scene)
        self._late = label("", "desk-alert")
        page = column(self, scene.theme)
        page.addWidget(label(_("Change the answers"), "desk-title"))
        page.addWidget(self._late)
        around = QScrollArea()
        around.setWidgetResizable(True)
        inner = QWidget()
        inner.setObjectName("desk-page")
        rows = column(inner, scene.theme)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.form)
        rows.addStretch(1)
        around.setWidget(inner)
        page.addWidget(around, 1)
        keep = button(_("Keep and send"), "Ctrl+Return", "desk-main")
        keep.clicked.connect(self._keep)
        back = button(_("Back"), "Esc", "desk-quiet")
        back.clicked.connect(self.left)
        foot = QHBoxLayout()
        for piece in (keep, back):
            foot.addWidget(piece)
        foot.addStretch(1)
        page.addLayout(foot)

    @property
    def journey(self) -> Journey | None:
        """What stands there now."""
        return self.form.journey

    def show_answers(self, journey: Journey) -> None:
        """Show answers to be changed."""
        self._late.hide()
        self.form.show_answers(journey)

    def show_both(self, mine: Journey, theirs: Answers, colleague: str) -> None:
        """A colleague was quicker: show both, to be merged by hand."""
        self._late.setText(
            _(
                "{name} has changed this meanwhile. Choose what holds, then keep it."
            ).format(name=colleague or _("A colleague"))
        )
        self._late.show()
        self.form.show_answers(mine, theirs)
        self.begin()

    def clear(self) -> None:
        """Nothing of it may be left."""
        self.form.clear()

    def begin(self) -> None:
        """Put the cursor where work begins."""
        self.form.begin()

    def _keep(self) -> None:
        if self.journey is not None:
            self.kept.emit(self.journey)
