"""Signing in: a name and a PIN, or a badge; the first time of all, who you are."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from i18n import _, ngettext
from kiosk.office.auth import Barred, PinFault, fault_of, is_badge
from kiosk.office.shift import Shift
from kiosk.staff import StaffDoor
from ui.desk.parts import button, label
from ui.theme import Theme
from ui.work import Worker


class SignIn(QWidget):
    """The page of a desk at which nobody sits."""

    welcomed = Signal(object)
    """A Shift."""

    def __init__(
        self, door: StaffDoor, worker: Worker, theme: Theme, town: str
    ) -> None:
        super().__init__()
        self.setObjectName("desk")
        self._door = door
        self._worker = worker
        self._theme = theme
        self._wait_s = 0
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._count_down)
        self._names = QListWidget()
        self._names.setAccessibleName(_("Your name"))
        self._name = QLineEdit()
        self._name.setAccessibleName(_("Your name"))
        self._pin, self._again = QLineEdit(), QLineEdit()
        for field, name in ((self._pin, _("PIN")), (self._again, _("PIN, once more"))):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setAccessibleName(name)
            field.returnPressed.connect(self._go)  # the other Enter, on the right
        self._wrong, self._call = label("", "desk-alert"), label("", "desk-alert")
        self._is_first = False
        self._build(town)

    def enter(self) -> None:
        """Ask who comes."""
        people = [one.name for one in self._door.people]
        self._is_first = not people
        self._names.clear()
        self._names.addItems(people)
        self._names.setCurrentRow(0)
        for field in (self._pin, self._again, self._name):
            field.clear()
        self._names.setVisible(bool(people))
        for one in self._asked_first:
            one.setVisible(not people)
        self._title.setText(
            _("Who will work at this desk?")
            if self._is_first
            else _("Who is at the desk?")
        )
        self._hint.setText(
            _(
                "You are the first. Choose a name that citizens may read and a PIN of"
                " six signs or more."
            )
            if self._is_first
            else _("Type your PIN, or hold your badge to the reader.")
        )
        (self._name if self._is_first else self._pin).setFocus()

    def scanned(self, text: str) -> None:
        """A reader read something: a badge, or nothing of ours."""
        if not is_badge(text):
            self._say(_("This is no badge of this desk."))
            return
        self._worker.background(
            lambda: self._door.sign_in_by_badge(text), self._arrive, self._break
        )

    def say_call(self, sentence: str) -> None:
        """Somebody calls from a kiosk, or nobody any more."""
        self._call.setText(sentence)
        self._call.setVisible(bool(sentence))

    def _go(self) -> None:
        if self._wait_s:
            return
        pin = self._pin.text()
        if self._is_first:
            self._begin(self._name.text(), pin)
            return
        name = self._names.currentItem().text()
        self._go_on.setEnabled(False)
        self._worker.background(
            lambda: self._door.sign_in(name, pin), self._arrive, self._break
        )

    def _begin(self, name: str, pin: str) -> None:
        fault = fault_of(pin)
        if not name.strip():
            self._say(_("Write your name first."))
        elif fault is not None:
            self._say(pin_fault(fault))
        elif pin != self._again.text():
            self._say(_("The two PINs are not the same."))
        else:
            self._go_on.setEnabled(False)
            self._worker.background(
                lambda: self._door.found(name, pin), self._arrive, self._break
            )

    def _arrive(self, came: Shift | Barred) -> None:
        self._go_on.setEnabled(True)
        self._pin.clear()
        self._again.clear()
        if isinstance(came, Shift):
            self._say("")
            self.welcomed.emit(came)
            return
        self._wait_s = round(came.wait_s)
        self._count_down()
        if self._wait_s:
            self._tick.start()
        self._pin.setFocus()

    def _count_down(self) -> None:
        if self._tick.isActive():
            self._wait_s -= 1
        if self._wait_s <= 0:
            self._wait_s = 0
            waited = self._tick.isActive()
            self._tick.stop()
            self._say("" if waited else _("That was not right. Try once more."))
            return
        self._say(
            ngettext(
                "That was not right. Wait {count} second.",
                "That was not right. Wait {count} seconds.",
                self._wait_s,
            ).format(count=self._wait_s)
        )

    def _break(self, error: Exception) -> None:
        self._go_on.setEnabled(True)
        if isinstance(error, ValueError):  # a colleague was the first, just now
            self.enter()
            return
        raise error

    def _say(self, sentence: str) -> None:
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))

    # Building

    def _build(self, town: str) -> None:
        whole = QVBoxLayout(self)
        card = QFrame(self)
        card.setObjectName("desk-card")
        card.setFixedWidth(self._theme.px(120))
        column = QVBoxLayout(card)
        side = self._theme.px(8)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(self._theme.px(3))
        self._title = label("", "desk-title")
        self._hint = label("", "desk-hint")
        self._name_label = label(_("Your name"), "desk-label")
        pin_label = label(_("PIN"), "desk-label")
        self._again_label = label(_("PIN, once more"), "desk-label")
        self._go_on = button(_("Sign in"), "Return", "desk-main")
        self._go_on.clicked.connect(self._go)
        self._asked_first: Sequence[QWidget] = (
            *(self._name_label, self._name, self._again_label, self._again),
        )
        pieces: Sequence[QWidget] = (
            *(label(town, "desk-label"), self._call, self._title, self._hint),
            *(self._names, self._name_label, self._name, pin_label, self._pin),
            *(self._again_label, self._again, self._wrong, self._go_on),
        )
        for one in pieces:
            column.addWidget(one)
        self._names.setMaximumHeight(self._theme.px(45))
        self._wrong.hide()
        self._call.hide()
        middle = QHBoxLayout()  # aligned, it would be given no height for its width
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        whole.addStretch(1)
        whole.addLayout(middle)
        whole.addStretch(2)


def pin_fault(fault: PinFault) -> str:
    """Say why a PIN will not do."""
    return {
        PinFault.SHORT: _("A PIN has six signs or more."),
        PinFault.LONG: _("This PIN is too long."),
        PinFault.PLAIN: _("Anybody would guess this PIN. Choose another."),
    }[fault]
