"""What was acknowledged is there after the web server is killed without warning."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from rebond.web.serving import web_command

PREPARE = """
import time, json, sys
from importlib import import_module
import django
django.setup()
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
settings.MIGRATION_MODULES = {one.label: None for one in apps.get_app_configs()}
call_command("migrate", run_syncdb=True, verbosity=0)
call_command("createcachetable")
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from tests.web.world import make_world
from rebond.web.dossiers import services
now = timezone.now()
world = make_world(now)
actor = world.actor("epci_a")
dossier = services.start(actor, world.calls["open"], now=now)
user = world.users["epci_a"]
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session["signed_in_at"] = time.time()
session.save()
print(json.dumps({"session": session.session_key, "dossier": dossier.reference}))
"""
READ = """
    SELECT answer.value, answer.version FROM dossiers_answer AS answer
    JOIN dossiers_dossier AS dossier ON dossier.id = answer.dossier_id
    WHERE dossier.reference = ? AND answer.path = 'site_nom'
"""
TOKEN = "a" * 32


def python(code: str, environment: dict[str, str]) -> list[str]:
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    return ran.stdout.strip().splitlines()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def saved(port: int, known: dict[str, str], value: str, version: int) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    body = json.dumps({"path": "site_nom", "held": value, "version": version})
    headers = {
        "Content-Type": "application/json",
        "X-CSRFToken": TOKEN,
        "Cookie": f"csrftoken={TOKEN}; sessionid={known['session']}",
    }
    try:
        connection.request("POST", f"/dossiers/{known['dossier']}/reponse/", body, headers)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def listening(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("the server did not start")


@pytest.mark.long(10)
def test_an_acknowledged_answer_outlives_a_killed_web_server(tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("REBOND_")},
        "REBOND_VAR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'kept.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "rebond.web.settings",
    }
    known = json.loads(python(PREPARE, environment)[-1])
    for version, value in enumerate(("Première version", "Dernière version")):
        port = free_port()
        server = subprocess.Popen(
            web_command("127.0.0.1", port, 1), env=environment, start_new_session=True
        )
        try:
            listening(port, server)
            status, said = saved(port, known, value, version)
        finally:
            # The whole group, workers included, without a chance to finish anything.
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
        assert status == 200, said
        assert json.loads(said)["state"] == "saved"
        with closing(sqlite3.connect(tmp_path / "kept.sqlite3")) as database:
            [read] = database.execute(READ, [known["dossier"]]).fetchall()
        assert (json.loads(read[0]), read[1]) == (value, version + 1)
