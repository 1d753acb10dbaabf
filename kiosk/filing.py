"""Keeps what somebody filed: sealed, frozen in the municipality's words, and proved by a
number. A kiosk's citizen and a clerk for somebody do it the same way."""

import uuid
from collections.abc import Callable
from typing import Final

import msgspec

from kiosk.clock import Clock
from kiosk.codes import new_code
from kiosk.config import Config
from kiosk.device import Device
from kiosk.dispatch import Wording, dispatch_of, wording_of
from kiosk.errors import CannotSave
from kiosk.home import Home
from kiosk.journey import Journey
from kiosk.media import Captured, check
from kiosk.packs import Pack
from kiosk.parcel import ANSWERS, DISPATCH, part_name
from kiosk.rows import Frozen, Kept
from kiosk.submission import Dispatch, Entered, Receipt, Submission, SubmissionId
from kiosk.sums import sha256
from kiosk.vault import NewKey, new_key, seal

Chance = Callable[[int], bytes]
"""Gives so many random bytes: `secrets.token_bytes`."""

ROOM_TO_ASK_BYTES: Final = 50 * 1024 * 1024
"""With less free disk than this nothing is asked: the answer might not be kept."""


def check_room(home: Home) -> None:
    """Raise CannotSave when what somebody says could not be kept."""
    free = home.free_bytes
    if free < ROOM_TO_ASK_BYTES:
        raise CannotSave(
            str(home.folder),
            f"only {free // 2**20} MB of disk are free",
            f"free some: the kiosk asks nothing with less than"
            f" {ROOM_TO_ASK_BYTES // 2**20} MB",
        )


class Filed(msgspec.Struct, frozen=True):
    """What somebody confirmed."""

    journey: Journey
    language: str
    """Theirs."""
    captured: tuple[Captured, ...] = ()
    entered: Entered | None = None
    """Who entered it for them."""


class Draft(msgspec.Struct, frozen=True):
    """All of a submission that can be made while somebody looks it over: they wait for
    the rest. Good for one confirm."""

    journey: Journey
    words: Wording
    key: NewKey


class Filing(msgspec.Struct, frozen=True):
    """How this kiosk keeps."""

    config: Config
    pack: Pack
    device: Device
    clock: Clock

    def draft(self, journey: Journey) -> Draft:
        """Make ready what confirming a journey takes."""
        words = wording_of(journey, self.pack)
        return Draft(journey, words, new_key(self.device.public_key))

    def keep(
        self,
        filed: Filed,
        chance: Chance,
        put: Callable[[Kept], bool],
        draft: Draft | None = None,
    ) -> Receipt:
        """Keep it, queue it, and return the proof.

        `put` is what the store does with it in one transaction; False: its number is
        taken. `draft`, if it was made ready, is of this journey. When this returns, it is
        on disk, with what was captured. Raises CannotSave, having kept nothing; ValueError
        for a journey that is not complete or a photo that is none, which is a bug.
        """
        journey = filed.journey
        if not journey.complete:
            raise ValueError("the journey is not complete")
        for one in filed.captured:
            check(one)
        submission_id = SubmissionId(str(uuid.UUID(bytes=chance(16), version=4)))
        confirmed = self.clock.now()
        if draft is None or draft.journey is not journey:
            draft = self.draft(journey)
        words, kiosk = draft.words, self.config.kiosk
        while True:
            code = new_code(chance)
            receipt = Receipt(code, submission_id, journey.form.id, confirmed)
            told = (filed.language, words, kiosk, filed.captured)
            dispatch = dispatch_of(receipt, journey, *told)
            if put(self._sealed(draft.key, dispatch, filed)):
                return receipt

    def _sealed(self, key: NewKey, dispatch: Dispatch, filed: Filed) -> Kept:
        form = filed.journey.form
        submission = Submission(
            id=dispatch.id,
            form=form.id,
            form_version=form.version,
            language=dispatch.language,
            answers=filed.journey.told,
            same_as=dispatch.same_as,
            entered=filed.entered,
        )
        parts = {
            ANSWERS: msgspec.json.encode(submission),
            DISPATCH: msgspec.json.encode(dispatch),
        }
        parts |= {
            part_name(at): one.content for at, one in enumerate(filed.captured, 1)
        }
        sealed = seal(key, dispatch.id, parts)
        takers = self.config.destinations_of(form.id)
        return Kept(
            id=dispatch.id,
            receipt=dispatch.receipt,
            form=form.id,
            confirmed=dispatch.confirmed.isoformat(),
            sealed=sealed.parts[ANSWERS],
            key_wrapped=sealed.key_wrapped,
            destination=takers[0].name if takers else None,
            dispatch=_frozen(sealed.parts[DISPATCH]),
            attachments=tuple(
                _frozen(sealed.parts[part_name(at)])
                for at, _ in enumerate(filed.captured, 1)
            ),
        )


def _frozen(body: bytes) -> Frozen:
    return Frozen(body, sha256(body))
