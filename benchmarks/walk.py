"""Our face, walked by a finger that never rests. `python -m benchmarks.walk HOME FORM`

`go` makes one journey and tells what each step took; `draw` tells what stands on each page;
`hurry` makes so many journeys of somebody who does not read; `rest` lets the window be for
so many seconds.
"""

import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from benchmarks.drawn import drawn
from benchmarks.paint import Paintings, serve, step, touch
from kiosk.config import load_config
from kiosk.home import Home
from ui import imports
from ui.face import CitizenFace, open_core
from ui.theme import Panel

PANEL = Panel(QSize(1920, 1080), 0.248, 500)
_WRITES = "kalo"
_READS_S = 1.0
"""Nobody reads a page and finds where to touch in less."""
_WAYS = {"attract": "begin", "language": "el", "receipt": "action"}


class Walk:
    """One face, and where on its way a person is."""

    def __init__(self, home: Path, form: str) -> None:
        self._form = form
        self._reads_s = _READS_S
        imports.all_loaded()  # as the program does: from here on rubbish is looked for
        core = open_core(Home(home), load_config(Home(home)))
        application = QApplication.instance() or QApplication(["walk"])
        assert isinstance(application, QApplication)
        self._face = CitizenFace(application, core, PANEL)
        self._face.shell.show()
        self._paintings = Paintings(self._face.shell)
        self._settle()

    def do(self, order: str) -> str:
        """Do what the parent wants."""
        word, _, count = order.partition(" ")
        if word == "go":
            return json.dumps(self._journey())
        if word == "draw":
            return json.dumps(self._pages())
        if word == "hurry":
            self._reads_s = 0.0
            self._face.shell._deaf.setInterval(0)
            return str([self._journey() for _ in range(int(count))])
        until = time.monotonic() + float(count)
        while time.monotonic() < until:
            QApplication.processEvents()
            time.sleep(0.01)
        return "rested"

    def _journey(self) -> list[tuple[str, float]]:
        """Every step, by the name of the page it leads to."""
        took = [self._go(self._next())]
        while self._name != "attract":
            took.append(self._go(self._next()))
        return took

    def _pages(self) -> list[object]:
        found: list[object] = []
        while not found or self._name != "attract":
            name = self._next()
            found.append([self._name, drawn(self._face.shell, self._find(name))])
            self._go(name)
        return found

    def _next(self) -> str:
        """What leads on from here, when all before it on the page was touched."""
        if self._name == "home":
            return self._form
        if self._name in _WAYS:
            return _WAYS[self._name]
        return self._through_a_question()

    def _through_a_question(self) -> str:
        # Not before there is one: a kiosk at rest has not loaded them either.
        from ui.citizen.questions.email import EmailScreen  # noqa: PLC0415
        from ui.citizen.questions.text import WritingScreen  # noqa: PLC0415
        from ui.route import touches  # noqa: PLC0415

        page = self._face.stand.page
        if isinstance(page, WritingScreen) and page.lacks_words:
            written = "maria@example.gr" if isinstance(page, EmailScreen) else _WRITES
            page.restore((written,))
            self._face.stand.idle.touched.emit()  # as the finger on its last key does
            self._settle()
        *inside, last = touches(page, False)
        for name in inside:
            self._press(name)
        if inside:
            self._settle()
        return last

    def _press(self, name: str) -> None:
        touch(self._face.shell, self._middle_of(name))
        QApplication.processEvents()

    def _go(self, name: str) -> tuple[str, float]:
        before, at = self._face.stand.page, self._middle_of(name)
        shell = self._face.shell
        arrived = lambda: self._face.stand.page is not before  # noqa: E731
        took = step(self._paintings, shell, at, arrived)
        name = self._name
        self._settle()
        return name, took

    def _settle(self) -> None:
        """Read, as the quickest do."""
        until = time.monotonic() + self._reads_s
        while time.monotonic() < until or self._face.shell.deaf:
            QApplication.processEvents()
            time.sleep(0.002)

    @property
    def _name(self) -> str:
        page = self._face.stand.page
        assert page is not None
        return page.name

    def _middle_of(self, name: str) -> QPoint:
        widget = self._find(name)
        return widget.mapTo(self._face.shell, widget.rect().center())

    def _find(self, name: str) -> QPushButton:
        shell: QWidget = self._face.shell
        found = shell.findChildren(QPushButton, name)
        return next(one for one in found if one.isVisible())


if __name__ == "__main__":
    sys.exit(serve(Walk(Path(sys.argv[1]), sys.argv[2])))
