from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from rebond.web.procedures.uploads import MOST_BYTES


def sent(content: bytes) -> Any:
    request = RequestFactory().post("/", {"fichier": SimpleUploadedFile("site.yaml", content)})
    return request.FILES["fichier"]


def test_no_handler_that_writes_to_the_disk_is_set() -> None:
    assert settings.FILE_UPLOAD_HANDLERS == ["rebond.web.procedures.uploads.SmallFileHandler"]


@pytest.mark.parametrize("size", [0, 1, 1000, MOST_BYTES])
def test_a_small_file_is_kept_whole_in_memory(size: int) -> None:
    content = b"a" * size
    file = sent(content)
    assert file.size == size
    assert file.read() == content
    assert not hasattr(file, "temporary_file_path")


@pytest.mark.parametrize("size", [MOST_BYTES + 1, 3_000_000])
def test_a_large_file_is_counted_and_not_kept(size: int) -> None:
    file = sent(b"a" * size)
    assert file.size == size
    assert len(file.read()) == MOST_BYTES + 1
