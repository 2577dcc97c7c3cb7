"""What people do in every story: prepare a call, fill and file a dossier, sit, decide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page

from rebond.cli.app import run
from rebond.web.accounts import actors
from rebond.web.accounts.kinds import Role
from rebond.web.accounts.models import Membership, Organisation, Scope, User
from rebond.web.calls.models import Call
from rebond.web.demo import story
from rebond.web.dossiers.models import Dossier
from rebond.web.jobs.worker import work_once
from tests.web.stories.scene import Applicant, Scene, follow, press, said, write
from tests.web.world import NOW


def at(day: str, hour: str = "10:00") -> datetime:
    """Return a moment by its day and hour in universal time; real clocks do not stop at whole seconds."""
    return datetime.fromisoformat(f"{day}T{hour}:00.123457").replace(tzinfo=UTC)


def command(*arguments: str) -> int:
    """Run the command in this process, on the same database; return its exit code."""
    with pytest.raises(SystemExit) as left:
        run(arguments)
    return int(left.value.code or 0)


def add_organisation(slug: str, kind: str, scope: tuple[str, str]) -> Organisation:
    """Add an organisation that the world does not hold."""
    one = Organisation.objects.create(
        slug=slug, kind=kind, name=f"{slug} (fictif)", is_fictitious=True, created_at=NOW
    )
    Scope.objects.create(organisation=one, kind=scope[0], code=scope[1])
    return one


def add_person(name: str, organisation: Organisation) -> None:
    """Add somebody who acts for an organisation."""
    user = User.objects.create(email=f"{name}@exemple.invalid", name=f"{name} (fictif)")
    Membership.objects.create(user=user, organisation=organisation, role=Role.AGENT, started_at=NOW)


def prepare(
    scene: Scene,
    manager: str,
    measure: str,
    code: str,
    titles: tuple[str, str],
    choices: Mapping[str, Any],
) -> None:
    """Prepare a call and decide what its policy leaves open."""
    page = scene.open(manager, "/administration/appels/nouveau/")
    scene.assert_accessible(page)
    write(page, "mesure", measure)
    write(page, "code", code)
    write(page, "titre-fr", titles[0])
    write(page, "titre-en", titles[1])
    press(page, "Préparer l’appel")
    for name, value in choices.items():
        write(page, name, value)
    press(page, "Enregistrer les choix")


def open_call(scene: Scene, manager: str, code: str, dates: Mapping[str, tuple[str, str]]) -> None:
    """Set the dates of a prepared call and publish it."""
    page = scene.open(manager, f"/administration/appels/{code}/dates/")
    for name, (day, hour) in dates.items():
        write(page, f"jour-{name}", day)
        write(page, f"heure-{name}", hour)
    write(page, "motif", "Calendrier de l’appel fictif.")
    press(page, "Fixer les dates")
    page = scene.open(manager, f"/administration/appels/{code}/publier/")
    scene.assert_accessible(page)
    write(page, "motif", "Ouverture de l’appel fictif.")
    press(page, "Publier la révision 1")
    assert Call.objects.get(reference=code).revision is not None


def fill(
    scene: Scene,
    code: str,
    name: str,
    commune: str,
    point: tuple[float, float],
    given: Mapping[str, Any],
    *,
    is_typed: bool = True,
) -> Dossier:
    """Begin a dossier and answer everything that is asked, typed on the pages or through the services."""
    page = scene.open(name, f"/appels/{code}/")
    press(page, "Commencer un dossier")
    dossier: Dossier = Dossier.objects.get(
        call__reference=code, organisation__memberships__user__email=f"{name}@exemple.invalid"
    )
    if is_typed:
        person = Applicant(scene, name, dossier.revision.measure.form, dossier.reference)
        person.fill(commune, point, dict(given))
    else:
        membership = Membership.objects.get(user__email=f"{name}@exemple.invalid")
        site = story.Site(name, commune, point, "", dict(given))
        story.fill(actors.of_membership(membership), dossier, site, scene.now)
    return dossier


def appoint(scene: Scene, manager: str, code: str, chair: str, others: tuple[str, ...]) -> None:
    """Seat a committee."""
    for name in (chair, *others):
        page = scene.open(manager, f"/comite/{code}/membres/")
        write(page, "email", f"{name}@exemple.invalid")
        if name == chair:
            page.locator('main input[name="preside"]').check()
        press(page, "Nommer")


def declare(scene: Scene, name: str, code: str, answers: Mapping[str, str]) -> None:
    """Declare on each dossier; an interest is said in a sentence, none in none."""
    page = scene.open(name, f"/comite/{code}/declarations/")
    for reference, sentence in answers.items():
        write(page, f"reponse_{reference}", "interet" if sentence else "aucun")
        if sentence:
            write(page, f"phrase_{reference}", sentence)
    press(page, "Déclarer")


def await_calculation(scene: Scene, page: Page) -> None:
    """Let the worker calculate; the page that waits opens on the result by itself."""
    said(page, "Tirages faits")
    assert work_once("ouvrier", lambda: scene.now)
    said(page, "La sélection sous les règles de l’appel")


def confirm(scene: Scene, proposer: str, second: str, code: str, count: int) -> None:
    """Confirm everything by a second person; the one who proposed may not."""
    page = scene.open(proposer, f"/deliberations/{code}/confirmer/")
    assert page.locator('main input[name="chosen"]').count() == 0
    page = scene.open(second, f"/deliberations/{code}/confirmer/")
    boxes = page.locator('main input[name="chosen"]').all()
    assert len(boxes) == count
    for box in boxes:
        box.check()
    press(page, "Confirmer les décisions choisies")


def close_deliberation(scene: Scene, manager: str, code: str) -> None:
    """Close the deliberation of a call."""
    page = scene.open(manager, f"/deliberations/{code}/clore/")
    for box in page.locator('main input[name="lu"]').all():
        box.check()
    press(page, "Clore la délibération")
    assert Call.objects.get(reference=code).deliberated_at == scene.now


def open_task(scene: Scene, name: str, link: str) -> Page:
    """Open what waits on somebody's desk by the name of its dossier."""
    page = scene.open(name, "/bureau/")
    follow(page, page.locator(".tasks").get_by_role("link", name=link))
    return page


def french_left(page: Page) -> list[str]:
    """Return what an English page still says in French; what is marked as French and names are left out."""
    words: list[str] = page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const found = [];
          while (walker.nextNode()) {
            const node = walker.currentNode;
            if (node.parentElement.closest('[lang="fr"], script, style')) continue;
            if (/(^|[\\s’'«(])(dans|est|une|cette|sont|qui|ne|pas)(?=[\\s,.;)]|$)/i.test(node.data.replaceAll('Grand Est', '')))
              found.push(node.data.trim());
          }
          return found;
        }"""
    )
    return words
