"""The citizen face's door: what may be asked, keep what was confirmed, find it again."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from kiosk.bell import ring
from kiosk.brought import Brought
from kiosk.clock import Clock
from kiosk.codes import read_code
from kiosk.config import Config
from kiosk.desk import DeskDoor
from kiosk.device import Device
from kiosk.errors import Misconfigured
from kiosk.filing import Chance, Draft, Filed, Filing, check_room
from kiosk.forms import Form
from kiosk.home import Home
from kiosk.journey import Journey
from kiosk.maps import find_map
from kiosk.media import Captured
from kiosk.packs import Pack
from kiosk.places import Village
from kiosk.submission import Case, Progress, Receipt
from kiosk.tiles import TileSource

ROOM_TO_CAPTURE_BYTES: Final = 200 * 1024 * 1024
"""With less free disk than this, a kiosk takes words only."""

_OVER: Final = frozenset({Progress.DONE, Progress.CLOSED})

_FARTHEST: Final = timedelta(days=2 * 366)
"""A day that is further off is a slip of somebody's, or a machine's way to say never."""


class CitizenDoor(Brought):
    """All that the citizen face may ask of the core."""

    def __init__(
        self, home: Home, config: Config, pack: Pack, device: Device, clock: Clock
    ) -> None:
        """Open the door. Raises Misconfigured when the kiosk's village is not in the pack."""
        super().__init__(device, clock)
        self._home = home
        self._draft: Draft | None = None
        self.renew(config, pack)

    def renew(self, config: Config, pack: Pack) -> None:
        """Ask from this pack from now on; nobody may be on a journey.

        Raises Misconfigured when the kiosk's village is not in it, and nothing is changed.
        """
        self._village = village_of(self._home, config, pack)
        self._config = config
        self._pack = pack
        self._filing = Filing(config, pack, self._device, self._clock)
        self._bell = self._home.bell
        self._map = find_map(pack.municipality.id, pack.folder, self._home.maps)

    @property
    def pack(self) -> Pack:
        """What this kiosk says and asks."""
        return self._pack

    @property
    def village(self) -> Village:
        """Where this kiosk stands."""
        return self._village

    @property
    def place(self) -> str:
        """Where in the village, as people say it; may be ''."""
        return self._config.place

    @property
    def map(self) -> TileSource | None:
        """The municipality's map, if there is one to be had."""
        return self._map

    def begin(self, form: Form) -> Journey:
        """Begin a journey, if what will be said can be kept.

        Raises CannotSave when the disk is nearly full or cannot be written.
        """
        self.check_room()
        return Journey.begin(form, self._pack.places)

    def check_room(self) -> None:
        """Raise CannotSave when what a citizen says could not be kept."""
        check_room(self._home)

    def may_capture(self) -> bool:
        """Say whether there is room for photos and voice notes; words need less."""
        return self._home.free_bytes >= ROOM_TO_CAPTURE_BYTES

    def look_over(self, journey: Journey, language: str, chance: Chance) -> None:
        """Somebody looks over what they said: make ready what confirming it takes."""
        self._draft = self._filing.draft(Filed(journey, language), chance)

    def confirm(
        self,
        journey: Journey,
        language: str,
        chance: Chance,
        captured: Sequence[Captured] = (),
    ) -> Receipt:
        """Keep what the citizen confirmed, queue it, and return the proof.

        When this returns, it is on disk, with what was captured. Raises CannotSave, having
        kept nothing; ValueError for a journey that is not complete or a photo that is
        none, which is a bug.
        """
        draft, self._draft = self._draft, None
        filed = Filed(journey, language, tuple(captured))
        receipt = self._filing.keep(filed, chance, self._device.store.keep, draft)
        ring(self._bell)
        return receipt

    def forget(self) -> None:
        """Nobody is going to confirm what was looked over."""
        self._draft = None

    def follow(self, written: str) -> Case | None:
        """Find what became of a report by its number; None when it is not known here.

        Takes the number as a person wrote it; a mistyped one is not known.
        """
        code = read_code(written)
        row = None if code is None else self._device.store.case(code)
        if code is None or row is None:
            return None
        progress = Progress(row.progress)
        return Case(
            code,
            row.form,
            progress,
            datetime.fromisoformat(row.confirmed),
            row.message,
            None if row.updated is None else datetime.fromisoformat(row.updated),
            None if progress in _OVER else self._still_ahead(row.expected),
            row.is_taken_back,
        )

    def _still_ahead(self, expected: str | None) -> date | None:
        """Return a day that was told, if it may be told on: no past one, nothing silly."""
        if expected is None or not self._clock_could_be_right():
            return None
        day, today = date.fromisoformat(expected), self._clock.now().astimezone().date()
        return day if today <= day <= today + _FARTHEST else None

    @property
    def desk(self) -> DeskDoor:
        """Those who may come to whoever stands here."""
        own = self._pack.municipality.languages[0]
        return DeskDoor(self._config, self._device, self._clock, self._village, own)


def village_of(home: Home, config: Config, pack: Pack) -> Village:
    """Return the village a kiosk stands in. Raises Misconfigured when there is none."""
    named = config.village or pack.municipality.home_village
    village = pack.places.village(named)
    if village is None:
        raise Misconfigured(
            f"{home.settings}, village",
            f'there is no village "{named}" in the pack',
            f"write the id of one of those in {pack.folder / 'places.toml'}",
        )
    return village
