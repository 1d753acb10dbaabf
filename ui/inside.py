"""What is behind the page at rest: all that a visit needs, once somebody has come in.

A kiosk that starts shows its first page without any of it, and loads it while that page
stands there.
"""

from PySide6.QtCore import QObject

from kiosk.config import Config
from ui.citizen.threshold import Threshold
from ui.citizen.visit import Visit
from ui.keys import Keys
from ui.reader import Reader
from ui.satchel import full_kit
from ui.scan import Scans
from ui.steady import Steady
from ui.switch import lead
from ui.theme import Panel


class Inside(QObject):
    """The visit, what it captures with, and all that sees hands before a page does."""

    def __init__(
        self, threshold: Threshold, reader: Reader, config: Config, panel: Panel
    ) -> None:
        stand, shell = threshold.stand, threshold.stand.shell
        super().__init__(shell)
        self.guide = lead(stand, reader, config.input)
        scans = Scans(shell)
        scans.scanned.connect(stand.take_scan)
        keys = Keys(self.guide.take, shell)
        steady = Steady(shell, panel, config.touch)
        shell.let_watch(steady, keys, scans, stand.idle)
        self.kit = full_kit(shell, config.printer)
        self.visit = Visit(threshold, config.idle.wipe_after_s, self.kit)
