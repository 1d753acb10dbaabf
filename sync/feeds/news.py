"""News of a site: WordPress's posts (`/wp-json/wp/v2/posts`), RSS 2.0 or Atom."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from xml.etree import ElementTree as ET

import msgspec

from kiosk.notice import LONGEST_TITLE, Notice, NoticeKind, Stamp
from sync.connector import Trouble
from sync.feed import (
    Fetching,
    Told,
    Unchanged,
    child_text,
    local,
    not_understood,
    stamp_of,
    tree,
)
from sync.plain import moment, plain, shortened

_TAKES: Final = (
    "application/json, application/rss+xml, application/atom+xml, application/xml"
)


class NewsSite(Fetching):
    """Reads the newest posts, whichever of the three a site gives."""

    def fetch(self, stamp: Stamp) -> Told | Unchanged | Trouble:
        """See `Reader`."""
        answer = self.ask(self.feed.url, stamp, _TAKES)
        if isinstance(answer, Unchanged | Trouble):
            return answer
        body = answer.body.removeprefix(b"\xef\xbb\xbf").lstrip()
        posts = _posts(body) if body.startswith(b"[") else _items(body)
        if posts is None:
            return not_understood("news")
        found: dict[str, Notice] = {}
        for uid, title, text, published in posts:
            said = plain(text)
            head = shortened(plain(title) or said, LONGEST_TITLE)
            if head and len(found) < self.feed.most:
                key = "".join(sign for sign in uid[:200] if sign.isprintable()) or head
                found[key] = Notice(
                    key,
                    NoticeKind.NEWS,
                    self.feed.language,
                    head,
                    said,
                    moment(published),
                )
        return Told(tuple(found.values()), stamp_of(answer))


_Post = tuple[str, str, str, str]
"""Id, title, text, time; as they were written."""


def _posts(body: bytes) -> list[_Post] | None:
    try:
        told = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return None
    if not isinstance(told, Sequence):
        return None
    return list(_read_posts(told))


def _read_posts(told: Sequence[object]) -> Iterator[_Post]:
    for post in told:
        if isinstance(post, Mapping) and not _is_hidden(post):
            text = _rendered(post, "content") or _rendered(post, "excerpt")
            gmt = post.get("date_gmt")
            yield (
                str(post.get("id", "")),
                _rendered(post, "title"),
                text,
                gmt if isinstance(gmt, str) else "",
            )


def _is_hidden(post: Mapping[str, object]) -> bool:
    content = post.get("content")
    locked = isinstance(content, Mapping) and content.get("protected") is True
    return locked or post.get("status") not in (None, "publish")


def _rendered(post: Mapping[str, object], name: str) -> str:
    field = post.get(name)
    told = field.get("rendered") if isinstance(field, Mapping) else field
    return told if isinstance(told, str) else ""


def _items(body: bytes) -> list[_Post] | None:
    root = tree(body)
    if root is None or local(root) not in {"rss", "feed", "RDF"}:
        return None
    return [_item(one) for one in root.iter() if local(one) in {"item", "entry"}]


def _item(item: ET.Element) -> _Post:
    def first(*names: str) -> str:
        return next((said for name in names if (said := child_text(item, name))), "")

    return (
        first("guid", "id", "link"),
        first("title"),
        first("encoded", "content", "description", "summary"),
        first("pubDate", "published", "updated", "date"),
    )
