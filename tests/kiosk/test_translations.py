"""What a pack says in further languages stands in a table for each of them."""

import re
from pathlib import Path

import pytest

from kiosk.ctl import Program, Spoken, main
from kiosk.errors import Misconfigured
from kiosk.packs import Pack, load_pack
from kiosk.translations import standings
from tests.kiosk.village import write_pack

ALBANIAN = """
[read]
"Τι συμβαίνει;" = "Çfarë po ndodh?"

[unread]
"Πλατεία" = "Sheshi"
"Δεν υπάρχει πια" = "Nuk është më"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A pack that speaks Albanian, too."""
    folder = write_pack(tmp_path / "pack")
    told = folder / "pack.toml"
    text = told.read_text("utf-8")
    spoken = re.sub(r"(?m)^languages = .*$", 'languages = ["el", "en", "sq"]', text)
    told.write_text(spoken, "utf-8")
    (folder / "languages").mkdir()
    (folder / "languages" / "sq.toml").write_text(ALBANIAN, "utf-8")
    return folder


def titles(pack: Pack) -> list[dict[str, str]]:
    return [dict(one.title) for form in pack.forms for one in form.questions]


def test_a_text_has_what_the_table_says(folder: Path) -> None:
    before = load_pack(write_pack(folder.parent / "before"), None)
    asked = before.forms[0].questions[0].title["el"]
    table = folder / "languages" / "sq.toml"
    table.write_text(f'[unread]\n"{asked}" = "Çfarë?"\n', "utf-8")
    after = load_pack(folder, None)
    assert titles(after)[0] == {**titles(before)[0], "sq": "Çfarë?"}
    assert titles(after)[1:] == titles(before)[1:]


def test_what_stands_with_the_text_wins(folder: Path) -> None:
    told = load_pack(folder, None).forms[0].questions[0].title
    table = folder / "languages" / "sq.toml"
    table.write_text(f'[unread]\n"{told["el"]}" = "from the table"\n', "utf-8")
    form = folder / "forms" / "problem.toml"
    written = form.read_text("utf-8")
    beside = f'el = "{told["el"]}"'
    assert beside in written
    form.write_text(written.replace(beside, f'{beside}, sq = "beside"', 1), "utf-8")
    assert load_pack(folder, None).forms[0].questions[0].title["sq"] == "beside"


def test_a_pack_tells_how_far_it_speaks_a_language(folder: Path) -> None:
    own, english, albanian = standings(folder, ("el", "en", "sq"))
    assert (own.missing, own.unread, own.stale) == ((), 0, ())
    assert english.missing == ()
    said = albanian.texts - len(albanian.missing)
    assert albanian.texts == own.texts > said
    assert "Δεν υπάρχει πια" in albanian.stale
    assert albanian.unread == ("Πλατεία" not in albanian.stale)


def test_the_operator_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = Program((Spoken("sq", "Shqip", 10, 9, 4),))
    assert main(["languages", str(folder), "--all"], program) == 0
    told = capsys.readouterr().out
    assert re.search(r"sq +Shqip +9 of 10, 4 unread", told)
    assert "no longer there: Δεν υπάρχει πια" in told


@pytest.mark.parametrize(
    ("name", "table", "complaint"),
    [
        ("ka", "", '"ka" is no further language of this pack'),
        ("el", "", '"el" is no further language of this pack'),
        ("sq", '[unread]\n"Ναι" = 1\n', "Expected `str`"),
        ("sq", '[known]\n"Ναι" = "Po"\n', "unknown field `known`"),
        ("sq", '[read]\na = "b"\n[unread]\na = "c"\n', "is read and unread"),
        ("sq", "[unread\n", "is not TOML"),
    ],
)
def test_a_mistake_is_told_with_its_place(
    folder: Path, name: str, table: str, complaint: str
) -> None:
    path = folder / "languages" / f"{name}.toml"
    path.write_text(table, "utf-8")
    with pytest.raises(Misconfigured, match=re.escape(complaint)) as told:
        load_pack(folder, None)
    assert str(path) in str(told.value)
