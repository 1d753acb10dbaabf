"""Settings: everything has its default, and every wrong value is one sentence."""

from pathlib import Path

import pytest

from kiosk.config import Config, Destination, EndpointType, Format, load_config
from kiosk.errors import CannotSave, Misconfigured
from kiosk.home import Home

DESTINATION = '[[destination]]\nname = "hall"\ntype = "open311"\nurl = "http://x"\n'

WRONG = {
    'kiosk = "Kiosk 1"': (
        "kiosk: Expected `str` matching regex '^[a-z0-9]+(-[a-z0-9]+)*$';"
        " use small Latin letters, digits and single hyphens"
    ),
    "village = 7": "village: Expected `str | null`, got `int`; write it as text, in quotes",
    "[screen]\nmm_per_px = 0": (
        "screen, mm_per_px: Expected `float` > 0.02; use a number in that range"
    ),
    "[screen]\nviewing_mm = 100": (
        "screen, viewing_mm: Expected `int` >= 250; use a number in that range"
    ),
    "[screen]\nwidth = 100": (
        "screen: Object contains unknown field `width`;"
        " remove `width` or correct its spelling"
    ),
    "[idle]\nwarn_after_s = 5": (
        "idle, warn_after_s: Expected `int` >= 45; use a number in that range"
    ),
    "[idle]\nwipe_after_s = 500": (
        "idle, wipe_after_s: Expected `int` <= 120; use a number in that range"
    ),
    '[voice]\nenabled = "yes"': (
        "voice, enabled: Expected `bool`, got `str`; write true or false, without quotes"
    ),
    "[demo]\nhub_port = 0": (
        "demo, hub_port: Expected `int` >= 1; use a number in that range"
    ),
    "[agent]\nnews_every_s = 0": (
        "agent, news_every_s: Expected `float` >= 0.2; use a number in that range"
    ),
    '[[destination]]\nname = "hall"\ntype = "open311"': (
        'destination "hall": Object missing required field `url`; add `url = …` there'
    ),
    f'{DESTINATION}format = "yaml"': (
        "destination \"hall\", format: Invalid enum value 'yaml';"
        " choose one of the words the README lists for it"
    ),
    f'{DESTINATION}endpoint_type = "best"': (
        "destination \"hall\", endpoint_type: Invalid enum value 'best';"
        " choose one of the words the README lists for it"
    ),
    f"{DESTINATION}timeout_s = 0": (
        'destination "hall", timeout_s: Expected `float` > 0.0;'
        " use a number in that range"
    ),
    DESTINATION * 2: 'destination "hall": stands twice; rename one of them',
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.make()
    return home


def test_without_a_file_everything_has_its_default(home: Home) -> None:
    config = load_config(home)
    assert config == Config()
    assert (config.kiosk, config.pack, config.village) == ("kiosk", "patras", None)
    assert config.destinations == ()


def test_an_empty_file_is_the_same_as_none(home: Home) -> None:
    home.settings.touch()
    assert load_config(home) == Config()


def test_a_destination_is_read(home: Home) -> None:
    home.settings.write_text(
        f'{DESTINATION}api_key = "k"\nformat = "xml"\nforms = ["problem"]\n'
        'services = { broken-lamp = "17" }\ntimeout_s = 0.5\n',
        "utf-8",
    )
    config = load_config(home)
    assert config.destinations == (
        Destination(
            name="hall",
            type="open311",
            url="http://x",
            api_key="k",
            format=Format.XML,
            forms=("problem",),
            services={"broken-lamp": "17"},
            timeout_s=0.5,
        ),
    )
    assert config.destinations_of("problem") == config.destinations
    assert config.destinations_of("vote") == ()


def test_an_open311_destinations_routes_are_read(home: Home) -> None:
    home.settings.write_text(
        f'{DESTINATION}endpoint_type = "test"\nmedia_url = "http://x/media/"\n'
        '[destination.attributes]\nwhere-exactly = "WHISHETN"\nwhat = ["A", "B"]\n'
        '[destination.values.WHISHETN]\nford = "123"\n',
        "utf-8",
    )
    (to,) = load_config(home).destinations
    assert (to.endpoint_type, to.media_url) == (EndpointType.TEST, "http://x/media/")
    assert to.attributes == {"where-exactly": "WHISHETN", "what": ("A", "B")}
    assert to.values == {"WHISHETN": {"ford": "123"}}


@pytest.mark.parametrize("written", WRONG)
def test_a_wrong_value_is_one_sentence(written: str, home: Home) -> None:
    home.settings.write_text(written, "utf-8")
    with pytest.raises(Misconfigured) as caught:
        load_config(home)
    assert str(caught.value) == f"{home.settings}, {WRONG[written]}"


@pytest.mark.parametrize(
    "inside", ["{home}", "{home}/keys", "{home}/x/../keys", "link"]
)
def test_a_key_may_not_lie_in_the_home_it_locks(
    inside: str, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link").symlink_to(home.folder)
    folder = inside.format(home=home.folder)
    home.settings.write_text(f'key_folder = "{folder}"', "utf-8")
    with pytest.raises(Misconfigured) as caught:
        load_config(home)
    assert str(caught.value) == (
        f"{home.settings}, key_folder: lies inside the home folder,"
        " where a thief would look; choose a folder outside it"
    )


def test_a_key_may_lie_beside_the_home(home: Home, tmp_path: Path) -> None:
    home.settings.write_text(f'key_folder = "{tmp_path}/home-keys"', "utf-8")
    assert load_config(home).keys == tmp_path / "home-keys"


def test_an_api_key_may_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("secret\n", "utf-8")
    hall = Destination(name="hall", type="open311", url="x", api_key_file=str(file))
    assert hall.key() == "secret"
    file.unlink()
    with pytest.raises(Misconfigured, match='"hall", api_key_file: cannot be read'):
        hall.key()
    assert Destination(name="hall", type="open311", url="x", api_key="k").key() == "k"


def test_a_home_is_given_or_named_or_the_platforms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLATEIA_HOME", str(tmp_path / "named"))
    assert Home.find(str(tmp_path / "given")).folder == tmp_path / "given"
    assert Home.find(None).folder == tmp_path / "named"
    monkeypatch.delenv("PLATEIA_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert Home.find(None).folder == tmp_path / "plateia"


def test_a_home_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotSave) as caught:
        Home(tmp_path / "file" / "home").make()
    assert str(caught.value) == (
        f"{tmp_path}/file/home: cannot be made (Not a directory);"
        " choose a folder that may be written with --home or PLATEIA_HOME"
    )


def test_a_home_is_its_owners_alone(home: Home) -> None:
    assert home.folder.stat().st_mode & 0o777 == 0o700
