"""The peer: a bare PySide6 window with one button. `python -m benchmarks.bare [rest]`

With `rest` it stays; without, it is watched and ends when its button has answered.
"""

import sys

from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget


def main() -> int:
    """Show it."""
    application = QApplication(sys.argv)
    window = QWidget()
    layout = QVBoxLayout(window)
    button = QPushButton("Touch")
    layout.addWidget(button)
    button.clicked.connect(lambda: button.setText("Touched"))
    if "rest" not in sys.argv:
        from benchmarks.probe import put_in  # noqa: PLC0415 -- when all is ready

        put_in()
    window.showFullScreen()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
