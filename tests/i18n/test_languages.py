"""Every language says everything, and a thirteenth one costs a row and its words."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import i18n
from i18n import SOURCE, Language, languages, standing

ROOT = Path(__file__).parents[2]
TWELVE = ["el", "en", "sq", "ar", "uk", "ru", "bg", "ro", "tr", "ka", "fa", "ur"]
TRANSLATED = [one for one in languages() if one.code != SOURCE]

THIRTEENTH = """
[[language]]
code = "it"
name = "Italiano"
touch = "Toccate lo schermo"
direction = "ltr"
font = "Commissioner"
voice = "it"
"""

SPEAKS = """
import i18n
i18n.use("it")
print(i18n._("Are you still there?"))
print(i18n.standing("it"))
from kiosk.packs import load_pack
import resources
from ui.face import spoken_languages
pack = load_pack(resources.pack("patras"), resources.icons())
print(spoken_languages(pack)[-1].name, pack.forms[0].title["it"])
"""


@pytest.fixture(autouse=True)
def speaking_english_afterwards() -> None:
    i18n.use(SOURCE)


def test_there_are_twelve_languages() -> None:
    assert [one.code for one in languages()] == TWELVE


@pytest.mark.parametrize("language", TRANSLATED, ids=lambda one: one.code)
def test_every_sentence_is_said_in(language: Language) -> None:
    there = standing(language.code)
    assert there.said == there.sentences > 150


def test_only_what_people_wrote_counts_as_read() -> None:
    unread = {one.code: standing(one.code).unread for one in TRANSLATED}
    assert unread["el"] == 0
    assert all(unread[one.code] for one in TRANSLATED if one.code != "el")


@pytest.mark.parametrize("language", TRANSLATED, ids=lambda one: one.code)
def test_a_count_has_the_forms_the_language_has(language: Language) -> None:
    path = ROOT / "i18n" / language.code / "LC_MESSAGES" / "plateia.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language.code)
    counted = [one for one in catalogue if one.pluralizable]
    assert counted
    for message in counted:
        said = list(message.string or ())
        assert len(said) == catalogue.num_plurals
        assert all(said)


def test_a_thirteenth_language_is_a_row_a_catalogue_and_the_packs_tables(
    tmp_path: Path,
) -> None:
    rooms = ("i18n", "kiosk", "ui", "resources")
    for room in rooms:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / room, tmp_path / room, ignore=ignored)
    with (tmp_path / "i18n" / "languages.toml").open("a", encoding="utf-8") as file:
        file.write(THIRTEENTH)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}

    def run(*command: str) -> str:
        told = [sys.executable, *command]
        ended = subprocess.run(
            told,
            check=False,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    run("-m", "i18n", "update")
    catalogue = tmp_path / "i18n" / "it" / "LC_MESSAGES" / "plateia.po"
    text = catalogue.read_text("utf-8")
    asked = 'msgid "Are you still there?"\nmsgstr "'
    catalogue.write_text(text.replace(asked, asked + "Siete ancora qui?"), "utf-8")
    run("-m", "i18n", "compile")
    pack = tmp_path / "resources" / "packs" / "patras"
    told = (pack / "pack.toml").read_text("utf-8")
    (pack / "pack.toml").write_text(told.replace('"ur"]', '"ur", "it"]'), "utf-8")
    table = '[unread]\n"Πείτε μας ένα πρόβλημα" = "Un problema"\n'
    (pack / "languages" / "it.toml").write_text(table, "utf-8")
    said, there, spoken = run("-c", SPEAKS).splitlines()
    assert said == "Siete ancora qui?"
    assert "said=1, unread=0" in there
    assert spoken == "Italiano Un problema"


BESIDE_A_KEY = {
    "Good day. I read the screen to you, from top to bottom."
    " A touch or a key makes me silent."
}


def test_no_sentence_asks_for_a_touch_of_somebody_who_has_keys() -> None:
    with (ROOT / "i18n" / "plateia.pot").open("rb") as file:
        said = {str(message.id) for message in read_po(file)}
    assert {one for one in said if "touch" in one.casefold()} == BESIDE_A_KEY
