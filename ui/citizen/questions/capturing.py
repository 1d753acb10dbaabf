"""What the screens of a photo and of a voice note share."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from i18n import _
from kiosk.forms import Answer
from ui.citizen.questions.asked import Asked, QuestionScreen
from ui.figures import figure
from ui.satchel import bare_kit
from ui.screen import Action, Scene


def clock_time(seconds: int) -> str:
    """Write seconds as minutes and seconds, `0:37`."""
    apart = f"{figure(seconds % 60)}".rjust(2, figure(0))
    return f"{figure(seconds // 60)}:{apart}"


class CapturingScreen(QuestionScreen):
    """Something is captured, or not: going on is always possible."""

    def __init__(self, scene: Scene, asked: Asked) -> None:
        super().__init__(scene, asked)
        self._kit = asked.kit or bare_kit(self)
        before = self._kit.satchel.here(asked.journey.answer_here or ())
        self._ids: list[str] = list(before)
        self._part: QWidget | None = None
        self._column.setSpacing(scene.theme.px(7))

    def action(self) -> Action:
        return Action(_("Go on"))

    def act(self) -> None:
        self.answered.emit(tuple(self._ids))

    def partial(self) -> Answer:
        # The first is no id: what was thrown away again must not come back.
        return ("captured", *self._ids)

    def offers(self) -> Iterable[Answer]:
        return [tuple(self._ids), ()]

    def draft(self) -> Answer:
        partial = self.partial()
        before = self._kit.satchel.here(self.asked.journey.answer_here or ())
        # Who began anew and went back has the one before still.
        return partial if set(before) <= set(partial) else ()

    def restore(self, partial: Answer) -> None:
        self._ids = list(self._kit.satchel.here(partial))
        self.show_now()

    def show_now(self) -> None:
        """Lay out the page as things stand."""
        raise NotImplementedError

    def put_part(self, part: QWidget) -> None:
        """Show this in place of what was there."""
        self.clear()
        self._part = part
        self._column.addWidget(part, 1)

    def clear(self) -> None:
        """Take away what is there."""
        for old in (self._part, self._pages):
            if old is not None:
                self._column.removeWidget(old)
                old.hide()
                old.deleteLater()
        self._part = self._pages = None

    def drop(self, id_: str) -> None:
        """Throw one away, unless it was answered before: one may still go back."""
        self._ids.remove(id_)
        if id_ not in (self.asked.journey.answer_here or ()):
            self._kit.satchel.drop(id_)
