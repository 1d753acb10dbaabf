"""The counter: the door for the clerks. Lists requests, shows one, moves one on.

A decision is taken only from our own page: the browser must not say that another site
sent the form, and the form carries a token that only our page could have read.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response, Router, get, post
from litestar.concurrency import sync_to_thread
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, RawBody
from litestar.response import Redirect

from hub import casefile, page
from hub.album import Album
from hub.arguments import LONGEST, MOST_PAGES, read_form, read_id, text_faults
from hub.dispatch import read_dispatch, read_receipt, reference
from hub.errors import Fault, Refused
from hub.keys import CHALLENGE, make_guard
from hub.model import Decision, Entry, Search, Stage
from hub.office import Office

ROWS = 50
LONGEST_FIND = 40
FARTHEST = timedelta(days=2 * 365)

Asked = Request[Any, Any, State]


def make_counter(office: Office, album: Album) -> Router:
    """The clerks' routes, behind the key where there is one."""

    return Router(
        path="/",
        route_handlers=[
            get("/")(list_page),
            get("/requests/{written:str}")(request_page),
            post("/requests/{written:str}", status_code=200)(decide),
        ],
        guards=[make_guard(office)],
        dependencies={"album": Provide(lambda: album, sync_to_thread=False)},
        include_in_schema=False,
    )


def ask_for_key(name: str) -> Response[Any]:
    """Makes a browser ask for the password."""
    return page.answer(
        page.plain(name, "Χρειάζεται κλειδί", "Δώστε ένα κλειδί του Δήμου ως κωδικό."),
        401,
        CHALLENGE,
    )


async def list_page(
    office: NamedDependency[Office],
    status: FromQuery[str | None] = None,
    service: FromQuery[str | None] = None,
    number: FromQuery[str | None] = None,
    find: FromQuery[str | None] = None,
) -> Response[str]:
    """The requests, newest first, `ROWS` on a page. A filter that means nothing is none:
    an old bookmark still shows the list."""
    shown = page.Shown(
        status=status if status in {"open", "closed"} else "",
        service=service if service and office.catalogue.find(service) else "",
        number=min(read_id(number or "") or 1, MOST_PAGES),
        find=(find or "").strip()[:LONGEST_FIND],
    )
    return await sync_to_thread(_list, office, shown)


async def request_page(
    office: NamedDependency[Office],
    album: NamedDependency[Album],
    written: FromPath[str],
    saved: FromQuery[str | None] = None,
) -> Response[str]:
    """One request with everything that is known of it."""
    return await sync_to_thread(_open, office, album, written, saved is not None)


async def decide(
    request: Asked,
    office: NamedDependency[Office],
    album: NamedDependency[Album],
    written: FromPath[str],
    body: RawBody,
) -> Response[Any]:
    """Takes a clerk's decision, then shows the request."""
    form = read_form(body, request.headers.get("content-type", "")).fields
    _check_site(request)
    return await sync_to_thread(_decide, office, album, written, form)


def _list(office: Office, shown: page.Shown) -> Response[str]:
    receipt = read_receipt(shown.find)
    search = Search(
        public=False,
        # What is neither number nor receipt code finds nothing, as a wrong one does.
        ids=(read_id(shown.find) or 0,) if shown.find and not receipt else None,
        said=reference(receipt) if receipt else None,
        stages=tuple(stage for stage in Stage if stage.status == shown.status),
        service_codes=(shown.service,) if shown.service else (),
        page=shown.number,
        size=ROWS,
    )
    entries, total = office.ledger.search(search), office.ledger.count(search)
    voices = office.ledger.voices([entry.id for entry in entries])
    listing = page.Listing(entries, total, ROWS, voices)
    return page.answer(page.listing(office.settings, office.catalogue, shown, listing))


def _open(office: Office, album: Album, written: str, saved: bool) -> Response[str]:
    entry = _find(office, written)
    due = _ahead(entry.expected, office.today())
    draft = _draft(office, entry, Decision(entry.stage), str(due or ""))
    return page.answer(_show(office, album, entry, draft, saved))


def _decide(
    office: Office, album: Album, written: str, form: dict[str, str]
) -> Response[Any]:
    entry = _find(office, written)
    seen = form.get("seen", "")
    token, expected = form.get("token", ""), _token(office, entry.id, seen)
    if not hmac.compare_digest(token.encode(), expected.encode()):
        raise Refused(Fault(403, "Η φόρμα έληξε. Ανοίξτε ξανά τη σελίδα."))
    if office.ledger.joined_by(entry.id) is not None:
        raise Refused(Fault(400, casefile.JOINED))
    stage = next((one for one in Stage if one == form.get("status")), entry.stage)
    due = "" if stage.is_closed else form.get("expected", "").strip()
    day = _ahead(_day(due), office.today())
    decided = Decision(stage, form.get("note", "").strip() or None, day)
    mistake = _mistake(entry, decided, seen, office.today())
    if due and day is None and mistake in {None, casefile.NOTHING_NEW}:
        mistake = casefile.DAY_UNFIT
    if mistake is None and office.move(entry, decided):
        return Redirect(f"/requests/{entry.id}?saved=1", status_code=303)
    current = _find(office, written)
    mistake = mistake or casefile.OVERTAKEN
    draft = _draft(office, current, decided, due, mistake)
    status = 409 if draft.mistake == casefile.OVERTAKEN else 400
    return page.answer(_show(office, album, current, draft), status)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _ahead(day: date | None, today: date) -> date | None:
    """A day that may still be told; one that is over is told no more."""
    return day if day is not None and today <= day <= today + FARTHEST else None


def _mistake(entry: Entry, decided: Decision, seen: str, today: date) -> str | None:
    stage, note = decided.stage, decided.note
    if seen != str(entry.version):
        return casefile.OVERTAKEN
    if stage.is_closed and not note:
        return casefile.NOTE_NEEDED
    if note and any(text_faults("note", note, LONGEST["description"], lines=True)):
        return casefile.NOTE_UNFIT
    same_day = decided.expected == _ahead(entry.expected, today)
    if stage is entry.stage and note in {None, entry.note} and same_day:
        return casefile.NOTHING_NEW
    return None


def _draft(
    office: Office,
    entry: Entry,
    decided: Decision,
    due: str,
    mistake: str | None = None,
) -> casefile.Draft:
    seen = str(entry.version)
    return casefile.Draft(
        decided.stage,
        seen,
        _token(office, entry.id, seen),
        decided.note or "",
        due,
        office.today(),
        mistake,
    )


def _show(
    office: Office,
    album: Album,
    entry: Entry,
    draft: casefile.Draft,
    saved: bool = False,
) -> str:
    body = office.ledger.dispatch(entry.id)
    case = casefile.Case(
        entry,
        office.ledger.history(entry.id),
        draft,
        None if body is None else read_dispatch(body),
        album.whole(entry.submission.external_id or ""),
        saved,
        office.ledger.voices([entry.id]).get(entry.id, 1),
        office.ledger.joined_by(entry.id),
    )
    return casefile.request(office.settings, office.catalogue, case)


def _find(office: Office, written: str) -> Entry:
    number = read_id(written)
    entry = office.ledger.find(number) if number else None
    if entry is None:
        raise Refused(Fault(404, "Δεν υπάρχει αίτημα με αυτόν τον αριθμό."))
    return entry


def _token(office: Office, number: int, seen: str) -> str:
    text = f"decide {number} {seen}".encode()
    return hmac.new(office.ledger.secret, text, hashlib.sha256).hexdigest()


def _check_site(request: Asked) -> None:
    """Raises Refused for a form another site sent. Text browsers do not say where a form
    was; then its token alone has to do."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    ours = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if site != "same-origin" or not ours:
        raise Refused(Fault(403, "Η απόφαση δεν στάλθηκε από αυτή τη σελίδα."))
