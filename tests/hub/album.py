"""A tus client of these tests, written from the specification and nothing else, and what it
brings."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from urllib.parse import urljoin

import requests

from tests.hub.clerk import basic
from tests.hub.post import name
from tests.hub.running import PATIENCE, Hub

BEGINS = {
    "image/jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    "audio/ogg": b"OggS\x00\x02" + bytes(22),
    "audio/wav": b"RIFF\x24\x10\x00\x00WAVEfmt ",
}
PIECE = "application/offset+octet-stream"
TUS = {"Tus-Resumable": "1.0.0"}


def content(size: int = 20_000, media: str = "image/jpeg", seed: int = 1) -> bytes:
    """A file that begins as such a file does, and goes on with what does not repeat."""
    body = BEGINS[media]
    while len(body) < size:
        body += hashlib.sha256(f"{seed} {len(body)}".encode()).digest()
    return body[:size]


@dataclass
class Photo:
    """An attachment, its submission, and what is said of it."""

    number: int
    content: bytes = field(default_factory=content)
    submission: str = ""
    file: str = "photo-1.jpg"
    media: str = "image/jpeg"

    def __post_init__(self) -> None:
        self.submission = self.submission or name(self.number)
        self.id = f"aaaaaaaa-0000-4000-8000-{self.number:012}"
        self.sha256 = hashlib.sha256(self.content).hexdigest()

    @property
    def told(self) -> dict[str, str]:
        """What describes it."""
        return {
            "id": self.id,
            "name": self.file,
            "question": "what",
            "media": self.media,
            "sha256": self.sha256,
        }

    @property
    def announced(self) -> dict[str, object]:
        """As it stands in a dispatch."""
        return {**self.told, "size": len(self.content)}


def written(told: dict[str, str]) -> str:
    """Upload-Metadata."""
    return ",".join(
        f"{key} {base64.b64encode(value.encode()).decode()}"
        for key, value in told.items()
    )


def created(hub: Hub, photo: Photo, **headers: str) -> requests.Response:
    """POST to the creation URL, with changes; a header given as '-' is left out."""
    said = TUS | {
        "Upload-Length": str(len(photo.content)),
        "Upload-Metadata": written(photo.told),
    }
    said |= {key.replace("_", "-"): value for key, value in headers.items()}
    return requests.post(
        f"{hub.url}plateia/v1/media/{photo.submission}",
        headers={key: value for key, value in said.items() if value != "-"},
        timeout=PATIENCE,
    )


def opened(hub: Hub, photo: Photo) -> str:
    """The address of an upload that is created now, or was before."""
    answer = created(hub, photo)
    assert answer.status_code == 201, answer.text
    return urljoin(answer.url, answer.headers["location"])


def asked(place: str, **headers: str) -> requests.Response:
    """HEAD."""
    return requests.head(place, headers=TUS | headers, timeout=PATIENCE)


def offset(place: str) -> int:
    """How much is there."""
    answer = asked(place)
    assert answer.status_code == 200
    return int(answer.headers["upload-offset"])


def sent(place: str, at: int, piece: bytes, **headers: str) -> requests.Response:
    """PATCH, with changes; a header given as '-' is left out."""
    said = TUS | {"Content-Type": PIECE, "Upload-Offset": str(at)}
    said |= {key.replace("_", "-"): value for key, value in headers.items()}
    return requests.patch(
        place,
        data=piece,
        headers={key: value for key, value in said.items() if value != "-"},
        timeout=PATIENCE,
    )


def checksum(piece: bytes, algorithm: str = "sha256") -> str:
    """Upload-Checksum."""
    digest = hashlib.new(algorithm, piece).digest()
    return f"{algorithm} {base64.b64encode(digest).decode()}"


def bring(hub: Hub, photo: Photo) -> str:
    """Bring all of it; gives its address."""
    place = opened(hub, photo)
    assert sent(place, 0, photo.content).status_code == 204
    return place


def listed(hub: Hub, submission: str, key: str = "") -> list[dict[str, object]]:
    """The hub's own list."""
    answer = requests.get(
        f"{hub.url}plateia/v1/media/{submission}",
        headers=basic(key) if key else {},
        timeout=PATIENCE,
    )
    assert answer.status_code == 200, answer.text
    told: list[dict[str, object]] = answer.json()["media"]
    return told
