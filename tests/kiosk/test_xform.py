"""A form as an XForm that ODK accepts, and submissions that fit it."""

import shutil
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyxform.validators.odk_validate import (  # type: ignore[import-untyped]
    ODKValidateError,
    check_xform,
)
from pyxform.xform2json import (  # type: ignore[import-untyped]
    create_survey_element_from_xml,
)

from kiosk.ctl import main
from kiosk.dispatch import dispatch_of, wording_of
from kiosk.forms import Form
from kiosk.journey import Journey
from kiosk.packs import Pack, load_pack
from kiosk.submission import Receipt, SubmissionId
from kiosk.xform import form_xml, submission_xml
from tests.kiosk.village import write_pack

PATRAS = Path(__file__).parents[2] / "resources/packs/patras"
NAMES = {"": "http://www.w3.org/2002/xforms", "h": "http://www.w3.org/1999/xhtml"}
NOON = datetime(2026, 5, 4, 9, 30, 1, 234567, tzinfo=UTC)

needs_java = pytest.mark.skipif(
    shutil.which("java") is None, reason="no Java here, so ODK Validate was not asked"
)

AWKWARD = """
id = "1-awkward"
version = "2 <&>"
icon = "problem"
colour = "slate"
title = { el = "Ένα <b> & \\u0007", en = "A <b> & \\"form\\"" }
[[question]]
kind = "choice"
id = "1st"
title = { el = "Πρώτη;" }
    [[question.option]]
    id = "9"
    label = { el = "Εννέα", en = "Nine" }
    icon = "nine"
    [[question.option]]
    id = "10"
    label = { el = "Δέκα < έντεκα" }
    icon = "ten"
[[question]]
kind = "place"
id = "meta"
title = { el = "Πού;", en = "Where?" }
hint = { el = "Ένα μέρος" }
when = { 1st = ["9", "10"] }
[[question]]
kind = "place"
id = "kept"
title = { el = "Και πού;" }
when = { 1st = "9" }
[[question]]
kind = "several"
id = "villages"
title = { el = "Τι;" }
most = 1
    [[question.option]]
    id = "label"
    label = { el = "Α" }
    icon = "a"
    [[question.option]]
    id = "hint"
    label = { el = "Β" }
    icon = "b"
"""


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """A form with every name that could be mistaken for another."""
    folder = write_pack(tmp_path_factory.mktemp("awkward") / "pack")
    (folder / "forms" / "1-awkward.toml").write_text(AWKWARD, "utf-8")
    told = (folder / "pack.toml").read_text("utf-8")
    told = told.replace('["problem"]', '["problem", "1-awkward"]')
    (folder / "pack.toml").write_text(told, "utf-8")
    return load_pack(folder, icons=None)


def written(pack: Pack, form: Form) -> bytes:
    return form_xml(form, pack.places, pack.municipality.languages)


def model(pack: Pack, form: Form) -> ET.Element:
    found = ET.fromstring(written(pack, form)).find("h:head/model", NAMES)
    assert found is not None
    return found


def bind(pack: Pack, form: Form, path: str) -> dict[str, str]:
    (found,) = [
        one
        for one in model(pack, form).iterfind("bind", NAMES)
        if one.get("nodeset") == f"/report/{path}"
    ]
    return dict(found.items())


def paths(node: ET.Element, above: str = "") -> list[str]:
    """Every node by its path, without namespaces, in order."""
    name = node.tag.rpartition("}")[2]
    below = [path for child in node for path in paths(child, f"{above}/{name}")]
    return [f"{above}/{name}", *below]


# The form


@needs_java
@pytest.mark.parametrize("form_id", ["problem", "1-awkward"])
def test_odk_accepts_the_form_without_a_warning(
    awkward: Pack, tmp_path: Path, form_id: str
) -> None:
    form = awkward.form(form_id)
    assert form is not None
    path = tmp_path / "form.xml"
    path.write_bytes(written(awkward, form))
    assert check_xform(str(path)) == []


@needs_java
def test_odk_accepts_every_form_we_ship(tmp_path: Path) -> None:
    pack = load_pack(PATRAS, icons=None)
    for form in pack.forms:
        path = tmp_path / f"{form.id}.xml"
        path.write_bytes(written(pack, form))
        assert check_xform(str(path)) == []


@needs_java
def test_odk_refuses_a_form_that_asks_for_what_is_not_there(
    pack: Pack, tmp_path: Path
) -> None:
    path = tmp_path / "form.xml"
    broken = written(pack, pack.forms[0]).replace(b"selected(", b"sellected(")
    path.write_bytes(broken)
    with pytest.raises(ODKValidateError):
        check_xform(str(path))


def test_pyxform_reads_every_question_of_a_form() -> None:
    pack = load_pack(PATRAS, icons=None)
    form = pack.forms[0]
    survey = create_survey_element_from_xml(written(pack, form).decode())
    kinds = {one.name: one.type for one in survey.iter_descendants()}
    assert set(kinds) >= {one.id for one in form.questions}
    assert kinds["category"] == "select one"
    assert kinds["details"] == "select all that apply"
    assert survey.id_string == "problem"


def test_a_question_is_asked_when_the_earlier_answer_leads_to_it(
    pack: Pack, awkward: Pack
) -> None:
    asked = bind(pack, pack.forms[0], "answers/lamp")["relevant"]
    assert asked == "(selected(/report/answers/category, 'lighting'))"
    either = bind(awkward, awkward.forms[1], "answers/meta")["relevant"]
    assert either == (
        "(selected(/report/answers/_1st, '9') or selected(/report/answers/_1st, '10'))"
    )


def test_what_must_be_answered_must_be_answered_there(pack: Pack) -> None:
    form = pack.forms[0]
    assert bind(pack, form, "answers/category")["required"] == "true()"
    assert bind(pack, form, "answers/where/village")["required"] == "true()"
    assert "required" not in bind(pack, form, "answers/where/landmark")
    assert "required" not in bind(pack, form, "answers/details")
    most = bind(pack, form, "answers/details")["constraint"]
    assert most == "count-selected(.) <= 2"


def test_a_landmark_is_one_of_the_village_that_was_chosen(pack: Pack) -> None:
    form = pack.forms[0]
    root = ET.fromstring(written(pack, form))
    (landmarks,) = [
        one.get("nodeset")
        for one in root.iterfind(".//itemset", NAMES)
        if "_landmarks" in one.get("nodeset", "")
    ]
    assert landmarks == (
        "instance('_landmarks')/root/item[village = /report/answers/where/village]"
    )
    (item,) = model(pack, form).iterfind("instance[@id='_landmarks']/root/item", NAMES)
    told = {one.tag.rpartition("}")[2]: one.text for one in item}
    assert (told["name"], told["village"]) == ("square", "ano")
    assert told["location"] == "38.271000 21.861000 0 0"
    place = bind(pack, form, "answers/where/location")
    assert (place["type"], "calculate" in place) == ("geopoint", True)


def test_a_pack_without_landmarks_asks_for_none(pack: Pack) -> None:
    lonely = tuple(
        msgspec.structs.replace(one, landmarks=()) for one in pack.places.villages
    )
    places = msgspec.structs.replace(pack.places, villages=lonely)
    assert b"_landmarks" not in form_xml(pack.forms[0], places, ("el",))


def test_every_language_has_every_text_and_lacks_none(awkward: Pack) -> None:
    form = awkward.forms[1]
    told = {
        one.get("lang"): {
            text.get("id"): "".join(text.itertext())
            for text in one.iterfind("text", NAMES)
        }
        for one in model(awkward, form).iterfind("itext/translation", NAMES)
    }
    assert list(told) == ["el", "en"]
    assert told["el"].keys() == told["en"].keys()
    assert all(text for texts in told.values() for text in texts.values())
    assert (told["el"]["_1st:0"], told["en"]["_1st:0"]) == ("Εννέα", "Nine")
    assert told["en"]["1st:label"] == "Πρώτη;"
    root = ET.fromstring(written(awkward, form))
    meant = {
        value.removeprefix("jr:itext('").removesuffix("')")
        for node in root.iter()
        for name, value in node.items()
        if name == "ref" and value.startswith("jr:itext('")
    }
    assert meant <= set(told["el"])


def test_what_xml_cannot_carry_is_left_out_and_the_rest_is_escaped(
    awkward: Pack,
) -> None:
    root = ET.fromstring(written(awkward, awkward.forms[1]))
    title = root.find("h:head/h:title", NAMES)
    assert title is not None
    assert title.text == "Ένα <b> & "
    report = root.find("h:head/model/instance/report", NAMES)
    assert report is not None
    assert dict(report.items()) == {"id": "1-awkward", "version": "2 <&>"}


def test_the_operator_prints_a_form_and_is_told_which_there_are(
    pack: Pack,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert main(["xform", str(pack.folder), "problem"]) == 0
    assert capsysbinary.readouterr().out == written(pack, pack.forms[0]) + b"\n"
    assert main(["xform", str(pack.folder), "dance"]) == 2
    told = capsysbinary.readouterr()
    assert told.out == b""
    assert b'has no form "dance"; choose one of: problem' in told.err


# What is filed with it


@given(st.data())
def test_whatever_is_filed_fits_the_form(awkward: Pack, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(awkward.forms))
    journey = Journey.begin(form, awkward.places)
    while journey.question is not None:
        journey = journey.answer(data.draw(st.sampled_from(possible(journey))))
    receipt = Receipt("KX74MQ2PD", SubmissionId("1"), form.id, NOON)
    dispatch = dispatch_of(
        receipt, journey, "en", wording_of(journey, awkward), "square"
    )
    filed = ET.fromstring(submission_xml(dispatch, form.id))
    empty = model(awkward, form).find("instance/report", NAMES)
    assert empty is not None
    assert dict(filed.items()) == dict(empty.items())
    assert [one for one in paths(filed) if one not in paths(empty)] == []
    offered = {
        item.text for item in model(awkward, form).iterfind(".//item/name", NAMES)
    }
    answers = filed.find("answers")
    assert answers is not None
    chosen = {
        word
        for node in answers.iter()
        if node.tag != "location" and node.text
        for word in node.text.split()
    }
    assert chosen <= offered


def possible(journey: Journey) -> list[tuple[str, ...]]:
    """Some answers that the question being asked accepts."""
    question = journey.question
    assert question is not None
    options = [(one.id,) for one in question.choices()]
    spots = [
        answer
        for village in journey.places.villages
        for answer in [
            (village.id,),
            *((village.id, one.id) for one in village.landmarks),
        ]
    ]
    return [
        one for one in [(), *options, *spots] if question.accepts(one, journey.places)
    ]
