"""Matching kept needs again when the registry has moved on, and mailing what is new, changed or gone."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from rebond.canonical import digest
from rebond.texts import Lang, Text, day_text
from rebond.web import clock
from rebond.web.needs import index, presenting, query, services
from rebond.web.needs.explaining import satisfied
from rebond.web.needs.models import SavedNeed
from rebond.web.needs.searching import every_row
from rebond.web.needs.sentences import sentence
from rebond.web.needs.standing import Standing
from rebond.web.needs.translating import question

log = logging.getLogger(__name__)

EVERY_MINUTES = 10
AT_ONCE = 500
MOST_MATCHED = 500
MOST_LISTED = 40
_SUBJECT_LENGTH = 180
CONFIRM = Text(
    "Rebond – confirmez le suivi de votre besoin", "Rebond – confirm the watch of your need"
)
CHANGED = Text("Rebond – {n} changements pour votre besoin", "Rebond – {n} changes for your need")
CHANGED_ONE = Text("Rebond – un changement pour votre besoin", "Rebond – one change for your need")


@dataclass(frozen=True, slots=True)
class Line:
    """One site of a mail."""

    name: str
    link: str
    is_sure: bool = True


def run(now: datetime) -> None:
    """Run every ten minutes, in one worker."""
    tell(now)


def tell(now: datetime) -> int:
    """Match what has not been matched since the registry last moved; return how many mails left."""
    standing = index.standing(clock.today(now))
    late = SavedNeed.objects.filter(state=SavedNeed.State.WATCHING, expires_at__gt=now).filter(
        ~Q(registry_number=standing.number) | Q(matched_at=None)
    )
    sent = 0
    for one in late.order_by("matched_at", "pk")[:AT_ONCE]:
        try:
            sent += _match(one, standing, now)
        except Exception:
            log.exception("need %s could not be matched", one.reference)
    return sent


def _match(saved: SavedNeed, standing: Standing, now: datetime) -> bool:
    """Match one need; return whether a mail left. What cannot leave is matched again the next time."""
    matched = matches(saved.query, standing)
    before: Mapping[str, str] = saved.matched
    new = [one for one in matched if one not in before]
    changed = [
        one for one, said in matched.items() if said and before.get(one) and before[one] != said
    ]
    gone = [one for one in before if one not in matched]
    is_first = saved.matched_at is None
    sent = False
    if not is_first and (new or changed or gone):
        mail = change_mail(saved, standing, new, changed, gone)
        try:
            mail.send()
        except (OSError, smtplib.SMTPException):
            log.exception("need %s: the mail could not leave", saved.reference)
            return False
        sent = True
    # A need stopped in the meantime stays stopped.
    SavedNeed.objects.filter(pk=saved.pk, state=SavedNeed.State.WATCHING).update(
        matched=matched, registry_number=standing.number, matched_at=now
    )
    return sent


def matches(text: str, standing: Standing) -> dict[str, str]:
    """Return the sites that answer a need, each with the digest of what it answers.

    Those behind the first ones are named without a digest: they are neither new nor gone when their rank changes.
    """
    need = query.read(QueryDict(text))
    conditions = question(need, standing).conditions
    found = {}
    for hit in every_row(need, standing, len(standing)):
        if hit.rank > MOST_MATCHED:
            found[hit.identifier] = ""
            continue
        said = [
            f"{one.key}={satisfied(one, condition, standing, hit.row)}"
            for one, condition in zip(need.wanted, conditions, strict=True)
        ]
        found[hit.identifier] = digest([hit.is_sure, *said])[:27]
    return found


def confirmation_mail(saved: SavedNeed) -> EmailMessage:
    """Return the mail with the link that confirms."""
    lang: Lang = "en" if saved.language == "en" else "fr"
    facts = {
        "sentence": _sentence(saved, lang),
        "link": _follow(saved, lang),
        "until": day_text(clock.today(saved.expires_at)).of(lang),
    }
    return _mail(saved, CONFIRM.of(lang), "needs/mail/confirm.txt", facts, lang)


def change_mail(
    saved: SavedNeed, standing: Standing, new: list[str], changed: list[str], gone: list[str]
) -> EmailMessage:
    """Return the mail that tells what changed."""
    lang: Lang = "en" if saved.language == "en" else "fr"
    count = len(new) + len(changed) + len(gone)
    subject = CHANGED_ONE if count == 1 else CHANGED.filled(n=count)
    facts = {
        "sentence": _sentence(saved, lang),
        "new": _lines(new, standing, lang),
        "changed": _lines(changed, standing, lang),
        "gone": gone[:MOST_LISTED],
        "more": max(0, count - sum(min(len(one), MOST_LISTED) for one in (new, changed, gone))),
        "list": f"{_link(_path('site-search'), lang)}?{saved.query}",
        "stop": _follow(saved, lang),
        "until": day_text(clock.today(saved.expires_at)).of(lang),
    }
    return _mail(saved, subject.of(lang), "needs/mail/changes.txt", facts, lang)


def _lines(identifiers: list[str], standing: Standing, lang: Lang) -> list[Line]:
    shown = set(identifiers[:MOST_LISTED])
    row_of = {name: row for row, name in enumerate(standing.columns.ids.tolist()) if name in shown}
    sites = presenting.sites_by_key(int(standing.keys[row]) for row in row_of.values())
    names = {one.identifier: presenting.name_of(one) for one in sites.values()}
    return [
        Line(names[one], _link(_path("site-page", one), lang))
        for one in identifiers[:MOST_LISTED]
        if one in names
    ]


def _mail(
    saved: SavedNeed, subject: str, template: str, facts: Mapping[str, object], lang: Lang
) -> EmailMessage:
    with translation.override(lang):
        body = render_to_string(template, dict(facts))
    return EmailMessage(
        " ".join(subject.split())[:_SUBJECT_LENGTH],
        body.strip() + "\n",
        settings.DEFAULT_FROM_EMAIL,
        [saved.email],
        headers={"Auto-Submitted": "auto-generated"},
    )


def _sentence(saved: SavedNeed, lang: Lang) -> str:
    return sentence(query.read(QueryDict(saved.query))).of(lang)


def _follow(saved: SavedNeed, lang: Lang) -> str:
    return _link(_path("need-follow", services.token_of(saved.reference)), lang)


def _path(name: str, *arguments: str) -> str:
    with translation.override("fr"):
        return reverse(name, args=arguments)


def _link(path: str, lang: Lang) -> str:
    return settings.BASE_URL + ("/en" if lang == "en" else "") + path
