"""What the pages of dossiers write: sizes, digests, sentences."""

from __future__ import annotations

from django import template

from rebond.texts import NO_BREAK_SPACE
from rebond.web.dossiers.file_errors import MEGABYTE, FileTooLarge
from rebond.web.theme import writing

register = template.Library()

KILO = 1000
DIGEST_LETTERS = 12


@register.filter("bytes")
def size(value: int) -> str:
    """Write the size of a file."""
    french = writing.lang() == "fr"
    if value < KILO:
        return f"{value}{NO_BREAK_SPACE}{'octets' if french else 'bytes'}"
    if value < KILO**2:
        return f"{writing.written(value / KILO)}{NO_BREAK_SPACE}{'ko' if french else 'kB'}"
    return f"{writing.written(value / KILO**2, 1)}{NO_BREAK_SPACE}{'Mo' if french else 'MB'}"


@register.filter
def too_large(megabytes: int) -> str:
    """Write what is said of a file over a limit, as the server says it."""
    fault = FileTooLarge("", megabytes * MEGABYTE)
    cure = writing.words(fault.cure) if fault.cure else ""
    return f"{sentence(writing.words(fault.what))} {sentence(cure)}"


@register.filter
def short_digest(value: str) -> str:
    """Write the first letters of a digest, without the name of the function."""
    return value.rpartition(":")[2][:DIGEST_LETTERS]


@register.filter
def sentence(value: str) -> str:
    """Write a text as a sentence: a capital first, a stop at the end."""
    text = str(value).strip()
    if text and text[-1] not in ".?!…":
        text += "."
    return text[:1].upper() + text[1:]
