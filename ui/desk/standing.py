"""One report that could not be sent: why, what it says, and the deeds that cure it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from i18n import _
from kiosk.codes import grouped
from kiosk.config import Destination
from kiosk.office.cures import Remedy, Standing
from ui.desk.parts import button, column, label, shortcut, shown
from ui.desk.reasons import verb, why
from ui.screen import Scene


class StandingView(QWidget):
    """Shows one, and asks for the deed that was chosen."""

    asked = Signal(object, object)
    """A Remedy, and with what: a Destination, the reason why it is closed, None."""
    left = Signal()

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._title = label("", "desk-title")
        self._why = label("", "desk-alert")
        self._said = label("", "desk-label")
        self._facts = label("")
        self._words = QPlainTextEdit(readOnly=True)
        self._words.setAccessibleName(_("What was told"))
        self._words.setTabChangesFocus(True)
        self._looked = QCheckBox()
        looked = _("I have looked there: it has not arrived.")
        self._looked.setText(f"{looked}   {shown('Alt+9')}")
        shortcut("Alt+9", self).activated.connect(self._looked.toggle)
        self._reason = QLineEdit()
        self._reason.returnPressed.connect(self._asker(Remedy.CLOSE))
        self._reason_label = label("", "desk-label")
        self._to = {Remedy.REROUTE: QComboBox(), Remedy.MAIL: QComboBox()}
        self._deeds = QVBoxLayout()
        self._main: QPushButton | None = None
        self._build()

    @property
    def has_looked(self) -> bool:
        """Whether the clerk says that what may have arrived has not."""
        return self._looked.isChecked() and not self._looked.isHidden()

    @property
    def reason(self) -> str:
        """What is typed as the reason, so far."""
        return self._reason.text()

    def show_standing(self, standing: Standing, what: str) -> None:
        """Show one; a reason that is half typed stays."""
        row, aside = standing.opened.row, standing.aside
        self._title.setText(f"{grouped(row.receipt)}  ·  {what}")
        self._why.setText(
            _("It goes on by itself.") if aside is None else why(aside.reason)
        )
        said = "" if aside is None else aside.said
        self._said.setText(_("Noted: {said}").format(said=said) if said else "")
        self._said.setVisible(bool(said))
        self._looked.setVisible(aside is not None and row.may_have_arrived)
        self._looked.setChecked(False)
        dispatch = standing.opened.dispatch
        self._words.setPlainText("" if dispatch is None else dispatch.description)
        self._facts.setText("\n".join(_facts(standing)))
        self._show_deeds(standing)

    def clear(self) -> None:
        """Nothing of it may be left."""
        for piece in (self._title, self._why, self._said, self._facts):
            piece.setText("")
        self._words.clear()
        self._words.document().clearUndoRedoStacks()
        self._reason.clear()
        self._clear_deeds()

    def begin(self) -> None:
        """Put the cursor where work begins."""
        (self._main or self._words).setFocus()

    def ask_for_reason(self, typed: str = "") -> None:
        """The reason is missing, or was typed before."""
        if typed:
            self._reason.setText(typed)
        self._reason.setFocus()

    # Building

    def _build(self) -> None:
        px = self._scene.theme.px
        page = column(self, self._scene.theme)
        for one in (self._title, self._why, self._said):
            page.addWidget(one)
        body = QHBoxLayout()
        body.setSpacing(px(6))
        card = QFrame(self)
        card.setObjectName("desk-card")
        told = QVBoxLayout(card)
        told.setContentsMargins(px(5), px(4), px(5), px(4))
        told.setSpacing(px(3))
        told.addWidget(label(_("What was told"), "desk-label"))
        told.addWidget(self._words, 1)
        told.addWidget(self._facts)
        body.addWidget(card, 3)
        side = QWidget()
        side.setFixedWidth(px(78))
        self._deeds.setContentsMargins(0, 0, 0, 0)
        self._deeds.setSpacing(px(2))
        side.setLayout(self._deeds)
        body.addWidget(side)
        page.addLayout(body, 1)
        back = button(_("Back"), "Esc", "desk-quiet")
        back.clicked.connect(self.left)
        foot = QHBoxLayout()
        foot.addWidget(back)
        foot.addStretch(1)
        page.addLayout(foot)

    def _clear_deeds(self) -> None:
        self._main = None
        keep = {self._looked, self._reason, self._reason_label, *self._to.values()}
        while (item := self._deeds.takeAt(0)) is not None:
            piece = item.widget()
            if piece is None:
                continue
            piece.hide()
            if piece not in keep:
                piece.setParent(None)
                piece.deleteLater()

    def _show_deeds(self, standing: Standing) -> None:
        looked = not self._looked.isHidden()
        self._clear_deeds()
        if looked:
            self._deeds.addWidget(self._looked)
            self._looked.show()
        aside = standing.aside
        for at, remedy in enumerate(() if aside is None else aside.remedies):
            self._add_fields(remedy, standing)
            keys, kind = (
                ("Ctrl+Return", "desk-main") if at == 0 else (f"Alt+{at}", "desk")
            )
            deed = button(verb(remedy), keys, kind)
            deed.clicked.connect(self._asker(remedy))
            self._deeds.addWidget(deed)
            self._main = self._main or deed
        self._deeds.addStretch(1)

    def _add_fields(self, remedy: Remedy, standing: Standing) -> None:
        if remedy is Remedy.CLOSE:
            is_whole = standing.aside is not None and standing.aside.is_whole
            words = _("Reason, which the citizen will read")
            self._reason_label.setText(words if is_whole else _("Reason"))
            self._reason.setAccessibleName(self._reason_label.text())
            for piece in (self._reason_label, self._reason):
                self._deeds.addWidget(piece)
                piece.show()
        elif remedy in self._to:
            is_mail = remedy is Remedy.MAIL
            choices = standing.by_mail if is_mail else standing.elsewhere
            field = self._to[remedy]
            field.setAccessibleName(verb(remedy))
            _offer(field, choices)
            self._deeds.addWidget(field)
            field.setVisible(len(choices) > 1)

    def _asker(self, remedy: Remedy) -> Callable[[], None]:
        def ask() -> None:
            if remedy is Remedy.CLOSE:
                self.asked.emit(remedy, self._reason.text())
            else:
                field = self._to.get(remedy)
                self.asked.emit(remedy, None if field is None else field.currentData())

        return ask


def _offer(field: QComboBox, choices: Sequence[Destination]) -> None:
    field.clear()
    for one in choices:
        field.addItem(one.name, one)


def _facts(standing: Standing) -> list[str]:
    row, dispatch = standing.opened.row, standing.opened.dispatch
    facts = []
    if dispatch is not None:
        person = "  ·  ".join(
            one for one in (dispatch.name, dispatch.phone, dispatch.email) if one
        )
        facts += [person] if person else []
        facts += [one.name for one in dispatch.attachments]
    if row.destination is not None:
        facts.append(_("Goes to: {name}").format(name=row.destination))
    return facts
