"""Every kind of question, as it may stand before somebody: asked, and answered before."""

from collections.abc import Callable, Iterator
from datetime import date

from msgspec.structs import replace

from kiosk.forms import Answer
from kiosk.journey import Journey
from tests.kiosk.every_kind import ANSWERS
from tests.ui.booth import Booth
from tests.ui.captors import HandDarkroom, HandMicrophone, scene, tone, write_stick
from tests.ui.gallery import asks, then
from tests.ui.gallery_reading import gallery_of_reading
from ui.capture import Recording
from ui.citizen.check import CheckScreen
from ui.citizen.questions.photo import PhotoScreen
from ui.citizen.questions.voice import VoiceScreen
from ui.darkroom import develop, pictures_on
from ui.foresight import Make
from ui.screen import Scene, Screen
from ui.widgets.layout import Layer

RESTORES = {"several", "ranking", "budget", "number", "phone", "text", "email"}
"""Kinds that show what was touched and not yet answered."""

WRITTEN = "Στην πλατεία, κάτω από το λα"
"""With a word that is offered at its end."""


POINT = ("ano", "@38.271100,21.861300")
PLACES: dict[str, Answer] = {
    "villages": ("",),
    "map": ("ano", "map", ""),
    "map, marked": ("ano", "map", "", "", *POINT),
    "map, a lamp": ("ano", "map", "", "", "ano", "lamps:L-0149"),
    "number": ("ano", "pole-number", ""),
    "number, typed": ("ano", "pole-number", "149"),
    "which": ("ano", "which", "149"),
}
"""Ways to say where, as they survive a rebuilt page."""


def gallery_of_kinds(booth: Booth) -> Iterator[tuple[str, Make]]:
    """Return each kind's page, for a booth with the pack of every kind."""
    journey = Journey.begin(booth.core.pack.forms[1], booth.core.pack.places)
    while (question := journey.question) is not None:
        name = question.id
        yield name, asks(booth, journey)
        yield from _ways_of(booth, name, asks(booth, journey))
        journey = journey.answer(ANSWERS[name])
    yield "check", lambda scene: CheckScreen(scene, journey)
    yield "check, with photo and voice", _whole_check(booth, journey)
    yield from gallery_of_reading(booth)


def _ways_of(booth: Booth, name: str, make: Make) -> Iterator[tuple[str, Make]]:
    """Return the further ways a kind's page may stand there."""
    if name in RESTORES:
        yield f"{name}, answered", then(make, _restored(ANSWERS[name]))
    ways: dict[str, dict[str, Answer]] = {
        "text": {str(layer): (WRITTEN, layer, "write") for layer in Layer},
        "date": {at: (at,) for at in ("other", f"month:{date.today():%Y-%m}")},
        "place": PLACES,
    }
    for at, partial in ways.get(name, {}).items():
        yield f"{name}, {at}", then(make, _restored(partial))
    if name == "voice":
        yield from _voice(booth, make)
    if name == "photo":
        yield from _photo(booth, make)


def _voice(booth: Booth, make: Make) -> Iterator[tuple[str, Make]]:
    microphone, satchel = booth.kit.microphone, booth.kit.satchel

    def record(page: Screen) -> None:
        _voice_of(page).touched("talk")
        assert isinstance(microphone, HandMicrophone)
        microphone.hear(tone(23))

    def said(page: Screen) -> None:
        page.restore(("captured", satchel.put_voice("voice", Recording(tone(23)))))

    def play(page: Screen) -> None:
        said(page)
        _voice_of(page).touched("hear")

    def whisper(page: Screen) -> None:
        _voice_of(page).touched("talk")
        assert isinstance(microphone, HandMicrophone)
        microphone.hear(tone(5, loud=0.0005))
        _voice_of(page).touched("talk")

    yield "voice, recording", then(make, record)
    yield "voice, recorded", then(make, said)
    yield "voice, playing", then(make, play)
    yield "voice, whispered", then(make, whisper)
    yield "voice, none", then(make, lambda page: microphone.missing.emit())


def _photo(booth: Booth, make: Make) -> Iterator[tuple[str, Make]]:
    camera, darkroom = booth.kit.camera, booth.kit.darkroom

    def count(page: Screen) -> None:
        camera.seen.emit(scene())
        _photo_of(page).touched("take")

    def taken(page: Screen) -> None:
        id_ = booth.kit.satchel.put_photo("photo", develop(scene()))
        page.restore(("captured", id_))

    def plug(page: Screen) -> None:
        camera.seen.emit(scene())
        assert isinstance(darkroom, HandDarkroom)
        darkroom.found.emit(pictures_on(str(darkroom.sticks)))

    def look_at_stick(page: Screen) -> None:
        plug(page)
        _photo_of(page).touched("stick")

    def break_camera(page: Screen) -> None:
        camera.rest()
        camera.missing.emit()

    yield "photo, counting", then(make, count)
    yield "photo, taken", then(make, taken)
    assert isinstance(darkroom, HandDarkroom)
    darkroom.sticks = write_stick(booth.folder / "media" / "STICK")
    yield "photo, with a stick", then(make, plug)
    yield "photo, stick", then(make, look_at_stick)
    darkroom.sticks = booth.folder / "nowhere"
    yield "photo, none", then(make, break_camera)


def _whole_check(booth: Booth, journey: Journey) -> Make:
    def make(scene_: Scene) -> Screen:
        satchel = booth.kit.satchel
        photo = satchel.put_photo("photo", develop(scene()))
        voice = satchel.put_voice("voice", Recording(tone(23)))
        answers = {**journey.answers, "photo": (photo,), "voice": (voice,)}
        return CheckScreen(scene_, replace(journey, answers=answers), booth.kit)

    return make


def _voice_of(page: Screen) -> VoiceScreen:
    assert isinstance(page, VoiceScreen)
    return page


def _photo_of(page: Screen) -> PhotoScreen:
    assert isinstance(page, PhotoScreen)
    return page


def _restored(partial: Answer) -> Callable[[Screen], None]:
    def restore(page: Screen) -> None:
        page.restore(partial)

    return restore
