"""The program: starts, stops, and says in one sentence why it will not."""

from __future__ import annotations

import re
import signal
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.hub.running import PATIENCE, Hub, ended, read_json, running, start, write

CONFIGURATION, WORLD = 2, 3


def one_sentence(complaint: str) -> str:
    assert complaint.startswith("hub: ")
    assert "\n" not in complaint
    return complaint


def test_it_says_exactly_one_line_and_stops_when_asked(tmp_path: Path) -> None:
    process = start(tmp_path / "home", "--port", "0")
    assert process.stdout is not None
    said = process.stdout.readline()
    assert re.fullmatch(r"hub: listening on http://127\.0\.0\.1:\d+/\n", said)
    process.send_signal(signal.SIGTERM)
    rest, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert rest == ""


def test_all_its_state_is_in_its_own_folder(tmp_path: Path) -> None:
    with running(tmp_path / "home") as hub:
        hub.filed(service_code="pothole")
    assert [each.name for each in (tmp_path / "home").iterdir()] == ["hub"]
    assert [each.name for each in (tmp_path / "home" / "hub").iterdir()] == ["hub.db"]


def test_the_home_can_be_given_on_the_command_line(tmp_path: Path) -> None:
    other = tmp_path / "other"
    with running(tmp_path / "home", "--home", str(other)):
        assert (other / "hub" / "hub.db").exists()


@pytest.mark.parametrize(
    ("written", "place", "cure"),
    [
        ("api_key = ['a']", "api_key", "correct"),
        ("api_keys = [1]", "$.api_keys[0]", "correct"),
        ("api_keys = ['']", "$.api_keys[0]", "remove"),
        ("name = 7", "$.name", "correct"),
        ("name = 7 8", "line 1", "correct"),
        ("timezone = 'Patras'", "$.timezone", "Europe/Athens"),
        ("database = 'what'", "$.database", "sqlite:///"),
        ("database = 'nosuch://x'", "$.database", "driver"),
        ("database = 'sqlite://'", "$.database", "name a file"),
    ],
)
def test_a_mistake_in_the_settings_names_file_place_and_cure(
    tmp_path: Path, written: str, place: str, cure: str
) -> None:
    write(tmp_path / "home", "hub.toml", written)
    code, complaint = ended(tmp_path / "home", "--port", "0")
    assert code == CONFIGURATION
    assert "hub.toml" in one_sentence(complaint)
    assert place in complaint
    assert cure in complaint
    assert not (tmp_path / "home" / "hub" / "hub.db").exists()


SERVICE = "[[group]]\ncode='g'\nname='G'\n[[group.service]]\n"


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("", "`group`"),
        ("group = []", "$.group"),
        (SERVICE + "code='a'\nname='A'", "$.group[0].service[0]"),
        (SERVICE + "code='a b'\nname='A'\ndescription=''", "service[0]`.code"),
        (
            SERVICE + "code='a'\nname='A'\ndescription=''\n"
            "[[group.service]]\ncode='a'\nname='A'\ndescription=''",
            "service[1]",
        ),
        (
            SERVICE + "code='a'\nname='A'\ndescription=''\n"
            "attributes=[{code='external_id', description=''}]",
            "attributes[0]",
        ),
        (
            SERVICE + "code='a'\nname='A'\ndescription=''\n"
            "attributes=[{code='q', description='', datatype='singlevaluelist'}]",
            "attributes[0]",
        ),
        (SERVICE + "code='a'\nname='A'\ndescription=''\ntype='fast'", "type"),
    ],
)
def test_a_mistake_in_the_services_names_file_and_place(
    tmp_path: Path, written: str, place: str
) -> None:
    write(tmp_path / "home", "services.toml", written)
    code, complaint = ended(tmp_path / "home", "--port", "0")
    assert code == CONFIGURATION
    assert "services.toml" in one_sentence(complaint)
    assert place in complaint


def test_without_keys_it_does_not_listen_to_strangers(tmp_path: Path) -> None:
    code, complaint = ended(tmp_path / "home", "--port", "0", "--host", "0.0.0.0")
    assert code == CONFIGURATION
    assert "api_keys" in one_sentence(complaint)
    assert not (tmp_path / "home").exists()


def test_with_keys_it_listens_to_strangers(tmp_path: Path) -> None:
    write(tmp_path / "home", "hub.toml", "api_keys = ['κλειδί']")
    with running(tmp_path / "home", "--host", "0.0.0.0") as hub:
        near = Hub(hub.process, hub.url.replace("0.0.0.0", "127.0.0.1"), hub.log)
        assert near.json("services")


def test_a_taken_port_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = str(taken.getsockname()[1])
        code, complaint = ended(tmp_path / "home", "--port", port)
    assert code == WORLD
    assert port in one_sentence(complaint)
    assert not (tmp_path / "home").exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, not a folder")
    code, complaint = ended(tmp_path / "home", "--port", "0")
    assert code == WORLD
    assert str(tmp_path / "home") in one_sentence(complaint)


def test_settings_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    (tmp_path / "home" / "hub" / "hub.toml").mkdir(parents=True)
    code, complaint = ended(tmp_path / "home", "--port", "0")
    assert code == WORLD
    assert "hub.toml" in one_sentence(complaint)


def test_a_database_that_is_none_is_said_and_left_alone(tmp_path: Path) -> None:
    file = write(tmp_path / "home", "hub.db", "this is no database\n" * 500)
    before = file.read_bytes()
    code, complaint = ended(tmp_path / "home", "--port", "0")
    assert code == WORLD
    assert "hub.db" in one_sentence(complaint)
    assert file.read_bytes() == before


def test_a_damaged_database_is_said(tmp_path: Path) -> None:
    file = tmp_path / "home" / "hub" / "hub.db"
    with running(tmp_path / "home") as hub:
        for _ in range(30):
            hub.filed(service_code="pothole", description="α" * 3000)
    whole = bytearray(file.read_bytes())
    whole[4096 * 20 : 4096 * 40] = b"\xa5" * 4096 * 20
    file.write_bytes(whole)
    code, complaint = ended(tmp_path / "home", "--port", "0")
    assert code == WORLD
    assert "hub.db" in one_sentence(complaint)


def test_a_database_of_another_edition_is_left_to_the_hub_that_wrote_it(
    tmp_path: Path,
) -> None:
    with running(tmp_path / "home"):
        pass
    with closing(sqlite3.connect(tmp_path / "home" / "hub" / "hub.db")) as database:
        database.execute("UPDATE house SET value = '2' WHERE name = 'edition'")
        database.commit()
    code, complaint = ended(tmp_path / "home", "--port", "0")
    assert code == WORLD
    assert "edition 2" in one_sentence(complaint)


@pytest.mark.parametrize("port", ["-1", "70000", "x"])
def test_a_port_that_is_none_is_refused(tmp_path: Path, port: str) -> None:
    process = start(tmp_path / "home", "--port", port)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == CONFIGURATION


def test_a_key_is_needed_to_file_where_there_are_keys(tmp_path: Path) -> None:
    write(tmp_path / "home", "hub.toml", "api_keys = ['πρώτο', 'δεύτερο']")
    with running(tmp_path / "home") as hub:
        (none,) = read_json(hub.send(service_code="pothole"), 403)
        (wrong,) = read_json(hub.send(service_code="pothole", api_key="πρώτ"), 403)
        assert none["code"] == wrong["code"] == 403
        assert "api_key" in none["description"]
        assert hub.filed(service_code="pothole", api_key="δεύτερο")
        assert hub.json("requests")
        (endpoint,) = hub.json("discovery")["endpoints"]
        assert endpoint["type"] == "production"


def test_one_jurisdiction_may_be_left_unsaid_and_another_is_not_found(
    tmp_path: Path,
) -> None:
    write(tmp_path / "home", "hub.toml", "jurisdictions = ['patras.gr']")
    with running(tmp_path / "home") as hub:
        number = hub.filed(service_code="pothole")
        assert hub.json(f"requests/{number}", jurisdiction_id="patras.gr")
        (error,) = read_json(hub.ask("services.json", jurisdiction_id="x.gr"), 404)
        assert "jurisdiction_id" in error["description"]
        (error,) = read_json(
            hub.send(service_code="pothole", jurisdiction_id="x.gr"), 404
        )
        assert "jurisdiction_id" in error["description"]


def test_two_jurisdictions_must_be_said_and_keep_to_themselves(tmp_path: Path) -> None:
    write(tmp_path / "home", "hub.toml", "jurisdictions = ['a.gr', 'b.gr']")
    with running(tmp_path / "home") as hub:
        for path in ("services", "services/pothole", "requests", "tokens/x"):
            (error,) = read_json(hub.ask(path + ".json"), 400)
            assert "jurisdiction_id" in error["description"]
        same = ("attribute[external_id]", "1")
        first = hub.filed(same, service_code="pothole", jurisdiction_id="a.gr")
        other = hub.filed(same, service_code="pothole", jurisdiction_id="b.gr")
        assert first != other
        (told,) = hub.json("requests", jurisdiction_id="a.gr")
        assert told["service_request_id"] == first
        read_json(hub.ask(f"requests/{other}.json", jurisdiction_id="a.gr"), 404)
