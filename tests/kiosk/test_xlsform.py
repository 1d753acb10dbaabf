"""A form as an XLSForm: read by the program that Kobo reads it with, and the same form."""

import io
import xml.etree.ElementTree as ET
from pathlib import Path

import msgspec
import pytest
from pyxform.errors import PyXFormError  # type: ignore[import-untyped]
from pyxform.xls2xform import convert  # type: ignore[import-untyped]

from kiosk.ctl import main
from kiosk.forms import Form
from kiosk.packs import Pack, load_pack
from kiosk.xform import form_xml
from kiosk.xlsform import form_xlsx
from tests.kiosk.every_kind import write_every_kind
from tests.kiosk.test_xform import AWKWARD, NAMES, PATRAS, needs_java, paths
from tests.kiosk.village import write_pack


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """A form with names that could be mistaken for others; `meta` no XLSForm may use."""
    folder = write_pack(tmp_path_factory.mktemp("awkward") / "pack")
    (folder / "forms" / "1-awkward.toml").write_text(
        AWKWARD.replace('"meta"', '"own"'), "utf-8"
    )
    told = (folder / "pack.toml").read_text("utf-8")
    told = told.replace('["problem"]', '["problem", "1-awkward"]')
    (folder / "pack.toml").write_text(told, "utf-8")
    return load_pack(folder, icons=None)


def written(pack: Pack, form: Form) -> bytes:
    return form_xlsx(form, pack.places, pack.municipality.languages)


def converted(workbook: bytes, validate: bool = False) -> ET.Element:
    """The XForm that comes of it; nothing about it may be worth a warning."""
    told = convert(io.BytesIO(workbook), validate=validate, file_type=".xlsx")
    assert told.warnings == []
    return ET.fromstring(told.xform)


def nodes(form: ET.Element) -> list[str]:
    """What a submission to a form may hold, by path."""
    report = form.find("h:head/model/instance/report", NAMES)
    assert report is not None
    return paths(report)


def forms() -> list[Form]:
    return [*load_pack(PATRAS, icons=None).forms]


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.id)
def test_it_is_the_form_that_our_submissions_fill(form: Form) -> None:
    pack = load_pack(PATRAS, icons=None)
    ours = ET.fromstring(form_xml(form, pack.places, pack.municipality.languages))
    theirs = converted(written(pack, form))
    assert nodes(theirs) == nodes(ours)
    report = theirs.find("h:head/model/instance/report", NAMES)
    assert report is not None
    assert dict(report.items()) == {"id": form.id, "version": form.version}


def test_an_awkward_form_too(awkward: Pack) -> None:
    for form in awkward.forms:
        ours = form_xml(form, awkward.places, awkward.municipality.languages)
        assert nodes(converted(written(awkward, form))) == nodes(ET.fromstring(ours))


@needs_java
def test_odk_accepts_what_comes_of_it(awkward: Pack) -> None:
    patras = load_pack(PATRAS, icons=None)
    for pack, form in [
        *((patras, f) for f in patras.forms),
        (awkward, awkward.forms[1]),
    ]:
        converted(written(pack, form), validate=True)


def test_it_asks_as_our_form_does(awkward: Pack) -> None:
    form = converted(written(awkward, awkward.forms[1]))
    rules = {
        (one.get("nodeset") or "").removeprefix("/report/"): dict(one.items())
        for one in form.iterfind("h:head/model/bind", NAMES)
    }
    assert rules["answers/_1st"]["required"] == "true()"
    either = "(selected(../_1st, '9') or selected(../_1st, '10'))"
    assert rules["answers/own"]["relevant"] == either
    assert rules["answers/own/village"]["required"] == "true()"
    assert "required" not in rules["answers/own/landmark"]
    assert rules["answers/own/location"]["type"] == "geopoint"
    assert rules["answers/villages"]["constraint"] == "count-selected(.) <= 1"
    assert rules["kept"]["relevant"] == "false()"
    assert rules["kept/confirmed"]["type"] == "dateTime"


def test_every_language_is_told_and_the_first_is_the_default(awkward: Pack) -> None:
    form = converted(written(awkward, awkward.forms[1]))
    told = {
        one.get("lang"): ["".join(text.itertext()) for text in one]
        for one in form.iterfind("h:head/model/itext/translation", NAMES)
    }
    assert list(told) == ["el", "en"]
    assert "Nine" in told["en"]
    assert "Δέκα < έντεκα" in told["en"]
    first = form.find("h:head/model/itext/translation[@lang='el']", NAMES)
    assert first is not None
    assert first.get("default") == "true()"


def test_a_pack_without_landmarks_asks_for_none(pack: Pack) -> None:
    lonely = tuple(
        msgspec.structs.replace(one, landmarks=()) for one in pack.places.villages
    )
    places = msgspec.structs.replace(pack.places, villages=lonely)
    assert not any(
        one.endswith("/landmark")
        for one in nodes(converted(form_xlsx(pack.forms[0], places, ("el",))))
    )


def test_the_same_form_is_the_same_file(pack: Pack) -> None:
    assert written(pack, pack.forms[0]) == written(pack, pack.forms[0])


def test_a_mistake_in_it_would_be_found(pack: Pack) -> None:
    """Who reads it is strict: a list that is not there is told."""
    form = pack.forms[0]
    places = msgspec.structs.replace(pack.places, villages=())
    with pytest.raises(PyXFormError):
        converted(form_xlsx(form, places, ("el",)))


def test_the_operator_is_given_the_file(
    pack: Pack, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    assert main(["xform", str(pack.folder), "problem", "--xls"]) == 0
    assert capsysbinary.readouterr().out == written(pack, pack.forms[0])


@pytest.mark.parametrize("validate", [False, pytest.param(True, marks=needs_java)])
def test_every_kind_of_question_is_the_same_form_there(
    tmp_path: Path, validate: bool
) -> None:
    pack = load_pack(write_every_kind(tmp_path / "pack"), icons=None)
    theirs = converted(written(pack, pack.forms[1]), validate=validate)
    ours = form_xml(pack.forms[1], pack.places, pack.municipality.languages)
    assert nodes(theirs) == nodes(ET.fromstring(ours))
