"""One request as a clerk sees it: what was said, by whom, what happened, what next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import urlencode

import msgspec

from hub.album import pending
from hub.dispatch import Attachment, Dispatch, grouped
from hub.markup import Html, el, text
from hub.model import Change, Entry, Stage, Submission
from hub.page import STAGES, document, people, pill, told, told_day
from hub.services import Catalogue
from hub.settings import Settings

OVERTAKEN = (
    "Κάποιος άλλος άλλαξε το αίτημα στο μεταξύ. Δείτε τι άλλαξε και αποφασίστε ξανά."
)
NOTE_NEEDED = "Γράψτε στον δημότη γιατί κλείνει το αίτημα."
NOTE_UNFIT = "Το σημείωμα χωρά ως 4.000 χαρακτήρες απλού κειμένου."
NOTHING_NEW = "Δεν άλλαξε τίποτα: διαλέξτε κατάσταση ή γράψτε σημείωμα."
DAY_UNFIT = (
    "Η ημερομηνία πρέπει να είναι από σήμερα ως δύο χρόνια μπροστά. Διορθώστε τη ή "
    "σβήστε τη."
)
JOINED = "Ο δημότης είπε «κι εγώ» σε άλλο αίτημα. Ό,τι αποφασίσετε εκεί ισχύει και εδώ."
AWAITED = "Δεν έφτασαν ακόμη από το κιόσκι· έρχονται μόλις το επιτρέψει η γραμμή: "
SAVED = "Καταχωρίστηκε. Ο δημότης θα το δει όταν ρωτήσει για το αίτημά του."


class Draft(msgspec.Struct, frozen=True):
    """What the clerk's form holds. `seen` and `token` travel with it unseen; `due` is the
    expected day as it was written, not before `today`; `mistake` says why an earlier one
    was not taken."""

    stage: Stage
    seen: str
    token: str
    note: str
    due: str
    today: date
    mistake: str | None


class Case(msgspec.Struct, frozen=True):
    """One request with its history; `sent` is what a kiosk said of it, `media` what of
    its photos and voice notes is here, `saved` holds right after a decision."""

    entry: Entry
    history: Sequence[Change]
    draft: Draft
    sent: Dispatch | None = None
    media: Sequence[Attachment] = ()
    saved: bool = False
    voices: int = 1
    """How many people said it."""
    joined: int | None = None
    """The request that this one joined: what is decided there is decided here."""


def request(settings: Settings, catalogue: Catalogue, case: Case) -> str:
    """One request, everything known of it, and the form to move it on."""
    entry = case.entry
    body = text(
        el("p", el("a", "← Όλα τα αιτήματα", href="/"), class_="back"),
        el("p", SAVED, class_="saved", role="status") if case.saved else Html(),
        el("h1", entry.service_name),
        el(
            "p",
            f"Αίτημα {entry.id} · ",
            told(settings, entry.requested_at),
            " · ",
            pill(entry.stage),
            " ",
            people(case.voices),
            class_="lead",
        ),
        el(
            "div",
            el(
                "div",
                _said(entry.submission),
                _media(case),
                _sender(entry.submission),
                _technical(settings, catalogue, case),
            ),
            el("div", _decision(case), _steps(settings, case)),
            class_="two",
        ),
    )
    mark = "Σφάλμα: " if case.draft.mistake else ""
    title = f"{mark}Αίτημα {entry.id}, {entry.service_name}"
    return document(settings.name, title, body)


def _said(said: Submission) -> Html:
    spoken = said.description or "Χωρίς περιγραφή."
    return el(
        "section",
        el("h2", "Τι γράφει ο δημότης"),
        el("p", spoken, class_="said", dir="auto"),
        _facts("Πού", _place(said)),
        class_="card",
    )


def _place(said: Submission) -> Iterator[tuple[str, str]]:
    yield "Διεύθυνση", said.address_string or ""
    yield "Κωδικός σημείου", said.address_id or ""
    if said.lat is not None and said.long is not None:
        spot = f"{said.lat:.6f}, {said.long:.6f}"
        query = urlencode({"mlat": f"{said.lat:.6f}", "mlon": f"{said.long:.6f}"})
        yield "Συντεταγμένες", _link(f"https://www.openstreetmap.org/?{query}", spot)
    for url in said.media_urls:
        yield "Φωτογραφία ή αρχείο", _link(url, url)


def _media(case: Case) -> Html:
    """The photos and the voice notes, and those that are still on their way."""
    missing = pending(case.sent.attachments if case.sent else (), case.media)
    if not case.media and not missing:
        return Html()
    names = ", ".join(one.name for one in missing)
    return el(
        "section",
        el("h2", "Φωτογραφίες και ηχητικά μηνύματα"),
        el("p", AWAITED, el("bdi", names), class_="hint") if missing else Html(),
        el("div", *map(_figure, case.media), class_="media") if case.media else Html(),
        class_="card",
    )


def _figure(one: Attachment) -> Html:
    url = f"/media/{one.id}"
    if one.media.startswith("image/"):
        words = f"Φωτογραφία του δημότη: {one.name}"
        shown = el("a", el("img", src=url, alt=words, loading="lazy"), href=url)
    else:
        words = f"Ηχητικό μήνυμα του δημότη: {one.name}"
        shown = el("audio", controls=True, src=url, preload="none", aria_label=words)
    return el("figure", shown, el("figcaption", one.name))


def _sender(said: Submission) -> Html:
    name = " ".join(part for part in (said.first_name, said.last_name) if part)
    facts = [("Όνομα", name), ("Ηλεκτρονική διεύθυνση", said.email or "")]
    facts.append(("Τηλέφωνο", said.phone or ""))
    listed = _facts("Ποιος το έστειλε", facts)
    return el("section", listed, class_="card") if listed else Html()


def _technical(settings: Settings, catalogue: Catalogue, case: Case) -> Html:
    entry, sent = case.entry, case.sent
    said = entry.submission
    service = catalogue.find(said.service_code)
    asked = {q.code: q for q in service.attributes} if service else {}

    def facts() -> Iterator[tuple[str, str]]:
        for code, values in said.attributes.items():
            names = {c.key: c.name for c in asked[code].values} if code in asked else {}
            label = asked[code].description if code in asked else code
            yield label, "\n".join(names.get(value, value) for value in values)

    def origin() -> Iterator[tuple[str, str]]:
        yield "Κωδικός υπηρεσίας", said.service_code
        yield "Αριθμός αποστολέα", said.external_id or ""
        yield "Συσκευή", said.device_id or ""
        yield "Λογαριασμός", said.account_id or ""
        yield "Αρμόδια αρχή", entry.jurisdiction
        if sent is not None:
            yield "Απόδειξη", grouped(sent.receipt)
            yield "Γλώσσα του δημότη", sent.language
            yield "Δόθηκε στο κιόσκι", told(settings, sent.confirmed)
            yield "Φόρμα", f"{sent.form} {sent.form_version}".strip()

    answers = _facts("Απαντήσεις", list(facts()))
    more = el("details", el("summary", "Πώς έφτασε"), _facts("", list(origin())))
    return el("section", answers, more, class_="card")


def _facts(
    heading: str, facts: Iterator[tuple[str, str]] | list[tuple[str, str]]
) -> Html:
    rows = [
        text(el("dt", name), el("dd", el("bdi", value)))
        for name, value in facts
        if value
    ]
    if not rows:
        return Html()
    return text(el("h2", heading) if heading else Html(), el("dl", *rows))


def _link(url: str, words: str) -> Html:
    if not url.lower().startswith(("http://", "https://")):
        return text(words)
    return el("a", words, href=url, rel="noreferrer noopener nofollow")


def _decision(case: Case) -> Html:
    if case.joined is not None:
        return el(
            "section",
            el("h2", "Απόφαση"),
            el("p", JOINED),
            el("p", el("a", f"Αίτημα {case.joined}", href=f"/requests/{case.joined}")),
            class_="card",
        )
    draft = case.draft
    options = [
        el("option", word, value=stage, selected=stage is draft.stage)
        for stage, word in STAGES.items()
    ]
    return el(
        "form",
        el("h2", "Απόφαση"),
        el("p", draft.mistake, class_="wrong", id="wrong", role="alert")
        if draft.mistake
        else Html(),
        el(
            "p",
            el("label", "Κατάσταση", for_="status"),
            el("select", *options, id="status", name="status"),
        ),
        *_due(draft),
        *_note(draft),
        el("input", type="hidden", name="seen", value=draft.seen),
        el("input", type="hidden", name="token", value=draft.token),
        el("button", "Καταχώριση"),
        class_="card decide",
        method="post",
        action=f"/requests/{case.entry.id}",
    )


def _due(draft: Draft) -> Iterator[Html]:
    yield el("label", "Αναμένεται ως", for_="expected")
    yield el(
        "p",
        "Αφήστε το κενό αν δεν ξέρετε. Το διαβάζει ο δημότης στο κιόσκι.",
        class_="hint",
        id="expected-hint",
    )
    yield el(
        "p",
        el(
            "input",
            type="date",
            id="expected",
            name="expected",
            value=draft.due,
            min=str(draft.today),
            aria_describedby="expected-hint",
        ),
    )


def _note(draft: Draft) -> Iterator[Html]:
    yield el("label", "Σημείωμα προς τον δημότη", for_="note")
    yield el(
        "p",
        "Πείτε απλά τι έγινε, ή τι θα γίνει και πότε. "
        "Το διαβάζουν όλοι: όχι προσωπικά στοιχεία.",
        class_="hint",
        id="hint",
    )
    yield el(
        "p",
        el(
            "textarea",
            # A browser drops the first line feed of a textarea: this one is for it.
            "\n" + draft.note,
            id="note",
            name="note",
            rows="6",
            maxlength="4000",
            aria_describedby="wrong hint" if draft.mistake else "hint",
        ),
    )


def _steps(settings: Settings, case: Case) -> Html:
    first = el(
        "li",
        told(settings, case.entry.requested_at),
        el("strong", STAGES[Stage.OPEN]),
    )
    later = [
        el(
            "li",
            told(settings, step.at),
            el("strong", STAGES[step.now]),
            el("p", "Αναμένεται ως ", told_day(step.expected))
            if step.expected
            else Html(),
            el("p", step.note, dir="auto") if step.note else Html(),
        )
        for step in case.history
    ]
    return el(
        "section",
        el("h2", "Ιστορικό"),
        el("ol", *reversed(later), first, class_="steps"),
        class_="card",
    )
