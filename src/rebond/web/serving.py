"""Starting the platform: database, static files, the web server and the worker beside it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from types import FrameType

from rebond.errors import BadInput
from rebond.texts import Lang, Text
from rebond.web.bundle import require_bundle

SETTINGS = "rebond.web.settings"
LOOK_EVERY_SECONDS = 0.2
PATIENCE_SECONDS = 20.0
SOON_SECONDS = 3.0
PREPARING = Text(
    "Rebond se prépare (lecture des données et de la recherche)\u00a0: l’adresse s’affiche quand la première page "
    "peut être demandée.",
    "Rebond is getting ready (reading data and search): the address is shown once the first page can be asked for.",
)


class PortTaken(BadInput):
    """Something else already listens there, or the address is not ours."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        self.host = host
        self.port = port
        super().__init__(
            Text(
                f"impossible d’écouter sur {host}:{port} ({reason})",
                f"cannot listen on {host}:{port} ({reason})",
            ),
            cure=Text(
                f"Arrêtez ce qui l’occupe, ou choisissez un autre port\u00a0: rebond serve --port {port + 1}",
                f"Stop what holds it, or choose another port: rebond serve --port {port + 1}",
            ),
        )


def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    workers: int = 2,
    say: Callable[[str], None] = print,
    lang: Lang = "fr",
) -> int:
    """Serve the pages until told to stop; return the exit code.

    SIGTERM and SIGINT stop the web server and the worker; if one of them stops by itself, the other is
    stopped too, so that nothing half-works unseen.

    Raises
    ------
    BundleMissing
        When the styles and the script were not built.
    PortTaken
        When nothing can listen there.
    """
    require_bundle()
    refuse_taken_port(host, port)
    prepare()
    commands = (web_command(host, port, workers), worker_command())
    return supervise(commands, host, port, say, lang)


def refuse_taken_port(host: str, port: int) -> None:
    """Try to listen once, and let go.

    Raises
    ------
    PortTaken
    """
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with closing(socket.socket(family, kind, protocol)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as fault:
        raise PortTaken(host, port, fault.strerror or str(fault)) from fault


def prepare() -> None:
    """Bring the database, the messages and the static files up to date."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    from rebond.web.messages import ensure_compiled  # noqa: PLC0415 - only for serving

    ensure_compiled()
    import django  # noqa: PLC0415 - only for serving

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    settings.DECISIONS_FOLDER.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    if not settings.DEBUG:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)


def web_command(host: str, port: int, workers: int) -> list[str]:
    """Return the command of the web server."""
    shown = f"[{host}]" if ":" in host else host
    return [
        *(sys.executable, "-m", "gunicorn", "rebond.web.wsgi:application"),
        *("--config", "python:rebond.web.web_server"),
        *("--bind", f"{shown}:{port}", "--workers", str(workers), "--threads", "2"),
        *("--log-level", "warning", "--graceful-timeout", "10", "--no-control-socket"),
    ]


def worker_command() -> list[str]:
    """Return the command of the worker."""
    return [sys.executable, "-m", "rebond.web.jobs.worker"]


def supervise(
    commands: Sequence[Sequence[str]],
    host: str,
    port: int,
    say: Callable[[str], None],
    lang: Lang = "fr",
) -> int:
    """Run the commands until one ends or a signal comes, then end them all.

    The address is said once a page can be asked for; where that takes long, that it is being prepared is said first.
    """
    stop = threading.Event()

    def halt(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {name: signal.signal(name, halt) for name in (signal.SIGTERM, signal.SIGINT)}
    # A session of its own: Ctrl+C reaches us alone, and we stop our children in order.
    children = [
        subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own two commands
        for command in commands
    ]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    ready = threading.Event()
    threading.Thread(target=_wait, args=(host, port, ready, stop), daemon=True).start()
    start, told, announced = time.monotonic(), False, False
    try:
        while not stop.wait(LOOK_EVERY_SECONDS):
            if any(child.poll() is not None for child in children):
                return 1
            if not announced and ready.is_set():
                announced = True
                say(f"Rebond : {address}")
            elif not announced and not told and time.monotonic() - start > SOON_SECONDS:
                told = True
                say(PREPARING.of(lang))
        return 0
    finally:
        stop.set()
        end(children)
        for name, handler in before.items():
            signal.signal(name, handler)


def end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask the children to end, and end those that do not."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _wait(host: str, port: int, ready: threading.Event, stop: threading.Event) -> None:
    """Set `ready` once a page is answered: the port listens long before, while the search is prepared.

    One question waits for its answer; any answer will do, even a refusal of the host it names.
    """
    while not stop.wait(LOOK_EVERY_SECONDS):
        asked = http.client.HTTPConnection(host, port)
        try:
            asked.request("GET", "/healthz")
            asked.getresponse().read()
        except (OSError, http.client.HTTPException):
            continue
        finally:
            asked.close()
        ready.set()
        return
