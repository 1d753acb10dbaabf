"""Igoumenitsa: villages, water, streams and beaches, and no system but a mailbox."""

from pathlib import Path

import msgspec
import pytest

import resources
from kiosk.config import Config
from kiosk.packs import Pack, load_pack
from kiosk.tomlfile import read_toml
from sync.connectors import PRINTING, SIGNING
from sync.connectors.mail import Mail
from sync.press import Press
from tests.resources.pack_contract import PackContract
from tests.resources.test_patras import metres

SERVICES = {
    "danger": "flooding landslide fallen-cable fallen-tree open-drain danger-other",
    "water": "water-leak no-water cloudy-water water-meter blocked-drain"
    " broken-drain-cover sewage-outside water-other",
    "road": "pothole farm-road road-landslide overgrown road-sign pavement road-other",
    "stream": "blocked-stream stream-rubbish eaten-bank bridge-damage stream-other",
    "beach": "beach-rubbish beach-shower beach-access beach-umbrellas dirty-sea"
    " beach-other",
    "lighting": "broken-lamp flickering-lamp more-lighting lighting-other",
    "rubbish": "full-bin broken-bin bulky-items cut-branches rubble rubbish-other",
}


class TestIgoumenitsa(PackContract):
    name = "igoumenitsa"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(resources.pack("igoumenitsa"), resources.icons())


@pytest.fixture(scope="module")
def settings() -> Config:
    return read_toml(resources.pack("igoumenitsa") / "mail-and-folder.toml", Config)


def test_the_services_are_those_of_a_rural_municipality(pack: Pack) -> None:
    category, *_ = pack.forms[0].questions
    ids = [one.id for one in category.choices()]
    assert ids == [*SERVICES, "category-other"]
    for name, services in SERVICES.items():
        question = pack.forms[0].question(name)
        assert question is not None
        assert [one.id for one in question.choices()] == services.split()


def test_the_villages_lie_in_the_municipality_each_on_a_spot_of_its_own(
    pack: Pack,
) -> None:
    villages = pack.places.villages
    assert len(villages) == 24  # two names we are not sure of are left out
    spots = [(one.latitude, one.longitude) for one in villages]
    for at, one in enumerate(spots):
        assert 39.30 < one[0] < 39.60
        assert 20.15 < one[1] < 20.52
        assert all(metres(one, other) > 500 for other in spots[at + 1 :])


# The settings that come with it


def test_the_settings_are_of_this_pack_and_stand_in_it(
    pack: Pack, settings: Config
) -> None:
    assert settings.pack == pack.municipality.id
    assert pack.places.village(settings.village or "") is not None


def test_every_form_goes_by_mail_and_the_ombudsmans_to_the_ombudsman(
    pack: Pack, settings: Config
) -> None:
    takers = {form.id: settings.destinations_of(form.id)[0].name for form in pack.forms}
    assert takers.pop("ombudsman") == "ombudsman"
    assert set(takers.values()) == {"protocol-office"}
    last = settings.destinations[-1]
    assert last.type == "folder"
    assert all(last.takes(form.id) for form in pack.forms)


def test_the_letters_can_be_sent_once_the_password_is_there(
    settings: Config, tmp_path: Path
) -> None:
    secret = tmp_path / "mail.password"
    secret.write_text("a-password", "utf-8")
    press = Press(*resources.fonts()[:2])  # nothing is printed here
    for one in settings.destinations:
        if one.type in PRINTING:
            to = msgspec.structs.replace(one, password_file=str(secret))
            assert isinstance(PRINTING[one.type](to, press), Mail)
    assert {one.type for one in settings.destinations} == {*PRINTING, *SIGNING}
