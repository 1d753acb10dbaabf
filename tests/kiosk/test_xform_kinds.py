"""Every kind of question as ODK has it, and an answer to each as a submission."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyxform.validators.odk_validate import (  # type: ignore[import-untyped]
    check_xform,
)

from kiosk.dispatch import dispatch_of, wording_of
from kiosk.journey import Journey
from kiosk.packs import Pack, load_pack
from kiosk.submission import Receipt, SubmissionId
from kiosk.xform import form_xml, submission_xml
from tests.kiosk.every_kind import ANSWERS, write_every_kind
from tests.kiosk.test_xform import needs_java

XF = "{http://www.w3.org/2002/xforms}"
ODK = "{http://www.opendatakit.org/xforms}"


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return load_pack(write_every_kind(tmp_path_factory.mktemp("pack")), icons=None)


def form(pack: Pack) -> bytes:
    return form_xml(pack.forms[1], pack.places, pack.municipality.languages)


@needs_java
def test_odk_accepts_every_kind_without_a_warning(
    everything: Pack, tmp_path: Path
) -> None:
    path = tmp_path / "form.xml"
    path.write_bytes(form(everything))
    assert check_xform(str(path)) == []


def test_every_kind_is_the_control_that_odk_has_for_it(everything: Pack) -> None:
    root = ET.fromstring(form(everything))
    controls = {
        one.get("ref", "").rpartition("/")[2]: one.tag.replace(XF, "").replace(ODK, "")
        for one in root.iter()
        if one.get("ref", "").startswith("/report/answers/")
    }
    wanted = {
        "statement": "trigger",
        "choice": "select1",
        "several": "select",
        "yes-no": "select1",
        "rating": "select1",
        "ranking": "rank",
        "budget": "select",
        "text": "input",
        "photo": "upload",
        "voice": "upload",
        "consent": "select1",
    }
    assert {name: controls[name] for name in wanted} == wanted
    types = {
        one.get("nodeset", "").rpartition("/")[2]: one.get("type")
        for one in root.iter(f"{XF}bind")
    }
    assert (types["number"], types["date"], types["photo"]) == ("int", "date", "binary")
    assert types["ranking"] == "odk:rank"


def test_an_answer_of_every_kind_stands_in_its_node(everything: Pack) -> None:
    journey = Journey.begin(everything.forms[1], everything.places)
    while journey.at is not None:
        journey = journey.answer(ANSWERS[journey.at])
    moment = datetime(2026, 5, 4, tzinfo=UTC)
    receipt = Receipt("KX74MQ2PD", SubmissionId("1"), "everything", moment)
    dispatch = dispatch_of(
        receipt, journey, "en", wording_of(journey, everything), "square"
    )
    answers = ET.fromstring(submission_xml(dispatch, "everything")).find("answers")
    assert answers is not None
    told = {one.tag: one.text for one in answers}
    assert (told["ranking"], told["budget"]) == ("tree lamp", "lamp bench")
    assert (told["date"], told["number"]) == ("2026-05-03", "12")
    assert told["text"] == "Κάτω από το γεφύρι"
