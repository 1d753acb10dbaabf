"""The wire of sense.city, as its public code of 2017 and 2018 shows it, read liberally.

That code puts its lists together without escaping: one quotation mark or line break in a
comment and the list of the whole city is no JSON any more. So nothing we send has any, and
a list that others broke is read all the same. What is no list raises Unreadable: it proves
nothing, neither that something is there nor that it is not.
"""

import base64
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from kiosk.outbox import News
from kiosk.submission import AttachmentId, Dispatch, Progress
from sync.georeport import (
    LONGEST_DESCRIPTION,
    LONGEST_MESSAGE,
    Unreadable,
    has_reference,
    is_page,
    plain,
    with_reference,
)

NAMELESS: Final = frozenset({"Required_email", "Required_sms"})
"""How a city says that it takes no report without somebody's name and address."""

_OURS = "plateia:"
_NO_IMAGE = "no-image"
_LINE = " · "
_BREAKERS = str.maketrans({'"': "'", "\\": "/"})

_ID = re.compile(r"[0-9A-Za-z_-]{1,200}")
_ROW = re.compile(r'\{\s*"_id"\s*:\s*"([0-9a-f]{24})"\s*,')
_UNTOLD = {"undefined", "null", "---"}  # JavaScript's nothing, put into a text
_DEEPEST = 6

_PROGRESS: Final = {
    "CONFIRMED": Progress.SENT,  # what a report is from its first moment
    "IN_PROGRESS": Progress.SEEN,
    "RESOLVED": Progress.DONE,
}
_UNDONE = {"INVALID", "WONTFIX", "DUPLICATE"}  # seen, and nothing was mended

_Tree = object


class Topic(msgspec.Struct, frozen=True):
    """What a report is about, in the words of sense.city."""

    issue: str
    """The category: `lighting`."""
    value: str
    """The kind: `Καμμένος Λαμπτήρας`."""


class Spot(msgspec.Struct, frozen=True):
    """Where it is: WGS84, six decimals at most (a hand's breadth)."""

    longitude: float
    latitude: float

    @property
    def written(self) -> str:
        """As a question names it."""
        return f"[{self.longitude:.6f},{self.latitude:.6f}]"


class Issue(msgspec.Struct, frozen=True):
    """A report as sense.city shows it."""

    id: str
    device: str
    comments: str
    status: str
    resolution: str

    def is_of(self, dispatch: Dispatch) -> bool:
        """Say whether it is this submission."""
        if self.device.casefold() == f"{_OURS}{dispatch.id}".casefold():
            return True
        return has_reference(self.comments, dispatch.receipt)

    def left(self, dispatch: Dispatch) -> tuple[AttachmentId, ...]:
        """Return what of a submission is not there: what its comments name as left at the
        kiosk, or all of it, where they do not show."""
        shows = has_reference(self.comments, dispatch.receipt)
        _, _, names = self.comments.partition(f" @ {dispatch.kiosk}: ")
        return tuple(
            one.id for one in dispatch.attachments if not shows or one.name in names
        )

    @property
    def is_nameless(self) -> bool:
        """It shows nothing by which its sender would know it."""
        return not self.device and not self.comments


class _Point(msgspec.Struct, frozen=True):
    type: str
    coordinates: tuple[float, float]


class _Report(msgspec.Struct, frozen=True):
    """POST /issue; the empty ones are sent so that a city may insist on them."""

    loc: _Point
    issue: str
    device_id: str
    value_desc: str
    comments: str
    image_name: str
    city_address: str
    mobile_num: str = ""
    email_user: str = ""


def topic_of(code: str) -> Topic | None:
    """Read a destination's `category/kind`; None when it is none."""
    issue, _, value = (part.strip() for part in code.partition("/"))
    return Topic(issue, value) if issue and value else None


def spot_of(dispatch: Dispatch) -> Spot | None:
    """Say where it is; None when it has no position."""
    if dispatch.longitude is None or dispatch.latitude is None:
        return None
    return Spot(round(dispatch.longitude, 6), round(dispatch.latitude, 6))


def written(
    dispatch: Dispatch,
    topic: Topic,
    spot: Spot,
    photo: bytes | None,
    left: Sequence[str],
) -> bytes:
    """Write a report, with a photo if there is one.

    `left` are the names of attachments that the wire cannot take: the report says that
    they are to be had at the kiosk. Its comments end with its receipt code.
    """
    stays = f"+{len(left)} @ {dispatch.kiosk}: {', '.join(left)}" if left else ""
    room = LONGEST_DESCRIPTION - len(stays) - 40  # 40: the receipt code and its line
    comments = f"{dispatch.description[:room]}\n{stays}"
    image = _NO_IMAGE
    if photo is not None:
        image = f"data:image/jpeg;base64,{base64.b64encode(photo).decode('ascii')}"
    report = _Report(
        loc=_Point("Point", (spot.longitude, spot.latitude)),
        issue=topic.issue,
        device_id=f"{_OURS}{dispatch.id}",
        value_desc=topic.value,
        comments=_harmless(with_reference(comments, dispatch.receipt)),
        image_name=image,
        city_address=_harmless(dispatch.address),
    )
    return msgspec.json.encode(report)


def read_id(body: bytes) -> str | None:
    """Read the proof that a report was taken: `{"_id": "…"}` and nothing else.

    None when it proves nothing. Raises Unreadable for what is no JSON.
    """
    tree = _tree(body)
    if not isinstance(tree, dict) or tree.keys() != {"_id"}:
        return None
    return _id(tree)


def read_issues(body: bytes) -> list[Issue]:
    """Read the answer to GET /issue. Raises Unreadable when it is none."""
    try:
        tree = _tree(body)
    except Unreadable as reason:
        salvaged = [] if reason.page else _salvaged(body)
        if not salvaged:
            raise
        return salvaged
    if not isinstance(tree, list):
        raise Unreadable(page=False)
    return [_issue(row) for row in tree]


def read_issue(body: bytes, number: str) -> Issue | None:
    """Find one issue in whatever the answer to GET /fullissue is; None when it is not
    there. Raises Unreadable for what is no JSON."""
    try:
        rows = [_issue(row) for row in _objects(_tree(body), 0) if _id(row)]
    except Unreadable as reason:
        rows = [] if reason.page else _salvaged(body)
        if not rows:
            raise
    told = [row for row in rows if row.id == number and row.status]
    return told[0] if told else None


def read_fault(body: bytes) -> str:
    """Read what went wrong, in one plain line; '' when it cannot be told."""
    try:
        rows = list(_objects(_tree(body), 0))
    except Unreadable:
        return ""
    said = (_text(row, name) for row in rows for name in ("error_msg", "message"))
    return plain(next(filter(None, said), ""), 160)


def news_of(issue: Issue, resolutions: Mapping[str, str]) -> News | None:
    """Say what a citizen may be told; None for a stage that nobody knows.

    A new report is confirmed by itself: that is nobody's look at it. One that was resolved
    without being mended was seen, and no more is claimed; `resolutions` has the words.
    """
    progress = _PROGRESS.get(issue.status)
    if progress is None:
        return None
    if progress is not Progress.DONE:
        return News(progress, "", None)
    if issue.resolution in _UNDONE:
        progress = Progress.SEEN
    message = resolutions.get(issue.resolution, "")
    return News(progress, plain(message, LONGEST_MESSAGE), None)


def _harmless(text: str) -> str:
    """Make it one line without the signs that break a city's list."""
    lines = (plain(line.translate(_BREAKERS), len(line)) for line in text.splitlines())
    return _LINE.join(filter(None, lines))


def _tree(body: bytes) -> _Tree:
    """Read JSON; raw line breaks within a text do not matter. Raises Unreadable."""
    try:
        return json.loads(body.decode("utf-8-sig"), strict=False)
    except (ValueError, RecursionError):
        raise Unreadable(is_page(body)) from None


def _objects(tree: _Tree, depth: int) -> Iterator[Mapping[str, _Tree]]:
    """Every object in a list, also where lists were put into lists, or into texts."""
    if depth > _DEEPEST:
        return
    if isinstance(tree, dict):
        yield tree
    elif isinstance(tree, list):
        for one in tree:
            yield from _objects(one, depth + 1)
    elif isinstance(tree, str) and tree.startswith(("[", "{")):
        yield from _objects(_tree(tree.encode("utf-8", "replace")), depth + 1)


def _issue(row: _Tree) -> Issue:
    number = _id(row) if isinstance(row, dict) else None
    if not isinstance(row, dict) or number is None:
        raise Unreadable(page=False)
    device, comments, status, resolution = (
        _text(row, name) for name in ("device_id", "comments", "status", "resolution")
    )
    return Issue(number, device, comments, status.upper(), resolution.upper())


def _salvaged(body: bytes) -> list[Issue]:
    """Read a whole list that is no JSON because of what somebody wrote in it."""
    text = body.decode("utf-8", "replace").strip()
    if not text.startswith("[") or not text.endswith("]"):
        return []
    _, *pieces = _ROW.split(text)
    return [
        Issue(
            number,
            _field(rest, r'"device_id":"([^"]*)"'),
            _field(rest, r'"comments":"(.*?)"\s*,\s*"create_at"'),
            _field(rest, r'"status":"([A-Z_]*)"'),
            _field(rest, r'"resolution":"([A-Z_]*)"'),
        )
        for number, rest in zip(pieces[::2], pieces[1::2], strict=True)
    ]


def _field(row: str, pattern: str) -> str:
    found = re.search(pattern, row, re.DOTALL)
    return "" if found is None or found[1] in _UNTOLD else found[1].strip()


def _id(row: Mapping[str, _Tree]) -> str | None:
    number = _text(row, "_id")
    return number if _ID.fullmatch(number) else None


def _text(row: Mapping[str, _Tree], name: str) -> str:
    value = row.get(name)
    told = value.strip() if isinstance(value, str) else ""
    return "" if told in _UNTOLD else told
