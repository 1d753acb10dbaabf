"""Keys that can be felt, and ears: nothing else is needed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from i18n import Direction, languages
from kiosk.codes import ALPHABET
from tests.kiosk.every_kind import write_every_kind
from tests.ui.booth import Booth, Given
from tests.ui.captors import hand_kit, tone
from tests.ui.capturing import microphone
from tests.ui.fakes import HandVoice
from tests.ui.pad import Pad
from tests.ui.words_pack import write_words
from ui.citizen.questions import QuestionScreen
from ui.citizen.questions.photo import PhotoScreen
from ui.keys import KEYS, Ask
from ui.widgets.button import Touchable
from ui.widgets.ring import Ring

Stand = Callable[..., Booth]
K = Qt.Key


@pytest.fixture
def pad(booths: Stand) -> Pad:
    return Pad(booths(Given(speaker=HandVoice)))


def ring(pad: Pad) -> Ring:
    found = pad.booth.shell.findChild(Ring)
    assert isinstance(found, Ring)
    return found


def test_the_first_key_only_says_what_keys_do(pad: Pad) -> None:
    pad.press(K.Key_Return)
    assert pad.listen().startswith("Μπορείτε να χρησιμοποιείτε τα πλήκτρα")
    assert "Πατήστε Enter για να ξεκινήσετε" in pad.heard
    assert pad.booth.page.name == "attract"
    pad.press(K.Key_Return)
    pad.booth.wait_for("language")


def test_a_problem_is_reported_by_keys_and_ears_alone(pad: Pad) -> None:
    pad.come_in()
    pad.choose("Πείτε μας ένα πρόβλημα")
    pad.choose("Φως στον δρόμο")
    pad.choose("Καμένη λάμπα")
    pad.choose("Πλατεία")
    pad.press(K.Key_Right)
    pad.booth.wait_for("check")
    pad.listen()
    assert pad.press(K.Key_Right).startswith("Στείλτε το")
    assert pad.booth.page.name == "check"
    pad.press(K.Key_Return)
    pad.booth.wait_for("receipt")
    assert len(pad.booth.kept()) == 1


def test_everything_on_a_page_is_come_to_once_and_the_way_is_a_round(pad: Pad) -> None:
    pad.come_in()
    pad.choose("Πείτε μας ένα πρόβλημα")
    heard = [pad.press(K.Key_Down)]
    while (more := pad.press(K.Key_Down)) != heard[0]:
        heard.append(more)
    title = pad.booth.page.heading().title
    assert len(set(heard)) == len(heard)
    assert title in heard
    assert {"Πίσω", "Από την αρχή", "Βοήθεια"} <= set(heard)
    back = [pad.press(K.Key_Up) for _ in heard]
    assert back == [*reversed(heard)]


def test_no_arrow_sends_ends_or_starts_over(pad: Pad) -> None:
    pad.come_in()
    pad.choose("Πείτε μας ένα πρόβλημα")
    pad.choose("Φως στον δρόμο")
    pad.choose("Καμένη λάμπα")
    pad.choose("Πλατεία")
    pad.press(K.Key_Right)
    pad.booth.wait_for("check")
    for _ in range(5):
        pad.press(K.Key_Right)
    assert pad.booth.page.name == "check"
    assert pad.booth.kept() == []
    pad.press(K.Key_Return)
    pad.booth.wait_for("receipt")
    for key in (K.Key_Right, K.Key_Right, K.Key_Left):
        pad.press(key)
    assert pad.booth.page.name == "receipt"


def test_left_goes_back_and_loses_nothing(pad: Pad) -> None:
    pad.come_in()
    pad.choose("Πείτε μας ένα πρόβλημα")
    pad.choose("Φως στον δρόμο")
    before = pad.booth.page
    pad.press(K.Key_Left)
    pad.booth.wait_to_leave(before)
    assert "Διαλεγμένο" in pad.come_to("Φως στον δρόμο")
    before = pad.booth.page
    pad.press(K.Key_Right)
    pad.booth.wait_to_leave(before)
    assert pad.booth.page.heading().chosen == ("Φως στον δρόμο",)


def test_right_without_a_choice_says_to_choose(pad: Pad) -> None:
    pad.come_in()
    pad.choose("Πείτε μας ένα πρόβλημα")
    page = pad.booth.page
    pages = page.pages()
    assert pages is not None
    while pages.page < pages.count - 1:
        pad.press(K.Key_Right)
    assert pad.press(K.Key_Right).startswith("Διαλέξτε πρώτα")
    assert pad.booth.page is page


def test_what_is_chosen_and_left_is_said(pad: Pad) -> None:
    pad.come_in()
    pad.choose("Πείτε μας ένα πρόβλημα")
    pad.choose("Φως στον δρόμο")
    pad.choose("Καμένη λάμπα")
    pad.choose("Πλατεία")
    pad.come_to("Είναι επικίνδυνο")
    assert pad.press(K.Key_Return) == "Διαλεγμένο"
    assert pad.booth.on() == ["dangerous"]
    assert pad.press(K.Key_Return) == "Δεν είναι πια διαλεγμένο"
    assert pad.booth.on() == []


def test_the_help_key_says_what_enter_does_and_then_all_keys(pad: Pad) -> None:
    pad.come_in()
    pad.come_to("Πείτε μας ένα πρόβλημα")
    assert "Πατήστε Enter γι" in pad.press(K.Key_F1)
    assert "Δεξιά: συνέχεια. Αριστερά: πίσω." in pad.press(K.Key_F1)
    pad.press(K.Key_F1, K.Key_Down)
    assert "Δεξιά: συνέχεια" not in pad.press(K.Key_F1)


def test_keys_that_are_tried_out_say_what_they_do_and_do_nothing(pad: Pad) -> None:
    pad.come_in()
    pad.come_to("Πείτε μας ένα πρόβλημα")
    person = pad.booth.stand.person
    assert "Δοκιμάστε τώρα τα πλήκτρα" in pad.press(K.Key_F1, K.Key_F1)
    one_of_each = {KEYS[key]: Qt.Key(key) for key in reversed(list(KEYS))}
    del one_of_each[Ask.EXPLAIN]
    heard = {key: pad.press(key) for key in one_of_each.values()}
    assert all(heard.values())
    assert heard[K.Key_F4] == "Πιο δυνατά"
    assert heard[K.Key_Return] == "Enter: κάντε αυτό που ακούσατε."
    assert (pad.booth.page.name, pad.booth.stand.person) == ("home", person)
    back = pad.press(K.Key_F1)
    assert back.startswith("Τα πλήκτρα δουλεύουν πάλι. Πείτε μας ένα πρόβλημα")
    pad.press(K.Key_Return)
    assert pad.booth.page.name == "choice"


def test_a_language_says_its_own_name_in_its_own_voice(pad: Pad) -> None:
    pad.press(K.Key_Down)
    pad.listen()
    pad.press(K.Key_Return)
    pad.booth.wait_for("language")
    pad.listen()
    voice = pad.booth.speaker
    assert isinstance(voice, HandVoice)
    for one in languages():
        pad.come_to(one.name)
        assert voice.lines[0].voice == one.voice


def test_home_says_where_one_is_and_begins_the_page_again(pad: Pad) -> None:
    pad.come_in()
    pad.choose("Πείτε μας ένα πρόβλημα")
    pad.press(K.Key_Down, K.Key_Down, K.Key_Down)
    heard = pad.press(K.Key_Home)
    assert heard.startswith(pad.booth.page.heading().title)
    assert "Βήμα 1 από" in heard
    assert "Ήσασταν στο 4 από" in heard


def test_a_ring_shows_where_the_keys_are(pad: Pad) -> None:
    pad.come_in()
    pad.choose("Πείτε μας ένα πρόβλημα")
    shell = pad.booth.shell
    for _ in range(30):
        pad.press(K.Key_Down)
        focused = shell.focusWidget()
        on = pad.booth.guide.cursor.on
        assert on is not None
        if ring(pad).isVisible():
            assert on.said.where is None or not isinstance(on.said.where, Touchable)
        else:
            assert focused is on.said.where


def test_arrows_go_where_they_point_on_a_keyboard(pad: Pad) -> None:
    pad.come_in()
    pad.choose("Τι έγινε με αυτό που είπα;")
    first, second, last = ALPHABET[0], ALPHABET[1], ALPHABET[11]
    pad.come_to(first)
    assert pad.press(K.Key_Right) == second
    assert pad.press(K.Key_Left, K.Key_Left) == last
    assert pad.press(K.Key_Right) == first
    assert pad.press(K.Key_Down) == ALPHABET[12]
    assert pad.press(K.Key_Up) == first
    assert pad.press(K.Key_Return) == first
    assert pad.booth.page.partial() == (first,)
    assert pad.press(K.Key_Up) == pad.booth.page.spoken()[0].text


def test_where_one_reads_from_the_right_left_goes_on(booths: Stand) -> None:
    right_to_left = Given(speaker=HandVoice, direction=Direction.RIGHT_TO_LEFT)
    pad = Pad(booths(right_to_left))
    pad.come_in()
    pad.choose("Πείτε μας ένα πρόβλημα")
    before = pad.booth.page
    pad.press(K.Key_Right)
    pad.booth.wait_to_leave(before)
    assert pad.booth.page.name == "home"


def test_keys_make_it_louder_and_faster_and_say_it_again(pad: Pad) -> None:
    pad.come_in()
    before = pad.booth.stand.person
    thing = pad.press(K.Key_Down)
    assert pad.press(K.Key_VolumeUp) == thing
    assert pad.press(K.Key_F6, K.Key_F6) == thing
    person = pad.booth.stand.person
    assert (person.volume, person.pace) == (before.volume + 1, before.pace + 2)
    pad.press(K.Key_F3, K.Key_F5, K.Key_F5)
    assert pad.booth.stand.person == before
    assert pad.press(K.Key_F2) == thing


def test_one_key_makes_it_pause_and_go_on(pad: Pad) -> None:
    pad.come_in()
    thing = pad.press(K.Key_Down)
    assert pad.press(K.Key_F7) == ""
    assert pad.press(K.Key_F7) == thing
    assert pad.press(K.Key_F7) == ""


def test_whoever_uses_keys_has_more_time_until_they_are_gone(pad: Pad) -> None:
    short = pad.booth.idle.warn_ms
    pad.come_in()
    assert pad.booth.idle.warn_ms == 2.5 * short
    pad.booth.idle.gone.emit()
    pad.booth.wait_for("attract")
    assert pad.booth.idle.warn_ms == short


def test_touch_is_as_before_whatever_keys_were_pressed(pad: Pad) -> None:
    pad.come_in()
    pad.booth.go("problem", "lighting")
    assert "Φως στον δρόμο" in pad.listen()
    assert pad.booth.page.name == "choice"


def goes_on(pad: Pad) -> None:
    """Press the arrow that goes on, and hear the next page."""
    before = pad.booth.page
    pad.press(K.Key_Home, K.Key_Right)
    pad.booth.wait_to_leave(before)
    pad.listen()


def answered(pad: Pad, question: str) -> tuple[str, ...]:
    page = pad.booth.page
    assert isinstance(page, QuestionScreen)
    return page.asked.journey.told[question]


def test_every_kind_of_question_is_answered_by_keys_and_ears(
    booths: Stand, tmp_path: Path
) -> None:
    pack = write_every_kind(tmp_path / "pack")
    pad = Pad(booths(Given(speaker=HandVoice, pack=pack, kit=hand_kit)))
    pad.come_in()
    pad.choose("Όλα")
    goes_on(pad)  # what was to be read
    by_touching(pad)
    by_the_map(pad)
    pad.choose("Εδώ και μέρες")
    pad.write("12")
    goes_on(pad)
    assert answered(pad, "number") == ("12",)
    by_the_calendar(pad)
    by_the_camera(pad)
    by_the_microphone(pad)
    pad.choose("Ναι, διαβάστε")  # aloud, what is their own
    goes_on(pad)  # no telephone
    pad.write("maria@example.gr")
    goes_on(pad)
    assert answered(pad, "email") == ("maria@example.gr",)
    pad.choose("Συμφωνώ")
    pad.choose("Στείλτε το")
    assert pad.booth.page.name == "receipt"


def by_touching(pad: Pad) -> None:
    """What is a choice, of one or of several, in an order or for money."""
    pad.choose("Παγκάκι")
    pad.come_to("Λάμπα")
    pad.press(K.Key_Return)
    goes_on(pad)
    assert answered(pad, "several") == ("lamp",)
    pad.choose("Ναι")
    pad.choose("Καλά")
    pad.come_to("Δέντρο")
    assert pad.press(K.Key_Return).startswith("1. Δέντρο")
    pad.come_to("Λάμπα")
    assert pad.press(K.Key_Return).startswith("2. Λάμπα")
    goes_on(pad)
    assert answered(pad, "ranking") == ("tree", "lamp")
    pad.come_to("Παγκάκι")
    assert "400" in pad.press(K.Key_Return)  # is what is left
    assert "Δεν γίνεται τώρα" not in pad.come_to("Δέντρο")
    pad.press(K.Key_Return)
    assert "Δεν γίνεται τώρα" in pad.come_to("Λάμπα")
    goes_on(pad)
    assert answered(pad, "budget") == ("bench", "tree")


def by_the_calendar(pad: Pad) -> None:
    pad.come_to("Άλλη μέρα")
    pad.press(K.Key_Return)
    pad.press(K.Key_Return)  # the first month
    before = pad.booth.page
    pad.press(K.Key_Return)  # its first day
    pad.booth.wait_to_leave(before)
    pad.listen()


def by_the_map(pad: Pad) -> None:
    pad.choose("Στον χάρτη")
    pad.come_to("Χάρτης")
    assert "τα βέλη κουνούν" in pad.press(K.Key_Return)
    first = pad.heard
    assert pad.press(K.Key_Right, K.Key_Right, K.Key_Down) != first
    pad.press(K.Key_Return)
    goes_on(pad)
    assert len(answered(pad, "place")) == 2


def by_the_camera(pad: Pad) -> None:
    page = pad.booth.page
    assert isinstance(page, PhotoScreen)
    page._second.setInterval(10)
    pad.come_to("Βγάλτε")
    pad.press(K.Key_Return)
    pad.booth.qtbot.waitUntil(lambda: pad.booth.has("keep"))
    pad.booth.settle()
    pad.choose("Κρατήστε")


def by_the_microphone(pad: Pad) -> None:
    assert "πάλι Enter όταν τελειώσετε" in pad.come_to("Πατήστε και μιλήστε")
    pad.press(K.Key_Return)
    assert pad.heard == ""  # nobody speaks into a recording
    microphone(pad.booth).hear(tone(3))
    pad.press(K.Key_Return)
    assert pad.heard != ""
    pad.come_to("Ακούστε")
    goes_on(pad)
    assert pad.booth.page.name == "permission"


def test_words_are_written_on_the_glass_and_heard(
    booths: Stand, tmp_path: Path
) -> None:
    pad = Pad(booths(Given(speaker=HandVoice, pack=write_words(tmp_path / "pack"))))
    pad.come_in()
    pad.choose("Λόγια")
    pad.come_to("Θα το γράψω")
    pad.press(K.Key_Return)
    pad.booth.wait_for("permission")
    pad.choose("Ναι, διαβάστε")  # aloud, what is their own
    pad.write("λαμ")
    pad.come_to("Λάμπα", K.Key_Up)
    assert pad.press(K.Key_Return).startswith("Λάμπα")
    goes_on(pad)
    assert answered(pad, "what") == ("Λάμπα",)
