"""A picture of it: by the kiosk's camera, or from a stick; or none, and one goes on."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from i18n import _
from kiosk.forms import Answer, Photo
from ui.citizen.questions.asked import Asked
from ui.citizen.questions.capturing import CapturingScreen
from ui.citizen.questions.stick import Stick
from ui.figures import figure
from ui.screen import Said, Scene
from ui.theme import Theme
from ui.widgets.button import Face
from ui.widgets.card import Card, Line
from ui.widgets.photograph import Photograph
from ui.widgets.tile import Shape, Tile
from ui.widgets.words import Words

COUNT_FROM = 3

_TAKE, _STICK, _CAMERA = "take", "stick", "camera"
_KEEP, _AGAIN, _MORE = "keep", "redo", "another"
_FILE = "file:"


class PhotoScreen(CapturingScreen):
    """Looking, counting, taken; the pictures of a stick; or neither camera nor stick."""

    name = "photo"

    def __init__(self, scene: Scene, asked: Asked) -> None:
        super().__init__(scene, asked)
        assert isinstance(asked.question, Photo)
        self._most = asked.question.most
        self._count = 0
        self._showing = bool(self._ids)
        """The picture that was taken last, not what the camera sees."""
        self._on_stick = self._blind = False
        self._stick = Stick(self._kit.darkroom, self)
        self._lay_frame()
        self._connect()
        self.show_now()

    def busy(self) -> bool:
        return self._count > 0

    def leave(self) -> None:
        self._second.stop()
        self._stick.rest()
        self._count = 0
        self._kit.camera.rest()

    def restore(self, partial: Answer) -> None:
        self._ids = list(self._kit.satchel.here(partial))
        self._showing = bool(self._ids)
        self.show_now()

    def spoken(self) -> tuple[Said, ...]:
        words = [self._advice] if self._advice.isVisibleTo(self) else []
        if isinstance(self._part, Card):
            words += self._part.lines
        elif isinstance(self._part, Words):
            words.append(self._part)
        return (*(Said(one.text(), one) for one in words), *super().spoken())

    def touched(self, name: str) -> None:
        if name == _TAKE:
            self._count_down()
        elif name == _KEEP:
            self.act()
        elif name == _AGAIN:
            self.drop(self._ids[-1])
            self._show_camera()
        elif name == _STICK:
            self._on_stick = True
            self._stick.show_small()
            self._change()
        elif name.startswith(_FILE):
            self._missing = ""
            self._stick.open(name.removeprefix(_FILE))
        elif name in (_MORE, _CAMERA):
            self._show_camera()

    # The camera

    def _show_camera(self) -> None:
        self._on_stick = self._showing = False
        self._view.show_image(QImage())
        self._change()
        self.arrive()

    def arrive(self) -> None:
        """Let the camera look, if what it sees is shown."""
        if self._showing:
            self._kit.camera.rest()
            self._stick.rest()
        else:
            self._kit.camera.begin()
            self._stick.watch()

    def _see(self, image: QImage) -> None:
        if not self._showing:
            was_blind, self._blind = self._blind, False
            self._view.show_image(image)
            if was_blind and not self._on_stick:
                self._change()

    def _be_blind(self) -> None:
        self._second.stop()
        self._count = 0
        self._blind = True
        self._view.show_image(QImage())
        if not self._showing:
            self._change()

    def _count_down(self) -> None:
        self._count = COUNT_FROM
        self._missing = ""
        self._change()
        self._say_count()
        self._second.start()

    def _tick(self) -> None:
        self._count -= 1
        if self._count:
            self._show_count()
            self._say_count()
        else:
            self._second.stop()
            self._kit.camera.take()
            self._change()

    def _say_count(self) -> None:
        self.heard.emit(Said(figure(self._count)))

    def _take(self, content: bytes) -> None:
        if self._showing or not content:
            return
        self._ids.append(self._kit.satchel.put_photo(self.asked.question.id, content))
        self._showing, self._on_stick = True, False
        self._change()
        self.arrive()

    # The stick

    def _find(self) -> None:
        self._on_stick = self._on_stick and bool(self._stick.paths)
        if self._on_stick:
            self._stick.show_small()
        if not self._showing and not self._count:
            self._change()

    def _open(self, content: bytes) -> None:
        if content:
            self._take(content)
        else:
            self.say_missing(_("This picture cannot be opened. Choose another one."))

    # The page

    def _lay_frame(self) -> None:
        theme = self.scene.theme
        upright = theme.panel.portrait
        way = QBoxLayout.Direction
        self._column.setDirection(way.TopToBottom if upright else way.LeftToRight)
        self._column.setSpacing(theme.px(7 if upright else 10))
        self._left = _Finder(theme)
        self._view, self._advice = self._left.view, self._left.advice
        self._column.addWidget(self._left, 3)

    def _connect(self) -> None:
        camera, stick = self._kit.camera, self._stick
        camera.seen.connect(self._see)
        camera.taken.connect(self._take)
        camera.missing.connect(self._be_blind)
        stick.found.connect(self._find)
        stick.shown.connect(self._find)
        stick.opened.connect(self._open)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._tick)

    def _change(self) -> None:
        self.show_now()
        self.changed.emit()

    def show_now(self) -> None:
        self._left.setVisible(self._showing or not (self._on_stick or self._blind))
        self._advice.setVisible(not self._showing)
        if self._showing:
            kept = self._kit.satchel.get(self._ids[-1])
            if kept is not None:
                self._view.show_image(QImage.fromData(kept.captured.content))
            self._lay_tiles(_ways(self._names(), self.scene))
        elif self._count:
            self._show_count()
        elif self._on_stick:
            self._lay_tiles(_files(self._stick, self.scene))
        elif self._blind and not self._stick.paths:
            words = _("This kiosk has no camera now. Go on without it: it is fine.")
            picture = self.scene.picture("camera-off")
            self.put_part(Card(Line(picture, words), self.scene.theme))
        else:
            self._lay_tiles(_ways(self._names(), self.scene))

    def _show_count(self) -> None:
        number = Words(figure(self._count), "count")
        number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.put_part(number)
        self._column.setStretchFactor(number, 2)

    def _names(self) -> set[str]:
        """What may be done now, beside going on."""
        if self._showing:
            more = {_MORE} if len(self._ids) < self._most else set()
            return {_KEEP, _AGAIN} | more
        camera = set() if self._blind else {_TAKE}
        return camera | ({_STICK} if self._stick.paths else set())

    def _lay_tiles(self, tiles: list[Tile]) -> None:
        self.clear()
        self.lay(tiles, Shape.CARD)
        assert self._pages is not None
        self._column.setStretchFactor(self._pages, 2)


def _ways(names: set[str], scene: Scene) -> list[Tile]:
    ways = (
        (_TAKE, _("Take the picture"), "camera"),
        (_STICK, _("From a USB stick"), "usb"),
        (_KEEP, _("Keep it"), "check"),
        (_AGAIN, _("Take it again"), "again"),
        (_MORE, _("One more"), "plus"),
    )
    return [
        _named(name, Face(words, picture=scene.picture(icon), colour="sea"), scene)
        for name, words, icon in ways
        if name in names
    ]


def _files(stick: Stick, scene: Scene) -> list[Tile]:
    tiles = []
    for number, path in enumerate(stick.paths, 1):
        words = _("Picture {number}").format(number=figure(number))
        face = Face(words, picture=scene.picture("photos"), photo=stick.small(path))
        tiles.append(_named(_FILE + path, face, scene))
    return tiles


def _named(name: str, face: Face, scene: Scene) -> Tile:
    tile = Tile(face, Shape.CARD, scene.theme)
    tile.setObjectName(name)
    return tile


class _Finder(QWidget):
    """What the camera sees or took, and what should not be in it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        self.view = Photograph(theme)
        self.advice = Words(_("No faces and no number plates, please."), "hint")
        column.addWidget(self.view, 1)
        column.addWidget(self.advice)
