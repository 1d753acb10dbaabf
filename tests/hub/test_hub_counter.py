"""The clerks' page: what it shows, whom it trusts, and what it makes of hostile text."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import requests

from hub.page import STYLE
from tests.hub.clerk import Page, basic, decide, decide_from
from tests.hub.post import dispatch, put, read, receipt
from tests.hub.running import PATIENCE, Hub, running, write

HOSTILE = (
    '<script>alert(1)</script>\n"><img src=x onerror=alert(1)>\n'
    "</textarea></style><!-- ' & &amp; javascript:alert(1) \u202egnirts"
)


def test_the_page_is_plain_html_that_fetches_nothing(hub: Hub) -> None:
    number = hub.filed(description="κάτι")
    for path in ("", f"requests/{number}", "requests/none"):
        page = Page(hub.page(path).text)
        assert ("lang", "el") in page.attributes
        assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
        assert not {"src", "style", "onclick"} & {name for name, _ in page.attributes}
        assert page.tags.count("h1") == 1


def test_the_style_is_the_one_the_policy_allows(hub: Hub) -> None:
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    answer = hub.page("")
    assert f"style-src 'sha256-{digest}'" in answer.headers["content-security-policy"]
    assert f"<style>{STYLE}</style>" in answer.text


def test_hostile_text_is_only_text(hub: Hub) -> None:
    number = hub.filed(
        ("attribute[odd]", HOSTILE),
        description=HOSTILE,
        address_string=HOSTILE,
        first_name="<b>x</b>",
        device_id="<i>y</i>",
    )
    decide(hub, number, status="planned", note=HOSTILE)
    for path in ("", f"requests/{number}"):
        page = Page(hub.page(path).text)
        assert not {"script", "img", "b", "i"} & set(page.tags)
        assert "<script>alert(1)</script>" in page.words
    told = hub.xml(f"requests/{number}").findtext("request/description")
    assert told == HOSTILE
    assert hub.json(f"requests/{number}")[0]["status_notes"] == HOSTILE


def test_a_mistake_gives_the_clerk_back_what_was_written(hub: Hub) -> None:
    number = hub.filed()
    answer = decide(hub, number, status="planned", note=HOSTILE + "α" * 4000)
    assert answer.status_code == 400
    page = Page(answer.text)
    assert HOSTILE in page.words
    assert ("role", "alert") in page.attributes


def test_the_list_is_filtered_by_status_and_service(hub: Hub) -> None:
    done = hub.filed(description="τελειωμένο ζήτημα")
    decide(hub, done, status="fixed", note="Έγινε")
    assert "τελειωμένο ζήτημα" in hub.page("?status=closed").text
    assert "τελειωμένο ζήτημα" not in hub.page("?status=open").text
    assert "τελειωμένο ζήτημα" in hub.page("?service=hole").text
    assert "τελειωμένο ζήτημα" not in hub.page("?service=asking").text
    assert hub.page("?service=nothing&status=x&number=y").status_code == 200


def test_the_list_goes_on_over_pages(tmp_path: Path) -> None:
    with running(tmp_path / "home") as hub:
        for each in range(51):
            hub.filed(service_code="pothole", description=f"κείμενο-{each:02}")
        first, second = hub.page("").text, hub.page("?number=2").text
        assert "51 αιτήματα" in first
        assert "κείμενο-50" in first
        assert "κείμενο-00" not in first
        assert "κείμενο-00" in second
        assert "κείμενο-50" not in second
        assert "number=2" in first


def test_a_decision_is_taken_told_and_remembered(hub: Hub) -> None:
    number = hub.filed()
    answer = decide(hub, number, status="in_progress", note="Ήρθε συνεργείο")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"/requests/{number}")
    decide(hub, number, status="fixed", note="Έγινε")
    (told,) = hub.json(f"requests/{number}")
    assert (told["status"], told["extended_status"]) == ("closed", "fixed")
    assert told["status_notes"] == "Έγινε"
    history = Page(hub.page(f"requests/{number}").text).words.split("Ιστορικό")[1]
    assert re.search("Έγινε.*Ήρθε συνεργείο.*Ελήφθη", history, re.DOTALL)


def in_days(days: int) -> date:
    """A day, from the municipality's today."""
    return datetime.now(ZoneInfo("Europe/Athens")).date() + timedelta(days=days)


def test_the_day_by_which_it_is_done_is_told_and_can_be_taken_back(hub: Hub) -> None:
    number, day = hub.filed(), in_days(40)
    assert decide(hub, number, expected=str(day)).status_code == 303
    told = hub.json(f"requests/{number}")[0]["expected_datetime"]
    here = datetime.fromisoformat(told).astimezone(ZoneInfo("Europe/Athens"))
    assert (here.date(), here.hour) == (day, 23)
    assert hub.json("requests")[0]["expected_datetime"] == told
    page = Page(hub.page(f"requests/{number}").text)
    assert page.fields["expected"] == str(day)
    assert f"Αναμένεται ως {day.day} " in page.words
    assert decide(hub, number).status_code == 400  # the same day again
    decide(hub, number, note="Αργεί η λάμπα")
    assert hub.json(f"requests/{number}")[0]["expected_datetime"] == told
    decide(hub, number, expected="")
    assert hub.json(f"requests/{number}")[0]["expected_datetime"] is None


def test_what_is_done_is_not_expected(hub: Hub) -> None:
    number = hub.filed()
    decide(hub, number, expected=str(in_days(1)))
    decide(hub, number, status="fixed", note="Έγινε")
    assert hub.json(f"requests/{number}")[0]["expected_datetime"] is None


@pytest.mark.parametrize(
    "written", ["yesterday", "-1", "9999-12-31", "0001-01-01", HOSTILE, "2026-02-30"]
)
def test_a_day_that_cannot_be_is_not_taken(hub: Hub, written: str) -> None:
    number = hub.filed()
    due = str(in_days(-1)) if written == "-1" else written
    answer = decide(hub, number, expected=due, note="Θα γίνει")
    assert answer.status_code == 400
    page = Page(answer.text)
    assert "Η ημερομηνία πρέπει" in page.words
    assert "Θα γίνει" in page.words  # nothing that was written is lost
    assert hub.json(f"requests/{number}")[0]["status_notes"] is None


def test_the_same_again_is_no_decision(hub: Hub) -> None:
    number = hub.filed()
    assert decide(hub, number, status="planned", note="Αύριο").status_code == 303
    for note in ("", "Αύριο"):
        assert decide(hub, number, status="planned", note=note).status_code == 400
    assert hub.json(f"requests/{number}")[0]["status_notes"] == "Αύριο"


def test_everything_known_of_a_request_is_on_its_page(hub: Hub) -> None:
    number = hub.filed(
        first_name="Ελένη",
        last_name="Παπά",
        email="eleni@example.gr",
        phone="2610 123456",
        address_string="Μαιζώνος 12",
        device_id="κιόσκι-7",
    )
    words = Page(hub.page(f"requests/{number}").text).words
    for word in (
        "Ελένη Παπά",
        "eleni@example.gr",
        "2610 123456",
        "Μαιζώνος 12",
        "38.246600, 21.734600",
        "κιόσκι-7",
    ):
        assert word in words


@pytest.mark.parametrize(
    "sent",
    [
        {"token": "0" * 64},
        {"token": ""},
        {"token": "έξι"},
        {"seen": "7"},
    ],
)
def test_a_form_that_is_not_ours_is_refused(hub: Hub, sent: dict[str, str]) -> None:
    number = hub.filed()
    answer = decide(hub, number, **{"status": "planned", "note": "x"} | sent)
    assert answer.status_code == 403
    assert hub.json(f"requests/{number}")[0]["extended_status"] == "open"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_sent_from_another_site_is_refused(
    hub: Hub, headers: dict[str, str]
) -> None:
    number = hub.filed()
    answer = decide_from(hub, number, headers, status="planned", note="x")
    assert answer.status_code == 403
    assert hub.json(f"requests/{number}")[0]["extended_status"] == "open"


def test_a_browser_on_our_own_page_is_believed(hub: Hub) -> None:
    number = hub.filed()
    own = {"origin": hub.url.removesuffix("/"), "sec-fetch-site": "same-origin"}
    assert decide_from(hub, number, own, status="planned", note="x").status_code == 303


def test_the_token_of_one_request_is_of_no_use_for_another(hub: Hub) -> None:
    one, other = hub.filed(), hub.filed()
    token = Page(hub.page(f"requests/{one}").text).fields["token"]
    answer = decide(hub, other, status="planned", note="x", token=token)
    assert answer.status_code == 403


def test_two_clerks_do_not_overwrite_each_other(hub: Hub) -> None:
    number = hub.filed()
    early = Page(hub.page(f"requests/{number}").text).fields
    decide(hub, number, status="planned", note="ο πρώτος")
    answer = decide(hub, number, **early | {"status": "fixed", "note": "ο δεύτερος"})
    assert answer.status_code == 409
    assert "ο δεύτερος" in Page(answer.text).words
    assert hub.json(f"requests/{number}")[0]["status_notes"] == "ο πρώτος"


@pytest.mark.parametrize(
    ("status", "note"), [("fixed", ""), ("open", ""), ("fixed", "με\0μηδέν")]
)
def test_a_decision_that_tells_the_citizen_nothing_is_not_taken(
    hub: Hub, status: str, note: str
) -> None:
    number = hub.filed()
    assert decide(hub, number, status=status, note=note).status_code == 400
    assert hub.json("servicerequestupdates") is not None
    words = Page(hub.page(f"requests/{number}").text).words
    assert words.split("Ιστορικό")[1].count("Ελήφθη") == 1


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    home = tmp_path_factory.mktemp("locked") / "home"
    write(home, "hub.toml", "api_keys = ['κλειδί-1', 'κλειδί-2']\nname = 'Δήμος <Α>'")
    with running(home) as hub:
        yield hub


@pytest.mark.parametrize("key", ["", "κλειδί", "κλειδί-3"])
def test_where_there_are_keys_the_page_asks_for_one(locked: Hub, key: str) -> None:
    for path in ("", "requests/1"):
        answer = requests.get(locked.url + path, headers=basic(key), timeout=PATIENCE)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Basic ")
        assert "<form" not in answer.text


@pytest.mark.parametrize("header", ["", "Basic", "Basic é", "Basic ====", "Bearer x"])
def test_a_broken_authorization_is_no_key(locked: Hub, header: str) -> None:
    answer = requests.get(
        locked.url, headers={"authorization": header.encode()}, timeout=PATIENCE
    )
    assert answer.status_code == 401


def test_a_key_opens_the_page(locked: Hub) -> None:
    answer = requests.get(locked.url, headers=basic("κλειδί-2"), timeout=PATIENCE)
    assert answer.status_code == 200
    assert "Δήμος <Α>" in Page(answer.text).words


def test_without_the_key_no_decision_is_taken(locked: Hub) -> None:
    locked.filed(service_code="pothole", api_key="κλειδί-1")
    answer = requests.post(
        f"{locked.url}requests/1", data={"status": "fixed"}, timeout=PATIENCE
    )
    assert answer.status_code == 401
    assert locked.json("requests/1")[0]["status"] == "open"


def rows(hub: Hub, **query: str) -> str:
    """The list, as far as it is about requests."""
    page = requests.get(hub.url, params=query, timeout=PATIENCE).text
    return page.partition("</form>")[2]


def test_a_request_is_found_by_its_number_and_by_the_code_on_its_receipt(
    hub: Hub,
) -> None:
    told = read(put(hub, dispatch(9001, description="βρες με")), 201)["request"]
    other = read(put(hub, dispatch(9002, description="όχι εμένα")), 201)["request"]
    code = receipt(9001)
    spaced = f"{code[:3]} {code[3:6]} {code[6:]}".lower()
    for written in (told, f" {told} ", code, spaced, code.replace("X", "Χ")):
        shown = rows(hub, find=written)
        assert "βρες με" in shown
        assert "όχι εμένα" not in shown
    for written in ("KX74MQZZZ", "κάτι", "0", "-1", "%", "9" * 40):
        assert f'href="/requests/{other}"' not in rows(hub, find=written)
    assert (
        'value="&quot;&gt;&lt;script&gt;"'
        in requests.get(hub.url, params={"find": '"><script>'}, timeout=PATIENCE).text
    )


def test_what_a_kiosk_said_of_a_request_is_shown_with_it(hub: Hub) -> None:
    number = read(put(hub, dispatch(9003)), 201)["request"]
    page = Page(hub.page(f"requests/{number}").text).words
    code = receipt(9003)
    for word in (
        f"Ref: {code[:3]}-{code[3:6]}-{code[6:]}",
        "Γλώσσα του δημότηsq",
        "Φόρμαproblem 1",
        "4 Μαΐου 2026, 12:30",
        "Συσκευήsquare",
    ):
        assert word in page
