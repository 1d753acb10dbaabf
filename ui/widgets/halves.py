"""Two halves of a page: side by side, or one under the other on an upright panel."""

from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.theme import Theme


def halves(page: QWidget, theme: Theme) -> QBoxLayout:
    """Lay out a page in halves and return the layout that takes them."""
    direction = QBoxLayout.Direction
    upright = theme.panel.portrait
    layout = QBoxLayout(
        direction.TopToBottom if upright else direction.LeftToRight, page
    )
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(8 if upright else 14))
    return layout
