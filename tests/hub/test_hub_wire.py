"""GeoReport v2 as a strict client sees it: every call, in both formats."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
import requests

from tests.hub.running import BASE, PATIENCE, Hub, read_json, read_xml

LISTS = {
    "services",
    "service_requests",
    "service_request_updates",
    "errors",
    "attributes",
    "values",
    "endpoints",
    "formats",
}


def spark(element: ET.Element) -> Any:
    """An XML document as the Spark convention puts it in JSON, all values as text."""
    if element.tag in LISTS:
        return [spark(child) for child in element]
    if len(element):
        return {child.tag: spark(child) for child in element}
    return element.text


def as_text(document: Any) -> Any:
    """A JSON document with its values as the text XML has."""
    if isinstance(document, dict):
        return {name: as_text(value) for name, value in document.items()}
    if isinstance(document, list):
        return [as_text(value) for value in document]
    if document is None or document == "":
        return None
    return str(document).lower() if isinstance(document, bool) else str(document)


@pytest.mark.parametrize(
    "path",
    [
        "discovery",
        "services",
        "services/hole",
        "services/asking",
        "requests",
        "requests/1",
        "servicerequestupdates",
    ],
)
def test_json_says_what_xml_says_by_the_spark_convention(hub: Hub, path: str) -> None:
    hub.filed(description="ένα & <δύο>\nτρία")
    assert as_text(hub.json(path)) == spark(hub.xml(path))


@pytest.mark.parametrize("place", ["open311/discovery", BASE + "discovery"])
def test_discovery_leads_to_the_endpoint_and_says_all_that_is_required(
    hub: Hub, place: str
) -> None:
    answer = requests.get(f"{hub.url}{place}.json", timeout=PATIENCE)
    found = read_json(answer, 200)
    assert set(found) == {"changeset", "contact", "key_service", "endpoints"}
    assert all(found.values())
    (endpoint,) = found["endpoints"]
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert endpoint["type"] == "test"
    assert endpoint["formats"] == ["text/xml", "application/json"]
    assert endpoint["changeset"]
    listed = requests.get(endpoint["url"] + "/services.json", timeout=PATIENCE)
    assert read_json(listed, 200)


def test_the_services_are_listed_as_they_were_written(hub: Hub) -> None:
    assert hub.json("services")[0] == {
        "service_code": "hole",
        "service_name": "Λακκούβα",
        "description": "A hole",
        "metadata": True,
        "type": "realtime",
        "keywords": "hole, τρύπα",
        "group": "streets",
    }
    kinds = {each["service_code"]: each["type"] for each in hub.json("services")}
    assert kinds == {
        "hole": "realtime",
        "slow": "batch",
        "silent": "blackbox",
        "asking": "realtime",
    }


def test_a_definition_asks_what_was_written_in_that_order(hub: Hub) -> None:
    told = hub.json("services/asking")
    assert told["service_code"] == "asking"
    asked = told["attributes"]
    assert [each["order"] for each in asked] == list(range(1, 9))
    assert asked[0]["variable"] is False
    assert asked[1] == {
        "variable": True,
        "code": "pole",
        "datatype": "string",
        "required": True,
        "datatype_description": "στην πλακέτα",
        "order": 2,
        "description": "Στύλος",
    }
    assert asked[5]["values"] == [
        {"key": "a", "name": "Άλφα"},
        {"key": "b", "name": "Βήτα"},
    ]


@pytest.mark.parametrize("code", ["hole", "slow", "asking"])
def test_every_definition_offers_an_external_id_for_machines(
    hub: Hub, code: str
) -> None:
    last = hub.json(f"services/{code}")["attributes"][-1]
    assert last["code"] == "external_id"
    assert last["variable"] is True
    assert last["datatype"] == "string"
    assert last["required"] is False
    assert last["automated"] == "hidden_field"


def test_a_service_without_metadata_has_no_definition(hub: Hub) -> None:
    (error,) = read_json(hub.ask("services/silent.json"), 404)
    assert error["code"] == 404
    assert "silent" in error["description"]


def test_a_realtime_request_is_answered_with_its_id_and_can_be_read(hub: Hub) -> None:
    (receipt,) = read_json(
        hub.send(description="Μεγάλη τρύπα", account_id="κιόσκι-1"), 200
    )
    number = receipt.pop("service_request_id")
    assert receipt == {"service_notice": "Ως την Παρασκευή", "account_id": "κιόσκι-1"}
    assert isinstance(number, str)
    (told,) = hub.json(f"requests/{number}")
    assert told["service_request_id"] == number
    assert told["description"] == "Μεγάλη τρύπα"


def test_a_request_is_read_with_every_field_of_the_specification(hub: Hub) -> None:
    number = hub.filed(
        address_string="Μαιζώνος 12",
        address_id="77",
        description="Με\r\nδύο γραμμές",
        media_url="https://example.gr/1.jpg",
        email="eleni@example.gr",
        first_name="Ελένη",
        phone="2610",
    )
    (told,) = hub.json(f"requests/{number}")
    when = told.pop("requested_datetime")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", when)
    assert told.pop("updated_datetime") == when
    assert told == {
        "service_request_id": number,
        "status": "open",
        "extended_status": "open",
        "status_notes": None,
        "service_name": "Λακκούβα",
        "service_code": "hole",
        "description": "Με\nδύο γραμμές",
        "agency_responsible": "Τεχνική Υπηρεσία",
        "service_notice": "Ως την Παρασκευή",
        "expected_datetime": None,
        "address": "Μαιζώνος 12",
        "address_id": "77",
        "zipcode": None,
        "lat": 38.2466,
        "long": 21.7346,
        "media_url": "https://example.gr/1.jpg",
    }


def test_nobody_outside_reads_who_sent_a_request(hub: Hub) -> None:
    number = hub.filed(
        email="private@example.gr",
        phone="6900000000",
        first_name="Μυστική",
        last_name="Κυρία",
        device_id="δικό-της",
        account_id="λογαριασμός",
    )
    told = hub.ask(f"requests/{number}.json").text + hub.ask("requests.json").text
    for secret in ("private@", "6900000000", "Μυστική", "Κυρία", "δικό", "λογαρ"):
        assert secret not in told


def test_a_batch_request_is_answered_with_a_token_that_leads_to_its_id(
    hub: Hub,
) -> None:
    (receipt,) = read_json(hub.send(service_code="slow", description="αργά"), 200)
    assert "service_request_id" not in receipt
    (answer,) = hub.json(f"tokens/{receipt['token']}")
    assert answer["token"] == receipt["token"]
    (told,) = hub.json(f"requests/{answer['service_request_id']}")
    assert told["description"] == "αργά"
    found = hub.xml(f"tokens/{receipt['token']}").find("request/service_request_id")
    assert found is not None
    assert found.text == answer["service_request_id"]


def test_a_blackbox_request_is_answered_with_nothing_to_follow(hub: Hub) -> None:
    before = hub.filed()
    (receipt,) = read_json(hub.send(service_code="silent", description="σσς"), 200)
    assert receipt == {"service_notice": None, "account_id": None}
    root = read_xml(hub.send(service_code="silent", form="xml"), 200)
    assert root.find("request/service_request_id") is None
    assert root.find("request/token") is None
    following = str(int(before) + 1)
    read_json(hub.ask(f"requests/{following}.json"), 404)
    assert "σσς" not in hub.ask("requests.json").text
    assert "σσς" in hub.page(f"requests/{following}").text


@pytest.mark.parametrize(
    "place",
    [
        {"lat": "38.2", "long": "21.7", "address_string": "-"},
        {"lat": "-", "long": "-", "address_string": "Σελλά, πλατεία"},
        {"lat": "-", "long": "-", "address_id": "1234"},
        {"lat": "-90", "long": "180"},
        {"lat": "+38.2466390000", "long": "1e-05"},
    ],
)
def test_any_of_the_three_locations_is_enough(hub: Hub, place: dict[str, str]) -> None:
    assert hub.filed(**place)


def test_an_empty_argument_is_as_good_as_none(hub: Hub) -> None:
    number = hub.filed(
        address_string="", email="", media_url="", description="  ", jurisdiction_id=""
    )
    (told,) = hub.json(f"requests/{number}")
    assert told["description"] is None
    assert told["address"] is None
    found = hub.json("requests", status="", start_date="", page="", service_code="")
    assert len(found) == len(hub.json("requests"))


def test_all_answers_are_kept_and_shown_to_the_clerk_in_words(hub: Hub) -> None:
    number = hub.filed(
        ("attribute[pole]", "Φ-17"),
        ("attribute[many][]", "x"),
        ("attribute[many][]", "y"),
        ("attribute[one]", "b"),
        ("attribute[count]", "-3.5"),
        ("attribute[since]", "2026-01-01T10:00:00+02:00"),
        ("attribute[more]", "γραμμή\nκι άλλη"),
        ("attribute[unheard]", "δεν χάνεται"),
        service_code="asking",
    )
    page = hub.page(f"requests/{number}").text
    for word in ("Στύλος", "Φ-17", "Χι\nΎψιλον", "Βήτα", "-3.5", "δεν χάνεται"):
        assert word in page


def test_every_photograph_is_kept_and_the_first_is_told(hub: Hub) -> None:
    number = hub.filed(
        ("media_url", "https://example.gr/a.jpg"),
        ("media_url", "https://example.gr/b.jpg"),
    )
    (told,) = hub.json(f"requests/{number}")
    assert told["media_url"] == "https://example.gr/a.jpg"
    assert 'href="https://example.gr/b.jpg"' in hub.page(f"requests/{number}").text
