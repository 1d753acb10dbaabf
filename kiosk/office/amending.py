"""Puts other answers in the place of a submission's own, under the same number and key."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from kiosk.dispatch import dispatch_of, wording_of
from kiosk.errors import Damaged
from kiosk.forms import Answers, Kind
from kiosk.journey import Journey, Reply
from kiosk.office.opened import Opened
from kiosk.others import Report
from kiosk.packs import Pack
from kiosk.parcel import ANSWERS, DISPATCH
from kiosk.rows import Frozen
from kiosk.submission import Dispatch, Receipt
from kiosk.sums import sha256
from kiosk.vault import Opener


def journey_of(case: Opened, pack: Pack) -> Journey | None:
    """Return the journey that a submission was, at its review; None where it does not
    open, or its form is asked otherwise today."""
    said, told = case.submission, case.dispatch
    form = None if said is None else pack.form(said.form)
    if said is None or told is None or form is None:
        return None
    if form.version != said.form_version:
        return None
    journey = Journey(form, pack.places, said.answers)
    if said.same_as and journey.matter is not None:
        spot = told.latitude or 0.0, told.longitude or 0.0
        joined = Report(said.same_as, journey.matter.service, *spot)
        return replace(journey, reply=Reply(journey.matter, joined))
    return journey


def lacking(journey: Journey) -> Sequence[Kind]:
    """Return the questions whose answer is missing, or does not answer them."""
    answers = journey.answers
    return [
        one
        for one in journey.asked
        if one.id not in answers or not one.accepts(answers[one.id], journey.places)
    ]


def amended(
    case: Opened, answers: Answers, pack: Pack, opener: Opener
) -> tuple[bytes, Frozen]:
    """Return the Submission and the Dispatch with these answers, sealed.

    Raises ValueError for answers that are none, Damaged when the key is not this device's.
    """
    before, said = journey_of(case, pack), case.submission
    if before is None or said is None or case.dispatch is None:
        raise ValueError("it cannot be amended")
    journey = replace(before, answers=answers)
    if lacking(journey):
        raise ValueError("the answers are not complete")
    dispatch = _told(case.dispatch, journey, pack)
    submission = msgspec.structs.replace(
        said, answers=journey.told, same_as=dispatch.same_as
    )
    if case.row.key_wrapped is None:
        raise Damaged(f"submission {said.id}", "is erased", "enter it anew")
    parts = {
        ANSWERS: msgspec.json.encode(submission),
        DISPATCH: msgspec.json.encode(dispatch),
    }
    sealed = opener.seal_again(case.row.key_wrapped, said.id, parts)
    body = sealed[DISPATCH]
    return sealed[ANSWERS], Frozen(body, sha256(body))


def _told(before: Dispatch, journey: Journey, pack: Pack) -> Dispatch:
    """Tell it anew, and leave as it is what no answer tells."""
    receipt = Receipt(before.receipt, before.id, before.form, before.confirmed)
    alone = replace(journey, reply=None)
    told = dispatch_of(
        receipt, alone, before.language, wording_of(alone, pack), before.kiosk
    )
    description, same_as = told.description, ""
    if journey.same is not None:
        joins, _, _ = before.description.partition("\n")  # as they call the other there
        description, same_as = f"{joins}\n{description}", before.same_as
    return msgspec.structs.replace(
        before,
        service=told.service,
        title=told.title,
        description=description,
        address=told.address,
        latitude=told.latitude,
        longitude=told.longitude,
        answers=told.answers,
        places=told.places,
        name=told.name,
        phone=told.phone,
        email=told.email,
        same_as=same_as,
    )
