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

    of: Filed
    id: SubmissionId
    code: str
    """Its number, if that is not taken."""
    words: Wording
    key: NewKey
    answers: bytes
    """The Submission, sealed."""

    def fits(self, filed: Filed) -> bool:
        """Say whether what was confirmed is what was looked over."""
        of = self.of
        same = of.journey is filed.journey and of.entered is filed.entered
        return same and of.language == filed.language


class Filing(msgspec.Struct, frozen=True):
    """How this kiosk keeps."""

    config: Config
    pack: Pack
    device: Device
    clock: Clock

    def draft(self, filed: Filed, chance: Chance) -> Draft:
        """Make ready what confirming this takes; what was captured comes with it."""
        journey = filed.journey
        submission = Submission(
            id=SubmissionId(str(uuid.UUID(bytes=chance(16), version=4))),
            form=journey.form.id,
            form_version=journey.form.version,
            language=filed.language,
            answers=journey.told,
            same_as="" if journey.same is None else journey.same.id,
            entered=filed.entered,
        )
        key, told = new_key(self.device.public_key), msgspec.json.encode(submission)
        answers = seal(key, submission.id, {ANSWERS: told}).parts[ANSWERS]
        words = wording_of(journey, self.pack)
        return Draft(filed, submission.id, new_code(chance), words, key, answers)

    def keep(
        self,
        filed: Filed,
        chance: Chance,
        put: Callable[[Kept], bool],
        draft: Draft | None = None,
    ) -> Receipt:
        """Keep it, queue it, and return the proof.

        `put` is what the store does with it in one transaction; False: its number is
        taken. `draft` may have been made ready for it. When this returns, it is on disk,
        with what was captured. Raises CannotSave, having kept nothing; ValueError for a
        journey that is not complete or a photo that is none, which is a bug.
        """
        journey = filed.journey
        if not journey.complete:
            raise ValueError("the journey is not complete")
        for one in filed.captured:
            check(one)
        if draft is None or not draft.fits(filed):
            draft = self.draft(filed, chance)
        code, confirmed = draft.code, self.clock.now()
        told = (filed.language, draft.words, self.config.kiosk, filed.captured)
        while True:
            receipt = Receipt(code, draft.id, journey.form.id, confirmed)
            if put(self._sealed(draft, dispatch_of(receipt, journey, *told), filed)):
                return receipt
            code = new_code(chance)

    def _sealed(self, draft: Draft, dispatch: Dispatch, filed: Filed) -> Kept:
        names = [part_name(at) for at, _ in enumerate(filed.captured, 1)]
        pieces = [one.content for one in filed.captured]
        parts = {DISPATCH: msgspec.json.encode(dispatch)}
        parts |= dict(zip(names, pieces, strict=True))
        sealed = seal(draft.key, draft.id, parts)
        takers = self.config.destinations_of(dispatch.form)
        return Kept(
            id=draft.id,
            receipt=dispatch.receipt,
            form=dispatch.form,
            confirmed=dispatch.confirmed.isoformat(),
            sealed=draft.answers,
            key_wrapped=sealed.key_wrapped,
            destination=takers[0].name if takers else None,
            dispatch=_frozen(sealed.parts[DISPATCH]),
            attachments=tuple(_frozen(sealed.parts[name]) for name in names),
        )


def _frozen(body: bytes) -> Frozen:
    return Frozen(body, sha256(body))
