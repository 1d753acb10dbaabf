"""A clerk at the counter, with a browser that reads strictly."""

from __future__ import annotations

import base64
from html.parser import HTMLParser

import requests

from tests.hub.running import PATIENCE, Hub

VOID = {"meta", "input", "br", "img"}


class Page(HTMLParser):
    """Reads a page strictly: every element closes where it should."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.fields: dict[str, str] = {}
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        given = dict(attrs)
        if tag == "input":
            self.fields[given["name"] or ""] = given["value"] or ""
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def decide(hub: Hub, number: str, **more: str) -> requests.Response:
    """Sends the form of a request as a text browser would, with changes."""
    return decide_from(hub, number, {}, **more)


def decide_from(
    hub: Hub, number: str, headers: dict[str, str], /, **more: str
) -> requests.Response:
    """Sends the form as a browser would that says where it found it."""
    page = requests.get(
        f"{hub.url}requests/{number}", headers=headers, timeout=PATIENCE
    )
    form = Page(page.text).fields | more
    return requests.post(
        f"{hub.url}requests/{number}",
        data=form,
        headers=headers,
        timeout=PATIENCE,
        allow_redirects=False,
    )


def decide_as(hub: Hub, key: str, number: str, /, **more: str) -> None:
    """Decides, with a key, and sees that it was taken."""
    assert decide_from(hub, number, basic(key), **more).status_code == 303


def basic(key: str) -> dict[str, str]:
    """What a browser sends with a password."""
    return {"authorization": "Basic " + base64.b64encode(f"x:{key}".encode()).decode()}
