"""The services every municipality starts with."""

from __future__ import annotations

import unicodedata

from hub.services import SHIPPED, read_catalogue

CODES = {
    "garbage": "broken-bin bulky-items cut-branches rubble square-cleaning "
    "street-sweeping garbage-other",
    "lighting": "broken-lamp flickering-lamp more-lighting new-light-fixture "
    "lighting-other",
    "road-constructor": "pothole occupied-public-space broken-pavement-slabs "
    "abandoned-car blocked-pavement broken-bench poor-workmanship road-other",
    "protection-policy": "severe-weather uncleared-private-plot protection-other",
    "green": "grass-cutting tree-pruning uncleared-municipal-plot green-other",
    "environment": "recycling rodents insects environment-other",
    "plumbing": "blocked-drain broken-drain-cover water-leak water-other",
}


def test_the_shipped_services_are_the_agreed_ones_in_their_groups() -> None:
    listed = read_catalogue(SHIPPED).listed()
    found: dict[str, list[str]] = {}
    for service in listed:
        found.setdefault(service.group, []).append(service.service_code)
    assert found == {group: codes.split() for group, codes in CODES.items()}


def test_every_shipped_service_says_what_it_is_to_people_and_to_programs() -> None:
    for service in read_catalogue(SHIPPED).listed():
        first = unicodedata.name(service.service_name[0])
        assert first.startswith("GREEK CAPITAL")
        assert service.service_name[1:] == service.service_name[1:].lower()
        assert service.description.isascii()
        assert service.description.endswith(".")
        assert len(service.keywords.split(", ")) >= 3
        assert service.metadata


def test_no_two_services_have_one_name() -> None:
    names = [service.service_name for service in read_catalogue(SHIPPED).listed()]
    assert len(set(names)) == len(names)
