"""Calls at every stage, played through the services as people would: open, examined, published."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from rebond.programme import shipped_programmes
from rebond.texts import Text
from rebond.web.accounts import actors
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Membership, Organisation
from rebond.web.calls import services as calls
from rebond.web.calls.models import Call
from rebond.web.clock import today
from rebond.web.committee import evaluating, seating
from rebond.web.committee import services as committee
from rebond.web.committee.models import Evaluation
from rebond.web.deliberations import reasons, sittings
from rebond.web.deliberations import services as deliberations
from rebond.web.demo import aids, contacts, projects, registry
from rebond.web.demo.answers import fictitious_answers, fictitious_pdf, file_paths
from rebond.web.demo.cast import DOMAIN
from rebond.web.dossiers import services as dossiers
from rebond.web.dossiers.models import Dossier
from rebond.web.instruction import services as instruction
from rebond.web.instruction.models import OpinionRequest
from rebond.web.labels import granting
from rebond.web.training import services as training
from rebond.web.training.services import Told

DAY = timedelta(days=1)
BEFORE = 400 * DAY
MORNING, NOON, LAST_MINUTE = time(9), time(12), time(23, 59)
SITE, TRAINING = "site_cle_en_main", "formation"

# The policy does not establish that land without control was refused, nor how many such a call retains.
CHOICES: Mapping[str, Any] = {
    "gates": {"maitrise_fonciere": {"eliminates": True}},
    "selection": {"k": 1, "covered_regions_min": 0},
}


@dataclass(frozen=True, slots=True)
class Site:
    """One fictitious site: who proposes it, where, and the answers that matter to its fate."""

    person: str
    commune: str
    point: tuple[float, float]
    name: str
    answers: Mapping[str, Any]


SITES = (
    Site("epci.valdorme", "14366", (0.2327, 49.1446), "Parc fictif du Val", {}),
    Site("epci.hautebrume", "62498", (2.8318, 50.4289), "Plate-forme fictive des Brumes", {}),
    Site(
        "commune.pontclair",
        "14118",
        (-0.3706, 49.1804),
        "Friche fictive de Pontclair",
        {"foncier_maitrise": False},
    ),
)


TAUGHT = {"collectivite_nom": "Communauté d’agglomération de Valdorme (fictif)"}
COURSES = Site("epci.valdorme", "14366", (0.2327, 49.1446), "Formations fictives du Val", TAUGHT)


def at_hour(moment: datetime, hour: time) -> datetime:
    """Return the same day at an hour of the programme's time zone."""
    return timezone.make_aware(datetime.combine(timezone.localtime(moment).date(), hour))


def play(now: datetime, say: Callable[[str], None]) -> None:
    """Play the calls, oldest first, each act at its own moment."""
    now = at_hour(now, MORNING)
    say("· appel aux résultats publiés / call with published results")
    published(now - 300 * DAY)
    say("· appel en instruction / call under examination")
    examined(now - 80 * DAY)
    say("· appels ouverts / open calls")
    opened(now - 10 * DAY)
    say("· sites du registre / sites of the registry")
    registry.play(now, {one.person: person(one.person) for one in registry.PARKS})
    say("· un label et un lauréat à suivre / a label and a laureate to follow")
    labelled(now - 95 * DAY)
    trained(now - 290 * DAY)
    say("· contacts d’investisseurs / investors’ contacts")
    contacts.play(now, {name: person(name) for name in contacts.PEOPLE})
    say("· projet suivi sur un site / project followed on a site")
    projects.play(now, {name: person(name) for name in projects.PEOPLE})
    say("· un VTE, de l’offre au paiement / a VTE, from offer to payment")
    aids.play(now, {name: person(name) for name in aids.PEOPLE})


def person(name: str) -> Actor:
    """Return one person of the cast as services take them."""
    return actors.of_membership(
        Membership.objects.select_related("organisation", "user").get(
            user__email=f"{name}@{DOMAIN}"
        )
    )


def call(
    reference: str, title: Text, measure: str, opens: datetime, days: tuple[int, ...], manager: str
) -> Call:
    """Prepare and publish one call; `days` counts from the opening to each date."""
    actor, before = person(manager), opens - 5 * DAY
    made = calls.prepare(
        actor, shipped_programmes()[0], measure, reference=reference, titles=title, now=before
    )
    Call.objects.filter(pk=made.pk).update(is_fictitious=True)
    made.refresh_from_db()
    names = ("closes", "opinions", "shortlists", "committee", "results")
    dates = {"opens": opens} | {
        name: at_hour(opens + count * DAY, LAST_MINUTE if name == "closes" else NOON)
        for name, count in zip(names, days, strict=True)
    }
    calls.set_dates(actor, made, dates, "Calendrier de la démonstration fictive.", before)
    calls.save_choices(actor, made, CHOICES if measure == SITE else {}, {}, before)
    calls.publish(actor, made, "Première publication de la démonstration.", before)
    made.refresh_from_db()
    return Call.objects.get(pk=made.pk)


def file(site: Site, opened: Call, at: datetime) -> Dossier:
    """Fill a dossier with fictitious answers and file it."""
    actor = person(site.person)
    dossier = dossiers.start(actor, opened, now=at - 3 * DAY)
    fill(actor, dossier, site, at - 2 * DAY)
    form = dossier.revision.measure.form
    for path in file_paths(form):
        content = io.BytesIO(fictitious_pdf(f"{site.name} ({path})"))
        dossiers.attach(actor, dossier, path, "piece-fictive.pdf", content, at - 2 * DAY)
    dossiers.file(actor, dossier, at, confirms_ineligible=True)
    return Dossier.objects.get(pk=dossier.pk)


def fill(actor: Actor, dossier: Dossier, site: Site, at: datetime, *, share: float = 1.0) -> None:
    """Write the first share of the answers."""
    given = {"site_nom": site.name, "surface_brute_ha": "60", **site.answers}
    answers = fictitious_answers(dossier.revision.measure.form, site.commune, site.point, given)
    items: dict[str, str] = {}
    wanted = list(answers.items())
    for path, value in wanted[: int(len(wanted) * share)]:
        head, _, rest = path.partition(".")
        if rest:
            if head not in items:
                items[head] = dossiers.add_item(actor, dossier, head, at)
            path = f"{items[head]}.{rest.partition('.')[2]}"  # noqa: PLW2901 - the item's own id
        dossiers.save_answer(actor, dossier, path, value, 0, at)


def published(opens: datetime) -> None:
    """Play a call from its opening to its published results."""
    made = call(
        "demo-sites-2",
        Text(
            "Sites clés en main, deuxième vague d’essai (fictif)",
            "Turnkey sites, second trial wave (fictitious)",
        ),
        SITE,
        opens,
        (60, 90, 100, 110, 200),
        "national",
    )
    filed = [file(site, made, opens + (50 + n) * DAY) for n, site in enumerate(SITES)]
    examine(made, filed, opens + 62 * DAY)
    decide(made, filed, opens + 101 * DAY)


def labelled(at: datetime) -> None:
    """Grant the label that the published call gives, so that a label's life can be tried on what is fictitious."""
    national = person("national")
    found = next(one for one in granting.grantable(national, at) if one.call.is_fictitious)
    granting.grant_from_decision(
        national,
        found,
        None,
        "2",
        ("Site clés en main (fictif)", "Turnkey site (fictitious)"),
        at.date(),
        "Label de démonstration : rien de ceci n’a été décidé.",
        at,
        review_on=(at + 365 * DAY).date(),
    )


def trained(opens: datetime) -> None:
    """Play a call for training up to a first step, so that a laureate's path can be tried on what is fictitious."""
    made = call(
        "demo-formation-1",
        Text(
            "Rouvrir des formations avec le Cnam, premier appel d’essai (fictif)",
            "Reopen training with the Cnam, first trial call (fictitious)",
        ),
        TRAINING,
        opens,
        (40, 60, 65, 70, 90),
        "cnam",
    )
    cnam, second = person("cnam"), person("cnam.second")
    dossier = file(COURSES, made, opens + 30 * DAY)
    at = opens + 71 * DAY
    deliberations.propose(
        cnam,
        dossier,
        "retained",
        {"kind": "committee", "reviews": 0, "medians": {}},
        "Décision fictive : le besoin local est décrit et l’organisme est prêt.",
        "Fictitious decision: the local need is described and the body is ready.",
        None,
        at,
    )
    deliberations.confirm_many(second, made, list(made.decisions.all()), at + DAY)
    sittings.close(cnam, made, at + 2 * DAY)
    later = opens + 120 * DAY
    one = training.admit(cnam, dossier, later)
    told = Told("engineering", today(later), "Étape fictive : l’étude du besoin local est engagée.")
    training.record(cnam, one, told, later)


def examined(opens: datetime) -> None:
    """Play a call up to the middle of its regional examination."""
    made = call(
        "demo-sites-3",
        Text(
            "Sites clés en main, troisième vague d’essai (fictif)",
            "Turnkey sites, third trial wave (fictitious)",
        ),
        SITE,
        opens,
        (60, 95, 105, 120, 150),
        "national",
    )
    filed = [file(site, made, opens + (55 + n) * DAY) for n, site in enumerate(SITES)]
    first, second = filed[0], filed[1]
    ask(
        first,
        "prefecture.normandie",
        ("demo-dreal-normandie", "demo-ddt-calvados"),
        opens + 62 * DAY,
    )
    ask(second, "prefecture.hdf", ("demo-dreal-hauts-de-france",), opens + 62 * DAY)
    answer(first, "ddtm", opens + 70 * DAY)


def opened(opens: datetime) -> None:
    """Open two calls, each with a draft begun."""
    sites = call(
        "demo-sites-4",
        Text(
            "Sites clés en main, quatrième vague d’essai (fictif)",
            "Turnkey sites, fourth trial wave (fictitious)",
        ),
        SITE,
        opens,
        (45, 75, 85, 100, 130),
        "national",
    )
    actor = person(SITES[0].person)
    dossier = dossiers.start(actor, sites, now=opens + 2 * DAY)
    fill(actor, dossier, SITES[0], opens + 3 * DAY, share=0.5)
    call(
        "demo-formation-2",
        Text(
            "Rouvrir des formations avec le Cnam, appel d’essai (fictif)",
            "Reopen training with the Cnam, trial call (fictitious)",
        ),
        TRAINING,
        opens,
        (40, 60, 65, 70, 90),
        "cnam",
    )


def ask(dossier: Dossier, examiner: str, services: tuple[str, ...], at: datetime) -> None:
    """Ask services for their opinion on a dossier."""
    instruction.ask_opinions(
        person(examiner),
        [dossier],
        list(Organisation.objects.filter(slug__in=services)),
        "Question fictive : le site peut-il être raccordé et desservi ?",
        at + 25 * DAY,
        at,
    )


def answer(dossier: Dossier, name: str, at: datetime) -> None:
    """Give the opinion of one service."""
    actor = person(name)
    request = OpinionRequest.objects.get(dossier=dossier, service=actor.organisation_id)
    sense = "reserved"
    instruction.give_opinion(
        actor, request, sense, "Avis fictif : accès suffisant, raccordement à confirmer.", at
    )


def examine(made: Call, filed: list[Dossier], at: datetime) -> None:
    """Ask and give opinions, then send both régions' lists."""
    by_region = {"28": ("prefecture.normandie", "dreal"), "32": ("prefecture.hdf", "dreal.hdf")}
    services = {"28": "demo-dreal-normandie", "32": "demo-dreal-hauts-de-france"}
    places = dict.fromkeys(by_region, 0)
    for dossier in filed:
        examiner, service = by_region[dossier.region_code]
        if dossier.eligibility != "no":
            ask(dossier, examiner, (services[dossier.region_code],), at)
            answer(dossier, service, at + 10 * DAY)
            places[dossier.region_code] += 1
            instruction.place_on_shortlist(
                person(examiner),
                dossier,
                places[dossier.region_code],
                "Phrase fictive : site prêt à accueillir un projet, accès direct.",
                at + 20 * DAY,
            )
    for region, (examiner, _service) in by_region.items():
        actor = person(examiner)
        instruction.leave_out_ineligible(actor, made, region, at + 21 * DAY)
        instruction.send_shortlist(actor, made, region, at + 22 * DAY, accepts_warnings=True)


def decide(made: Call, filed: list[Dossier], at: datetime) -> None:
    """Seat a committee, evaluate, decide by two people and close."""
    national, second = person("national"), person("national.second")
    members = ("banque", "service")
    for name in ("national", *members):
        membership = Membership.objects.get(user__email=f"{name}@{DOMAIN}")
        seating.appoint(national, made, membership, is_chair=name == "national", now=at)
    eligible = [one for one in filed if one.eligibility != "no"]
    criteria = [one.id for one in made.revision.measure.grid.criteria]
    for turn, name in enumerate(members):
        actor = person(name)
        for place, dossier in enumerate(eligible):
            committee.declare(actor, dossier, has_interest=False, now=at + DAY)
            # The last criterion is left blank, as people do: a blank is not a zero.
            scores = {one: str(6 + turn - place) for one in criteria[:-1]}
            written = committee.Written(scores=scores, comment="Lecture fictive du dossier.")
            committee.submit_review(actor, dossier, written, now=at + 2 * DAY)
    evaluation = committee.ask_evaluation(
        national, made, Evaluation.Purpose.OFFICIAL, {}, now=at + 3 * DAY
    )
    evaluation = evaluating.run(evaluation.pk, lambda _done, _total: None, at + 3 * DAY)
    for dossier in filed:
        found = reasons.from_evaluation(evaluation, dossier)
        deliberations.propose(
            national,
            dossier,
            str(found.outcome),
            found.reason,
            found.sentence.fr,
            found.sentence.en,
            evaluation,
            at + 4 * DAY,
        )
    proposed = list(made.decisions.filter(confirmed_at=None, cancelled_at=None))
    deliberations.confirm_many(second, made, proposed, at + 5 * DAY)
    sittings.close(national, made, at + 6 * DAY)
