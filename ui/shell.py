"""The window: one page at a time, in its frame."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ui.frame import Frame
from ui.screen import Screen
from ui.strips import Helps, Town
from ui.theme import Panel
from ui.widgets.button import Touchable

_DEAF_MS = 300
"""After a page has changed, touches do nothing for so long: the finger is still down."""


class Shell(QWidget):
    """The one window of a face."""

    touched = Signal(str)
    """A `Strip` of the frame was touched."""
    turned = Signal()
    """Another page of choices is shown."""

    def __init__(self, panel: Panel, deaf_ms: int = _DEAF_MS) -> None:
        super().__init__()
        self.setObjectName("shell")
        self.setWindowTitle("Plateia")
        self._page: Screen | None = None
        self._frame: Frame | None = None
        self._gone: list[Frame] = []
        self._veil = QWidget(self)
        self._veil.setFixedSize(panel.size)
        self._veil.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self._veil.hide()
        self._deaf = QTimer(self)
        self._deaf.setSingleShot(True)
        self._deaf.setInterval(deaf_ms)
        self._deaf.timeout.connect(self._hear_again)
        self.setFixedSize(panel.size)

    def let_watch(self, *watches: QObject) -> None:
        """Let these see every touch and key before the page does; the last one first.

        They stand at the window, where Qt brings what hands do: at the application they
        would be asked of each of the thousands of events that a new page is.
        """
        self.winId()  # there is a window from now on
        for one in watches:
            self.windowHandle().installEventFilter(one)

    def once_painted(self, do: Callable[[], None]) -> None:
        """Do it as soon as the window has been painted for the first time."""
        self._first = _FirstPainting(self, do)

    @property
    def page(self) -> Screen | None:
        """The page being shown."""
        return self._page

    @property
    def deaf(self) -> bool:
        """Whether a touch now would still belong to the page before."""
        return self._deaf.isActive()

    @property
    def frame(self) -> Frame | None:
        """What is round the page."""
        return self._frame

    def buttons(self) -> tuple[Touchable, ...]:
        """Return what can be touched in the frame now, in reading order."""
        return () if self._frame is None else self._frame.buttons()

    def prepare(self, page: Screen, town: Town, helps: Helps) -> Frame:
        """Return a page in a frame made for it, in its place, which nobody sees yet."""
        frame = Frame(page, town, helps)
        frame.hide()
        frame.setParent(self)
        frame.setGeometry(self.rect())
        frame.refresh()
        if self._frame is not None:  # the first finds it when the window is shown
            frame.grab(QRect(0, 0, 1, 1))  # everything finds its place, unseen
        return frame

    def show_page(self, frame: Frame) -> None:
        """Show a page in its frame; the page before is gone."""
        old, self._frame = self._frame, frame
        page = self._page = frame.page
        if old is not None:
            for one in old.findChildren(Touchable):
                one.setDown(False)  # a finger lifted from what is gone touches nothing
            old.hide()
            self._gone.append(old)
        frame.show()
        frame.touched.connect(self.touched)
        page.turned.connect(self.turned)
        _FirstPainting(frame, lambda: self._arrive(page))
        if old is None:
            return  # no finger was on a page before this one
        self._veil.show()
        self._veil.raise_()
        self._deaf.start()

    def _arrive(self, page: Screen) -> None:
        if page is self._page:  # nobody has left it yet
            page.arrive()

    def _hear_again(self) -> None:
        self._veil.hide()
        for frame in self._gone:  # it takes a while, and what comes next is shown first
            frame.deleteLater()
        self._gone.clear()


class _FirstPainting(QObject):
    def __init__(self, window: QWidget, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._then = then
        window.installEventFilter(self)

    def eventFilter(self, window: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            window.removeEventFilter(self)
            QTimer.singleShot(0, self, self._then)
        return False
