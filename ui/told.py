"""What is said to whoever uses keys: what a thing is, how it stands, what Enter does."""

from collections.abc import Sequence

import msgspec

from i18n import _
from ui.figures import figure
from ui.person import Means
from ui.screen import Said, Screen, listed
from ui.strips import page_number
from ui.walk import Stop
from ui.widgets.button import Touchable


def welcome(means: Means, rests: bool) -> tuple[Said, ...]:
    """Say how one goes about with keys; `rests`: nobody has begun yet."""
    if means is Means.SWITCH:
        said = [
            _("One key is enough."),
            _("Wait until you hear what you want. Then press."),
        ]
        if rests:
            said.append(_("Press once more to begin."))
    else:
        said = [
            _("You can use the keys, and listen."),
            _("Down: the next thing. Up: the one before."),
            _("Enter: do what you heard. Help key: more about the keys."),
        ]
        if rests:
            said.append(_("Press Enter to begin."))
    return tuple(Said(one) for one in said)


def told(stop: Stop) -> tuple[Said, ...]:
    """Return what is said of a stop: what it is, how it stands, and what Enter does where
    that is not plain."""
    parts = [stop.said]
    state = state_of(stop)
    if state:
        parts.append(Said(state))
    where = stop.said.where
    if isinstance(where, Touchable) and where.accessibleDescription():
        parts.append(Said(where.accessibleDescription()))
    return tuple(parts)


def told_together(group: Sequence[Stop]) -> tuple[Said, ...]:
    """Return what is said of some things that a ring goes round, for one key."""
    if len(group) == 1:
        return (
            (group[0].said, *told(group[0])[1:2])
            if state_of(group[0])
            else (group[0].said,)
        )
    private = any(one.said.private for one in group)
    names = [one.said.text.split(". ")[0].rstrip(".") for one in group]
    if all(one.is_key for one in group):
        ends = {"first": names[0], "last": names[-1]}
        # Words: keys of a keyboard, of which only the first and the last are named.
        return (Said(_("From {first} to {last}").format(**ends), private=private),)
    return (Said(listed(names), private=private),)


def waits() -> tuple[Said, ...]:
    """Say that nothing goes round any more."""
    return (Said(_("It waits for you now.")), Said(_("Press again to go on.")))


def state_of(stop: Stop) -> str:
    """Return how a thing stands, in a word or two."""
    where = stop.said.where
    if isinstance(where, Touchable) and not where.isEnabled():
        return _("Not possible now")
    on = stop.of_page and stop.does is not None and stop.does.is_on
    return _("Chosen") if on else ""


class Moment(msgspec.Struct, frozen=True):
    """What was to be heard of a page and of a stop at one time."""

    said: tuple[Said, ...]
    state: str
    over: tuple[str, ...]

    @staticmethod
    def of(page: Screen, stop: Stop) -> "Moment":
        """Return how it is now."""
        over = page.heading()
        return Moment(told(stop), state_of(stop), (over.title, over.hint))

    def since(self, before: "Moment") -> tuple[Said, ...]:
        """Return what is to be heard that was not before: whatever one does has an answer."""
        known = {one.text for one in before.said} | {*before.over, ""}
        parts = [one for one in self.said if one.text not in known]
        same = self.said[0] == before.said[0]
        if same and before.state and not self.state:
            parts.append(Said(_("Not chosen any more")))
        return (*parts, *(Said(one) for one in self.over if one not in known))


def choose_first() -> Said:
    """Say that one cannot go on before something is chosen."""
    return Said(_("Choose one of these first."))


def explained(stop: Stop) -> tuple[Said, ...]:
    """Say what Enter does here, and where there is more help."""
    if stop.is_key:
        said = _("The arrows go from key to key. Enter writes it.")
    elif stop.does is None:
        said = _("This is only to hear. Press Down for the next thing.")
    else:
        said = _("Press Enter for this, or Down for the next thing.")
    more = _("Press the help key again to hear what all keys do.")
    return (stop.said, Said(said), Said(more))


def position(page: Screen, at: int, of: int) -> tuple[Said, ...]:
    """Say where one is: the step, the page of choices, the place among all there is."""
    said = []
    steps, pages = page.heading().steps, page.pages()
    if steps is not None:
        step = _("Step {step} of {steps}").format(
            step=figure(steps[0] + 1), steps=figure(steps[1])
        )
        said.append(step)
    if pages is not None and pages.count > 1:
        # Words: where somebody is who hears the page.
        said.append(_("Page {number}").format(number=page_number(pages)))
    said.append(
        _("You were at {number} of {all}.").format(number=figure(at), all=figure(of))
    )
    return tuple(Said(one) for one in said)
