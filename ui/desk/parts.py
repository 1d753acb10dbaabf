"""The furniture of a desk: Qt's own, with plain text and the style sheet's names."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

import resources
from ui.theme import Theme
from ui.widgets.picture import draw
from ui.widgets.words import Words


def label(text: str, role: str = "desk") -> Words:
    """Plain words; `role` is a name in the style sheet."""
    words = Words(role=role)
    words.setText(text)
    return words


def button(text: str, keys: str = "", kind: str = "desk") -> QPushButton:
    """A button that says its own shortcut: `Send  Ctrl+Return`.

    `kind` is `desk`, or `desk-main` for the one that the page is there for.
    """
    made = QPushButton()
    made.setProperty("kind", kind)
    made.setText(f"{text}   {shown(keys)}" if keys else text)
    made.setAccessibleName(text)
    if keys:  # Qt's own shortcut of a button presses it slowly, to be seen
        QShortcut(QKeySequence(keys), made).activated.connect(made.click)
    return made


def shortcut(keys: str, owner: QWidget) -> QShortcut:
    """A key of a page: it works wherever on the page one is."""
    made = QShortcut(QKeySequence(keys), owner)
    made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    return made


def shown(keys: str) -> str:
    """A shortcut as the keyboard has it."""
    told = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return told.replace("Return", "Enter")


def dressed(made: QAbstractButton, picture: str, theme: Theme, colour: str) -> None:
    """Give a button a picture of ours."""
    path = resources.icon(picture)
    if path is not None:
        side = theme.px(5)
        made.setIcon(QIcon(draw(Path(path), side, colour)))
        made.setIconSize(QSize(side, side))


def column(owner: QWidget, theme: Theme, gap_mm: float = 3) -> QVBoxLayout:
    """The layout of a page: one thing under another."""
    made = QVBoxLayout(owner)
    side = theme.px(6)
    made.setContentsMargins(side, theme.px(5), side, theme.px(5))
    made.setSpacing(theme.px(gap_mm))
    return made


def table(
    heads: Sequence[str], name: str, theme: Theme, stretches: int = 0
) -> QTableWidget:
    """A table of whole rows, chosen with the arrows; Tab goes on to what comes after. One
    column takes what room the others leave."""
    made = QTableWidget(0, len(heads))
    made.setAccessibleName(name)
    made.setHorizontalHeaderLabels(list(heads))
    made.horizontalHeader().setDefaultAlignment(
        Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
    )
    made.horizontalHeader().setHighlightSections(False)
    made.horizontalHeader().setSectionResizeMode(
        QHeaderView.ResizeMode.ResizeToContents
    )
    made.horizontalHeader().setSectionResizeMode(
        stretches, QHeaderView.ResizeMode.Stretch
    )
    made.verticalHeader().hide()
    made.verticalHeader().setDefaultSectionSize(theme.px(9))
    made.setShowGrid(False)
    made.setTabKeyNavigation(False)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def moment(at: datetime) -> str:
    """Say a day and an hour of this machine's zone, shortly: 4/5 12:30."""
    here = at.astimezone()
    return f"{here.day}/{here.month} {here:%H:%M}"
