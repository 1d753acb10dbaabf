"""Whatever a pack's author wrote is shown as it stands."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.question import LONGEST_TEXT, tidy
from tests.kiosk.village import PROBLEM, write_pack
from tests.ui.audit import audit, inside, plain_text
from tests.ui.booth import Booth, Given
from ui.reader import said_on

TEXTS = {
    "markup": "<b>Φως</b> <img src=x> <script>alert(1)</script>",
    "entities": "&amp; &lt;b&gt; &#x41; &nbsp;",
    "templates": "%s %(x)s {x} {0} ${HOME} \\N{BULLET}",
    "overrides": "\u202eΦωτισμός\u202c \u2066abc\u2069 \u200f.",
    "emoji": "💡🛠️👩🏽‍🚒 Φως",
    "controls": "Φως\u0001\u0007\u001b[31m\u0085\u2028\ufeff\ufffd",
    "combining": "Φ" + "\u0301\u0323" * 40,
    "long": "Φως και πάλι φως " * 7,
    "long word": "Φ" * LONGEST_TEXT,
}


@pytest.fixture
def spoilt(booths: Callable[..., Booth], tmp_path: Path) -> Callable[[str], Booth]:
    """Puts up a kiosk whose pack says this on every question and choice."""

    def put_up(text: str) -> Booth:
        folder = write_pack(tmp_path / "pack")
        written = json.dumps(text, ensure_ascii=False).replace("\x7f", "")
        form = PROBLEM
        for word in ("Φωτισμός", "Τι συμβαίνει;", "Σβηστή λάμπα"):
            assert word in form
            form = form.replace(f'"{word}"', written)
        (folder / "forms" / "problem.toml").write_text(form, "utf-8")
        return booths(Given(pack=folder))

    return put_up


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_is_shown_as_it_stands(
    spoilt: Callable[[str], Booth], text: str
) -> None:
    booth = spoilt(text)
    booth.come_in()
    booth.go("problem")
    assert booth.texts().count(text) >= 2
    assert text in [one.text for one in said_on(booth.page, booth.shell.frame)]
    booth.shell.grab()
    assert audit(booth, "choice", (plain_text,)) == []
    assert booth.shell.size() == booth.given.panel.size
    booth.go("letters", "colours")
    booth.settle()
    booth.shell.grab()
    assert booth.shell.size() == booth.given.panel.size


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_is_answered_and_kept(
    spoilt: Callable[[str], Booth], text: str
) -> None:
    booth = spoilt(text)
    booth.come_in()
    booth.go("problem")
    booth.turn_to("lighting")
    booth.go("lighting")
    booth.turn_to("broken-lamp")
    booth.go("broken-lamp", "landmark:square", "action", "action")
    assert booth.page.name == "receipt"
    assert len(booth.kept()) == 1


@pytest.mark.parametrize("name", ["markup", "templates", "emoji", "long word"])
def test_nothing_is_pushed_off_the_glass(
    spoilt: Callable[[str], Booth], name: str
) -> None:
    booth = spoilt(TEXTS[name])
    booth.come_in()
    booth.go("problem")
    assert booth.shell.rect().contains(booth.find("back").geometry())
    if name != "long word":
        assert audit(booth, name, (inside,)) == []


WROTE = {
    "markup": TEXTS["markup"] * 30,
    "a letter of two thousand": "Η λάμπα στη γωνία δεν ανάβει εδώ και μέρες. " * 45,
    "one word of two thousand": "Ω" * 2_000,
    "lines": "α\n" * 999,
}


@pytest.mark.parametrize("text", WROTE.values(), ids=WROTE)
def test_whatever_a_citizen_wrote_stands_on_the_check_and_off_no_edge(
    booths: Callable[..., Booth], tmp_path: Path, text: str
) -> None:
    folder = write_pack(tmp_path / "pack")
    form = (folder / "forms" / "problem.toml").read_text("utf-8")
    asks = 'kind = "text"\nid = "own"\nlongest = 2000\ntitle = { el = "Τι;", en = "What?" }'
    (folder / "forms" / "problem.toml").write_text(
        f"{form}\n[[question]]\n{asks}\n", "utf-8"
    )
    booth = booths(Given(pack=folder))
    booth.come_in()
    booth.go("problem", "other", "landmark:square", "action")
    journey = booth.visit._journey
    assert journey is not None
    answer = (tidy(text, 2_000),)
    booth.visit._answer(answer)
    booth.wait_for("check")
    found: list[str] = []
    pages = booth.page.pages()
    assert pages is not None
    for _ in range(pages.count):
        found += audit(booth, "check", (plain_text, inside))
        pages.turn(1)
        booth.settle()
    assert found == []
    assert any(answer[0] in one.text for one in said_on(booth.page, None))
    booth.go("own")
    assert audit(booth, "own", (plain_text, inside)) == []
    booth.go("action", "action")
    assert booth.page.name == "receipt"
