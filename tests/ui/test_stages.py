"""A way with stages shows as many of its hints as it has room for."""

from PySide6.QtGui import QPointingDevice
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import resources
from tests.ui.booth import WIDE, visible
from ui.theme import Theme, dress
from ui.widgets.stages import Stage, Stages
from ui.widgets.words import Words

HINT = "Θα το δει κάποιος που δουλεύει στον Δήμο, συνήθως μέσα σε δύο μέρες."


def hints(stages: Stages) -> list[Words]:
    return [one for one in visible(stages, Words) if one.property("role") == "hint"]


def test_one_hint_makes_way_where_room_for_one_is_missing(
    qtbot: QtBot, qapp: QApplication, finger: QPointingDevice
) -> None:
    theme = Theme(WIDE)
    dress(qapp, theme)
    picture = resources.icon("check")
    assert picture is not None
    way = [Stage(picture, f"Στάδιο {at}", HINT, at == 0) for at in range(4)]
    stages = Stages(way, theme, few=False)
    glass = QWidget()
    qtbot.addWidget(glass)
    stages.setParent(glass)
    stages.resize(700, 2000)
    glass.show()
    whole = stages.heightForWidth(700)
    for lacking, shown in ((0, 4), (1, 3), (0, 4)):
        stages.resize(700, whole - lacking)
        qapp.processEvents()
        assert len(hints(stages)) == shown
    for high in range(whole, whole // 4, -20):
        stages.resize(700, high)
        qapp.processEvents()
        told = [one.text() for one in visible(stages, Words)]
        # What is still to come would tell that it has happened, without its hint.
        assert all(
            told[told.index(f"Στάδιο {at}") + 1 :][:1] == [HINT]
            for at in range(1, 4)
            if f"Στάδιο {at}" in told
        )
    assert stages.heightForWidth(700) <= stages.height()
