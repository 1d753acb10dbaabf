"""A hub as a municipality would run it: a process of its own, on a free port."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import defusedxml.ElementTree
import requests

ROOT = Path(__file__).parents[2]
BASE = "open311/v2/"
PATIENCE = 30  # seconds a test waits for anything before it fails

CATALOGUE = """
[[group]]
code = "streets"
name = "Δρόμοι"
agency = "Τεχνική Υπηρεσία"

[[group.service]]
code = "hole"
name = "Λακκούβα"
description = "A hole"
keywords = ["hole", "τρύπα"]
notice = "Ως την Παρασκευή"

[[group.service]]
code = "slow"
name = "Αργό"
description = "Answered with a token"
type = "batch"

[[group.service]]
code = "silent"
name = "Σιωπηλό"
description = "Answered with nothing to follow"
type = "blackbox"
metadata = false

[[group.service]]
code = "asking"
name = "Με ερωτήσεις"
description = "Asks"
attributes = [
  { code = "READ", description = "Διαβάστε αυτό", variable = false },
  { code = "pole", description = "Στύλος", required = true, hint = "στην πλακέτα" },
  { code = "count", description = "Πόσα", datatype = "number" },
  { code = "since", description = "Από πότε", datatype = "datetime" },
  { code = "more", description = "Άλλο", datatype = "text" },
  { code = "one", description = "Ένα", datatype = "singlevaluelist", values = [
    { key = "a", name = "Άλφα" }, { key = "b", name = "Βήτα" } ] },
  { code = "many", description = "Πολλά", datatype = "multivaluelist", values = [
    { key = "x", name = "Χι" }, { key = "y", name = "Ύψιλον" } ] },
]
"""


class Hub:
    """A running hub. Reads strictly: the type, the charset and the form must be right."""

    def __init__(self, process: subprocess.Popen[str], url: str, log: Path) -> None:
        self.process = process
        self.url = url
        self.log = log

    def ask(self, path: str, **query: str) -> requests.Response:
        """GET of a path below the base."""
        return requests.get(self.url + BASE + path, params=query, timeout=PATIENCE)

    def json(self, path: str, **query: str) -> Any:
        """A JSON document that was answered with 200."""
        return read_json(self.ask(path + ".json", **query), 200)

    def xml(self, path: str, **query: str) -> ET.Element:
        """The root of an XML document that was answered with 200."""
        return read_xml(self.ask(path + ".xml", **query), 200)

    def send(
        self, *fields: tuple[str, str], form: str = "json", **more: str
    ) -> requests.Response:
        """POST requests, of a request that is right but for what is given."""
        said = {"service_code": "hole", "lat": "38.2466", "long": "21.7346"} | more
        kept = [(name, value) for name, value in said.items() if value != "-"]
        return requests.post(
            f"{self.url}{BASE}requests.{form}",
            data=[*kept, *fields],
            timeout=PATIENCE,
        )

    def filed(self, *fields: tuple[str, str], **more: str) -> str:
        """The id of a request that was taken."""
        (answer,) = read_json(self.send(*fields, **more), 200)
        number = answer["service_request_id"]
        assert isinstance(number, str)
        return number

    def page(self, path: str) -> requests.Response:
        """A page for the clerks."""
        return requests.get(self.url + path, timeout=PATIENCE)


def read_json(response: requests.Response, status: int) -> Any:
    """The document, of a response that is what it says."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    return json.loads(response.content.decode("utf-8", errors="strict"))


def read_xml(response: requests.Response, status: int) -> ET.Element:
    """The root element, of a response that is what it says."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "text/xml; charset=utf-8"
    assert response.content.lower().startswith(
        b"<?xml version='1.0' encoding='utf-8'?>"
    )
    root: ET.Element = defusedxml.ElementTree.fromstring(response.content)
    return root


def write(home: Path, name: str, content: str) -> Path:
    """A file of the municipality's in the hub's folder."""
    (home / "hub").mkdir(parents=True, exist_ok=True)
    file = home / "hub" / name
    file.write_text(content, encoding="utf-8")
    return file


def start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    """A hub on its way up or down; what it complains of goes to `home`/../stderr."""
    home.parent.mkdir(parents=True, exist_ok=True)
    with log_of(home).open("a", encoding="utf-8") as log:
        return subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "hub", "serve", *arguments],
            cwd=ROOT,
            env=os.environ | {"PLATEIA_HOME": str(home)},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )


def log_of(home: Path) -> Path:
    """Where a hub started with `start` complains."""
    return home.parent / f"{home.name}.stderr"


@contextmanager
def running(home: Path, *arguments: str) -> Iterator[Hub]:
    """A hub that listens, stopped at the end."""
    process = start(home, "--port", "0", *arguments)
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        log = log_of(home)
        assert said.startswith("hub: listening on http://"), log.read_text("utf-8")
        yield Hub(process, said.split()[-1], log)
    finally:
        process.terminate()
        process.wait(PATIENCE)
        assert process.stdout is not None
        process.stdout.close()


def ended(home: Path, *arguments: str) -> tuple[int, str]:
    """How a hub that cannot start ends: its exit code and its one sentence."""
    process = start(home, *arguments)
    try:
        out, _ = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    complaint = log_of(home).read_text("utf-8")
    assert out == ""
    assert "Traceback" not in complaint
    return process.returncode, complaint.removesuffix("\n")


def run(
    home: Path, *arguments: str, before: Sequence[str] = ()
) -> tuple[int, list[str], str]:
    """A command of the program's: exit code, lines, complaint."""
    done = subprocess.run(
        [
            *before,
            *(sys.executable, "-W", "error", "-m", "hub"),
            *(*arguments, "--home", str(home)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout.splitlines(), done.stderr
