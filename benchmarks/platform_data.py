"""Fill an empty database with a fictitious programme at full size: dossiers, opinions, journal rows.

Rows are written in bulk, in the form that the services write one by one; the journal is chained, so that it
can be verified. Run as a process of its own: the settings are read once.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

NOW = datetime(2031, 6, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
BLOCK = 2_000
SEED = 20_310_602
REGIONS = ("11", "24", "27", "28", "32", "44", "52", "53", "75", "76", "84", "93", "94")
PEOPLE = ("national", "national_second", "prefecture_28", "dreal_28", "epci_0", "member_0")


def organisations(count: int) -> dict[str, Any]:
    """Create the organisations and one person in each."""
    from rebond.web.accounts.models import Membership, Organisation, Scope, User

    plan = [("national", "equipe_nationale", Scope.COUNTRY)]
    plan += [(f"prefecture_{one}", "prefecture_region", ("region", one)) for one in REGIONS]
    for kind in ("dreal", "drac", "ddt"):
        plan += [(f"{kind}_{one}", kind, ("region", one)) for one in REGIONS]
    plan += [(f"member_{n}", "banque_des_territoires", Scope.COUNTRY) for n in range(8)]
    plan += [(f"epci_{n}", "epci", ("region", REGIONS[n % len(REGIONS)])) for n in range(count)]
    Organisation.objects.bulk_create(
        (
            Organisation(
                slug=slug, kind=kind, name=f"{slug} (fictif)", is_fictitious=True, created_at=NOW
            )
            for slug, kind, _scope in plan
        ),
        batch_size=BLOCK,
    )
    made = {one.slug: one for one in Organisation.objects.all()}
    Scope.objects.bulk_create(
        Scope(organisation=made[slug], kind=scope[0], code=scope[1]) for slug, _kind, scope in plan
    )
    names = [slug for slug, _kind, _scope in plan] + ["national_second"]
    User.objects.bulk_create(
        User(email=f"{name}@exemple.invalid", name=f"{name} (fictif)", password="!")  # noqa: S106
        for name in names
    )
    users = {one.email.split("@")[0]: one for one in User.objects.all()}
    Membership.objects.bulk_create(
        Membership(
            user=users[name],
            organisation=made["national" if name == "national_second" else name],
            role="agent",
            started_at=NOW - 400 * DAY,
        )
        for name in names
    )
    return made


def calls(organisation: Any, count: int) -> list[Any]:
    """Create calls, the last one open, the others closed."""
    from rebond.programme import load_programme, shipped_programmes
    from rebond.web.calls.models import Call, Revision

    programme = load_programme(shipped_programmes()[0])
    made = []
    for number in range(count):
        is_open = number == count - 1
        closes = NOW + 20 * DAY if is_open else NOW - (20 + 90 * number) * DAY
        call = Call.objects.create(
            reference=f"charge-{number}",
            manager=organisation,
            programme_id=programme.id,
            measure_id="site_cle_en_main",
            title_fr=f"Appel fictif {number}",
            title_en=f"Fictitious call {number}",
            is_fictitious=True,
            opens_at=closes - 60 * DAY,
            closes_at=closes,
            opinions_due_at=closes + 30 * DAY,
            shortlists_due_at=closes + 40 * DAY,
            committee_at=closes + 60 * DAY,
            results_at=closes + 90 * DAY,
            created_at=closes - 70 * DAY,
        )
        Revision.objects.create(
            call=call,
            number=1,
            policy=programme.canonical().decode(),
            policy_digest=programme.digest,
            created_at=closes - 70 * DAY,
            published_at=closes - 65 * DAY,
        )
        made.append(call)
    return made


def dossiers(made: dict[str, Any], opened: list[Any], count: int, draw: random.Random) -> None:
    """Create dossiers spread over calls, régions and applicants, with their places and filings."""
    from rebond.web.accounts.models import Membership
    from rebond.web.dossiers.models import Answer, Dossier, DossierPlace, Filing
    from rebond.web.instruction.models import Instruction
    from rebond.web.territories.places import atlas

    table = atlas().communes
    communes: dict[str, list[str]] = {}
    for code, region in zip(table.code.tolist(), table.region.tolist(), strict=True):
        communes.setdefault(region, []).append(code)
    epcis = [one for slug, one in made.items() if slug.startswith("epci_")]
    writers = {one.organisation_id: one for one in Membership.objects.all()}
    revisions = {one.pk: one.revisions.get() for one in opened}
    rows = []
    for number in range(count):
        call = opened[number % len(opened)]
        region = REGIONS[number % len(REGIONS)]
        is_filed = call is not opened[-1]
        filed_at = call.closes_at - draw.random() * 40 * DAY if is_filed else None
        rows.append(
            Dossier(
                reference=f"D-{number:08X}",
                call=call,
                revision=revisions[call.pk],
                organisation=epcis[draw.randrange(len(epcis))],
                title=f"Site fictif {number}",
                state="filed" if is_filed else "draft",
                region_code=region,
                commune_code=draw.choice(communes[region]),
                eligibility=draw.choice(("yes", "unknown", "no")) if is_filed else "",
                created_at=call.opens_at,
                saved_at=filed_at or call.opens_at + draw.random() * 40 * DAY,
                filed_at=filed_at,
            )
        )
    Dossier.objects.bulk_create(rows, batch_size=BLOCK)
    rows = list(Dossier.objects.order_by("pk"))
    DossierPlace.objects.bulk_create(
        (
            DossierPlace(dossier=one, kind=kind, code=code)
            for one in rows
            for kind, code in (
                ("commune", one.commune_code),
                ("departement", one.commune_code[:2]),
                ("region", one.region_code),
            )
        ),
        batch_size=BLOCK,
    )
    Answer.objects.bulk_create(
        (
            Answer(
                dossier=one,
                path=path,
                value=value,
                edited_by=writers[one.organisation_id],
                edited_at=one.saved_at,
            )
            for one in rows
            for path, value in answers(one).items()
        ),
        batch_size=BLOCK,
    )
    filed = [one for one in rows if one.filed_at is not None]
    Filing.objects.bulk_create(
        (
            Filing(
                dossier=one,
                number=1,
                revision_id=one.revision_id,
                answers=answers(one),
                files=[],
                digest=f"sha256:{one.pk:064x}",
                filed_by=writers[one.organisation_id],
                filed_at=one.filed_at,
            )
            for one in filed
        ),
        batch_size=BLOCK,
    )
    Instruction.objects.bulk_create(
        (
            Instruction(
                dossier=one,
                organisation=made[f"prefecture_{one.region_code}"],
                opened_at=one.filed_at,
            )
            for one in filed
        ),
        batch_size=BLOCK,
    )


def answers(dossier: Any) -> dict[str, Any]:
    """Return a few answers of a fictitious dossier."""
    return {
        "site_nom": dossier.title,
        "site_communes": [dossier.commune_code],
        "surface_brute_ha": "60.00",
        "urbanisme_anticipe": True,
    }


def instruction(made: dict[str, Any], count: int, draw: random.Random) -> None:
    """Create opinion requests, four in five answered, and shortlists with seats and reviews."""
    from rebond.web.accounts.models import Membership
    from rebond.web.committee.models import CriterionScore, Declaration, Review, Seat
    from rebond.web.dossiers.models import Dossier
    from rebond.web.instruction.models import Opinion, OpinionRequest, Shortlist, ShortlistEntry

    writers = {one.organisation_id: one for one in Membership.objects.all()}
    filed = list(Dossier.objects.filter(state="filed").select_related("call").order_by("pk"))
    asked, each = [], count // len(filed) + 1
    for one in filed:
        for turn in range(each):
            kind = ("dreal", "drac", "ddt")[turn % 3]
            asked.append(
                OpinionRequest(
                    dossier=one,
                    service=made[f"{kind}_{one.region_code}"],
                    question="Le réseau suffit-il ?",
                    state="waiting" if draw.random() < 0.2 else "given",
                    asked_by=writers[made[f"prefecture_{one.region_code}"].pk],
                    asked_at=one.call.closes_at,
                    due_at=one.call.closes_at + (20 + turn) * DAY,
                )
            )
    OpinionRequest.objects.bulk_create(asked[:count], batch_size=BLOCK)
    Opinion.objects.bulk_create(
        (
            Opinion(
                request=one,
                sense=draw.choice(("favourable", "reserved", "unfavourable")),
                text="Avis fictif.",
                given_by=writers[one.service_id],
                given_at=one.due_at - DAY,
            )
            for one in OpinionRequest.objects.filter(state="given")
        ),
        batch_size=BLOCK,
    )
    last = filed[0].call
    lists = {
        region: Shortlist.objects.create(
            call=last,
            region_code=region,
            organisation=made[f"prefecture_{region}"],
            sent_at=NOW - DAY,
            sent_by=writers[made[f"prefecture_{region}"].pk],
        )
        for region in REGIONS
    }
    of_last = [one for one in filed if one.call_id == last.pk]
    places = dict.fromkeys(REGIONS, 0)
    entries = []
    for one in of_last:
        places[one.region_code] += 1
        place = places[one.region_code]
        entries.append(
            ShortlistEntry(
                shortlist=lists[one.region_code],
                dossier=one,
                position=place if place <= 10 else None,
                sentence="Phrase fictive de la région.",
            )
        )
    ShortlistEntry.objects.bulk_create(entries, batch_size=BLOCK)
    sent = [one.dossier for one in entries if one.position is not None]
    seats = [
        Seat.objects.create(
            call=last, membership=writers[made[f"member_{n}"].pk], appointed_at=NOW - 9 * DAY
        )
        for n in range(8)
    ]
    Declaration.objects.bulk_create(
        (
            Declaration(
                seat=seat, dossier=one, has_interest=draw.random() < 0.03, declared_at=NOW - 5 * DAY
            )
            for seat in seats
            for one in sent
        ),
        batch_size=BLOCK,
    )
    Review.objects.bulk_create(
        (
            Review(
                seat=seat,
                dossier=one,
                comment="Lecture fictive.",
                saved_at=NOW - 3 * DAY,
                submitted_at=NOW - 2 * DAY,
            )
            for seat in seats
            for one in sent
        ),
        batch_size=BLOCK,
    )
    criteria = [one.id for one in last.revision.measure.grid.criteria]
    CriterionScore.objects.bulk_create(
        (
            CriterionScore(review=one, criterion=name, score=draw.randrange(101))
            for one in Review.objects.all()
            for name in criteria
        ),
        batch_size=BLOCK,
    )


def sessions() -> dict[str, str]:
    """Sign people in; return their session keys."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from rebond.web.accounts.models import User

    keys = {}
    for name in PEOPLE:
        user = User.objects.get(email=f"{name}@exemple.invalid")
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        keys[name] = session.session_key
    return keys


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=10_000)
    parser.add_argument("--opinions", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--sessions", type=Path, required=True)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rebond.web.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from benchmarks._journal_work import build

    call_command("migrate", interactive=False, verbosity=0)
    draw = random.Random(SEED)  # noqa: S311 - fictitious data
    with transaction.atomic():
        made = organisations(300)
        opened = calls(made["national"], 5)
        dossiers(made, opened, options.dossiers, draw)
        instruction(made, options.opinions, draw)
    build(options.rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    options.sessions.write_text(json.dumps(sessions()), encoding="utf-8")


if __name__ == "__main__":
    main()
