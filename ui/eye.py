"""The eye: a child process that looks through the camera. `python -m ui.eye`.

While it is asked to it sends small pictures of what is before the camera, at a word the
picture itself, developed, and what the codes before it say. It keeps nothing. A camera's
driver may block or abort: here that costs a child.
"""

import os
import sys
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtMultimedia import (
    QCamera,
    QCameraDevice,
    QCameraFormat,
    QMediaCaptureSession,
    QMediaDevices,
    QVideoFrame,
    QVideoSink,
)

from kiosk.media import LONGEST_SIDE
from ui.darkroom import develop, jpeg, shrunk
from ui.senses import GONE_CODE, Do, Order, Orders, Sense, Sensed
from ui.utterance import answer_line, begin_child

STUCK_MS = 5_000
"""A camera that showed nothing for this long is not there any more."""
PREVIEW_MS = 80
PREVIEW_SIDE = 800
_PREVIEW_QUALITY = 70


class Eye(QObject):
    """Looks through the default camera while it is asked to."""

    def __init__(self, tell: Callable[[Sensed], None]) -> None:
        super().__init__()
        self._tell = tell
        self._id = 0
        self._taking = self._reading = False
        self._camera: QCamera | None = None
        self._since_shown = QElapsedTimer()
        self.sink = QVideoSink(self)
        """Where the frames come."""
        self.sink.videoFrameChanged.connect(self._see)
        self._session = QMediaCaptureSession(self)
        self._session.setVideoSink(self.sink)
        self._stuck = QTimer(self, interval=STUCK_MS, singleShot=True)
        self._stuck.timeout.connect(self._give_up)

    def obey(self, order: Order) -> None:
        """Do what is asked."""
        self._id = order.id
        if order.do is Do.TAKE:
            self._taking = True
        elif order.do is Do.REST:
            self.rest()
        elif order.do is Do.LOOK:
            if QMediaDevices.defaultVideoInput().isNull():
                self._give_up()
            self._tell(Sensed(order.id, Sense.READY))
        elif order.do in {Do.BEGIN, Do.READ}:
            self.rest()
            self._reading = order.do is Do.READ
            self._begin()

    def rest(self) -> None:
        """Look no more."""
        self._stuck.stop()
        self._taking = self._reading = False
        camera, self._camera = self._camera, None
        if camera is not None:
            camera.errorOccurred.disconnect(self._give_up)
            camera.stop()
            camera.deleteLater()

    def _begin(self) -> None:
        device = QMediaDevices.defaultVideoInput()
        if device.isNull():
            self._give_up()
        camera = self._camera = QCamera(device, self)
        if (best := _best_format(device)) is not None:
            camera.setCameraFormat(best)
        camera.errorOccurred.connect(self._give_up)
        self._session.setCamera(camera)
        self._stuck.start()
        camera.start()

    def _see(self, frame: QVideoFrame) -> None:
        image = frame.toImage() if self._taking or self._is_time else None
        if image is None or image.isNull():
            return
        self._stuck.start()
        if self._taking:
            self._taking = False
            self._tell(Sensed(self._id, Sense.TAKEN, develop(image)))
        else:
            self._since_shown.start()
            small = jpeg(shrunk(image, PREVIEW_SIDE), _PREVIEW_QUALITY)
            self._tell(Sensed(self._id, Sense.PIECE, small))
            if self._reading and (codes := codes_in(image)):
                self._tell(Sensed(self._id, Sense.READ, codes=codes))

    @property
    def _is_time(self) -> bool:
        shown = self._since_shown
        return not shown.isValid() or shown.hasExpired(PREVIEW_MS)

    def _give_up(self) -> None:
        self._tell(Sensed(self._id, Sense.GONE))
        os._exit(GONE_CODE)  # a driver may hang on an orderly way out


def codes_in(image: QImage) -> tuple[str, ...]:
    """Return what the codes in a picture say: QR and Data Matrix, turned as they may be.

    Bars are not looked for: in a picture of a village something always looks like bars.
    """
    import zxingcpp  # noqa: PLC0415 -- taking pictures needs it not

    kinds = (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix)
    found = zxingcpp.read_barcodes(
        image.convertToFormat(QImage.Format.Format_Grayscale8),
        formats=zxingcpp.BarcodeFormats(kinds),
        text_mode=zxingcpp.TextMode.Plain,
    )
    return tuple(one.text for one in found)


def _best_format(device: QCameraDevice) -> QCameraFormat | None:
    """Return the smallest format that fills a photo, else the largest there is."""
    formats = sorted(
        device.videoFormats(),
        key=lambda one: one.resolution().width() * one.resolution().height(),
    )
    enough = [one for one in formats if one.resolution().width() >= LONGEST_SIDE]
    return enough[0] if enough else formats[-1] if formats else None


def main() -> int:
    """Look when asked, until standard input ends."""
    write = begin_child()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # frames are turned into pictures
    application = QGuiApplication(sys.argv[:1])
    eye = Eye(lambda sensed: write(answer_line(sensed)))

    def end() -> None:
        eye.rest()
        QCoreApplication.quit()

    orders = Orders(Order, eye.obey, end)
    code = application.exec()
    del orders
    return code


if __name__ == "__main__":
    sys.exit(main())
