"""Photos and voice notes that a clerk attaches: chosen, dropped here, or from the scanner."""

import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QVBoxLayout,
)

from i18n import _
from kiosk.forms import Answer, Photo, Voice
from kiosk.media import Captured, Media, check
from ui.capture import Darkroom
from ui.darkroom import LARGEST_FILE, pictures_on
from ui.desk.fields import Field, Means
from ui.desk.parts import button, label, shown

CHOOSE, SCAN, DROP = "Alt+F", "Alt+S", "Alt+D"
"""Keys of the field in which one is, or of the first; the sheet hears them."""

_PICTURES: Final = "*.jpg *.jpeg *.png *.webp"
_SOUNDS: Final = "*.wav *.ogg *.opus"


@dataclass
class _Attached:
    id: str
    name: str


class FilesField(Field):
    """What was attached to a question, by name."""

    def __init__(self, question: Photo | Voice, means: Means) -> None:
        super().__init__(question, means)
        self._files: list[_Attached] = []
        self._developing: dict[int, str] = {}
        self._most = question.most
        self._is_photo = isinstance(question, Photo)
        self._listens = False
        theme = means.scene.theme
        self.setAcceptDrops(True)
        box = QFrame()
        inner = QVBoxLayout(box)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.px(1))
        self._list = QListWidget()
        self._list.setAccessibleName(self.title)
        self._list.hide()
        inner.addWidget(self._list)
        row = QHBoxLayout()
        row.setSpacing(theme.px(2))
        self._choose = _told(_("Choose a file"), CHOOSE)
        self._choose.clicked.connect(self.choose)
        row.addWidget(self._choose)
        if self._is_photo and means.scans:
            scanned = _told(_("The newest scan"), SCAN)
            scanned.clicked.connect(self.scan)
            row.addWidget(scanned)
        self._drop = _told(_("Take it away"), DROP)
        self._drop.clicked.connect(self.drop)
        self._drop.hide()
        row.addWidget(self._drop)
        row.addWidget(label(_("or drop it here"), "desk-hint"), 1)
        inner.addLayout(row)
        self._list.setFixedHeight(theme.px(18))
        self.finish(box)

    @property
    def target(self) -> QPushButton:
        return self._choose

    def restore(self, answer: Answer) -> None:
        self._files = [
            _Attached(one, self._files_name(one))
            for one in answer
            if one in self.means.captured
        ]
        self._draw()

    def trouble(self) -> str:
        return _("A file is still being made ready.") if self._developing else ""

    def attach(self, path: str) -> None:
        """Attach a file, if it is one that can be."""
        self.complain("")
        if len(self._files) + len(self._developing) >= self._most:
            self.complain(_("No more can be attached here."))
            return
        if self._is_photo:
            self._begin(path, self._lab().develop(path))
            return
        self.means.later(lambda: _read(path), lambda sound: self._heard(path, sound))

    def _heard(self, path: str, sound: bytes) -> None:
        if sound[:4] == b"RIFF":
            self._begin(path, self._lab().press(sound))
        else:
            self._keep(path, Media.OPUS, sound)

    # Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.attach(url.toLocalFile())
        event.acceptProposedAction()

    def _lab(self) -> Darkroom:
        lab = self.means.darkroom()
        if not self._listens:
            self._listens = True
            lab.made.connect(self._made)
        return lab

    def _begin(self, path: str, work: int) -> None:
        self._developing[work] = path
        self.complain(_("One moment: the file is being made ready."))

    def _made(self, work: int, content: bytes) -> None:
        path = self._developing.pop(work, None)
        if path is not None:
            media = Media.JPEG if self._is_photo else Media.OPUS
            self._keep(path, media, content)

    def _keep(self, path: str, media: Media, content: bytes) -> None:
        captured = Captured(self.question.id, media, content)
        try:
            check(captured)
        except ValueError:
            self.complain(
                _("This is no picture that can be sent.")
                if self._is_photo
                else _("This is no sound that can be sent: attach a WAV or Opus file.")
            )
            return
        self.complain("")
        self.means.captured[captured.id] = captured
        self._files.append(_Attached(captured.id, Path(path).name))
        self._changed()

    def _changed(self) -> None:
        self._draw()
        self.answered.emit(tuple(one.id for one in self._files))

    def _draw(self) -> None:
        self._list.clear()
        self._list.addItems([one.name for one in self._files])
        self._list.setCurrentRow(len(self._files) - 1)
        self._list.setVisible(bool(self._files))
        self._drop.setVisible(bool(self._files))

    def _files_name(self, id_: str) -> str:
        known = {one.id: one.name for one in self._files}
        kind = _("Photo") if self._is_photo else _("Voice note")
        return known.get(id_, kind)

    def drop(self) -> None:
        """Take away the one that is chosen."""
        row = self._list.currentRow()
        if 0 <= row < len(self._files):
            self.means.captured.pop(self._files.pop(row).id, None)
            self._changed()

    def scan(self) -> None:
        """Attach what the scanner has scanned last."""
        self.means.later(lambda: pictures_on(self.means.scans), self._scanned)

    def _scanned(self, found: tuple[str, ...]) -> None:
        if found:
            self.attach(found[0])
        else:
            self.complain(_("There is no picture in the scanner's folder."))

    def choose(self) -> None:
        """Let a file be chosen."""
        kinds = _PICTURES if self._is_photo else _SOUNDS
        named = _("Pictures") if self._is_photo else _("Sounds")
        path, _kind = QFileDialog.getOpenFileName(
            self, self.title, self.means.scans, f"{named} ({kinds})"
        )
        if path:
            self.attach(path)


def _told(words: str, keys: str) -> QPushButton:
    """A button that shows a key which it does not hear itself: there may be two of it."""
    made = button(words)
    made.setText(f"{words}   {shown(keys)}")
    return made


def _read(path: str) -> bytes:
    """Read a sound; nothing of what is no plain file, or too large to be one."""
    try:
        seen = Path(path).stat()
        if stat.S_ISREG(seen.st_mode) and seen.st_size <= LARGEST_FILE:
            return Path(path).read_bytes()
    except OSError:
        pass
    return b""
