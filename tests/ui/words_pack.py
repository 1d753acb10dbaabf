"""A pack whose form asks for words: ready phrases, a name, an address."""

from pathlib import Path

from tests.kiosk.village import PACK, write_pack

FORM = """
id = "words"
version = "1"
icon = "problem"
colour = "sea"
title = { el = "Λόγια", en = "Words" }

[[question]]
kind = "text"
id = "what"
title = { el = "Τι είδατε;", en = "What did you see?" }
longest = 200
suggestions = [
    { el = "Εδώ και μέρες", en = "For days" },
    { el = "Είναι επικίνδυνο", en = "It is dangerous" },
]

[[question]]
kind = "text"
id = "more"
title = { el = "Θέλετε να πείτε κάτι ακόμα;", en = "Anything else?" }
optional = true

[[question]]
kind = "text"
id = "name"
title = { el = "Πώς σας λένε;", en = "What is your name?" }
longest = 20
role = "name"

[[question]]
kind = "email"
id = "mail"
title = { el = "Ποιο είναι το email σας;", en = "What is your e-mail?" }
role = "email"
"""


def write_words(folder: Path) -> Path:
    """Write the pack and return its folder."""
    write_pack(folder)
    pack = PACK.replace('forms = ["problem"]', 'forms = ["problem", "words"]')
    (folder / "pack.toml").write_text(pack, "utf-8")
    (folder / "words.txt").write_text("λάμπα\nλάμπες\nλακκούβα\n", "utf-8")
    (folder / "forms" / "words.toml").write_text(FORM, "utf-8")
    return folder
