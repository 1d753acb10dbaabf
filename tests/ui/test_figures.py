"""Numbers, days and alphabets are each language's own."""

from collections.abc import Iterator
from datetime import date, time

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication

from ui.figures import by_alphabet, day_of_week, figure, hour, long_day, whole_day
from ui.widgets.words import Words

DAY = date(2026, 11, 26)


@pytest.fixture
def persian() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("fa"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("language", "of_week", "whole", "long"),
    [
        ("el", "Πέμπτη 26 Νοεμβρίου", "Πέμπτη 26 Νοεμβρίου 2026", "26 Νοεμβρίου 2026"),
        (
            "en",
            "Thursday, 26 November",
            "Thursday, 26 November 2026",
            "26 November 2026",
        ),
        (
            "ru",
            "четверг, 26 ноября",
            "четверг, 26 ноября 2026\u202fг.",
            "26 ноября 2026",
        ),
        ("tr", "26 Kasım Perşembe", "26 Kasım 2026 Perşembe", "26 Kasım 2026"),
    ],
)
def test_a_day_is_written_as_people_do(
    language: str, of_week: str, whole: str, long: str
) -> None:
    assert day_of_week(DAY, language) == of_week
    assert whole_day(DAY, language) == whole
    assert long_day(DAY, language) == long


@pytest.mark.usefixtures("persian")
def test_figures_are_those_of_the_language() -> None:
    assert (figure(1203), hour(time(9, 5))) == ("۱٬۲۰۳", "۰۹:۰۵")


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("el", ["Άγιος", "Ακταίο", "Άνω Καστρίτσι", "Σελλά"]),
        (
            "fa",
            [
                "آرگیرا",
                "آنو",
                "الیکیسترا",
                "پاترا",
                "درپانو",
                "سلا",
                "کالا",
                "میلا",
                "والمی",
            ],
        ),
    ],
)
def test_names_stand_in_the_order_of_their_alphabet(
    language: str, names: list[str]
) -> None:
    assert by_alphabet(sorted(names), str, language) == names


@pytest.mark.parametrize(
    ("text", "page", "own"),
    [
        ("Ευχαριστούμε.", "rtl", "ltr"),
        ("شكرا.", "ltr", "rtl"),
        ("L-0149: شكرا.", "rtl", "rtl"),
        ("Sella: شكرا.", "ltr", "ltr"),
        ("112", "rtl", "rtl"),
    ],
)
def test_a_text_of_the_other_direction_keeps_its_own(
    qapp: QApplication, text: str, page: str, own: str
) -> None:
    way = {"rtl": Qt.LayoutDirection.RightToLeft, "ltr": Qt.LayoutDirection.LeftToRight}
    words = Words(text)
    words.setLayoutDirection(way[page])
    assert words._option().textDirection() == way[own]
