"""What an author or a citizen can write, and what it must never become."""

NASTY = {
    "markup": '<b>Φως</b><img src=x onerror=alert(1)>"><script>alert(1)</script>',
    "entities": "&amp; &lt;b&gt; &#x41; ]]> <!-- <?xml ?> <!DOCTYPE a>",
    "controls": "a\0b\x07c\x1b[31mred\x1b[0m\x7f\x85\u2028\u2029\ufeff",
    "headers": "λέξη\r\nBcc: thief@example.com\r\n\r\n.\r\nMAIL FROM:<x@example.com>",
    "overrides": "\u202eεδώ\u202c \u2066abc\u2069 \u200f.",
    "emoji": "💡👩🏽‍🚒🇬🇷 " + "Φ" + "\u0301\u0323" * 40,
    "templates": "%s %(x)s %n {0} {x.__class__} {{7*7}} ${HOME} `id` \\N{BULLET}",
    "formulas": '=cmd|"/C calc"!A0',
    "formulas too": "@SUM(1+1)*cmd\t+1-1",
    "queries": "'; DROP TABLE outbox; -- ../../etc/passwd",
    "a catalogue's key": "Send it",
    "nothing that shows": "\u200b\u200e\u200f",
    "long": "Φως και πάλι φως " * 625,
    "a long word": "Ω" * 10_000,
}
"""By what is nasty about it. Lone surrogates are not here: neither TOML nor a keyboard
gives them, and `tidy` drops them."""
