"""Forms for a pen: which one, in which language, how many; on the printer or as a PDF."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QListWidget, QSpinBox, QVBoxLayout

from i18n import _, languages
from kiosk.errors import CannotSave
from kiosk.forms import Form
from kiosk.paperform import new_paper
from ui.blank import blank_of
from ui.desk.page import Bench, Page
from ui.desk.papers import printer_says
from ui.desk.parts import button, column, label
from ui.stationery import write_form

MOST_COPIES = 50


class BlanksPage(Page):
    """Forms on paper. Each copy has a number of its own, so that it is typed in once."""

    name = "paper"
    picture = "document"
    keys = "F6"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        pack = bench.shift.ground.pack
        self._pack = pack
        known = {one.code: one for one in languages()}
        self._languages = [known[code] for code in pack.municipality.languages]
        self._forms, self._spoken = QListWidget(), QListWidget()
        self._forms.setAccessibleName(_("Form"))
        self._spoken.setAccessibleName(_("Language"))
        self._forms.addItems([bench.scene.say(one.title) for one in pack.forms])
        self._spoken.addItems([one.name for one in self._languages])
        self._forms.setCurrentRow(0)
        self._spoken.setCurrentRow(0)
        self._copies = QSpinBox(minimum=1, maximum=MOST_COPIES)
        self._copies.setAccessibleName(_("Copies"))
        self._copies.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self._left = 0
        self._state = label("", "desk-alert")
        self._printing: int | None = None
        bench.machines.printer.ended.connect(self._printed)
        bench.machines.printer.seen.connect(self._show_state)
        self._build()

    @staticmethod
    def title() -> str:
        return _("Forms on paper")

    def enter(self, about: object = None) -> None:
        self._forms.setFocus()
        self.bench.machines.printer.look()
        self._show_state()

    def leave(self) -> None:
        self._left = 0

    def _show_state(self) -> None:
        printer = self.bench.machines.printer
        says = printer_says(printer.state) if printer.there else ""
        if not printer.prints_forms:
            says = _("No printer for whole pages is set up: save a PDF and print that.")
        self._state.setText(says)
        self._state.setVisible(bool(says))
        self._print_it.setEnabled(printer.prints_forms)

    @property
    def _form(self) -> Form:
        return self._pack.forms[self._forms.currentRow()]

    def _print(self) -> None:
        if self._printing is None:
            self._left = self._copies.value()
            self._print_one()

    def _print_one(self) -> None:
        spoken = self._languages[self._spoken.currentRow()]
        paper = new_paper(self._pack, self._form, self.bench.chance)
        page = blank_of(self._pack, self._form, paper, spoken)
        self._left -= 1
        self._printing = self.bench.machines.printer.print(page)
        self.told.emit(_("The form is being printed."))

    def _printed(self, number: int, well: bool) -> None:
        if number != self._printing:
            return
        self._printing = None
        if well and self._left > 0:
            self._print_one()
        elif well:
            self.told.emit(_("Printed."))
        else:
            self._left = 0
            says = printer_says(self.bench.machines.printer.state)
            self.told.emit(says or _("The printer did not print it."))
        self._show_state()

    def _save(self) -> None:
        form, spoken = self._form, self._languages[self._spoken.currentRow()]
        folder = self.bench.shift.ground.home.folder / "paper"
        out = folder / f"{self._pack.municipality.id}-{form.id}-{spoken.code}.pdf"
        try:
            folder.mkdir(exist_ok=True)
            write_form(out, self._pack, form, spoken.code)
        except (CannotSave, OSError):
            self.told.emit(_("It cannot be saved: {place}").format(place=folder))
            return
        self.told.emit(_("Saved: {place}").format(place=out))

    # Building

    def _build(self) -> None:
        theme = self.bench.scene.theme
        page = column(self, theme)
        page.addWidget(label(self.title(), "desk-title"))
        hint = _("A filled form is typed in on the first page: scan its code there.")
        page.addWidget(label(hint, "desk-hint"))
        page.addWidget(self._state)
        lists = QHBoxLayout()
        lists.setSpacing(theme.px(6))
        lists.addLayout(self._half(_("Form"), self._forms), 2)
        lists.addLayout(self._half(_("Language"), self._spoken), 1)
        page.addLayout(lists, 1)
        row = QHBoxLayout()
        row.addWidget(label(_("Copies"), "desk-label"))
        row.addWidget(self._copies)
        self._print_it = button(_("Print"), "Ctrl+Return", "desk-main")
        save = button(_("Save as PDF"), "Alt+1")
        deeds: tuple[Callable[[], None], ...] = (self._print, self._save)
        for one, do in zip((self._print_it, save), deeds, strict=True):
            one.clicked.connect(do)
            row.addWidget(one)
        row.addStretch(1)
        page.addLayout(row)

    def _half(self, name: str, what: QListWidget) -> QVBoxLayout:
        half = QVBoxLayout()
        half.setSpacing(self.bench.scene.theme.px(1))
        half.addWidget(label(name, "desk-label"))
        half.addWidget(what, 1)
        return half
