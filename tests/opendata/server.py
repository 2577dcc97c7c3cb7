"""A file server on 127.0.0.1 that can cut, change, refuse and forget, as real ones do."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Behaviour:
    """What the server gives (one content, or files by path) and what it was asked."""

    content: bytes = b""
    files: dict[str, bytes] = field(default_factory=dict)
    etag: str | None = '"one"'
    cut_after: int | None = None
    status: int | None = None
    ignores_ranges: bool = False
    says_length: bool = True
    ranges: list[str | None] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    behaviour: Behaviour

    def do_GET(self) -> None:
        asked = self.behaviour
        content = asked.files.get(self.path, asked.content)
        range_header = self.headers.get("Range")
        asked.ranges.append(range_header)
        if asked.status is not None:
            self.send_error(asked.status)
            return
        start = self._start(range_header)
        if start is not None and start >= len(content):
            self.send_error(416)
            return
        body = content[start or 0 :]
        self.send_response(200 if start is None else 206)
        if asked.etag is not None:
            self.send_header("ETag", asked.etag)
        if start is not None:
            last = len(content) - 1
            self.send_header("Content-Range", f"bytes {start}-{last}/{len(content)}")
        if asked.says_length:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if asked.cut_after is None else body[: asked.cut_after])

    def _start(self, header: str | None) -> int | None:
        """Return the first byte asked for, or None when the whole file is to be sent."""
        condition = self.headers.get("If-Range")
        changed = condition is not None and condition != self.behaviour.etag
        if header is None or changed or self.behaviour.ignores_ranges:
            return None
        return int(header.removeprefix("bytes=").removesuffix("-"))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - same
        """Stay silent."""


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[str]:
    """Serve as `behaviour` says, on a free port, and give the address."""
    handler = type("Handler", (_Handler,), {"behaviour": behaviour})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
