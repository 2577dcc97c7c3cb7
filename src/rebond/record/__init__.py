"""Decision files: what was decided, from what, sealed so that a changed byte is named.

- `rebond.record.decision`: the file, its digest and its seal (`seal`, `read_record`, `write_record`).
- `rebond.record.difference`: the first difference between two decisions.
- `rebond.record.signature`: the optional Ed25519 signature of the deciding authority.
- `rebond.record.errors`: what can be wrong with a file.
"""

from rebond.record.decision import (
    FORMAT,
    MAX_BYTES,
    Record,
    read_record,
    seal,
    sealed_record,
    write_record,
)
from rebond.record.difference import ABSENT, Difference, first_difference
from rebond.record.errors import DecisionNotReproduced
from rebond.record.signature import Signature, check_signature, sign

__all__ = [
    "ABSENT",
    "FORMAT",
    "MAX_BYTES",
    "DecisionNotReproduced",
    "Difference",
    "Record",
    "Signature",
    "check_signature",
    "first_difference",
    "read_record",
    "seal",
    "sealed_record",
    "sign",
    "write_record",
]
