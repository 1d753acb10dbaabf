"""The citizen face's door: what may be asked, keep what was confirmed, find it again."""

import hashlib
import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

import msgspec

from kiosk.bell import ring
from kiosk.brought import Brought
from kiosk.clock import Clock
from kiosk.codes import new_code, read_code
from kiosk.config import Config
from kiosk.desk import DeskDoor
from kiosk.device import Device
from kiosk.dispatch import dispatch_of
from kiosk.errors import CannotSave, Misconfigured
from kiosk.forms import Form
from kiosk.home import Home
from kiosk.journey import Journey
from kiosk.maps import find_map
from kiosk.media import Captured, check
from kiosk.packs import Pack
from kiosk.parcel import DISPATCH, part_name
from kiosk.places import Village
from kiosk.rows import Frozen, Kept
from kiosk.submission import (
    Case,
    Dispatch,
    Progress,
    Receipt,
    Submission,
    SubmissionId,
)
from kiosk.tiles import TileSource
from kiosk.vault import seal

Chance = Callable[[int], bytes]
"""Gives so many random bytes: `secrets.token_bytes`."""

ROOM_TO_ASK_BYTES: Final = 50 * 1024 * 1024
"""With less free disk than this, a kiosk asks nothing: it might not keep the answer."""

ROOM_TO_CAPTURE_BYTES: Final = 200 * 1024 * 1024
"""With less free disk than this, a kiosk takes words only."""

_ANSWERS: Final = "answers"

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
        self.renew(config, pack)

    def renew(self, config: Config, pack: Pack) -> None:
        """Ask from this pack from now on; nobody may be on a journey.

        Raises Misconfigured when the kiosk's village is not in it, and nothing is changed.
        """
        self._village = village_of(self._home, config, pack)
        self._config = config
        self._pack = pack
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
        free = self._home.free_bytes
        if free < ROOM_TO_ASK_BYTES:
            raise CannotSave(
                str(self._home.folder),
                f"only {free // 2**20} MB of disk are free",
                f"free some: the kiosk asks nothing with less than"
                f" {ROOM_TO_ASK_BYTES // 2**20} MB",
            )

    def may_capture(self) -> bool:
        """Say whether there is room for photos and voice notes; words need less."""
        return self._home.free_bytes >= ROOM_TO_CAPTURE_BYTES

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
        if not journey.complete:
            raise ValueError("the journey is not complete")
        for one in captured:
            check(one)
        submission_id = SubmissionId(str(uuid.UUID(bytes=chance(16), version=4)))
        confirmed = self._clock.now()
        while True:
            code = new_code(chance)
            receipt = Receipt(code, submission_id, journey.form.id, confirmed)
            dispatch = dispatch_of(
                receipt, journey, language, self._pack, self._config.kiosk, captured
            )
            if self._device.store.keep(self._sealed(dispatch, journey, captured)):
                break
        ring(self._home.bell)
        return receipt

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

    def _sealed(
        self, dispatch: Dispatch, journey: Journey, captured: Sequence[Captured]
    ) -> Kept:
        submission = Submission(
            id=dispatch.id,
            form=journey.form.id,
            form_version=journey.form.version,
            language=dispatch.language,
            answers=journey.told,
            same_as=dispatch.same_as,
        )
        parts = {
            _ANSWERS: msgspec.json.encode(submission),
            DISPATCH: msgspec.json.encode(dispatch),
        }
        parts |= {part_name(at): one.content for at, one in enumerate(captured, 1)}
        sealed = seal(self._device.public_key, dispatch.id, parts)
        takers = self._config.destinations_of(journey.form.id)
        return Kept(
            id=dispatch.id,
            receipt=dispatch.receipt,
            form=journey.form.id,
            confirmed=dispatch.confirmed.isoformat(),
            sealed=sealed.parts[_ANSWERS],
            key_wrapped=sealed.key_wrapped,
            destination=takers[0].name if takers else None,
            dispatch=_frozen(sealed.parts[DISPATCH]),
            attachments=tuple(
                _frozen(sealed.parts[part_name(at)]) for at, _ in enumerate(captured, 1)
            ),
        )


def _frozen(body: bytes) -> Frozen:
    return Frozen(body, hashlib.sha256(body).digest())


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
