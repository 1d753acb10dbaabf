"""The promise: what was answered is kept, and what was sent twice is one request."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.hub.running import CATALOGUE, Hub, read_json, running, write

TIMES = 8


def named(external_id: str) -> tuple[str, str]:
    return ("attribute[external_id]", external_id)


def count(hub: Hub, description: str) -> int:
    return sum(each["description"] == description for each in hub.json("requests"))


def test_the_same_external_id_is_the_same_request(hub: Hub) -> None:
    first = hub.filed(named("0190-a"), description="μία φορά")
    assert hub.filed(named("0190-a"), description="μία φορά") == first
    assert count(hub, "μία φορά") == 1


def test_without_an_external_id_every_request_is_its_own(hub: Hub) -> None:
    assert hub.filed(description="ίδιο") != hub.filed(description="ίδιο")


@pytest.mark.parametrize("kind", ["slow", "silent"])
def test_a_repeated_request_is_answered_as_the_first_was_whatever_its_kind(
    hub: Hub, kind: str
) -> None:
    first = read_json(hub.send(named(f"0190-{kind}"), service_code=kind), 200)
    again = read_json(hub.send(named(f"0190-{kind}"), service_code=kind), 200)
    assert again == first


@pytest.mark.parametrize(
    "other", [{"service_code": "slow"}, {"description": "κάτι άλλο"}]
)
def test_the_same_external_id_for_something_else_is_refused(
    hub: Hub, other: dict[str, str]
) -> None:
    hub.filed(named("0190-b"), description="αυτό")
    said = {"description": "αυτό"} | other
    (error,) = read_json(hub.send(named("0190-b"), **said), 400)
    assert "external_id" in error["description"]
    assert count(hub, "κάτι άλλο") == 0


def test_eight_at_once_with_one_external_id_are_one_request(hub: Hub) -> None:
    with ThreadPoolExecutor(TIMES) as crowd:
        for turn in range(5):
            same = named(f"0190-race-{turn}")
            said = f"αγώνας {turn}"
            answers = crowd.map(
                lambda _, same=same, said=said: hub.filed(same, description=said),
                range(TIMES),
            )
            assert len(set(answers)) == 1
            assert count(hub, said) == 1


def test_two_hubs_on_one_database_agree(tmp_path: Path) -> None:
    home = tmp_path / "home"
    write(home, "services.toml", CATALOGUE)
    with (
        running(home) as one,
        running(home) as other,
        ThreadPoolExecutor(TIMES) as crowd,
    ):
        both = [one, other] * (TIMES // 2)
        for turn in range(5):
            same, said = named(f"0190-two-{turn}"), f"δύο {turn}"
            answers = crowd.map(
                lambda hub, same=same, said=said: hub.filed(same, description=said),
                both,
            )
            assert len(set(answers)) == 1
            assert count(one, said) == 1
        apart = crowd.map(lambda hub: hub.filed(description="χωριστά"), both * 4)
        assert len(set(apart)) == len(both) * 4


def test_what_was_answered_survives_a_kill(tmp_path: Path) -> None:
    home = tmp_path / "home"
    write(home, "services.toml", CATALOGUE)
    kept: dict[str, str] = {}
    for turn in range(3):
        with running(home) as hub:
            for each in range(5):
                said = f"πριν από τη διακοπή {turn}.{each}"
                kept[hub.filed(named(f"kill-{turn}-{each}"), description=said)] = said
            hub.process.kill()
    with running(home) as hub:
        for number, said in kept.items():
            (told,) = hub.json(f"requests/{number}")
            assert told["description"] == said
        assert (
            hub.filed(named("kill-0-0"), description="πριν από τη διακοπή 0.0") in kept
        )
        assert len(hub.json("requests")) == len(kept)


def test_a_request_sent_again_is_known_after_its_service_has_gone(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    write(home, "services.toml", CATALOGUE)
    with running(home) as hub:
        first = hub.filed(named("0190-c"), description="πρώτη")
    write(home, "services.toml", CATALOGUE.replace('code = "hole"', 'code = "pit"'))
    with running(home) as hub:
        assert hub.filed(named("0190-c"), description="πρώτη") == first
        read_json(hub.send(named("0190-d")), 404)
        (told,) = hub.json(f"requests/{first}")
        assert told["service_name"] == "Λακκούβα"


def test_hubs_that_start_together_on_a_new_database_all_serve(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "hub").mkdir(parents=True)
    with ThreadPoolExecutor(TIMES) as crowd, ExitStack() as stop:
        starting = [running(home) for _ in range(4)]
        hubs = list(crowd.map(stop.enter_context, starting))
        numbers = {hub.filed(service_code="pothole") for hub in hubs}
        assert len(numbers) == len(hubs)
