"""Which way a tour takes through a page: what it touches, where it has a choice."""

from typing import TypeGuard

from kiosk.forms import Budget, Number, Phone, Ranking
from ui.citizen.others import OthersScreen
from ui.citizen.questions import QuestionScreen, screens
from ui.citizen.questions.text import WritingScreen
from ui.citizen.questions.voice import VoiceScreen
from ui.screen import Screen
from ui.widgets.paged import Paged
from ui.widgets.pages import Pages

_PREFERRED = (
    "lighting",
    "lights",
    "broken-lamp",
    "landmark:square",
    "phrases",
    "in-person",
    "not-now",
    "a-day",
    "4",
)
"""What the tour touches where it has a choice; else the first choice on the page that
leads to no question without a screen."""

_MOST = 3
"""Choices touched where there may be several and one is needed."""

_TELEPHONE = "2100000000"


def touches(page: Screen | None, speaks: bool) -> list[str]:
    """What to touch on a page, in order; the last of it leads on."""
    question = page.asked.question if isinstance(page, QuestionScreen) else None
    pages = None if page is None else page.pages()
    names = [one.objectName() for one in pages.shown] if _tiled(pages) else []
    if isinstance(question, Ranking | Budget):
        most = question.most if isinstance(question, Ranking) else _MOST
        return [*names[: min(most, _MOST)], "action"]
    if isinstance(question, Number) and question.needs_answer:
        return [*str(max(question.least, 1)), "action"]
    if isinstance(question, Phone) and question.needs_answer:
        return [*_TELEPHONE, "action"]
    if isinstance(page, OthersScreen):
        return names[:1]
    phrases = isinstance(page, WritingScreen) and page.lacks_words
    if (
        page is None
        or not names
        or isinstance(page, VoiceScreen)
        or (page.action() is not None and not phrases)
    ):
        return ["action"]
    if isinstance(page, QuestionScreen):
        names = [one for one in names if _can_be_walked(page, one)] or names
    preferred = (*(("speak",) if speaks else ()), *_PREFERRED)
    return [next((name for name in preferred if name in names), names[0])]


def _can_be_walked(page: QuestionScreen, name: str) -> bool:
    """Say whether a choice opens no question that has no screen."""
    question, journey = page.asked.question, page.asked.journey
    if name not in {one.id for one in question.choices()}:
        return True
    return all(type(one) in screens() for one in journey.answer((name,)).asked)


def _tiled(pages: Paged | None) -> TypeGuard[Pages]:
    return isinstance(pages, Pages)
