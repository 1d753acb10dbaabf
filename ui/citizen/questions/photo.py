"""A picture of it: by the kiosk's camera, or from a stick; or none, and one goes on."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from i18n import _
from kiosk.forms import Answer, Photo
from ui.citizen.questions.asked import Asked
from ui.citizen.questions.capturing import CapturingScreen
from ui.screen import Said, Scene
from ui.widgets.button import Face
from ui.widgets.card import Card, Line
from ui.widgets.photograph import Photograph
from ui.widgets.tile import Shape, Tile
from ui.widgets.words import Words

COUNT_FROM = 3
STICK_EVERY_MS = 3_000
THUMB_SIDE = 480

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
        self._found: tuple[str, ...] = ()
        self._small: dict[str, QImage] = {}
        self._asked_for: dict[int, str] = {}
        self._developing = 0
        self._lay_frame()
        self._connect()
        self.show_now()
        self._look()

    def busy(self) -> bool:
        return self._count > 0

    def leave(self) -> None:
        self._second.stop()
        self._sticks.stop()
        self._count = 0
        self._kit.camera.rest()
        self._kit.darkroom.drop_pictures()

    def restore(self, partial: Answer) -> None:
        self._ids = list(self._kit.satchel.here(partial))
        self._showing = bool(self._ids)
        self.show_now()
        self._look()

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
            self._change()
            self._ask_for_small()
        elif name.startswith(_FILE) and not self._developing:
            self._missing = ""
            self._developing = self._kit.darkroom.develop(name.removeprefix(_FILE))
        elif name in (_MORE, _CAMERA):
            self._show_camera()

    # The camera

    def _show_camera(self) -> None:
        self._on_stick = self._showing = False
        self._view.show_image(QImage())
        self._change()
        self._look()

    def _look(self) -> None:
        """Let the camera look, if what it sees is shown."""
        if self._showing:
            self._kit.camera.rest()
            self._sticks.stop()
        else:
            self._kit.camera.begin()
            self._kit.darkroom.look_for_sticks()
            self._sticks.start()

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
        self.heard.emit(Said(str(self._count)))

    def _take(self, content: bytes) -> None:
        if self._showing or not content:
            return
        self._ids.append(self._kit.satchel.put_photo(self.asked.question.id, content))
        self._showing, self._on_stick = True, False
        self._change()
        self._look()

    # The stick

    def _find(self, paths: tuple[str, ...]) -> None:
        if paths == self._found or self._showing:
            return
        had, self._found = bool(self._found), paths
        self._on_stick = self._on_stick and bool(paths)
        if self._on_stick:
            self._ask_for_small()
        if self._on_stick or had != bool(paths):
            self._change()

    def _ask_for_small(self) -> None:
        waiting = set(self._asked_for.values())
        for path in self._found:
            if path not in self._small and path not in waiting:
                work = self._kit.darkroom.develop(path, THUMB_SIDE)
                self._asked_for[work] = path

    def _made(self, work: int, content: bytes) -> None:
        path = self._asked_for.pop(work, "")
        if path:
            self._small[path] = QImage.fromData(content)
            if self._on_stick and not self._asked_for:
                self._change()
        elif work and work == self._developing:
            self._developing = 0
            if content:
                self._take(content)
            else:
                self.say_missing(
                    _("This picture cannot be opened. Choose another one.")
                )

    # The page

    def _lay_frame(self) -> None:
        theme = self.scene.theme
        upright = theme.panel.portrait
        way = QBoxLayout.Direction
        self._column.setDirection(way.TopToBottom if upright else way.LeftToRight)
        self._column.setSpacing(theme.px(7 if upright else 10))
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        self._view = Photograph(theme)
        self._advice = Words(_("No faces and no number plates, please."), "hint")
        column.addWidget(self._view, 1)
        column.addWidget(self._advice)
        self._column.addWidget(self._left, 3)

    def _connect(self) -> None:
        camera, darkroom = self._kit.camera, self._kit.darkroom
        camera.seen.connect(self._see)
        camera.taken.connect(self._take)
        camera.missing.connect(self._be_blind)
        darkroom.found.connect(self._find)
        darkroom.made.connect(self._made)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._tick)
        self._sticks = QTimer(self, interval=STICK_EVERY_MS)
        self._sticks.timeout.connect(darkroom.look_for_sticks)

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
            self._lay_tiles(self._after())
        elif self._count:
            self._show_count()
        elif self._on_stick:
            self._lay_tiles([self._file(path) for path in self._found])
        elif self._blind and not self._found:
            words = _("This kiosk has no camera now. Go on without it: it is fine.")
            picture = self.scene.picture("camera-off")
            self.put_part(Card(Line(picture, words), self.scene.theme))
        else:
            self._lay_tiles(self._ways())

    def _show_count(self) -> None:
        number = Words(str(self._count), "count")
        number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.put_part(number)
        self._column.setStretchFactor(number, 2)

    def _lay_tiles(self, tiles: list[Tile]) -> None:
        self.clear()
        self.lay(tiles, Shape.CARD)
        assert self._pages is not None
        self._column.setStretchFactor(self._pages, 2)

    def _ways(self) -> list[Tile]:
        ways = []
        if not self._blind:
            ways.append(self._tile(_TAKE, _("Take the picture"), "camera"))
        if self._found:
            ways.append(self._tile(_STICK, _("From a USB stick"), "usb"))
        return ways

    def _after(self) -> list[Tile]:
        tiles = [
            self._tile(_KEEP, _("Keep it"), "check"),
            self._tile(_AGAIN, _("Take it again"), "again"),
        ]
        if len(self._ids) < self._most:
            tiles.append(self._tile(_MORE, _("One more"), "plus"))
        return tiles

    def _file(self, path: str) -> Tile:
        number = self._found.index(path) + 1
        image = self._small.get(path, QImage())
        face = Face(
            _("Picture {number}").format(number=number),
            picture=self.scene.picture("photos"),
            photo=None if image.isNull() else image,
        )
        return self._named(_FILE + path, face)

    def _tile(self, name: str, words: str, picture: str) -> Tile:
        face = Face(words, picture=self.scene.picture(picture), colour="sea")
        return self._named(name, face)

    def _named(self, name: str, face: Face) -> Tile:
        tile = Tile(face, Shape.CARD, self.scene.theme)
        tile.setObjectName(name)
        return tile
