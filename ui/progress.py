"""What is said of a report on its way: the same four stages on receipt and case."""

from i18n import _
from kiosk.submission import Progress
from ui.screen import Scene
from ui.widgets.stages import Stage

_ORDER = (Progress.KEPT, Progress.SENT, Progress.SEEN, Progress.DONE)


def stages_of(progress: Progress, kept_at: str, scene: Scene) -> tuple[Stage, ...]:
    """Return the stages, done up to `progress`; `kept_at` says when it was kept.

    No stage claims more than is known: "sent" is done only when the municipality's own
    system has proved that it has the report. What was closed here has but two.
    """
    if progress is Progress.CLOSED:
        why = _("The municipality writes why.")
        return (
            Stage(scene.picture("saved"), _("Kept here"), kept_at, True),
            Stage(scene.picture("stop"), _("It is not sent"), why, True),
        )
    reached = _ORDER.index(progress)
    sent = (
        _("It is there.")
        if reached >= 1
        else _("By itself, once there is a connection.")
    )
    seen = _("Yes.") if reached >= 2 else _("Not known yet.")
    done = _("Yes.") if reached >= 3 else _("Ask here with your number.")
    words = (
        ("saved", _("Kept here"), kept_at),
        ("send", _("Goes to the municipality"), sent),
        ("seen", _("The municipality saw it"), seen),
        ("tools", _("Dealt with"), done),
    )
    return tuple(
        Stage(scene.picture(picture), title, hint, at <= reached)
        for at, (picture, title, hint) in enumerate(words)
    )


def taken_back(kept_at: str, scene: Scene) -> tuple[Stage, ...]:
    """Return the stages of what was taken back: it was here, and is no more."""
    gone = _("Nothing of what was said is kept here any more.")
    return (
        Stage(scene.picture("saved"), _("Kept here"), kept_at, True),
        Stage(scene.picture("wipe"), _("Taken back"), gone, True),
    )
