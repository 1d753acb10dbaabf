"""What proves that a photo is at the hub, and what does not; and who is told of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.connector import Kind, Trouble
from tests.sync.contract import GARBAGE, make_dispatch
from tests.sync.hubs import KEY
from tests.sync.media import Connect, FakeMediaHub, Watch, connecting, photo, trouble
from tests.sync.tricks import Manner, Trick

REPORT = make_dispatch()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def connect(watch: Watch) -> Iterator[Connect]:
    with connecting(watch) as connect:
        yield connect


@pytest.fixture
def fake() -> Iterator[FakeMediaHub]:
    with FakeMediaHub() as hub:
        yield hub


def test_only_the_hubs_own_list_proves_it(fake: FakeMediaHub, connect: Connect) -> None:
    fake.lists_anything = False
    told = connect(fake).carry_piece(REPORT, photo())
    assert trouble(told) == Trouble(
        Kind.BUSY, "answered 200 without proof", may_have_arrived=True
    )
    assert told.sent == 300_000


@pytest.mark.parametrize(
    "listed",
    [
        b'{"media":[{"id":"%b","size":300000,"sha256":"' + b"0" * 64 + b'"}]}',
        b'{"media":[{"id":"%b","size":1,"sha256":"%b"}]}',
        b'{"media":[{"id":"x","size":300000,"sha256":"%b"}]}',
        b'{"media":{"%b":"%b"}}',
        b'[{"id":"%b","size":300000,"sha256":"%b"}]',
    ],
)
def test_a_list_that_names_something_else_is_no_proof(
    fake: FakeMediaHub, connect: Connect, listed: bytes
) -> None:
    one = photo().attachment
    body = listed.replace(b"%b", one.id.encode(), 1)
    body = body.replace(b"%b", one.sha256.encode())
    fake.next("GET", Trick(commits=False, status=200, body=body))
    told = connect(fake).carry_piece(REPORT, photo())
    assert trouble(told).kind is Kind.BUSY


@pytest.mark.parametrize("method", ["POST", "HEAD", "PATCH", "GET"])
@pytest.mark.parametrize("manner", [Manner.WHOLE, Manner.TRUNCATED])
def test_garbage_is_survived_and_proves_nothing(
    fake: FakeMediaHub, connect: Connect, method: str, manner: Manner
) -> None:
    statuses = {"POST": 201, "HEAD": 200, "PATCH": 204, "GET": 200}
    for body in GARBAGE:
        trick = Trick(False, statuses[method], body, manner=manner)
        fake.next(method, trick)
        told = connect(fake).carry_piece(REPORT, photo())
        assert trouble(told).kind in {Kind.BUSY, Kind.LINK}
        fake.tricks.clear()


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("POST", {"Location": "https://elsewhere.example/x"}),
        ("POST", {"Location": "http://[x"}),
        ("POST", {"Location": ""}),
        ("POST", {"Location": "ftp://127.0.0.1/x"}),
        ("HEAD", {"Upload-Offset": "-1"}),
        ("HEAD", {"Upload-Offset": "300001"}),
        ("HEAD", {"Upload-Offset": "9" * 400}),
        ("HEAD", {"Upload-Offset": "x"}),
        ("PATCH", {"Upload-Offset": "0"}),
        ("PATCH", {"Upload-Offset": "300000"}),
        ("PATCH", {"Upload-Offset": ""}),
        ("PATCH", {"Tus-Resumable": "2.0.0"}),
    ],
)
def test_a_success_that_cannot_be_true_is_none(
    fake: FakeMediaHub, connect: Connect, method: str, headers: dict[str, str]
) -> None:
    fake.always[method] = Trick(headers=headers)
    told = trouble(connect(fake).carry_piece(REPORT, photo()))
    assert told.kind is Kind.BUSY
    assert "not understood" in told.code
    assert all(one.headers["Host"] == fake.host for one in fake.calls)


def test_what_a_hub_says_repeats_neither_the_citizen_nor_the_key(
    fake: FakeMediaHub, connect: Connect
) -> None:
    for secret in (REPORT.description, KEY):
        body = f'{{"status":422,"title":"wrong: {secret}"}}'.encode()
        fake.next("POST", Trick(commits=False, status=422, body=body))
        told = trouble(connect(fake).carry_piece(REPORT, photo()))
        assert (told.kind, told.said) == (Kind.REFUSED, "")


def test_the_key_and_the_names_go_to_nobody_else(
    fake: FakeMediaHub, connect: Connect, tmp_path: Path
) -> None:
    with FakeMediaHub() as other:
        place = other.url.replace("127.0.0.1", "localhost")
        fake.always["POST"] = Trick(headers={"Location": f"{place}/media/x"})
        told = trouble(connect(fake).carry_piece(REPORT, photo()))
        assert told.kind is Kind.BUSY
        assert other.calls == []
