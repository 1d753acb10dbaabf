"""A kiosk that asks for a photo and a voice note, and the hands for it."""

from typing import cast

from kiosk.citizen import CitizenDoor
from kiosk.journey import Journey
from kiosk.media import Captured
from kiosk.submission import Receipt
from tests.ui.booth import Booth
from tests.ui.captors import HandCamera, HandMicrophone, HandPlayer, tone
from ui.citizen.questions.photo import PhotoScreen

PHOTO_AND_VOICE = """
id = "everything"
version = "1"
icon = "problem"
colour = "sea"
title = { el = "Όλα", en = "Everything" }
[[question]]
kind = "photo"
id = "photo"
title = { el = "Θέλετε να το δείξετε;", en = "Do you want to show it?" }
most = 2
[[question]]
kind = "voice"
id = "voice"
title = { el = "Θέλετε να το πείτε;", en = "Do you want to say it?" }
longest_s = 10
"""

kept: list[tuple[Captured, ...]] = []


class Door(CitizenDoor):
    """The real door; remembers what came through it."""

    def confirm(self, journey: Journey, *args: object) -> Receipt:
        kept.append(cast(tuple[Captured, ...], args[2]))
        return super().confirm(journey, *args)  # type: ignore[arg-type]


class Roomless(Door):
    """The disk is nearly full."""

    def may_capture(self) -> bool:
        return False


def come(booth: Booth) -> None:
    booth.come_in()
    booth.go("everything")


def microphone(booth: Booth) -> HandMicrophone:
    assert isinstance(booth.kit.microphone, HandMicrophone)
    return booth.kit.microphone


def camera(booth: Booth) -> HandCamera:
    assert isinstance(booth.kit.camera, HandCamera)
    return booth.kit.camera


def player(booth: Booth) -> HandPlayer:
    assert isinstance(booth.kit.player, HandPlayer)
    return booth.kit.player


def take_picture(booth: Booth) -> None:
    page = booth.page
    assert isinstance(page, PhotoScreen)
    page._second.setInterval(10)
    booth.touch("take")
    booth.qtbot.waitUntil(lambda: booth.has("keep"))
    booth.settle()


def record(booth: Booth, seconds: float = 3, loud: float = 0.3) -> None:
    booth.touch("talk")
    booth.settle()
    microphone(booth).hear(tone(seconds, loud=loud))
    booth.touch("talk")
    booth.settle()


def counts(booth: Booth) -> bool:
    """Say whether the kiosk counts the time that nobody touches it."""
    return booth.idle.watching


def ids_in(booth: Booth) -> set[str]:
    return set(booth.kit.satchel._kept)


def send(booth: Booth) -> None:
    booth.go("action")
    assert booth.page.name == "receipt"
