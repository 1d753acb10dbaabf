"""Emergency notices: CAP 1.2 (OASIS), one alert, or an Atom or RSS index of alerts.

Only what is meant for everybody (`Public`) and for real (`Actual`) is read. An update or
a cancellation takes away what it refers to. Of an index the alerts are fetched from the
same host and nowhere else: an index must not send the kiosk about.
"""

from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from kiosk.config import Feed
from kiosk.notice import LONGEST_TITLE, Notice, NoticeKind, Severity, Stamp
from sync.connector import Kind, Trouble
from sync.feed import (
    Fetching,
    Told,
    Unchanged,
    child_text,
    children,
    local,
    not_understood,
    stamp_of,
    tree,
)
from sync.http import same_place
from sync.plain import moment, plain, shortened

_MOST_FETCHED: Final = 20
_TAKES: Final = "application/cap+xml, application/atom+xml, application/xml, text/xml"
_FOR_REAL: Final = frozenset({"Alert", "Update"})
_OVER: Final = frozenset({"Past"})


class Cap(Fetching):
    """Reads the alerts that hold now."""

    def fetch(self, stamp: Stamp) -> Told | Unchanged | Trouble:
        """See `Reader`."""
        answer = self.ask(self.feed.url, stamp, _TAKES)
        if isinstance(answer, Unchanged | Trouble):
            return answer
        root = tree(answer.body)
        if root is None or local(root) not in {"alert", "feed", "rss"}:
            return not_understood("warning")
        alerts: list[ET.Element] = [root] if local(root) == "alert" else []
        for url in [] if alerts else _addresses(root, answer.url):
            alert = self._alert(url)
            if isinstance(alert, Trouble):
                return alert
            alerts += [] if alert is None else [alert]
        return Told(_notices(alerts, self.feed), stamp_of(answer))

    def _alert(self, url: str) -> ET.Element | Trouble | None:
        """Fetch one alert; None for what was answered and is none, or is gone."""
        answer = self.ask(url, Stamp(), _TAKES)
        if isinstance(answer, Unchanged):
            return None
        if isinstance(answer, Trouble):
            return None if answer.kind is Kind.REFUSED else answer
        root = tree(answer.body)
        return root if root is not None and local(root) == "alert" else None


def _addresses(index: ET.Element, url: str) -> list[str]:
    """Return where the alerts of an index are, the newest first, each once."""
    found: dict[str, None] = {}
    for entry in index.iter():
        if local(entry) not in {"entry", "item"}:
            continue
        links = children(entry, "link")
        links.sort(key=lambda one: "cap" not in one.get("type", ""))
        for link in links[:1]:
            there = same_place(url, (link.get("href") or link.text or "").strip())
            if there is not None:
                found[there] = None
    return list(found)[:_MOST_FETCHED]


def _notices(alerts: list[ET.Element], feed: Feed) -> tuple[Notice, ...]:
    replaced = {
        part.split(",")[1]
        for alert in alerts
        if child_text(alert, "msgType") in {"Update", "Cancel"} and _is_for_all(alert)
        for part in child_text(alert, "references").split()
        if part.count(",") >= 2
    }
    found: dict[tuple[str, str], Notice] = {}
    for alert in alerts:
        uid = child_text(alert, "identifier")[:200]
        if uid in replaced or child_text(alert, "msgType") not in _FOR_REAL:
            continue
        if uid.isprintable() and uid and _is_for_all(alert):
            for notice in _infos(alert, uid, feed):
                found.setdefault((uid, notice.language), notice)
    return tuple(found.values())[: feed.most]


def _is_for_all(alert: ET.Element) -> bool:
    told = (child_text(alert, "status"), child_text(alert, "scope"))
    return told == ("Actual", "Public")


def _infos(alert: ET.Element, uid: str, feed: Feed) -> Iterator[Notice]:
    """Return what an alert says, once for each language it is said in."""
    for info in children(alert, "info"):
        if child_text(info, "urgency") in _OVER:
            continue
        if child_text(info, "responseType") == "AllClear":
            continue
        event, headline = child_text(info, "event"), child_text(info, "headline")
        title = shortened(plain(headline or event), LONGEST_TITLE)
        areas = [
            plain(child_text(one, "areaDesc"), 200) for one in children(info, "area")
        ]
        parts = [
            plain(child_text(info, name)) for name in ("instruction", "description")
        ]
        parts.append(", ".join(one for one in areas if one)[:LONGEST_TITLE])
        if title:
            yield Notice(
                id=uid,
                kind=NoticeKind.EMERGENCY,
                language=_language(child_text(info, "language"), feed.language),
                title=title,
                text="\n".join(one for one in parts if one),
                published=moment(child_text(alert, "sent")),
                expires=moment(child_text(info, "expires")),
                severity=_severity(child_text(info, "severity")),
            )


def _language(told: str, otherwise: str) -> str:
    """Return `el` for `el-GR`."""
    code = told.partition("-")[0].lower()
    fine = code.isascii() and code.isalpha() and 2 <= len(code) <= 3
    return code if fine else otherwise


def _severity(told: str) -> Severity:
    """What is unknown is taken for moderate: somebody has warned of it."""
    try:
        return Severity(told.lower()) or Severity.MODERATE
    except ValueError:
        return Severity.MODERATE
