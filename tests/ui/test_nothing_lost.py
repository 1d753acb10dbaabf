"""Back, change and another language lose no answer, of whatever kind, however half done."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint

from kiosk.forms import Answer
from tests.kiosk.every_kind import FORM, write_every_kind
from tests.ui.booth import Booth, Given
from tests.ui.captors import hand_kit, tone
from tests.ui.capturing import microphone, record, take_picture
from tests.ui.fakes import HandVoice
from tests.ui.typing_hand import keys, shown, write
from ui.reader import said_on
from ui.widgets.tile import Tile

Stand = Callable[..., Booth]
Hand = Callable[[Booth], None]
Eye = Callable[[Booth], object]

FIRST = """
[[question]]
kind = "choice"
id = "first"
title = { el = "Τι;", en = "What?" }
    [[question.option]]
    id = "this"
    label = { el = "Αυτό", en = "This" }
    icon = "check"
    [[question.option]]
    id = "that"
    label = { el = "Εκείνο", en = "That" }
    icon = "other-village"
"""
LAST = FIRST.replace('"first"', '"last"')
HEAD, *BLOCKS = re.split(r"(?=\[\[question\]\])", FORM)
KINDS = {re.findall(r'id = "([a-z-]+)"', block)[0]: block for block in BLOCKS}


@pytest.fixture
def ask(booths: Stand, tmp_path: Path) -> Callable[[str], Booth]:
    """Asks this kind between two plain choices, of somebody who has come to it."""

    def put_up(kind: str) -> Booth:
        folder = write_every_kind(tmp_path / "pack")
        form = HEAD + FIRST + KINDS[kind] + LAST
        (folder / "forms" / "everything.toml").write_text(form, "utf-8")
        booth = booths(Given(pack=folder, kit=hand_kit))
        booth.come_in()
        booth.go("everything", "this")
        return booth

    return put_up


def touch(*names: str) -> Hand:
    def touched(booth: Booth) -> None:
        for name in names:
            booth.touch(name)
            booth.settle()

    return touched


def go(*names: str) -> Hand:
    return lambda booth: booth.go(*names)


def chosen(booth: Booth) -> object:
    return sorted(booth.on())


def places(booth: Booth) -> object:
    tiles = [booth.tile(name) for name in ("lamp", "bench", "tree")]
    return [one.place for one in tiles if isinstance(one, Tile)]


def typed(booth: Booth) -> object:
    return [
        one for one in booth.texts() if re.fullmatch(r"[\d+·]+", one) and one != "·"
    ]


def written(booth: Booth) -> object:
    return shown(booth) if not booth.has("write") else ""


def begin_to_write(booth: Booth) -> None:
    write(booth)
    keys(booth, "κ", "α", "τ")


def mark(booth: Booth) -> None:
    booth.go("map")
    booth.touch("plus")
    booth.press("map", QPoint(260, 170))
    booth.lift("map", QPoint(260, 170))
    booth.settle()


def marked(booth: Booth) -> list[str]:
    """The coordinates that are read on the glass, in figures."""
    return [one for one in booth.texts() if re.fullmatch(r"-?[\d.]+, -?[\d.]+", one)]


def speak_and_go_away(booth: Booth) -> None:
    booth.touch("talk")
    booth.settle()
    microphone(booth).hear(tone(4))


def can_be_heard(booth: Booth) -> object:
    return [one for one in booth.texts() if one.startswith("0:0")] * booth.has("hear")


def months(booth: Booth) -> object:
    names = [one.objectName() for one in booth.page.findChildren(Tile)]
    return [one for one in names if one.startswith("day:20")][3:]


def finish_phone(booth: Booth) -> None:
    touch(*"0123456")(booth)
    booth.go("action")


def finish_mail(booth: Booth) -> None:
    keys(booth, "@", "a", ".", "g", "r")
    booth.go("action")


def pick_a_day(booth: Booth) -> None:
    for prefix in ("month:", "day:"):
        tiles = booth.page.findChildren(Tile)
        name = next(
            one.objectName() for one in tiles if one.objectName().startswith(prefix)
        )
        touch(name)(booth)


def to_the_pole(booth: Booth) -> None:
    booth.go("pole-number")
    touch(*"149")(booth)


def on(booth: Booth) -> None:
    booth.go("action")


@dataclass(frozen=True)
class Half:
    """A page somebody has begun to answer."""

    kind: str
    do: Hand
    see: Eye
    """Whatever shows on the glass that it was done."""
    finish: Hand = on
    way: str = ""
    """What leads to it on the page, where there are several."""


HALVES = {
    "several": Half("several", touch("lamp"), chosen),
    "ranking": Half("ranking", touch("tree"), places),
    "budget": Half("budget", touch("lamp"), chosen),
    "text": Half("text", begin_to_write, written),
    "number": Half("number", touch("1", "2"), typed),
    "phone": Half("phone", touch("2", "6", "1"), typed, finish_phone),
    "email": Half("email", lambda booth: keys(booth, *"mar"), written, finish_mail),
    "photo": Half("photo", take_picture, lambda booth: booth.has("keep"), go("keep")),
    "voice": Half("voice", record, can_be_heard),
    "voice, speaking": Half("voice", speak_and_go_away, can_be_heard),
    "map": Half("place", mark, marked, way="map"),
    "pole": Half(
        "place",
        to_the_pole,
        typed,
        lambda booth: booth.go("action", "asset:lamps:L-0149"),
        way="pole-number",
    ),
    "date": Half(
        "date",
        touch("other"),
        lambda booth: booth.reads("2026") or bool(booth.tile("other")),
        pick_a_day,
    ),
}


def answers(booth: Booth) -> dict[str, Answer]:
    journey = booth.visit._journey
    assert journey is not None
    return dict(journey.told)


def disturb(booth: Booth) -> None:
    """Everything that makes a page anew, the language first."""
    booth.go("language", "en")
    booth.go("letters", "help", "back")
    booth.idle.warned.emit()
    booth.wait_for("idle")
    name = booth.page
    booth.touch("top")
    booth.wait_to_leave(name)
    booth.go("language", "el")


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
def test_half_an_answer_and_a_whole_one_stay(
    ask: Callable[[str], Booth], half: Half
) -> None:
    booth = ask(half.kind)
    half.do(booth)
    disturb(booth)
    done = half.see(booth)
    assert done
    if half.way:
        booth.go("back", half.way)
        assert half.see(booth) == done
        booth.go("back")
    booth.go("back")
    assert booth.on() == ["this"]
    booth.go("this", *half.way.split())
    assert half.see(booth) == done
    half.finish(booth)
    booth.wait_for("choice")
    said = answers(booth)
    assert said[half.kind]
    booth.go("back", "language", "en")
    assert answers(booth) == said
    journey = booth.visit._journey
    assert journey is not None
    booth.visit._walk(journey.answer(said[half.kind]).answer(("that",)))
    booth.wait_for("check")
    said = answers(booth)
    booth.go(half.kind, "language", "el")
    while booth.page.name != "check":
        booth.go("back")
    assert answers(booth) == said


@pytest.mark.parametrize(
    "kind", ["choice", "yes-no", "rating", "consent", "date", "place"]
)
def test_what_a_touch_answers_is_marked_for_whoever_comes_back(
    ask: Callable[[str], Booth], kind: str
) -> None:
    booth = ask(kind)
    pages = booth.page.pages()
    assert pages is not None
    name = next(one.objectName() for one in booth.page.findChildren(Tile))
    booth.go(name)
    booth.go("back")
    assert booth.on() == [name]
    booth.go("language", "en")
    assert booth.on() == [name]


def test_a_page_that_is_read_is_read_in_either_language(
    ask: Callable[[str], Booth],
) -> None:
    booth = ask("statement")
    disturb(booth)
    booth.go("action")
    booth.go("back")
    disturb(booth)
    booth.go("action")
    assert answers(booth)["statement"] == ("read",)


def test_every_kind_is_tried(ask: Callable[[str], Booth]) -> None:
    touched = {"choice", "yes-no", "rating", "consent", "statement"}
    assert {one.kind for one in HALVES.values()} | touched == set(KINDS)


def test_an_answer_that_a_change_led_away_from_is_dropped_and_said(
    booths: Stand,
) -> None:
    booth = booths(Given(speaker=HandVoice))
    booth.come_in()
    booth.go("problem", "lighting", "broken-lamp", "landmark:square", "action")
    assert not booth.reads("Δεν στέλνεται πια")
    booth.go("category", "green")
    pages = booth.page.pages()
    assert pages is not None
    name = next(one.objectName() for one in booth.page.findChildren(Tile))
    booth.go(name)
    assert booth.page.name == "check"
    assert booth.reads("Δεν στέλνεται πια")
    assert booth.reads("Καμένη λάμπα")
    booth.touch("listen")
    voice = booth.speaker
    assert isinstance(voice, HandVoice)
    booth.qtbot.waitUntil(lambda: voice.speaking)
    spoken = [one.text for one in voice.lines]
    assert any("Δεν στέλνεται πια" in one for one in spoken)
    assert "Καμένη λάμπα" in spoken
    booth.go("language", "en")
    assert booth.reads("Not sent any more")
    assert booth.reads("Burnt-out lamp") or booth.reads("lamp")
    assert "lighting" not in answers(booth)
    booth.go("category", "lighting")  # led back to: it counts again, and is not asked
    assert booth.page.name == "check"
    assert not booth.reads("Not sent any more") or not booth.reads("Burnt-out lamp")


def test_what_is_ones_own_is_named_by_its_question(
    booths: Stand, tmp_path: Path
) -> None:
    folder = write_every_kind(tmp_path / "pack")
    phone = KINDS["phone"].replace('role = "phone"', 'when = { first = "this" }')
    form = HEAD + FIRST + phone.replace("Τι λέτε;", "Πού σας βρίσκουμε;") + LAST
    (folder / "forms" / "everything.toml").write_text(form, "utf-8")
    booth = booths(Given(pack=folder))
    booth.come_in()
    booth.go("everything", "this")
    touch(*"2610123456")(booth)
    booth.go("action", "this", "first", "that")
    assert booth.page.name == "check"
    assert booth.reads("Πού σας βρίσκουμε;")
    assert not booth.reads("2610123456")
    booth.go("action")
    assert booth.page.name == "receipt"


@pytest.mark.parametrize(
    ("kind", "own"),
    [("text", "κατ"), ("number", "12"), ("phone", "2610123456"), ("email", "mar@a.gr")],
)
def test_what_citizens_said_is_spoken_from_memory_and_never_kept(
    ask: Callable[[str], Booth], kind: str, own: str
) -> None:
    """A sentence that is not marked as private is kept on the disk, to be said again."""
    booth = ask(kind)
    HALVES[kind].do(booth)
    HALVES[kind].finish(booth)
    booth.go("this")
    for page in ("check", "its own", "the next"):
        heard = said_on(booth.page, None)
        mine = [one for one in heard if own.lower() in one.text.lower()]
        mine += [one for one in heard if ", ".join(own) in one.text]
        assert mine or page == "the next", page
        assert [one.text for one in mine if not one.private] == [], page
        booth.go(kind if page == "check" else "action")


def test_a_place_on_the_map_is_spoken_from_memory(ask: Callable[[str], Booth]) -> None:
    booth = ask("place")
    mark(booth)
    [figures] = [one for one in booth.page.spoken() if one.text in marked(booth)]
    assert figures.private
