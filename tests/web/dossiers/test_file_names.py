from __future__ import annotations

import pytest

from rebond.web.dossiers.file_errors import WrongExtension, WrongFormat
from rebond.web.dossiers.file_names import LONGEST, agreed, clean


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("plan.pdf", "plan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\Étude d’impact.pdf", "Étude d’impact.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("a\x00b\r\nc.pdf", "ab c.pdf"),
        ("  .htaccess", "htaccess"),
        ('<a>"b"|c?.pdf', "_a__b__c_.pdf"),
        ("con.pdf", "_con.pdf"),
        ("", "fichier"),
        ("...", "fichier"),
        ("e\u0301.pdf", "é.pdf"),
    ],
)
def test_a_name_keeps_what_people_recognise(sent: str, kept: str) -> None:
    assert clean(sent) == kept


def test_a_long_name_keeps_its_end() -> None:
    assert len(clean("a" * 500 + ".pdf")) <= LONGEST
    assert clean("a" * 500 + ".pdf").endswith(".pdf")


def test_the_name_and_the_content_agree() -> None:
    assert agreed("plan", "jpeg", ("jpeg",)) == "plan.jpg"
    assert agreed("plan.JPG", "jpeg", ("jpeg",)) == "plan.JPG"
    with pytest.raises(WrongExtension, match="docx"):
        agreed("plan.docx", "pdf", ("pdf",))
    with pytest.raises(WrongFormat):
        agreed("plan.pdf.exe", "pdf", ("pdf",))
