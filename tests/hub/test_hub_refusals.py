"""What the hub does not take, and how it says so: in the words of the specification,
in the format that was asked for, always well-formed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import requests

from tests.hub.running import (
    BASE,
    CATALOGUE,
    PATIENCE,
    Hub,
    read_json,
    read_xml,
    running,
    write,
)

POLE = ("attribute[pole]", "Φ-17")


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"service_code": "-"}, "service_code"),
        ({"lat": "-"}, "lat and long"),
        ({"long": ""}, "lat and long"),
        ({"lat": "-", "long": "-"}, "location"),
        ({"lat": "91"}, "lat"),
        ({"long": "-180.01"}, "long"),
        ({"lat": "nan"}, "lat"),
        ({"long": "inf"}, "long"),
        ({"lat": "38,24"}, "lat"),
        ({"lat": "1e999"}, "lat"),
        ({"lat": "٣٨"}, "lat"),
        ({"email": "not an address"}, "email"),
        ({"email": "two@@example.gr"}, "email"),
        ({"media_url": "javascript:alert(1)"}, "media_url"),
        ({"media_url": "file:///etc/passwd"}, "media_url"),
        ({"description": "α" * 4001}, "description"),
        ({"description": "με\0μηδέν"}, "description"),
        ({"description": "\x1b[31m"}, "description"),
        ({"description": "\ufffe"}, "description"),
        ({"first_name": "α" * 256}, "first_name"),
        ({"first_name": "Ελένη\nBcc: all"}, "first_name"),
        ({"phone": "1" * 51}, "phone"),
        ({"attribute[external_id]": "έξι"}, "external_id"),
        ({"attribute[external_id]": "a" * 101}, "external_id"),
        ({"attribute[<b>]": "1"}, "attribute"),
        ({"attribute[more]": "\x00"}, "attribute[more]"),
    ],
)
def test_a_wrong_field_is_refused_by_its_name(
    hub: Hub, wrong: dict[str, str], named: str
) -> None:
    (error,) = read_json(hub.send(**wrong), 400)
    assert error["code"] == 400
    assert named in error["description"]


def test_the_longest_description_is_taken(hub: Hub) -> None:
    number = hub.filed(description="ώ" * 4000)
    (told,) = hub.json(f"requests/{number}")
    assert told["description"] == "ώ" * 4000


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ([], "attribute[pole]"),
        ([("attribute[pole]", "")], "attribute[pole]"),
        ([("attribute[pole]", "1"), ("attribute[pole]", "2")], "attribute[pole]"),
        ([("attribute[pole]", "δύο\nγραμμές")], "attribute[pole]"),
        ([POLE, ("attribute[count]", "πολλά")], "attribute[count]"),
        ([POLE, ("attribute[since]", "χθες")], "attribute[since]"),
        ([POLE, ("attribute[since]", "2026-01-01")], "attribute[since]"),
        ([POLE, ("attribute[one]", "Άλφα")], "attribute[one]"),
        ([POLE, ("attribute[one]", "a"), ("attribute[one]", "b")], "attribute[one]"),
        ([POLE, ("attribute[many][]", "z")], "attribute[many]"),
    ],
)
def test_an_answer_that_does_not_fit_its_question_is_refused_by_its_code(
    hub: Hub, answers: list[tuple[str, str]], named: str
) -> None:
    (error,) = read_json(hub.send(*answers, service_code="asking"), 400)
    assert named in error["description"]


def test_everything_that_is_wrong_is_said_at_once(hub: Hub) -> None:
    root = read_xml(hub.send(lat="91", email="x", service_code="-", form="xml"), 400)
    assert root.tag == "errors"
    told = [(e.findtext("code"), e.findtext("description")) for e in root.iter("error")]
    assert [code for code, _ in told] == ["400", "400", "400"]
    assert all(text for _, text in told)


def test_an_unknown_service_is_not_found(hub: Hub) -> None:
    (error,) = read_json(hub.send(service_code="nothing"), 404)
    assert "service_code" in error["description"]


def test_a_field_given_twice_differently_is_refused(hub: Hub) -> None:
    (error,) = read_json(hub.send(("lat", "1")), 400)
    assert "lat" in error["description"]


def test_a_field_nobody_knows_is_passed_over(hub: Hub) -> None:
    assert hub.filed(("extra", "1"), ("extra", "2"), ("", "x"))


@pytest.mark.parametrize(
    ("body", "content_type", "named"),
    [
        (b'{"service_code":"hole"}', "application/json", "urlencoded"),
        (b"service_code=%FF%FE&lat=1&long=1", "", "urlencoded"),
        (b"service_code=%FF", "application/x-www-form-urlencoded", "UTF-8"),
        (b"service_code=\xff", "application/x-www-form-urlencoded", "UTF-8"),
        (b"&".join(b"a%d=1" % n for n in range(400)), "", "urlencoded"),
        (
            b"&".join(b"a%d=1" % n for n in range(400)),
            "application/x-www-form-urlencoded; charset=utf-8",
            "fields",
        ),
    ],
)
def test_a_body_that_is_no_form_is_refused(
    hub: Hub, body: bytes, content_type: str, named: str
) -> None:
    answer = requests.post(
        f"{hub.url}{BASE}requests.json",
        data=body,
        headers={"content-type": content_type},
        timeout=PATIENCE,
    )
    (error,) = read_json(answer, 400)
    assert named in error["description"]


def test_a_body_without_end_is_refused(hub: Hub) -> None:
    (error,) = read_json(hub.send(description="α" * 400_000), 400)
    assert error["code"] == 413


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "services/nothing",
        "requests/999999",
        "requests/abc",
        "requests/-1",
        "requests/99999999999999999999",
        "requests/0",
        "tokens/nothing",
        "tokens/%00",
        "tokens/%F0%9F%97%91",
        "services/%00",
        "requests/1/2",
    ],
)
def test_what_is_not_there_is_not_found_in_the_format_asked_for(
    hub: Hub, path: str
) -> None:
    (error,) = read_json(hub.ask(path + ".json"), 404)
    assert error["code"] == 404
    root = read_xml(hub.ask(path + ".xml"), 404)
    assert root.findtext("error/code") == "404"
    assert root.findtext("error/description")


@pytest.mark.parametrize("path", ["services", "services/hole", "requests/1.yaml", ""])
def test_without_a_format_the_answer_is_the_mandatory_xml(hub: Hub, path: str) -> None:
    assert read_xml(hub.ask(path), 404).tag == "errors"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_a_method_the_call_does_not_take_is_said_to_be_so(
    hub: Hub, method: str
) -> None:
    answer = requests.request(method, f"{hub.url}{BASE}requests.json", timeout=PATIENCE)
    (error,) = read_json(answer, 405)
    assert error["code"] == 405
    assert "POST" in answer.headers["allow"]


def test_the_methods_a_call_takes_can_be_asked_for(hub: Hub) -> None:
    answer = requests.options(f"{hub.url}{BASE}requests.xml", timeout=PATIENCE)
    assert answer.headers["allow"] == "GET, OPTIONS, POST"


def test_a_bug_of_ours_names_a_number_and_nothing_else(tmp_path: Path) -> None:
    home = tmp_path / "home"
    write(home, "services.toml", CATALOGUE)
    with running(home) as hub:
        with closing(sqlite3.connect(home / "hub" / "hub.db")) as database:
            database.execute("ALTER TABLE requests RENAME TO gone")
        (error,) = read_json(hub.send(description="μυστικό"), 500)
        number = error["description"].split("noted under ")[1].split(";")[0]
        for leak in ("requests", "sqlite", "Traceback", "hub.db", "SELECT"):
            assert leak not in error["description"]
        page = hub.page("")
        assert page.status_code == 500
        assert "sqlite" not in page.text.lower()
    log = log_text(hub)
    assert f"bug {number} at /open311/v2/requests.json" in log
    assert "μυστικό" not in log


def log_text(hub: Hub) -> str:
    """What the hub complained of."""
    return hub.log.read_text("utf-8")


def test_every_answer_carries_the_headers_that_keep_a_browser_safe(hub: Hub) -> None:
    for answer in (hub.page(""), hub.page("requests/none"), hub.ask("nothing.json")):
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "form-action 'self'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "server" not in answer.headers
