"""Documents as a municipality signs them, and as a stranger makes them to do harm."""

import zlib
from functools import cache

from fpdf import FPDF
from fpdf.enums import AccessPermission

import resources

SENTENCE = (
    "Το Δημοτικό Συμβούλιο, αφού έλαβε υπόψη την εισήγηση της Οικονομικής Επιτροπής και"
    " τις διατάξεις του ν. 3852/2010, αποφασίζει ομόφωνα: εγκρίνει τη μελέτη και τους"
    " όρους διακήρυξης του έργου, και ορίζει τριμελή επιτροπή παρακολούθησης. "
)


def _blank(size: str | tuple[float, float] = "A4") -> FPDF:
    paper = FPDF(format=size)
    typeface = {path.stem: path for path in resources.fonts()}
    paper.add_font("commissioner", "", typeface["Commissioner-Regular"])
    paper.set_font("commissioner", size=11)
    return paper


@cache
def decision(pages: int = 3) -> bytes:
    """A decision of a council, born as text."""
    paper = _blank()
    for number in range(pages):
        paper.add_page()
        paper.set_font_size(16)
        paper.multi_cell(0, 9, f"ΑΠΟΣΠΑΣΜΑ ΠΡΑΚΤΙΚΟΥ, σελίδα {number + 1}", align="C")
        paper.set_font_size(11)
        paper.ln(6)
        for _ in range(5):
            paper.multi_cell(0, 6, SENTENCE * 2)
            paper.ln(3)
    return bytes(paper.output())


@cache
def scan() -> bytes:
    """A page that is a picture: there is no letter on it."""
    paper = _blank()
    paper.add_page()
    paper.rect(30, 30, 120, 200, style="F")
    return bytes(paper.output())


@cache
def locked() -> bytes:
    """One that asks for a password."""
    paper = _blank()
    paper.add_page()
    paper.set_encryption(
        owner_password="o", user_password="u", permissions=AccessPermission.none()
    )
    return bytes(paper.output())


@cache
def endless(pages: int = 1000) -> bytes:
    """More than anybody reads."""
    paper = _blank()
    for _ in range(pages):
        paper.add_page()
    return bytes(paper.output())


def boxed(width: float, height: float, drawn: bytes = b"") -> bytes:
    """A page of any size, in points, with anything on it."""
    box = f"[0 0 {width:f} {height:f}]".encode()
    return _assembled(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox " + box + b" /Contents 4 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    )


def bomb(side: int = 30_000) -> bytes:
    """A picture of a few kilobytes that is gigabytes when it is unpacked."""
    packed = _nothing(side * 3, side)
    return _assembled(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /XObject << /I 5 0 R >> >> >>",
        b"<< /Length 27 >>\nstream\nq 595 0 0 842 0 0 cm /I Do Q\nendstream",
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB"
        b" /BitsPerComponent 8 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
        % (side, side, len(packed), packed),
    )


def _nothing(row: int, rows: int) -> bytes:
    """So many rows of zeros, as zlib packs them: one is packed, and counts as often."""
    raw = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    one = raw.compress(bytes(row)) + raw.flush(zlib.Z_FULL_FLUSH)
    check = (row * rows % 65521) << 16 | 1  # RFC 1950: Adler-32 of nothing but zeros
    return b"\x78\xda" + one * rows + b"\x03\x00" + check.to_bytes(4, "big")


def busy(strokes: int = 3_000_000) -> bytes:
    """A page that takes for ever to draw."""
    drawn = zlib.compress(b"0 0 m 595 842 l 10 800 l 500 3 l f\n" * strokes, 1)
    return _assembled(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream"
        % (len(drawn), drawn),
    )


def _assembled(*objects: bytes) -> bytes:
    """Return a PDF of these objects (ISO 32000-1, 7.5)."""
    content, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    begins = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + (
        b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, begins)
    )
