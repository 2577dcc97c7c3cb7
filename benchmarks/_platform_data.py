"""Fill an empty database with a fictitious programme at full size: dossiers, opinions, journal rows.

Rows are written in bulk, in the form that the services write one by one; the journal is chained, so that it
can be verified. Run as a process of its own: the settings are read once.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

NOW = datetime(2031, 6, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
BLOCK = 2_000
CALLS = 5
SEED = 20_310_602
REGIONS = ("11", "24", "27", "28", "32", "44", "52", "53", "75", "76", "84", "93", "94")
SERVICES = ("dreal", "drac", "ddt", "prefecture_departement", "region")
PEOPLE = ("national", "national_second", "prefecture_28", "dreal_28", "epci-0", "member_0")


def organisations(count: int) -> dict[str, Any]:
    """Create the organisations and one person in each."""
    from rebond.web.accounts.models import Membership, Organisation, Scope, User

    plan = [("national", "equipe_nationale", Scope.COUNTRY)]
    plan += [(f"prefecture_{one}", "prefecture_region", ("region", one)) for one in REGIONS]
    for kind in SERVICES:
        plan += [(f"{kind}_{one}", kind, ("region", one)) for one in REGIONS]
    plan += [(f"member_{n}", "banque_des_territoires", Scope.COUNTRY) for n in range(8)]
    plan += [(f"epci-{n}", "epci", ("region", REGIONS[n % len(REGIONS)])) for n in range(count)]
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
            role="administrator" if name == "national" else "agent",
            started_at=NOW - 400 * DAY,
        )
        for name in names
    )
    return made


def calls(organisation: Any) -> list[Any]:
    """Create calls: results published, deliberation under way, two under examination, one open."""
    from rebond.programme import load_programme, shipped_programmes
    from rebond.web.calls.models import Call, Revision

    programme = load_programme(shipped_programmes()[0])
    made = []
    for number in range(CALLS):
        closes = NOW + (20 - 50 * (CALLS - 1 - number)) * DAY
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
            shortlists_due_at=closes + 60 * DAY,
            committee_at=closes + 90 * DAY,
            results_at=closes + (150 if number else 110) * DAY,
            deliberated_at=None if number else closes + 100 * DAY,
            created_at=closes - 70 * DAY,
        )
        Revision.objects.create(
            call=call,
            number=1,
            policy=programme.canonical().decode(),
            policy_digest=programme.digest,
            settings={"has_regional_stage": True, "k": 50},
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
    epcis = [one for slug, one in sorted(made.items()) if slug.startswith("epci-")]
    writers = {one.organisation_id: one for one in Membership.objects.all()}
    revisions = {one.pk: one.revisions.get() for one in opened}
    rows = []
    for number in range(count):
        call = opened[number % len(opened)]
        region = REGIONS[number % len(REGIONS)]
        # In the open call, every other dossier is still a draft.
        is_filed = call is not opened[-1] or number // len(opened) % 2 == 0
        filed_at = call.opens_at + (1 + draw.random() * 38) * DAY if is_filed else None
        rows.append(
            Dossier(
                reference=f"D-{number:08X}",
                call=call,
                revision=revisions[call.pk],
                # The first rounds of calls go to one applicant, so that it has dossiers in each.
                organisation=epcis[0 if number < 2 * len(opened) else draw.randrange(len(epcis))],
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
        session["signed_in_at"] = time.time()
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
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks._platform_settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from benchmarks import _platform_examining as examining
    from benchmarks._journal_work import build
    from benchmarks._platform_addresses import named

    call_command("migrate", interactive=False, verbosity=0)
    draw = random.Random(SEED)  # noqa: S311 - fictitious data
    with transaction.atomic():
        made = organisations(300)
        opened = calls(made["national"])
        dossiers(made, opened, options.dossiers, draw)
        examining.opinions(made, opened, options.opinions, draw)
        examining.committee(made, opened[0], draw)
        examining.committee(made, opened[1], draw)
        examining.decisions(opened)
        examining.notices(options.dossiers)
        examining.jobs(options.dossiers)
    build(options.rows)
    examining.closing(opened[0])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    options.sessions.write_text(
        json.dumps({"sessions": sessions(), "named": named()}), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
