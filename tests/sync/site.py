"""A site of the tests: real HTTP on a free port; pages are put there, and asked for."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """What is answered at an address."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    tag: str = ""
    """Its ETag: whoever has it already is told 304."""


@dataclass
class Site:
    """Pages by their path and query, and what was asked."""

    url: str = ""
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(self, path: str, body: bytes | str, **more: object) -> None:
        content = body.encode() if isinstance(body, str) else body
        self.pages[path] = Page(content, **more)  # type: ignore[arg-type]


@contextmanager
def site() -> Iterator[Site]:
    """Open a site, and close it in the end."""
    here = Site()

    class Clerk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append(
                (self.path, {k.lower(): v for k, v in self.headers.items()})
            )
            page = here.pages.get(self.path, Page(b"no such page", 404))
            known = page.tag and self.headers.get("If-None-Match") == page.tag
            body = b"" if known else page.body
            self.send_response(304 if known else page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            if page.tag:
                self.send_header("ETag", page.tag)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):  # whoever asked has heard enough
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Clerk)
    here.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
