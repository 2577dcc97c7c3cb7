"""A decision file is read back only when every byte is the one that was sealed."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.errors import BrokenData, RebondError
from rebond.record import FORMAT, errors, read_record, seal, sealed_record, sign, write_record
from rebond.record.errors import (
    DigestMismatch,
    EnvelopeBroken,
    RecordNotCanonical,
    RecordNotJson,
    RecordTooLarge,
    RecordUnreadable,
    SealMismatch,
    SignatureInvalid,
    UnfitForRecord,
    UnknownFormat,
    UnusableMoment,
)

MOMENT = "2026-11-21T10:00:00+00:00"
BODY: dict[str, Any] = {
    "format": FORMAT,
    "candidates": [
        {"id": "a", "name": "Lisieux Industrie — Pays d’Auge", "chance": 0.25, "rank": {"low": 1}},
        {"id": "b", "name": "Vallée de l’Arve", "chance": 1e-7, "rank": None, "chosen": True},
    ],
}
ENVIRONMENT = {"rebond": "0.1.0", "numpy": "2.4.6"}
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32))).private_bytes(
    Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
)
PLAIN = seal(BODY, MOMENT, ENVIRONMENT)
SIGNED = sign(sealed_record(BODY, MOMENT, ENVIRONMENT), KEY).to_bytes()


def replaced(old: str, new: str, content: bytes = PLAIN) -> bytes:
    """Return the file with one text replaced, which must be there once."""
    assert content.count(old.encode()) == 1
    return content.replace(old.encode(), new.encode())


def test_a_sealed_decision_is_read_back_whole() -> None:
    record = read_record(PLAIN)
    assert record.body == BODY
    assert record.environment == ENVIRONMENT
    assert record.produced_at == "2026-11-21T10:00:00Z"
    assert record.to_bytes() == PLAIN


def test_the_digest_can_be_computed_by_hand_from_the_bytes_of_the_body() -> None:
    body = PLAIN[len(b'{"body":') : PLAIN.index(b',"digest":"sha256:')]
    assert read_record(PLAIN).digest == "sha256:" + hashlib.sha256(body).hexdigest()


def test_the_decision_id_is_the_start_of_the_digest() -> None:
    record = read_record(PLAIN)
    assert record.digest.startswith("sha256:" + record.decision_id)
    assert len(record.decision_id) == 12


def test_moment_and_software_stay_outside_the_digest() -> None:
    other = read_record(seal(BODY, "2027-01-01T00:00:00Z", {"rebond": "9"}))
    assert other.digest == read_record(PLAIN).digest
    assert other.seal != read_record(PLAIN).seal


def test_the_moment_is_written_in_utc_whatever_its_offset() -> None:
    paris = datetime(2026, 11, 21, 11, 0, tzinfo=timezone(timedelta(hours=1)))
    assert seal(BODY, paris, ENVIRONMENT) == PLAIN
    assert seal(BODY, datetime(2026, 11, 21, 10, 0, tzinfo=UTC), ENVIRONMENT) == PLAIN


@pytest.mark.parametrize("moment", [datetime(2026, 11, 21, 10, 0), "2026-11-21T10:00", "hier"])  # noqa: DTZ001 - the naive moment is the case
def test_a_moment_without_offset_is_refused(moment: datetime | str) -> None:
    with pytest.raises(UnusableMoment, match="Unusable moment"):
        seal(BODY, moment, ENVIRONMENT)


@settings(deadline=None)
@given(position=st.integers(0, len(SIGNED) - 1), mask=st.integers(1, 255))
def test_every_changed_byte_of_a_signed_file_is_refused(position: int, mask: int) -> None:
    changed = bytearray(SIGNED)
    changed[position] ^= mask
    with pytest.raises(RebondError):
        read_record(bytes(changed))


def test_every_flipped_bit_of_every_byte_is_refused() -> None:
    for position in range(len(PLAIN)):
        changed = bytearray(PLAIN)
        changed[position] ^= 1 << (position % 8)
        with pytest.raises(RebondError):
            read_record(bytes(changed))


@settings(deadline=None)
@given(position=st.integers(0, len(SIGNED)), length=st.integers(1, 40))
def test_every_cut_of_a_signed_file_is_refused(position: int, length: int) -> None:
    changed = SIGNED[:position] + SIGNED[position + length :]
    if changed != SIGNED:
        with pytest.raises(RebondError):
            read_record(changed)


@settings(deadline=None)
@given(position=st.integers(0, len(SIGNED)), added=st.binary(min_size=1, max_size=3))
def test_every_added_byte_is_refused(position: int, added: bytes) -> None:
    with pytest.raises(RebondError):
        read_record(SIGNED[:position] + added + SIGNED[position:])


def test_a_changed_body_is_named_as_the_body() -> None:
    with pytest.raises(DigestMismatch, match="content of the decision") as caught:
        read_record(replaced('"chance":0.25', '"chance":0.75'))
    assert caught.value.part == "body"
    assert caught.value.exit_code == 3
    assert "« body »" in caught.value.message("fr")


def test_a_changed_digest_is_named_as_the_digest() -> None:
    written = read_record(PLAIN).digest
    with pytest.raises(DigestMismatch, match="content is intact") as caught:
        read_record(replaced(written, "sha256:" + "0" * 64))
    assert caught.value.part == "digest"


def test_body_and_digest_changed_together_without_the_seal_are_caught_by_the_seal() -> None:
    other = seal({**BODY, "more": 1}, MOMENT, ENVIRONMENT)
    swapped = replaced(read_record(other).seal, read_record(PLAIN).seal, other)
    with pytest.raises(SealMismatch):
        read_record(swapped)


def test_a_body_that_neither_digest_nor_seal_confirms_is_said_so() -> None:
    content = replaced(read_record(PLAIN).seal, "sha256:" + "1" * 64)
    with pytest.raises(DigestMismatch, match="confirms neither") as caught:
        read_record(replaced('"chance":0.25', '"chance":0.75', content))
    assert caught.value.part == "body or digest"


@pytest.mark.parametrize(
    ("old", "new"),
    [("2026-11-21T10:00:00Z", "2026-11-21T11:00:00Z"), ('"rebond":"0.1.0"', '"rebond":"0.1.1"')],
)
def test_a_changed_envelope_is_named_as_the_envelope(old: str, new: str) -> None:
    with pytest.raises(SealMismatch, match="content is intact, but the envelope") as caught:
        read_record(replaced(old, new))
    assert caught.value.part == "envelope"


def test_a_changed_signature_is_named_as_the_signature() -> None:
    signature = read_record(SIGNED).signature
    assert signature is not None
    last = "1" if signature.value[0] == "0" else "0"
    with pytest.raises(SignatureInvalid) as caught:
        read_record(replaced(signature.value, last + signature.value[1:], SIGNED))
    assert caught.value.part == "signature"


def test_a_syntax_error_is_placed_by_line_and_column() -> None:
    with pytest.raises(RecordNotJson, match=r"line 2, column 3") as caught:
        read_record(b"{\n  x: 1}")
    assert (caught.value.line, caught.value.column) == (2, 3)


def test_bytes_that_are_not_utf8_are_placed() -> None:
    with pytest.raises(RecordNotJson, match=r"line 2, column 2") as caught:
        read_record(b'{\n"\xff": 1}')
    assert "UTF-8" in caught.value.cause


@pytest.mark.parametrize("content", [b"", b"   ", PLAIN[:-1], PLAIN + b"x", b"\xef\xbb\xbf{}"])
def test_what_is_not_one_json_value_is_refused(content: bytes) -> None:
    with pytest.raises(RecordNotJson):
        read_record(content)


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_that_json_does_not_have_are_refused(constant: str) -> None:
    with pytest.raises(RecordNotJson):
        read_record(replaced('"chance":0.25', f'"chance":{constant}'))


def test_a_file_nested_without_end_is_refused() -> None:
    with pytest.raises(RecordNotJson, match="nested"):
        read_record(b"[" * 200_000)


@pytest.mark.parametrize(
    "content",
    [
        PLAIN + b"\n",
        replaced('{"body":', '{ "body":'),
        replaced('"chance":0.25', '"chance":0.250'),
        replaced('"chance":0.25', '"chance":0.5,"chance":0.25'),
        replaced("Vallée", "Vall\\u00e9e"),
        json.dumps(json.loads(PLAIN), indent=1).encode(),
    ],
)
def test_the_same_values_in_other_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(RecordNotCanonical, match="RFC 8785"):
        read_record(content)


def test_non_canonical_bytes_are_placed_with_what_was_expected() -> None:
    content = replaced('"chance":0.25', '"chance":0.250')
    with pytest.raises(RecordNotCanonical) as caught:
        read_record(content)
    assert caught.value.offset == PLAIN.index(b"0.25") + 4
    assert caught.value.found.startswith("0")


def test_another_format_version_is_refused_with_the_known_ones() -> None:
    content = replaced(FORMAT, "rebond-decision/9")
    with pytest.raises(UnknownFormat, match=r"rebond-decision/9.*rebond-decision/1"):
        read_record(content)
    with pytest.raises(UnknownFormat):
        seal({"format": "other"}, MOMENT, {})


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"[]", ""),
        (b"{}", "body"),
        (replaced('"seal":', '"seaL":'), "seal"),
        (PLAIN[:-1] + b',"zz":1}', "zz"),
        (replaced('"produced_at":"2026-11-21T10:00:00Z"', '"produced_at":1'), "produced_at"),
        (replaced('"digest":"sha256:', '"digest":"sha512:'), "digest"),
        (PLAIN[:-1] + b',"signature":{}}', "signature"),
        (b'{"body":1,"digest":"","environment":{},"produced_at":"","seal":""}', "body"),
    ],
)
def test_a_broken_envelope_names_its_key(content: bytes, key: str) -> None:
    with pytest.raises(EnvelopeBroken) as caught:
        read_record(content)
    assert caught.value.key == key


def test_a_file_above_the_limit_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    path.write_bytes(PLAIN)
    assert read_record(path, max_bytes=len(PLAIN)).body == BODY
    with pytest.raises(RecordTooLarge, match="limit") as caught:
        read_record(path, max_bytes=len(PLAIN) - 1)
    assert caught.value.limit == len(PLAIN) - 1


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordUnreadable, match=r"nothing-here\.json"):
        read_record(tmp_path / "nothing-here.json")


def test_a_broken_record_never_replaces_a_good_one(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    write_record(path, PLAIN)
    with pytest.raises(RecordNotJson):
        write_record(path, PLAIN[:-5])
    assert path.read_bytes() == PLAIN
    assert [entry.name for entry in tmp_path.iterdir()] == ["d.json"]
    assert write_record(path, read_record(SIGNED)).to_bytes() == SIGNED


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"x": [1.0, float("nan")]}, "/body/x/1"),
        ({"a/b": float("inf")}, "/body/a~1b"),
        ({"n": 2**53}, "/body/n"),
        ({"n": {1: 2}}, "/body/n"),
        ({"n": {3}}, "/body/n"),
        ({"n": "\ud800"}, "/body/n"),
    ],
)
def test_a_value_that_json_does_not_have_is_refused_at_its_place(
    value: dict[str, Any], path: str
) -> None:
    with pytest.raises(UnfitForRecord) as caught:
        seal({"format": FORMAT, **value}, MOMENT, {})
    assert caught.value.path == path


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(value=JSON_VALUES)
def test_any_json_value_is_sealed_and_read_back_with_the_same_digest(value: Any) -> None:
    content = seal({"format": FORMAT, "value": value}, MOMENT, {"also": value})
    again = read_record(content)
    assert again.body["value"] == value
    assert again.to_bytes() == content


def test_the_reference_page_names_every_key_and_every_error() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/decision-file.md").read_text("utf-8")
    signed = json.loads(SIGNED)
    keys = {*signed, *signed["signature"], "format", "candidates"}
    kinds = {k for k in vars(errors) if is_error_of_reading(vars(errors)[k])}
    missing = {name for name in keys | kinds if f"`{name}`" not in page}
    assert not missing


def is_error_of_reading(value: object) -> bool:
    """Say whether a member of the module is an error of reading."""
    return isinstance(value, type) and issubclass(value, BrokenData) and value is not BrokenData


def test_the_check_by_hand_on_the_reference_page_accepts_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (Path(__file__).parents[2] / "docs/reference/decision-file.md").read_text("utf-8")
    script = page.split("```python\n")[1].split("```")[0]
    monkeypatch.chdir(tmp_path)
    Path("d.json").write_bytes(SIGNED)
    exec(compile(script, "decision-file.md", "exec"), {})  # noqa: S102 - the page is the subject
    Path("d.json").write_bytes(replaced('"chance":0.25', '"chance":0.75'))
    with pytest.raises(AssertionError):
        exec(compile(script, "decision-file.md", "exec"), {})  # noqa: S102
