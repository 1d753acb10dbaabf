"""What the staff are told of paper is one plain sentence each."""

from kiosk.paperform import Refusal
from kiosk.printing import PrinterState
from ui.desk.papers import printer_says, refused


def test_each_reason_to_refuse_a_paper_has_its_own_sentence() -> None:
    said = {refused(one) for one in Refusal}
    assert len(said) == len(Refusal)
    assert all(one.endswith(".") for one in said)


def test_each_state_of_a_printer_tells_what_to_do() -> None:
    said = {state: printer_says(state) for state in PrinterState}
    assert said.pop(PrinterState.READY) == ""
    assert len(set(said.values())) == len(said)
    assert all(one.endswith(".") for one in said.values())
