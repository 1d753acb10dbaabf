"""What an OpenRosa server keeps, and how it decides: in the manners of ODK Central or of
Kobo.

Spec: OpenRosa 1.0 Form Submission and Metadata APIs; ODK Central API.
"""

import threading
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Manners(Enum):
    """Whose server it is."""

    CENTRAL = "/v1/projects/7"
    KOBO = ""

    @property
    def path(self) -> str:
        """Where submissions go."""
        return f"{self.value}/submission"


@dataclass
class Kept:
    """A submission the server has."""

    id: str
    xml: bytes
    device: str
    expected: frozenset[str] = frozenset()
    """The files its XML names, where the form asks for a file."""
    files: dict[str, bytes] = field(default_factory=dict)
    is_whole: bool = True


@dataclass(frozen=True)
class Part:
    """A part of a multipart POST."""

    name: str
    filename: str | None
    media: str
    content: bytes


class Refused(Exception):
    """The server says no."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(status, message)
        self.status = status
        self.message = message


class Archive:
    """What an OpenRosa server has, and takes."""

    def __init__(self, manners: Manners) -> None:
        self.manners = manners
        self.forms = {"problem": {"", "1"}}
        """The versions of each form."""
        self.kept: list[Kept] = []
        self.asks_for_files = {"photo", "voice"}
        """The questions of each form that are answered with a file."""
        self.most_files: int | None = None
        """Of each submission, whatever it says (kobotoolbox/kobocat#432)."""
        self.deleted: set[str] = set()
        self.is_busy = False
        self._turn = threading.Lock()

    def take(self, parts: list[Part], device: str) -> tuple[int, str]:
        """Form Submission API: return status and message."""
        if self.is_busy:
            raise Refused(423, "Submission is currently being processed")
        xml, files, is_whole = _sorted_out(parts)
        form, version, instance = _identity(xml)
        if version not in self.forms.get(form, set()):
            raise Refused(404, f"The form '{form}' version '{version}' does not exist.")
        if not instance.startswith("uuid:"):
            raise Refused(400, "Instance ID is required")
        if instance in self.deleted:
            raise Refused(409, "This submission has been deleted.")
        with self._turn:
            known = next((one for one in self.kept if one.id == instance), None)
            is_new = known is None
            if known is None:
                known = Kept(instance, xml, device, self._named(xml), {}, is_whole)
                self.kept.append(known)
            if known.xml != xml:
                raise Refused(409, "A submission already exists, with different XML.")
            added = self._keep(known, files)
            known.is_whole = known.is_whole or is_whole
        if self.manners is Manners.CENTRAL or is_new or added:
            return 201, "full submission upload was successful!"
        return 202, "Duplicate submission"

    def listed(self, form: str, instance: str) -> list[dict[str, object]]:
        """ODK Central API, "Listing expected Submission Attachments"."""
        for one in self.kept:
            if (_identity(one.xml)[0], one.id) == (form, instance):
                names = sorted(one.expected)
                return [{"name": name, "exists": name in one.files} for name in names]
        raise Refused(404, "Could not find the resource you were looking for.")

    def _named(self, xml: bytes) -> frozenset[str]:
        nodes = ET.fromstring(xml).iterfind("answers/*")
        files = (one.text for one in nodes if one.tag in self.asks_for_files)
        return frozenset(name for name in files if name)

    def _keep(self, known: Kept, files: Mapping[str, bytes]) -> set[str]:
        """Keep files; Central those that are named, without a word of the others."""
        added = set()
        for name, content in files.items():
            wanted = self.manners is Manners.KOBO or name in known.expected
            is_full = len(known.files) == self.most_files and name not in known.files
            if wanted and not is_full:
                added |= {name} - known.files.keys()
                known.files[name] = content
        return added


def _sorted_out(parts: list[Part]) -> tuple[bytes, dict[str, bytes], bool]:
    """Return the XML, the files by name, and whether that is all."""
    first, *others = parts
    if (first.name, first.media) != ("xml_submission_file", "text/xml"):
        raise Refused(400, "Required multipart POST field xml_submission_file missing.")
    if first.filename is None:
        raise Refused(400, "xml_submission_file is no file")
    files = {one.name: one.content for one in others if one.filename == one.name}
    more = [one.content for one in others if one.name == "*isIncomplete*"]
    return first.content, files, more != [b"yes"]


def _identity(xml: bytes) -> tuple[str, str, str]:
    """Return form, version and instanceID (OpenRosa 1.0 Metadata)."""
    try:
        root = ET.fromstring(xml)
    except ET.ParseError:
        raise Refused(400, "Improperly formatted XML.") from None
    instance = root.findtext("meta/instanceID") or ""
    return root.get("id", ""), root.get("version", ""), instance
