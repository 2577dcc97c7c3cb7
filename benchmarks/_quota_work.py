# ruff: noqa: E402 - Django before its models
"""The work on one database, in a process of its own: sixteen processes ask for the last places of a quota."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import time
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rebond.web.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, connections

from rebond.web.accounts.actors import of_membership
from rebond.web.accounts.kinds import Kind, Role
from rebond.web.accounts.models import Membership, Organisation, Scope, User
from rebond.web.ledger import services
from rebond.web.ledger.checking import differences
from rebond.web.ledger.models import Fund, Reservation
from rebond.web.ledger.reserving import reserve

NOW = datetime(2031, 6, 2, 9, tzinfo=UTC)
AID = 400_000
WHY = "Fonds fictif, ouvert pour mesurer combien de réservations passent."


def actor() -> Any:
    """Make the national team and two funders."""
    made = {}
    for slug, kind in (("equipe", Kind.NATIONAL_TEAM), ("banque", Kind.BANQUE_DES_TERRITOIRES)):
        made[slug] = Organisation.objects.create(
            slug=slug, kind=kind, name=slug, is_fictitious=True, created_at=NOW
        )
        Scope.objects.create(organisation=made[slug], kind="pays", code="FR")
    user = User.objects.create_user("agent@exemple.invalid")
    one = Membership.objects.create(
        user=user, organisation=made["equipe"], role=Role.AGENT, started_at=NOW
    )
    return of_membership(one), made


def opened(acting: Any, made: dict[str, Organisation], run: int, places: int) -> Fund:
    return services.open_fund(
        acting,
        services.Opening(
            reference=f"quota-{run}",
            manager=made["equipe"],
            programme_id="pack_rebond_2020",
            measure_id="vte",
            award_id="aide_entreprise",
            year=2031,
            amount=2 * places * AID,
            places=places,
            shares=[(made["equipe"], Fraction(1, 2)), (made["banque"], Fraction(1, 2))],
        ),
        WHY,
        NOW,
    )


def ask(fund: Fund, who: int, requests: int, start: Any, told: Any) -> None:
    """Ask one after the other, and tell when each was answered and after how long."""
    connection.ensure_connection()
    start.wait()
    answers = []
    for number in range(requests):
        before = time.monotonic()
        one = reserve(fund, ("aid_application", f"A-{who}-{number}"), AID, now=NOW)
        after = time.monotonic()
        answers.append((before, after, one.state == Reservation.State.RESERVED))
    told.put(answers)
    connection.close()


def one_run(fund: Fund, processes: int, requests: int) -> dict[str, float]:
    """Run them all at once; refuse the figures unless the books are exact."""
    fork = multiprocessing.get_context("fork")
    start, told = fork.Barrier(processes), fork.Queue()
    connections.close_all()
    running = [
        fork.Process(target=ask, args=(fund, who, requests, start, told))
        for who in range(processes)
    ]
    for one in running:
        one.start()
    answers = [answer for _ in running for answer in told.get(timeout=300)]
    for one in running:
        one.join()
    granted = sum(is_granted for _before, _after, is_granted in answers)
    fund.refresh_from_db()
    wrong = differences(fund)
    if granted != fund.places or fund.places_left or wrong:
        raise SystemExit(f"{granted} granted of {fund.places}, {wrong}: the figures are void")
    first = min(before for before, _after, _is in answers)
    last_grant = max(after for _before, after, is_granted in answers if is_granted)
    last = max(after for _before, after, _is in answers)
    return {
        "granted_s": last_grant - first,
        "all_s": last - first,
        "longest_s": max(after - before for before, after, _is in answers),
        "median_s": statistics.median(after - before for before, after, _is in answers),
        "asked": len(answers),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--places", type=int, required=True)
    parser.add_argument("--processes", type=int, required=True)
    parser.add_argument("--requests", type=int, required=True)
    parser.add_argument("--runs", type=int, required=True)
    parser.add_argument("--json", type=Path, required=True)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    acting, made = actor()
    runs = []
    for run in range(options.runs + 1):
        fund = opened(acting, made, run, options.places)
        load = os.getloadavg()[0]
        figures = one_run(fund, options.processes, options.requests)
        rate = options.places / figures["granted_s"]
        print(
            f"  {connection.vendor}, run {run}{' (warm-up)' if not run else ''}: {options.places} "
            f"granted of {figures['asked']:.0f} asked, {rate:,.0f} grants/s, "
            f"{figures['asked'] / figures['all_s']:,.0f} answers/s, median wait "
            f"{1000 * figures['median_s']:.1f} ms, longest {1000 * figures['longest_s']:.0f} ms, "
            f"load {load:.1f}",
            flush=True,
        )
        runs += [figures] if run else []
    runs.sort(key=lambda one: one["granted_s"])
    middle = runs[len(runs) // 2]
    longest = max(one["longest_s"] for one in runs)
    options.json.write_text(json.dumps({**middle, "longest_s": longest}))


if __name__ == "__main__":
    main()
