"""The line fails as it is told to, and in no other way."""

import smtplib
from collections.abc import Iterator
from contextlib import suppress

import pytest

from kiosk.config import Destination
from sync.http import Line, LineTrouble
from tests.faults.faults import FAULTS, PATIENCE_S
from tests.faults.post_office import PostOffice
from tests.faults.proxy import Proxy, Spell
from tests.sync.municipality import KEY, LOGIN, Municipality

FORM = (
    ("api_key", KEY),
    ("service_code", "lights"),
    ("address_string", "Πλατεία"),
    ("description", "x" * 300),
)
LETTER = "From: kiosk\r\nTo: town\r\n\r\n" + "Γεια σας. " * 200
BY_NAME = {one.name: one for one in FAULTS}

KEPT = {
    "delay": True,
    "delay, longer than the kiosk waits": True,
    "rate": True,
    "reset within the request": False,
    "reset within the answer": True,
    "black hole": False,
    "half close": True,
    "login page": False,
    "answer dropped after the server committed": True,
    "slow drip": True,
    "truncated body": True,
    "content length too small": True,
    "content length too large": True,
    "redirect to another host": False,
}
"""Whether the far end has what was sent, though nobody may hear of it."""
KEPT_POST = KEPT | {"half close": False}
"""The same for a letter: a post office speaks first, and is not heard."""
HEARD = {"delay", "rate"}
"""After which the caller has a receipt all the same."""


@pytest.fixture
def town() -> Iterator[Municipality]:
    with Municipality() as town:
        yield town


@pytest.fixture
def line(town: Municipality) -> Iterator[Proxy]:
    with Proxy(int(town.host.rpartition(":")[2])) as line:
        yield line


@pytest.fixture
def call(line: Proxy) -> Iterator[Line]:
    """A kiosk's own line, through the proxy."""
    url = f"http://127.0.0.1:{line.port}/v2"
    to = Destination(name="town", type="open311", url=url, timeout_s=PATIENCE_S)
    call = Line(to)
    yield call
    call.close()


def send(call: Line) -> tuple[int, bytes]:
    """Send a report; 0 and nothing when no whole answer comes."""
    try:
        answer = call.post(["requests.json"], FORM)
    except LineTrouble:
        return 0, b""
    return answer.status, answer.body


def test_a_line_that_is_well_changes_nothing(
    line: Proxy, call: Line, town: Municipality
) -> None:
    assert send(call)[0] == 200
    assert call.get(["services.json"], ()).status == 200
    assert [one.form["description"] for one in town.filed] == ["x" * 300]
    assert line.hits == 0


@pytest.mark.parametrize("name", BY_NAME)
def test_a_fault_happens_to_as_many_calls_as_it_is_told(
    name: str, line: Proxy, call: Line, town: Municipality
) -> None:
    line.spell = Spell(BY_NAME[name], 1)
    status, body = send(call)
    line.settle()
    assert line.hits == 1
    assert len(town.filed) == KEPT[name]
    is_receipt = status == 200 and b"service_request_id" in body and body[-1:] == b"]"
    assert is_receipt == (name in HEARD)
    assert send(call)[0] == 200
    assert len(town.filed) == KEPT[name] + 1
    assert (line.hits, line.strays) == (1, 0)


@pytest.mark.parametrize("name", [one.name for one in FAULTS if one.pipe])
def test_it_happens_to_mail_as_well(name: str) -> None:
    with PostOffice() as office, Proxy(office.port, speaks_http=False) as line:
        line.spell = Spell(BY_NAME[name], 1)
        heard = post(line)
        line.settle()
        assert line.hits == 1
        assert len(office.kept) == KEPT_POST[name]
        # Each line of a reply may come in time though all of it does not.
        assert heard == (name in HEARD) or name in {"slow drip", "truncated body"}
        assert post(line)
        assert len(office.kept) == KEPT_POST[name] + 1


def test_a_login_page_is_one(line: Proxy, call: Line) -> None:
    line.spell = Spell(BY_NAME["login page"], 1)
    assert send(call) == (200, LOGIN)


def test_a_redirect_leads_to_a_host_where_strays_are_counted(
    line: Proxy, call: Line
) -> None:
    line.spell = Spell(BY_NAME["redirect to another host"], 1)
    assert send(call)[0] == 307
    astray = Destination(
        name="x", type="open311", url=f"http://127.0.0.2:{line.elsewhere}"
    )
    lost = Line(astray)
    assert send(lost)[0] == 200
    lost.close()
    assert line.strays == 1


def test_a_spell_hits_what_it_is_told_to(line: Proxy, call: Line) -> None:
    page = BY_NAME["login page"]
    line.spell = Spell(page, 2, only_sends=True, every=2)
    assert call.get(["services.json"], ()).body != LOGIN
    told = [send(call)[1] == LOGIN for _ in range(5)]
    assert told == [True, False, True, False, False]


def test_what_got_there_is_digested_before_it_settles(
    line: Proxy, call: Line, town: Municipality
) -> None:
    """The caller gives up while the town is thinking; `settle` waits for the town."""

    def think() -> None:
        town.stopped.wait(3 * PATIENCE_S)

    town.before_answering = think
    assert send(call) == (0, b"")
    line.settle()
    assert len(town.filed) == 1
    assert line.busy == 0


def post(line: Proxy) -> bool:
    """Post a letter; say whether the post office said that it has it."""
    with (
        suppress(OSError, smtplib.SMTPException),
        smtplib.SMTP("127.0.0.1", line.port, timeout=PATIENCE_S) as office,
    ):
        office.sendmail("kiosk@lefki.gr", ["town@lefki.gr"], LETTER.encode())
        return True
    return False
