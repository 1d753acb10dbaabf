"""Forms for a pen, into a file: what an office prints for itself."""

from pathlib import Path
from secrets import token_bytes

from i18n import languages
from kiosk.errors import CannotSave
from kiosk.forms import Form
from kiosk.packs import Pack
from kiosk.paperform import PaperForm, new_paper
from ui.blank import blank_of
from ui.leaves import draw_blank
from ui.pdf import write_pdf


def write_form(out: Path, pack: Pack, form: Form, language: str | None) -> PaperForm:
    """Write a form into a PDF, in a language or the pack's first; return which copy it is.

    Raises CannotSave.
    """
    code = language or pack.municipality.languages[0]
    paper = new_paper(pack, form, token_bytes)
    spoken = next(one for one in languages() if one.code == code)
    blank = blank_of(pack, form, paper, spoken)
    try:
        write_pdf(
            out,
            blank.title,
            code,
            lambda painter, page, turn: draw_blank(painter, blank, page, turn),
        )
    except OSError as error:
        raise CannotSave(
            str(out),
            f"cannot be written ({error.strerror})",
            "choose a folder that is there and may be written",
        ) from None
    return paper
