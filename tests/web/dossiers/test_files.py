from __future__ import annotations

import io
import stat
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from rebond.canonical import digest_bytes
from rebond.web.dossiers import attaching, files, queries, services
from rebond.web.dossiers.file_errors import (
    EmptyFile,
    FieldFull,
    FileMissing,
    FileTooLarge,
    NotAFileField,
    QuotaReached,
    WrongExtension,
    WrongFormat,
)
from rebond.web.dossiers.models import Attachment, Dossier
from rebond.web.dossiers.receiving import NothingHandler, receives_files
from rebond.web.journal.models import Entry
from tests.web.dossiers.drafts import filled, pdf
from tests.web.dossiers.test_judging import geojson, geopackage
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db


def added(world: World, one: Dossier, content: bytes, name: str = "plan.pdf") -> Attachment:
    stream = io.BytesIO(content)
    return services.attach(world.actor("epci_a"), one, "pieces", name, stream, NOW)


def stored(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def test_a_file_is_kept_under_its_digest_for_its_owner_only(world: World, store: Path) -> None:
    content = pdf()
    one = added(world, world.dossiers["a_draft"], content, "../Plan du site.pdf")
    (path,) = stored(store)
    assert path.read_bytes() == content
    assert one.digest == digest_bytes(content) == f"sha256:{path.name}"
    assert path.parent.name == path.name[:2]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.stat().st_mode) == 0o700
    assert (one.name, one.format, one.size) == ("Plan du site.pdf", "pdf", len(content))
    assert files.is_intact(one.digest)
    entry = Entry.objects.get(act="dossiers.file_added")
    assert entry.content.value["digest"] == one.digest
    assert "Plan" not in str(entry.content.value)


def test_the_same_content_is_kept_once(world: World, store: Path) -> None:
    one = world.dossiers["a_draft"]
    added(world, one, pdf())
    added(world, one, pdf(), "autre.pdf")
    assert len(stored(store)) == 1
    assert one.attachments.count() == 2


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"", "vide.pdf", EmptyFile),
        (b"<svg/>", "dessin.svg", WrongFormat),
        (pdf(), "plan.docx", WrongExtension),
        (pdf(), "plan.exe", WrongFormat),
    ],
)
def test_a_refused_file_leaves_nothing(
    world: World, store: Path, content: bytes, name: str, error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        added(world, world.dossiers["a_draft"], content, name)
    assert stored(store) == []
    assert not Attachment.objects.exists()
    assert not Entry.objects.filter(act="dossiers.file_added").exists()
    assert name in caught.value.message("fr")  # type: ignore[attr-defined]


def test_a_file_larger_than_the_field_is_cut_off_while_it_comes(world: World, store: Path) -> None:
    class Endless(io.RawIOBase):
        read_bytes = 0

        def read(self, size: int = -1) -> bytes:
            self.read_bytes += size
            return b"%PDF-" + b"\0" * (size - 5)

    stream: Any = Endless()
    with pytest.raises(FileTooLarge):
        services.attach(
            world.actor("epci_a"), world.dossiers["a_draft"], "pieces", "a.pdf", stream, NOW
        )
    assert stream.read_bytes < 60_000_000
    assert stored(store) == []


def test_a_field_and_a_dossier_have_limits(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    one = world.dossiers["a_draft"]
    actor = world.actor("epci_a")
    monkeypatch.setattr(attaching, "QUOTA_BYTES", len(pdf()) + 10)
    added(world, one, pdf())
    with pytest.raises(QuotaReached):
        added(world, one, pdf())
    monkeypatch.setattr(attaching, "QUOTA_BYTES", 10**9)
    item = services.add_item(actor, one, "procedures", NOW)
    path = f"{item}.procedure_piece"
    services.attach(actor, one, path, "a.pdf", io.BytesIO(pdf()), NOW)
    with pytest.raises(FieldFull):
        services.attach(actor, one, path, "b.pdf", io.BytesIO(pdf()), NOW)
    with pytest.raises(NotAFileField):
        services.attach(actor, one, "site_nom", "b.pdf", io.BytesIO(pdf()), NOW)


def test_a_file_taken_out_after_filing_stays_with_what_was_filed(world: World, store: Path) -> None:
    one = filled(world)
    actor = world.actor("epci_a")
    kept = added(world, one, pdf())
    filing = services.file(actor, one, NOW)
    assert filing.files[0]["digest"] == kept.digest
    services.ask_correction(
        world.actor("prefecture_1"), one, ["pieces"], "Illisible.", NOW.replace(day=20), NOW
    )
    services.remove_file(actor, kept, NOW)
    assert queries.files_of(one) == {}
    assert queries.filed_files(filing)["pieces"] == [kept]
    assert len(stored(store)) == 1


def test_others_open_only_what_was_filed(world: World) -> None:
    one = filled(world)
    first = added(world, one, pdf())
    assert list(queries.readable_files(world.actor("epci_a"), one)) == [first]
    assert not queries.readable_files(world.actor("prefecture_1"), one).exists()
    services.file(world.actor("epci_a"), one, NOW)
    assert list(queries.readable_files(world.actor("prefecture_1"), one)) == [first]


def test_a_file_is_given_to_be_saved_and_never_shown(world: World) -> None:
    one = added(world, world.dossiers["a_draft"], pdf(), "Étude « 2 ».pdf")
    response = files.response(one)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert b"".join(response.streaming_content) == pdf()
    response.close()


def test_a_file_that_is_gone_or_changed_is_said(world: World, store: Path) -> None:
    one = added(world, world.dossiers["a_draft"], pdf())
    (path,) = stored(store)
    path.chmod(0o600)
    path.write_bytes(b"changed")
    assert not files.is_intact(one.digest)
    path.unlink()
    with pytest.raises(FileMissing, match="store"):
        files.response(one)
    with pytest.raises(ValueError, match="etc"):
        files.path_of("sha256:../../etc/passwd")


def test_a_geometry_is_read_from_a_file_and_the_file_is_not_kept(
    world: World, store: Path, tmp_path: Path
) -> None:
    one, actor = world.dossiers["a_draft"], world.actor("epci_a")
    source = geopackage(tmp_path)
    with source.open("rb") as stream:
        saved = services.read_geometry(actor, one, "site_emprise", "site.gpkg", stream, 0, NOW)
    assert saved.value["type"] == "Polygon"
    again = services.read_geometry(
        actor, one, "site_emprise", "a.geojson", io.BytesIO(geojson()), 1, NOW
    )
    assert again.value == {"type": "Point", "coordinates": [0.2, 49.1]}
    assert stored(store) == []
    with pytest.raises(NotAFileField):
        services.read_geometry(actor, one, "pieces", "a.geojson", io.BytesIO(geojson()), 0, NOW)


@pytest.mark.parametrize("persona", ["nobody", "epci_a_reader", "national"])
def test_files_of_who_may_not_file_never_reach_the_disk(
    world: World, persona: str, rf: RequestFactory
) -> None:
    seen: list[Any] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.extend(request.FILES)
        return HttpResponse()

    request = rf.post("/", {"fichier": io.BytesIO(b"x" * 100_000)})
    request.user, request.session = world.users[persona], {}
    request._dont_enforce_csrf_checks = True
    receives_files(view)(request)
    assert seen == []
    assert [type(one) for one in request.upload_handlers] == [NothingHandler]
