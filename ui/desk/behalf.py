"""For whom something is entered: their name, how to reach them, how they said yes."""

from collections.abc import Collection

import msgspec
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

import i18n
from i18n import _
from kiosk.question import Role, tidy
from kiosk.submission import Assent, Entered
from ui.desk.options import How, Options
from ui.desk.parts import label
from ui.theme import Theme
from ui.widgets.words import Words

LONGEST = 120
"""Letters of a name, and of an address."""


class Behalf(msgspec.Struct, frozen=True):
    """Who it is."""

    name: str = ""
    contact: str = ""
    assent: Assent = Assent.SPOKEN
    language: str = ""
    """Theirs; '' is the municipality's own."""


class BehalfBox(QFrame):
    """The fields about the person opposite."""

    def __init__(self, languages: tuple[str, ...], theme: Theme) -> None:
        """`languages` are those of the pack, the municipality's own first."""
        super().__init__()
        self.setObjectName("desk-card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._languages = languages
        self.name, self.contact = QLineEdit(), QLineEdit()
        self._assent = Options(
            [(Assent.SPOKEN, _("spoken")), (Assent.PAPER, _("on paper"))],
            How.ONE,
            _("How they agreed"),
            theme,
        )
        self._assent.done.connect(self._go_to_language)
        self._language = QComboBox()
        self._language.setAccessibleName(_("Their language"))
        names = {one.code: one.name for one in i18n.languages()}
        for code in languages:
            self._language.addItem(names.get(code, code), code)
        column = QVBoxLayout(self)
        side = theme.px(4)
        column.setContentsMargins(side, theme.px(3), side, theme.px(3))
        column.setSpacing(theme.px(1))
        column.addWidget(label(_("For whom"), "desk-strong"))
        self._titles: dict[QWidget, Words] = {
            self.name: label(_("Name, if they wish"), "desk-label"),
            self.contact: label(_("Telephone or mail, if they wish"), "desk-label"),
            self._assent: label(_("How they agreed"), "desk-label"),
            self._language: label(_("Their language"), "desk-label"),
        }
        for piece, title in self._titles.items():
            if isinstance(piece, QLineEdit):
                piece.setMaxLength(LONGEST)
                piece.setAccessibleName(title.text())
            column.addWidget(title)
            column.addWidget(piece)
        self.name.returnPressed.connect(self.contact.setFocus)
        self.contact.returnPressed.connect(self._assent.setFocus)
        self.show_behalf(Behalf())

    @property
    def targets(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, in order."""
        return self.name, self.contact, self._assent, self._language

    @property
    def behalf(self) -> Behalf:
        """What stands there."""
        return Behalf(
            _line(self.name.text()),
            _line(self.contact.text()),
            Assent(self._assent.answer[0]),
            str(self._language.currentData()),
        )

    def leave_out(self, roles: Collection[Role]) -> None:
        """Do not ask what the form asks itself."""
        asked = {
            self.name: Role.NAME in roles,
            self.contact: bool({Role.PHONE, Role.EMAIL} & set(roles)),
        }
        for line, is_asked in asked.items():
            if is_asked:
                line.clear()
            for one in (line, self._titles[line]):
                one.setHidden(is_asked)

    def show_behalf(self, told: Behalf) -> None:
        """Let this stand there."""
        self.name.setText(told.name)
        self.contact.setText(told.contact)
        self._assent.show_answer((told.assent,))
        at = self._language.findData(told.language or self._languages[0])
        self._language.setCurrentIndex(max(at, 0))

    def _go_to_language(self) -> None:
        self._language.setFocus()


def entered_for(who: Behalf, by: str, paper: str) -> Entered:
    """Return who entered it for whom."""
    return Entered(
        by=by, assent=who.assent, name=who.name, contact=who.contact, paper=paper
    )


def behalf_of(entered: Entered, language: str) -> Behalf:
    """Return for whom something was entered."""
    return Behalf(entered.name, entered.contact, entered.assent, language)


def _line(typed: str) -> str:
    return " ".join(tidy(typed, LONGEST).split())
