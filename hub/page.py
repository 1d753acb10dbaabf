"""What the clerks see: plain HTML, Greek, no scripts, nothing fetched from elsewhere.

Everything a citizen wrote goes through `markup` and stands in its own direction, so that
no text can pass for ours or turn the line around it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import msgspec
from litestar import Response

from hub.errors import Fault
from hub.markup import Html, el, text
from hub.model import Entry, Stage, Submission
from hub.services import Catalogue
from hub.settings import Settings

STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8")

STAGES = {
    Stage.OPEN: "Ελήφθη",
    Stage.INVESTIGATING: "Εξετάζεται",
    Stage.PLANNED: "Προγραμματίστηκε",
    Stage.IN_PROGRESS: "Σε εξέλιξη",
    Stage.FIXED: "Ολοκληρώθηκε",
    Stage.DUPLICATE: "Έχει ήδη δηλωθεί",
    Stage.NOT_OURS: "Δεν ανήκει στον Δήμο",
    Stage.NO_FURTHER_ACTION: "Έκλεισε χωρίς ενέργεια",
}
STATUSES = {"": "Όλα", "open": "Ανοιχτά", "closed": "Κλειστά"}
_MONTHS = [
    "Ιανουαρίου", "Φεβρουαρίου", "Μαρτίου", "Απριλίου", "Μαΐου", "Ιουνίου",
    "Ιουλίου", "Αυγούστου", "Σεπτεμβρίου", "Οκτωβρίου", "Νοεμβρίου", "Δεκεμβρίου",
]  # fmt: skip
_EXCERPT = 140


class Shown(msgspec.Struct, frozen=True):
    """What the list is filtered by, and which page of it. `find` is what the clerk wrote
    of a request: its number, or the code on its receipt."""

    status: str
    service: str
    number: int
    find: str = ""


class Listing(msgspec.Struct, frozen=True):
    """One page of `rows` at most, of `total` requests."""

    entries: Sequence[Entry]
    total: int
    rows: int
    voices: Mapping[int, int]
    """How many people said the same, by number, where more than one did."""


def answer(
    html: str, status: int = 200, headers: dict[str, str] | None = None
) -> Response[str]:
    """A page as a response."""
    return Response(
        html, status_code=status, media_type="text/html", headers=headers or {}
    )


def listing(
    settings: Settings, catalogue: Catalogue, shown: Shown, found: Listing
) -> str:
    """The list of requests."""
    lead = {0: "Κανένα αίτημα.", 1: "Ένα αίτημα."}.get(
        found.total, f"{found.total} αιτήματα, τα νεότερα πρώτα."
    )
    body = text(
        el("h1", "Αιτήματα"),
        el("p", lead, class_="lead"),
        _filter(catalogue, shown),
        _table(settings, found) if found.entries else _nothing(),
        _pages(shown, found),
    )
    return document(settings.name, "Αιτήματα", body)


def trouble(name: str, status: int, faults: Sequence[Fault]) -> str:
    """An answer that is no page of the list."""
    heading = {
        403: "Δεν επιτρέπεται",
        404: "Δεν βρέθηκε",
        500: "Κάτι χάλασε στη δική μας πλευρά",
    }.get(status, "Δεν γίνεται έτσι")
    return plain(name, heading, *(fault.description for fault in faults))


def plain(name: str, heading: str, *sentences: str) -> str:
    """A page of a heading and a few sentences."""
    body = text(
        el("h1", heading),
        *(el("p", sentence) for sentence in sentences),
        el("p", el("a", "← Όλα τα αιτήματα", href="/"), class_="back"),
    )
    return document(name, heading, body)


def document(name: str, title: str, body: Html) -> str:
    """A whole page around `body`."""
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("title", f"{title} – {name}"),
        el("style", Html(STYLE)),
    )
    home = el("a", el("strong", name), el("span", "Αιτήματα δημοτών"), href="/")
    page = el(
        "body",
        el("a", "Στο περιεχόμενο", href="#main", class_="skip"),
        el("header", el("div", home), class_="top"),
        el("main", body, id="main"),
    )
    return "<!DOCTYPE html>\n" + el("html", head, page, lang="el")


def _filter(catalogue: Catalogue, shown: Shown) -> Html:
    statuses = [
        el("option", word, value=value, selected=value == shown.status)
        for value, word in STATUSES.items()
    ]
    return el(
        "form",
        el(
            "p",
            el("label", "Αριθμός ή απόδειξη", for_="find"),
            el("input", id="find", name="find", value=shown.find, maxlength="40"),
        ),
        el(
            "p",
            el("label", "Κατάσταση", for_="status"),
            el("select", *statuses, id="status", name="status"),
        ),
        el(
            "p",
            el("label", "Υπηρεσία", for_="service"),
            el("select", *_services(catalogue, shown), id="service", name="service"),
        ),
        el("p", el("button", "Εμφάνιση"), class_="go"),
        class_="filter",
        method="get",
        action="/",
    )


def _services(catalogue: Catalogue, shown: Shown) -> list[Html]:
    every = el("option", "Όλες", value="")
    return [
        every,
        *(
            el(
                "optgroup",
                *(
                    el(
                        "option",
                        service.name,
                        value=service.code,
                        selected=service.code == shown.service,
                    )
                    for service in group.service
                ),
                label=group.name,
            )
            for group in catalogue.groups
        ),
    ]


def _nothing() -> Html:
    return el(
        "p",
        "Δεν υπάρχει αίτημα εδώ. ",
        el("a", "Δείτε τα όλα", href="/"),
        ".",
        class_="card",
    )


def _table(settings: Settings, found: Listing) -> Html:
    heads = {
        "number": "Αριθμός",
        "what": "Θέμα",
        "where": "Πού",
        "when": "Πότε",
        "stage": "Κατάσταση",
    }
    head = el(
        "tr",
        *(el("th", word, scope="col", class_=name) for name, word in heads.items()),
    )
    rows = [
        _row(settings, entry, found.voices.get(entry.id, 1)) for entry in found.entries
    ]
    return el("table", el("thead", head), el("tbody", *rows))


def _row(settings: Settings, entry: Entry, voices: int) -> Html:
    said = entry.submission
    description = " ".join((said.description or "").split())
    if len(description) > _EXCERPT:
        description = description[:_EXCERPT].rstrip() + "…"
    return el(
        "tr",
        el("td", str(entry.id), class_="number"),
        el(
            "td",
            el("a", entry.service_name, href=f"/requests/{entry.id}"),
            " ",
            people(voices),
            el("span", description, dir="auto"),
            class_="what",
        ),
        el("td", el("bdi", _where(said)), class_="where"),
        el("td", told(settings, entry.requested_at), class_="when"),
        el("td", pill(entry.stage), class_="stage"),
    )


def _where(said: Submission) -> str:
    if said.address_string:
        return said.address_string
    if said.address_id:
        return f"Σημείο {said.address_id}"
    return "" if said.lat is None else f"{said.lat:.5f}, {said.long:.5f}"


def _pages(shown: Shown, found: Listing) -> Html:
    last = max(1, -(-found.total // found.rows))
    if last == 1 and shown.number == 1:
        return Html()

    def link(word: str, number: int) -> Html:
        if not 1 <= number <= last:
            return el("span")
        query = {
            "status": shown.status,
            "service": shown.service,
            "find": shown.find,
            "number": number,
        }
        return el("a", word, href="/?" + urlencode(query))

    return el(
        "nav",
        link("← Νεότερα", shown.number - 1),
        el("span", f"Σελίδα {shown.number} από {last}"),
        link("Παλαιότερα →", shown.number + 1),
        class_="pages",
        aria_label="Σελίδες",
    )


def pill(stage: Stage) -> Html:
    """A stage, told by its word and not by its colour alone."""
    sign = "✓ " if stage.is_closed else ""
    return el("span", sign + STAGES[stage], class_=f"pill {stage.status}")


def told_day(day: date) -> Html:
    """A day in words."""
    return el(
        "time", f"{day.day} {_MONTHS[day.month - 1]} {day.year}", datetime=str(day)
    )


def people(voices: int) -> Html:
    """How many people said it, where more than one did."""
    if voices < 2:
        return Html()
    return text(el("span", f"{voices} άνθρωποι", class_="pill people"), " ")


def told(settings: Settings, at: datetime) -> Html:
    """A moment in the municipality's own time."""
    here = at.astimezone(ZoneInfo(settings.timezone))
    words = f"{here.day} {_MONTHS[here.month - 1]} {here:%Y, %H:%M}"
    return el("time", words, datetime=at.astimezone(UTC).isoformat())
