"""What happened to my report? By its number, touched on keys."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout

from i18n import _
from kiosk.codes import ALPHABET, LENGTH, grouped, read_code
from kiosk.forms import Answer
from ui.capture import Camera
from ui.citizen.finder import camera_button
from ui.screen import Action, Heading, Said, Scene, Screen
from ui.strips import margin
from ui.widgets.button import Face
from ui.widgets.keypad import CodeField, Keypad


class FollowScreen(Screen):
    """The number, symbol by symbol; what is wrong with it is said in the heading."""

    name = "follow"

    asked = Signal(str)
    """A number of the full length."""
    camera_wanted = Signal()
    """They would rather show it to the camera."""

    def __init__(self, scene: Scene, camera: Camera) -> None:
        super().__init__(scene)
        self._camera = camera
        self._shows_button = camera.there
        self._typed = ""
        self._wrong = False
        self._hint = _("It is on your paper: nine letters and digits.")
        theme = scene.theme
        self._field = CodeField((3, 3, 3), theme)
        erase = Face(_("Delete"), picture=scene.picture("backspace"))
        keypad = Keypad(ALPHABET, erase, 6 if theme.panel.portrait else 12, theme)
        keypad.typed.connect(self._type)
        keypad.erased.connect(self._erase)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(5))
        column.addLayout(self._head())
        column.addWidget(keypad, 1)
        self._field.show_code("")
        camera.found.connect(self._mind_camera)
        camera.missing.connect(self._mind_camera)

    def arrive(self) -> None:
        self._camera.look()

    def heading(self) -> Heading:
        return Heading(_("What is your number?"), self._hint, urgent=self._wrong)

    def action(self) -> Action:
        return Action(_("Find it"), "search")

    def act(self) -> None:
        if len(self._typed) == LENGTH:
            self.asked.emit(self._typed)
        else:
            self._say(_("Some of the nine symbols are missing."))

    def scanned(self, text: str) -> None:
        code = read_code(text)
        if code is None:
            self._say(_("This code is not one of our numbers."))
            return
        self.restore((code,))
        self.act()

    def say_unknown(self) -> None:
        """Say that nothing is known under this number, and keep it to be mended."""
        self._say(_("We do not find this number here. Look at each symbol again."))

    def _head(self) -> QBoxLayout:
        upright, way = self.scene.theme.panel.portrait, QBoxLayout.Direction
        head = QBoxLayout(way.TopToBottom if upright else way.LeftToRight)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(self.scene.theme.px(5))
        head.addWidget(self._field)
        if self._shows_button:
            button = camera_button(self.scene)
            button.clicked.connect(self.camera_wanted)
            head.addWidget(button)
            wide = self._field.minimumSizeHint().width() + button.sizeHint().width()
            room = self.scene.theme.panel.size.width() - 2 * margin(self.scene.theme)
            button.draw_in(not upright and wide + head.spacing() > room)
        return head

    def _mind_camera(self) -> None:
        """A camera was plugged in or pulled out since this page was laid."""
        if self._camera.there != self._shows_button:
            self.remade.emit()

    def _say(self, sentence: str) -> None:
        self._hint = sentence
        self._wrong = True
        self.changed.emit()

    def spoken(self) -> tuple[Said, ...]:
        return (
            (Said(self._typed, self._field, private=True, spelt=True),)
            if self._typed
            else ()
        )

    def partial(self) -> Answer:
        return (self._typed,)

    def restore(self, partial: Answer) -> None:
        self._typed = partial[0]
        self._field.show_code(self._typed)

    def _type(self, symbol: str) -> None:
        self._typed = (self._typed + symbol)[:LENGTH]
        self._field.show_code(self._typed)
        self.setAccessibleName(grouped(self._typed))

    def _erase(self) -> None:
        self._typed = self._typed[:-1]
        self._field.show_code(self._typed)
