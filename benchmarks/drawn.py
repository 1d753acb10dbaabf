"""What stands on a page, so that a peer can show the same: words, pictures, buttons."""

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from ui.widgets.button import Touchable
from ui.widgets.picture import Picture
from ui.widgets.words import Words

Box = Mapping[str, Any]
Pages = Sequence[tuple[str, Sequence[Box]]]


def drawn(shell: QWidget, leads_on: QWidget) -> list[Box]:
    """Every word, picture and button in sight, with its place on the glass."""
    return list(_drawn(shell, leads_on))


def _drawn(shell: QWidget, leads_on: QWidget) -> Iterator[Box]:
    for one in shell.findChildren(QWidget):
        if not one.isVisible() or one.visibleRegion().isEmpty():
            continue
        corner = one.mapTo(shell, one.rect().topLeft())
        place = {
            "at": [corner.x(), corner.y(), one.width(), one.height()],
            "leads": one is leads_on,
        }
        if isinstance(one, Touchable):
            yield place | {"kind": "button"}
        elif isinstance(one, Words) and one.text():
            font = one.font()
            text = {"text": one.text(), "px": font.pixelSize()}
            yield place | text | {"kind": "words", "weight": int(font.weight())}
        elif isinstance(one, Picture):
            yield place | {"kind": "picture", **one.drawing()}


def as_web_page(pages: Pages, path: Path) -> None:
    """Write them as one web page; a click on what leads on shows the next of them."""
    shown = "".join(
        f'<div class="p" style="display:{"none" if at else "block"}">'
        f"{''.join(map(_as_html, boxes))}</div>"
        for at, (_, boxes) in enumerate(pages)
    )
    path.write_text(_WEB_PAGE.replace("PAGES", shown), "utf-8")


def _as_html(box: Box) -> str:
    x, y, width, height = box["at"]
    style = f"left:{x}px;top:{y}px;width:{width}px;height:{height}px;"
    if box["kind"] == "button":
        leads = 'onclick="go(event)"' if box["leads"] else ""
        return f'<button style="{style}" {leads}></button>'
    if box["kind"] == "words":
        font = f"font-size:{box['px']}px;font-weight:{box['weight']}"
        return f'<div class="w" style="{style}{font}">{escape(box["text"])}</div>'
    ground = f"background:{box['ground'] or 'transparent'};"
    drawing = Path(box["path"]).read_text("utf-8")
    drawing = drawing.replace("<svg ", f'<svg fill="{box["ink"]}" ', 1)
    return f'<div class="w" style="{style}{ground}">{drawing}</div>'


_WEB_PAGE = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #F7F5F0; font-family: Commissioner, sans-serif;
  overflow: hidden; }
.p { position: absolute; inset: 0; }
.p > * { position: absolute; box-sizing: border-box; }
button { background: #fff; border: 2px solid #D9D4C7; border-radius: 24px; }
.w { pointer-events: none; display: flex; align-items: center; text-align: center;
  justify-content: center; border-radius: 16px; }
svg { height: 80%; }
</style>PAGES<script>
const pages = [...document.querySelectorAll(".p")];
let at = 0, done = () => {};
function go(event) {
  pages[at].style.display = "none";
  at = (at + 1) % pages.length;
  pages[at].style.display = "block";
  const painted = new MessageChannel();
  painted.port1.onmessage = () => done(performance.now() - event.timeStamp);
  requestAnimationFrame(() => painted.port2.postMessage(0));
}
function next() { return new Promise(ready => { done = ready; }); }
</script>
"""


def read(path: Path) -> Pages:
    """What `walk` has drawn."""
    pages: Pages = json.loads(path.read_text("utf-8"))
    return pages
