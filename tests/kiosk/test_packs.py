"""A content pack: every mistake is one sentence with its place and its cure."""

from pathlib import Path

import pytest

from kiosk.errors import Misconfigured
from kiosk.forms import say
from kiosk.packs import Pack, find_pack, load_pack
from resources import __file__ as resources
from tests.kiosk.village import PACK, PLACES, PROBLEM, write_pack

ICONS = {
    *("square", "problem", "street-lamp", "road", "something-else", "lamp-broken"),
    *("lamp-new", "pothole", "danger", "since-days", "since-weeks"),
}
PACKS = Path(resources).parent / "packs"

# What is written, what it becomes, and all that is said about it. The place is told
# without the folder, which is another one in each test.
MISTAKES = {
    "a line that is no TOML": (
        'id = "lefki"',
        "id = lefki",
        "pack.toml: is not TOML: Invalid value (at line 2, column 6); correct that line",
    ),
    "something missing": (
        'home_village = "ano"\n',
        "",
        "pack.toml: Object missing required field `home_village`;"
        " add `home_village = …` there",
    ),
    "something that is not known": (
        'version = "1"\nlanguages',
        'version = "1"\nlanguage = "el"\nlanguages',
        "pack.toml: Object contains unknown field `language`;"
        " remove `language` or correct its spelling",
    ),
    "a village that is not there": (
        'home_village = "ano"',
        'home_village = "mesa"',
        'pack.toml, home_village: there is no village "mesa" in places.toml;'
        " write the id of one that is there",
    ),
    "a colour that is none": (
        'colour = "#7A1F3D"',
        'colour = "red"',
        "pack.toml, colour: Expected `str` matching regex '^#[0-9A-Fa-f]{6}$';"
        " write it as # and six digits, like #7A1F3D",
    ),
    "a colour too light for white words": (
        'colour = "#7A1F3D"',
        'colour = "#7A9F3D"',
        "pack.toml, colour: white words on #7A9F3D cannot be read (WCAG 2.2 asks 4.5:1);"
        " choose a darker colour",
    ),
    "no words in the municipality's language": (
        'name = { el = "Δήμος Λευκής", en = "Municipality of Lefki" }',
        'name = { en = "Municipality of Lefki" }',
        'pack.toml, name: has no text in "el"; add el = "…" to it',
    ),
    "more words than a page holds": (
        'welcome = { el = "Πείτε μας."',
        'welcome = { el = "' + "Πείτε μας. " * 12 + '"',
        "pack.toml, welcome, el: is 132 letters long, and 120 fit a page;"
        " say it in fewer words",
    ),
    "words of blanks only": (
        'welcome = { el = "Πείτε μας."',
        'welcome = { el = "  "',
        'pack.toml, welcome: has no text in "el"; add el = "…" to it',
    ),
    "a text that is no table": (
        'welcome = { el = "Πείτε μας.", en = "Tell us." }',
        'welcome = "Tell us."',
        "pack.toml, welcome: Expected `object`, got `str`;"
        ' write it as a table, like { el = "…", en = "…" }',
    ),
    "an id with a capital": (
        'id = "square"',
        'id = "Square"',
        'places.toml, village "ano", landmark "Square", id: Expected `str` matching regex'
        " '^[a-z0-9]+(-[a-z0-9]+)*$';"
        " use small Latin letters, digits and single hyphens",
    ),
    "a village twice": (
        'id = "kato"',
        'id = "ano"',
        'places.toml, village "ano": stands twice; give one another id',
    ),
    "a place off the map": (
        "latitude = 38.271",
        "latitude = 138.271",
        'places.toml, village "ano", landmark "square", latitude: Expected `float` <= 90.0;'
        " use a number in that range",
    ),
    "a number in quotes": (
        "latitude = 38.25",
        'latitude = "38.25"',
        'places.toml, village "kato", latitude: Expected `float`, got `str`;'
        " write it as a number, without quotes",
    ),
    "a form that is called otherwise": (
        'id = "problem"',
        'id = "trouble"',
        'forms/problem.toml, id: says "trouble"; write "problem", the name of the file',
    ),
    "a kind that is not known": (
        'kind = "place"',
        'kind = "spot"',
        "forms/problem.toml, question \"where\", kind: Invalid value 'spot';"
        " `spot` is no kind the program knows: see the README's list",
    ),
    "a family of colours that is not known": (
        'colour = "terracotta"',
        'colour = "pink"',
        "forms/problem.toml, colour: Invalid enum value 'pink';"
        " choose one of the words the README lists for it",
    ),
    "a question twice": (
        'id = "details"',
        'id = "category"',
        'forms/problem.toml, question "category": stands twice; give one another id',
    ),
    "an option twice": (
        'id = "road"',
        'id = "other"',
        'forms/problem.toml, question "category", option "other": stands twice;'
        " give one another id",
    ),
    "an option without a picture": (
        '    icon = "road"\n',
        "",
        'forms/problem.toml, question "category", option "road":'
        " Object missing required field `icon`; add `icon = …` there",
    ),
    "a picture that is not there": (
        'icon = "pothole"',
        'icon = "hole"',
        'forms/problem.toml, question "surface", option "pothole", icon:'
        ' there is no picture "hole";'
        " choose one of the pictures, or add icons/hole.svg to the pack",
    ),
    "a landmark's picture that is not there": (
        'icon = "square"',
        'icon = "agora"',
        'places.toml, village "ano", landmark "square", icon: there is no picture "agora";'
        " choose one of the pictures, or add icons/agora.svg to the pack",
    ),
    "a label nobody can read": (
        'label = { el = "Λακκούβα", en = "Pothole" }',
        'label = { en = "Pothole" }',
        'forms/problem.toml, question "surface", option "pothole", label:'
        ' has no text in "el"; add el = "…" to it',
    ),
    "a branch from a later question": (
        'when = { category = "lighting" }',
        'when = { details = "danger" }',
        'forms/problem.toml, question "lamp", when: no earlier question is called'
        ' "details"; name a question that stands above this one',
    ),
    "a branch from an option that is not there": (
        'when = { category = "lighting" }',
        'when = { category = "light" }',
        'forms/problem.toml, question "lamp", when, category: there is no option "light";'
        " choose one of: lighting, other, road",
    ),
    "a service that no option names": (
        'kind = "place"',
        'kind = "place"\nrole = "service"',
        'forms/problem.toml, question "where", role: only a choice can name the service;'
        " remove the role",
    ),
    "a maximum of none": (
        "most = 2",
        "most = 0",
        'forms/problem.toml, question "details", most: Expected `int` >= 1;'
        " use a number in that range",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_place_and_its_cure(
    mistake: str, tmp_path: Path
) -> None:
    before, after, told = MISTAKES[mistake]
    folder = write_pack(tmp_path / "pack")
    file = folder / told.partition(".toml")[0].strip()
    file = file.with_suffix(".toml")
    text = file.read_text("utf-8")
    assert text.count(before) >= 1
    file.write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(Misconfigured) as caught:
        load_pack(folder, ICONS)
    assert str(caught.value) == f"{folder}/{told}"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack")
    (folder / "places.toml").unlink()
    with pytest.raises(Misconfigured, match=r"places\.toml: there is no such file"):
        load_pack(folder, None)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack")
    (folder / "pack.toml").write_bytes("id = 'Λευκή'".encode("iso-8859-7"))
    with pytest.raises(Misconfigured, match="save it as UTF-8 text"):
        load_pack(folder, None)


def test_a_sound_pack_is_loaded_whole(pack: Pack) -> None:
    assert [form.id for form in pack.forms] == ["problem"]
    assert pack.form("problem") is pack.forms[0]
    assert pack.form("vote") is None
    assert pack.places.village("kato") is not None
    load_pack(pack.folder, ICONS)


def test_a_pack_may_bring_its_own_pictures(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack")
    (folder / "icons").mkdir()
    (folder / "icons" / "pothole.svg").write_text("<svg/>", "utf-8")
    load_pack(folder, ICONS - {"pothole"})


def test_the_first_shelf_that_has_a_pack_gives_it(tmp_path: Path) -> None:
    near, far = tmp_path / "near", tmp_path / "far"
    write_pack(far / "lefki")
    assert find_pack("lefki", [near, far]) == far / "lefki"
    write_pack(near / "lefki")
    assert find_pack("lefki", [near, far]) == near / "lefki"
    with pytest.raises(Misconfigured) as caught:
        find_pack("mavri", [near, far])
    told = 'pack "mavri": is not installed; choose one of: lefki'
    assert str(caught.value) == told


def test_a_text_is_said_in_the_first_language_it_has() -> None:
    text = {"el": "Πλατεία", "en": "Square"}
    assert say(text, ("en", "el")) == "Square"
    assert say(text, ("sq", "el")) == "Πλατεία"
    assert say(text, ("sq",)) == "Πλατεία"
    assert say({"el": "", "en": "Square"}, ("el", "en")) == "Square"
    assert say({}, ("el",)) == ""


@pytest.mark.parametrize("name", sorted(path.name for path in PACKS.iterdir()))
def test_the_packs_that_come_with_plateia_are_sound(name: str) -> None:
    icons = {path.stem for path in (PACKS.parent / "icons").glob("*.svg")}
    pack = load_pack(PACKS / name, icons)
    assert pack.municipality.id == name
    assert pack.municipality.sample


def test_the_mistakes_are_of_this_pack() -> None:
    whole = PACK + PLACES + PROBLEM
    assert [name for name, (text, *_) in MISTAKES.items() if text not in whole] == []
