"""What a voice says where people write signs: each is found again on the page."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

import i18n
from ui.aloud import Aloud
from ui.screen import Said


@pytest.fixture(autouse=True)
def _afterwards() -> Iterator[None]:
    before = QLocale()
    yield
    i18n.use("en")
    QLocale.setDefault(before)


def speak(code: str) -> None:
    i18n.use(code)
    QLocale.setDefault(QLocale(code))


GREEK = [
    ("Καλέστε 2610 123456 το πρωί", "Καλέστε 2 6, 1 0, 1 2, 3 4, 5 6 το πρωί"),
    ("+30 2610123456.", "+, 3 0, 2 6, 1 0, 1 2, 3 4, 5 6."),
    ("Καλέστε το 112", "Καλέστε το 1, 1 2"),
    ("Αριθμός K7Q 4MX 9TR", "Αριθμός K, 7, Q. 4, M, X. 9, T, R"),
    ("Πείτε τους: 7KX4QM", "Πείτε τους: 7, K, X. 4, Q, M"),
    ("Στις 14:05", "Στις 14 και 5"),
    ("Σήμερα στις 09:00. Δεν χάνεται", "Σήμερα στις 9 ακριβώς. Δεν χάνεται"),
    ("Μένουν 0:37", "Μένουν 37 δευτερόλεπτα"),
    ("1:00", "60 δευτερόλεπτα"),
    ("Ακούστε το. 0:01", "Ακούστε το. 1 δευτερόλεπτο"),
    ("08:00–14:30", "από τις 8 ακριβώς έως τις 14 και 30"),
    ("26/11/2026", "26 Νοεμβρίου 2026"),
    ("ως 2026-11-26,", "ως 26 Νοεμβρίου 2026,"),
    ("1.11.2026", "1 Νοεμβρίου 2026"),
    ("eleni.p@mail.gr", "eleni τελεία p παπάκι mail τελεία gr"),
    ("12\u00a0000 ευρώ", "12000 ευρώ"),
]
"""What is written, and what is said."""

AS_WRITTEN = [
    "40000 ευρώ",
    "1.234,50 €",
    "99/99/2026",
    "Στις 8:30",
    "1 από 4",
    "ΟΔΟΣ 25",
    "ΚΕΠ 5100",
    "A4",
]


@pytest.mark.parametrize(("shown", "said"), GREEK)
def test_signs_are_said_as_people_say_them(shown: str, said: str) -> None:
    speak("el")
    assert Aloud.of(Said(shown)).text == said


@pytest.mark.parametrize("shown", AS_WRITTEN)
def test_what_a_voice_can_say_is_left_to_it(shown: str) -> None:
    speak("el")
    assert Aloud.of(Said(shown)).text == shown


@pytest.mark.parametrize(
    ("code", "said"),
    [("en", "26 November 2026"), ("ru", "26 ноября 2026"), ("ka", "26 ნოემბერი 2026")],
)
def test_a_day_is_said_in_the_language_being_spoken(code: str, said: str) -> None:
    speak(code)
    assert Aloud.of(Said("26/11/2026")).text == said


def test_a_number_is_spelt_where_it_is_to_be_taken_away() -> None:
    code = Aloud.of(Said("K7Q\u20024MX\u20029TR", spelt=True))
    assert code.text == "K, 7, Q. 4, M, X. 9, T, R"
    assert Aloud.of(Said("6944123", spelt=True)).text == "6, 9 4, 4 1, 2 3"
    assert Aloud.of(Said("K7", spelt=True)).text == "K, 7"


@pytest.mark.parametrize(("shown", "said"), GREEK)
def test_each_word_said_stands_somewhere_on_the_page(shown: str, said: str) -> None:
    speak("el")
    aloud = Aloud.of(Said(shown))
    at = 0
    spans = []
    for word in said.split():
        at = said.index(word, at)
        begin, end = aloud.shown(at, len(word))
        assert 0 <= begin < end <= len(shown)
        spans.append((begin, end))
        at += len(word)
    assert spans == sorted(spans)
    assert spans[-1][1] == len(shown)


def test_a_code_is_marked_sign_by_sign() -> None:
    shown = "Αριθμός K7Q 4MX 9TR"
    aloud = Aloud.of(Said(shown))
    begin, end = aloud.shown(aloud.text.index("M"), 2)
    assert shown[begin:end] == "M"
