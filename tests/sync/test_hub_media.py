"""The hub's connector brings photos: against a strict hub made here and the real program,
over a line that counts what passes."""

import hashlib
from collections.abc import Iterator

import msgspec
import pytest
from msgspec.structs import replace

from sync.connector import Delivered, Follower, Haul, Kind, Trouble
from sync.tus import FIRST, LARGEST, SMALLEST
from tests.hub.running import running, write
from tests.sync.contract import make_dispatch
from tests.sync.hubs import KEY, Call
from tests.sync.media import (
    Connect,
    FakeMediaHub,
    MediaLine,
    RealMediaHub,
    Watch,
    connecting,
    photo,
    trouble,
)
from tests.sync.tricks import LOGIN, Manner, Trick

REPORT = make_dispatch()


@pytest.fixture
def connect() -> Iterator[Connect]:
    with connecting(Watch()) as connect:
        yield connect


@pytest.fixture
def fake() -> Iterator[FakeMediaHub]:
    with FakeMediaHub() as hub:
        yield hub


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealMediaHub]:
    home = tmp_path_factory.mktemp("hub") / "home"
    write(home, "hub.toml", f"api_keys = ['{KEY}']")
    with running(home) as hub, RealMediaHub(hub, home) as line:
        yield line


NUMBER = iter(range(10, 1_000))


@pytest.fixture(params=["fake", "real"])
def line(request: pytest.FixtureRequest) -> MediaLine:
    """Either of them, with nothing counted yet."""
    line: MediaLine = request.getfixturevalue(request.param)
    line.calls.clear()
    line.passed.clear()
    line.tricks.clear()
    line.always.clear()
    return line


@pytest.fixture
def number() -> int:
    """Of a photo that no other test brings."""
    return next(NUMBER)


# All is well


def test_it_brings_attachments_after_their_submission(
    line: MediaLine, connect: Connect, number: int
) -> None:
    piece = photo(number=number)
    hub = connect(line)
    assert isinstance(hub, Follower)
    told = hub.carry_piece(REPORT, piece)
    assert told == Haul(Delivered(piece.attachment.id), 300_000)
    assert line.content(REPORT, piece) == piece.content
    assert line.bytes_passed == 300_000


def test_what_is_there_already_is_not_sent_again(
    line: MediaLine, connect: Connect, number: int
) -> None:
    piece = photo(number=number)
    connect(line).carry_piece(REPORT, piece)
    line.passed.clear()
    told = connect(line).carry_piece(REPORT, piece)
    assert told == Haul(Delivered(piece.attachment.id), 0)
    assert line.passed == []


def test_it_goes_in_as_many_calls_as_its_allowance_takes(
    line: MediaLine, connect: Connect, number: int
) -> None:
    piece = replace(photo(number=number), most=100_000)
    hauls = [connect(line).carry_piece(REPORT, piece) for _ in range(3)]
    assert all(haul.sent <= 100_000 for haul in hauls)
    assert trouble(hauls[0]).kind is Kind.UNFINISHED
    assert trouble(hauls[0]).code == "100000 of 300000 bytes are there"
    assert hauls[-1].outcome == Delivered(piece.attachment.id)
    assert line.bytes_passed == 300_000


def test_one_small_piece_goes_whatever_the_allowance(
    fake: FakeMediaHub, connect: Connect
) -> None:
    for most in (0, -5, 100, SMALLEST - 1):
        fake.passed.clear()
        told = connect(fake).carry_piece(REPORT, replace(photo(), most=most))
        assert trouble(told).kind is Kind.UNFINISHED
        assert [size for _, size in fake.passed] == [SMALLEST]
        assert told.sent == SMALLEST


def test_what_is_not_what_was_announced_does_not_leave(
    fake: FakeMediaHub, connect: Connect
) -> None:
    piece = photo()
    wrong = replace(piece, content=piece.content[:-1] + b"x")
    told = connect(fake).carry_piece(REPORT, wrong)
    assert (trouble(told).kind, told.sent) == (Kind.REFUSED, 0)
    assert fake.calls == []


# Lines that are cut


@pytest.mark.parametrize("after", [0, 1, 30_000, 65_535])
def test_a_cut_in_the_middle_costs_the_piece_that_was_cut_and_no_more(
    line: MediaLine, connect: Connect, number: int, after: int
) -> None:
    piece = photo(number=number)
    hub = connect(line)
    first = hub.carry_piece(REPORT, replace(piece, most=FIRST))
    assert first.sent == FIRST
    line.cut_after = after
    cut = hub.carry_piece(REPORT, piece)
    assert trouble(cut).kind is Kind.LINK
    assert after <= cut.sent <= LARGEST
    assert hub.carry_piece(REPORT, piece).outcome == Delivered(piece.attachment.id)
    assert line.content(REPORT, piece) == piece.content
    # All of it once, and what came of the piece that was cut.
    assert line.bytes_passed == 300_000 + after


def test_a_lost_answer_costs_nothing_at_all(
    line: MediaLine, connect: Connect, number: int
) -> None:
    piece = photo(number=number)
    for manner in (Manner.DROPPED, Manner.RESET):
        line.next("PATCH", Trick(manner=manner))
        told = connect(line).carry_piece(REPORT, piece)
        assert trouble(told).kind is Kind.LINK
    assert connect(line).carry_piece(REPORT, piece).outcome == Delivered(
        piece.attachment.id
    )
    assert line.bytes_passed == 300_000


@pytest.mark.parametrize("method", ["POST", "HEAD", "GET"])
def test_a_line_that_breaks_at_any_call_is_a_dead_line_and_all_resumes(
    line: MediaLine, connect: Connect, number: int, method: str
) -> None:
    piece = photo(number=number)
    line.next(method, Trick(manner=Manner.DROPPED))
    assert trouble(connect(line).carry_piece(REPORT, piece)).kind is Kind.LINK
    told = connect(line).carry_piece(REPORT, piece)
    assert told.outcome == Delivered(piece.attachment.id)
    assert line.bytes_passed == 300_000


def test_a_line_hung_up_carries_nothing(fake: FakeMediaHub, connect: Connect) -> None:
    hub = connect(fake)
    hub.hang_up()
    told = hub.carry_piece(REPORT, photo())
    assert told == Haul(Trouble(Kind.LINK, "stopped"), 0)


def test_nobody_at_home_has_cost_nothing(connect: Connect, dead_url: str) -> None:
    with FakeMediaHub() as away:
        hub = connect(away, url=dead_url)
        told = hub.carry_piece(REPORT, photo())
    assert told == Haul(Trouble(Kind.LINK, "no connection"), 0)


# A hub that says something else


def test_an_upload_that_was_swept_is_created_anew(
    fake: FakeMediaHub, connect: Connect
) -> None:
    hub = connect(fake)
    hub.carry_piece(REPORT, replace(photo(), most=FIRST))

    def sweep(call: Call) -> None:
        if call.headers["Upload-Offset"] == str(2 * FIRST):
            fake.uploads.clear()

    fake.piece_passes = sweep  # type: ignore[method-assign] # a hook of the fake's
    for status in (404, 410):
        fake.next("HEAD", Trick(commits=False, status=status, body=b""))
    told = hub.carry_piece(REPORT, photo())
    assert told.outcome == Delivered(photo().attachment.id)
    assert fake.content(REPORT, photo()) == photo().content


def test_an_upload_that_is_gone_whenever_it_is_created_is_no_endless_loop(
    fake: FakeMediaHub, connect: Connect
) -> None:
    fake.always["HEAD"] = Trick(commits=False, status=404, body=b"")
    told = connect(fake).carry_piece(REPORT, photo())
    assert trouble(told) == Trouble(Kind.BUSY, "answered 404")
    assert len(fake.calls) < 20


def test_another_offset_is_asked_for_and_gone_on_from(
    fake: FakeMediaHub, connect: Connect
) -> None:
    """Somebody else has brought a part of it meanwhile."""
    piece = photo()

    def meanwhile(call: Call) -> None:
        if call.headers["Upload-Offset"] == "0":
            (upload,) = fake.uploads.values()
            upload.content = piece.content[:200_000]

    fake.piece_passes = meanwhile  # type: ignore[method-assign] # a hook of the fake's
    told = connect(fake).carry_piece(REPORT, piece)
    assert told.outcome == Delivered(piece.attachment.id)
    assert [at for at, _ in fake.passed[:3]] == [0, FIRST, 200_000]
    assert fake.content(REPORT, piece) == piece.content


def test_a_piece_that_was_mangled_on_its_way_is_sent_again(
    line: MediaLine, connect: Connect, number: int
) -> None:
    piece = photo(number=number)
    line.mangles_next = True
    told = connect(line).carry_piece(REPORT, piece)
    assert told == Haul(Delivered(piece.attachment.id), 300_000 + FIRST)
    assert line.passed[:2] == [(0, FIRST)] * 2
    assert line.content(REPORT, piece) == piece.content


def test_a_line_that_mangles_everything_is_left_alone(
    fake: FakeMediaHub, connect: Connect
) -> None:
    fake.always["PATCH"] = Trick(commits=False, status=460, body=b"")
    told = connect(fake).carry_piece(REPORT, photo())
    assert trouble(told) == Trouble(Kind.BUSY, "answered 460")
    assert told.sent == fake.bytes_passed
    assert len(fake.passed) < 10


def test_a_hub_that_takes_no_media_is_told_clearly(
    fake: FakeMediaHub, connect: Connect
) -> None:
    fake.takes_media = False
    told = trouble(connect(fake).carry_piece(REPORT, photo()))
    assert told.kind is Kind.REFUSED
    assert told.code == "answered 404, it takes no attachments"
    assert fake.passed == []


@pytest.mark.parametrize("status", [400, 409, 412, 413, 415, 422])
def test_a_creation_that_is_refused_is_refused(
    fake: FakeMediaHub, connect: Connect, status: int
) -> None:
    body = b'{"status":413,"title":"too large"}'
    fake.next("POST", Trick(commits=False, status=status, body=body))
    told = trouble(connect(fake).carry_piece(REPORT, photo()))
    assert told == Trouble(Kind.REFUSED, f"answered {status}", "too large")


@pytest.mark.parametrize("status", [413, 415])
def test_a_piece_that_is_refused_is_refused(
    fake: FakeMediaHub, connect: Connect, status: int
) -> None:
    fake.next("PATCH", Trick(commits=False, status=status, body=b"{}"))
    told = trouble(connect(fake).carry_piece(REPORT, photo()))
    assert told == Trouble(Kind.REFUSED, f"answered {status}")


def test_a_file_that_is_of_another_type_is_refused_by_the_real_hub(
    real: RealMediaHub, connect: Connect, number: int
) -> None:
    piece = photo(number=number)
    content = b"<html>" + piece.content
    told = msgspec.structs.replace(
        piece.attachment,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    wrong = replace(piece, attachment=told, content=content)
    haul = connect(real).carry_piece(REPORT, wrong)
    assert trouble(haul).kind is Kind.REFUSED
    assert trouble(haul).said == "it is no image/jpeg"


def test_a_whole_that_turned_out_wrong_begins_again_later(
    real: RealMediaHub, connect: Connect, number: int
) -> None:
    """A disk at the hub that does not keep what it is given."""
    piece = photo(number=number)
    hub = connect(real)
    hub.carry_piece(REPORT, replace(piece, most=FIRST))
    name = piece.attachment.id
    file = real.home / "hub" / "media" / name[-2:] / name
    file.write_bytes(file.read_bytes()[:500] + bytes(FIRST - 500))
    told = trouble(hub.carry_piece(REPORT, piece))
    assert (told.kind, told.code) == (Kind.BUSY, "answered 422, it begins again")
    assert hub.carry_piece(REPORT, piece).outcome == Delivered(name)
    assert real.content(REPORT, piece) == piece.content


@pytest.mark.parametrize("method", ["POST", "HEAD", "PATCH", "GET"])
@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, Kind.LOCKED), (403, Kind.LOCKED), (503, Kind.BUSY), (511, Kind.LINK)],
)
def test_what_a_status_means_at_any_call(
    fake: FakeMediaHub, connect: Connect, method: str, status: int, kind: Kind
) -> None:
    headers = {"Retry-After": "90"}
    fake.next(method, Trick(commits=False, status=status, body=b"", headers=headers))
    told = trouble(connect(fake).carry_piece(REPORT, photo()))
    assert (told.kind, told.wait_s) == (kind, 90)


@pytest.mark.parametrize("method", ["POST", "HEAD", "PATCH", "GET"])
def test_a_login_page_is_a_dead_line_at_any_call(
    fake: FakeMediaHub, connect: Connect, method: str
) -> None:
    headers = {"Content-Type": "text/html"}
    login = Trick(commits=False, status=200, body=LOGIN, headers=headers)
    fake.always[method] = login
    told = trouble(connect(fake).carry_piece(REPORT, photo()))
    assert told.kind in {Kind.LINK, Kind.BUSY}
    assert not fake.content(REPORT, photo()) or method == "GET"


def test_photos_of_a_submission_that_went_elsewhere_are_brought_too(
    real: RealMediaHub, connect: Connect, number: int
) -> None:
    piece = replace(photo(number=number), remote_id=None)
    elsewhere = make_dispatch(4)
    told = connect(real).carry_piece(elsewhere, piece)
    assert told.outcome == Delivered(piece.attachment.id)
