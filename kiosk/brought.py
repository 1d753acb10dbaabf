"""What the agent brought, as the citizen face may show it: from the disk, so offline too."""

from collections.abc import Sequence

from kiosk.built import could_be
from kiosk.clock import Clock
from kiosk.config import Config
from kiosk.device import Device
from kiosk.journey import Journey
from kiosk.notice import Notice
from kiosk.others import MOST_SHOWN, Other, near


class Brought:
    """The part of the citizen's door behind which lies what came from outside."""

    _config: Config

    def __init__(self, device: Device, clock: Clock) -> None:
        self._device = device
        self._clock = clock

    def others(self, journey: Journey) -> tuple[Other, ...]:
        """Return what others have told of the same kind, near to what a journey is about.

        Only what its own destination has, for nobody else could add "me too" to it; and
        nothing while the clock cannot be right, for nobody knows how old it is.
        """
        matter, form = journey.matter, journey.form
        takers = self._config.destinations_of(form.id)
        if matter is None or not takers or not self._clock_could_be_right():
            return ()
        now, ours = self._clock.now(), matter.service
        theirs = takers[0].services.get(ours, ours)
        found = self._device.store.reports(takers[0].name, theirs, ours, now)
        close = near(found, matter.spot, journey.places, form.others_within_m)
        return tuple(Other.at(one, now) for one in close[:MOST_SHOWN])

    def notices(self) -> tuple[Notice, ...]:
        """Return what the agent brought to be read; from the disk, so offline too.

        Emergencies that are over are left out, where the clock can be right.
        """
        now, found = self._clock.now(), self._device.store.notices()
        if not self._clock_could_be_right():
            return tuple(found)
        return tuple(one for one in found if not one.is_over(now))

    def document(self, notice: str) -> bytes | None:
        """Return the pages of a decision, by its id, if they lie here: a PDF that nobody
        has looked at yet, to be opened where it can do no harm."""
        return self._device.store.document(notice)

    def emergency(self, notices: Sequence[Notice]) -> Notice | None:
        """Return the worst of those that warn of something now.

        None while the clock cannot be right: what is over would alarm people.
        """
        now = self._clock.now()
        if not self._clock_could_be_right():
            return None
        warning = [one for one in notices if one.warns_at(now)]
        return min(warning, key=lambda one: one.urgency, default=None)

    def _clock_could_be_right(self) -> bool:
        return could_be(self._clock.now(), self._device.store.noted("server_date"))
