"""The whole story of a turnkey-site call, from its opening to its published results, played on the pages."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import connection

from rebond.cli.app import run
from rebond.web.accounts.kinds import Kind, Role
from rebond.web.accounts.models import Membership, Organisation, Scope, User
from rebond.web.calls.models import Call
from rebond.web.deliberations.models import Decision
from rebond.web.dossiers.models import Dossier
from rebond.web.jobs.worker import work_once
from rebond.web.journal import triggers
from rebond.web.journal.models import Entry
from tests.web.stories.scene import Applicant, Scene, press, said, send, unfold, write
from tests.web.test_browser import CHROMIUM
from tests.web.world import NOW, World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is absent"),
    pytest.mark.django_db(transaction=True),
]

CODE = "site-2031"
DATES = {
    "opens": ("2031-06-03", "09:00"),
    "closes": ("2031-07-31", "23:59"),
    "opinions": ("2031-09-15", "18:00"),
    "shortlists": ("2031-09-30", "18:00"),
    "committee": ("2031-10-15", "10:00"),
    "results": ("2031-11-03", "12:00"),
}


def at(day: str, hour: str = "10:00") -> datetime:
    """Return a moment by its day and hour in universal time."""
    return datetime.fromisoformat(f"{day}T{hour}:00").replace(tzinfo=UTC)


def command(*arguments: str) -> int:
    """Run the command in this process, on the same database; return its exit code."""
    with pytest.raises(SystemExit) as left:
        run(arguments)
    return int(left.value.code or 0)


def add_drac(world: World) -> None:
    """Add a second service to ask, with one person."""
    drac = Organisation.objects.create(
        slug="drac-1", kind=Kind.DRAC, name="drac-1 (fictif)", is_fictitious=True, created_at=NOW
    )
    Scope.objects.create(organisation=drac, kind="region", code="28")
    user = User.objects.create(email="drac_1@exemple.invalid", name="drac_1 (fictif)")
    Membership.objects.create(user=user, organisation=drac, role=Role.AGENT, started_at=NOW)


def sit(scene: Scene, reference: str) -> None:
    """Appoint, declare, review, recuse, evaluate, try weights."""
    for name in ("national", "member", "recused"):
        page = scene.open("national", f"/comite/{CODE}/membres/")
        write(page, "email", f"{name}@exemple.invalid")
        if name == "national":
            page.locator('main input[name="preside"]').check()
        press(page, "Nommer")
    for name, choice in (("member", "aucun"), ("recused", "interet"), ("national", "aucun")):
        page = scene.open(name, f"/comite/{CODE}/declarations/")
        write(page, f"reponse_{reference}", choice)
        if choice == "interet":
            write(page, f"phrase_{reference}", "J’ai conseillé cette intercommunalité fictive.")
        press(page, "Déclarer")
    page = scene.open("member", f"/comite/{CODE}/{reference}/")
    scene.assert_accessible(page)
    write(page, "note_subcontractors", "7,5")
    write(page, "note_transport", "8")
    write(page, "mot_transport", "Voie ferrée à vérifier.")
    write(page, "ensemble_mot", "Dossier fictif solide.")
    press(page, "Remettre mon appréciation")
    said(page, "7,5")
    said(page, "laissé vide")
    for path in (f"{reference}/", "comparaison/", ""):
        page = scene.open("recused", f"/comite/{CODE}/{path}")
        assert "7,5" not in page.inner_text("main"), path
        assert "Dossier fictif solide" not in page.inner_text("main"), path
    page = scene.open("national", f"/comite/{CODE}/")
    press(page, "Verser une nouvelle évaluation à la délibération")
    assert work_once("ouvrier", lambda: scene.now)
    page = scene.open("national", f"/comite/{CODE}/")
    page.get_by_role("link", name=re.compile("dernière évaluation")).click()
    page.wait_for_load_state("networkidle")
    said(page, "Parc fictif du Val")
    scene.assert_accessible(page)


def deliberate(scene: Scene) -> None:
    """Propose by one person, confirm by another, close."""
    page = scene.open("national", f"/deliberations/{CODE}/")
    scene.assert_accessible(page)
    for outcome, words in (
        ("retained", "Le site {titre} est retenu au rang {rang} sur {candidats}."),
        ("ineligible", "Le dossier n’est pas éligible : {condition} n’est pas remplie."),
    ):
        page = scene.open("national", f"/deliberations/{CODE}/")
        write(page, "group", outcome)
        write(page, "outcome", outcome)
        write(page, "sentence_fr", words)
        press(page, "Proposer ces décisions")
    assert Decision.objects.filter(call__reference=CODE).count() == 2
    page = scene.open("national", f"/deliberations/{CODE}/confirmer/")
    assert page.locator('main input[name="chosen"]').count() == 0
    page = scene.open("national_second", f"/deliberations/{CODE}/confirmer/")
    for box in page.locator('main input[name="chosen"]').all():
        box.check()
    press(page, "Confirmer les décisions choisies")
    page = scene.open("national", f"/deliberations/{CODE}/clore/")
    press(page, "Clore la délibération")
    assert Call.objects.get(reference=CODE).deliberated_at == scene.now


def open_call(scene: Scene) -> None:
    page = scene.open("national", "/administration/appels/nouveau/")
    scene.assert_accessible(page)
    write(page, "mesure", "pack_rebond_2020/site_cle_en_main")
    write(page, "code", CODE)
    write(page, "titre-fr", "Sites clés en main 2031 (fictif)")
    write(page, "titre-en", "Turnkey sites 2031 (fictitious)")
    press(page, "Préparer l’appel")
    write(page, "c:gates.maitrise_fonciere.eliminates", "oui")
    write(page, "c:selection.k", "1")
    write(page, "c:selection.covered_regions_min", "0")
    press(page, "Enregistrer les choix")
    page = scene.open("national", f"/administration/appels/{CODE}/dates/")
    for name, (day, hour) in DATES.items():
        write(page, f"jour-{name}", day)
        write(page, f"heure-{name}", hour)
    write(page, "motif", "Calendrier de l’appel fictif.")
    press(page, "dates")
    page = scene.open("national", f"/administration/appels/{CODE}/publier/")
    scene.assert_accessible(page)
    write(page, "motif", "Ouverture de l’appel fictif.")
    press(page, "Publier la révision 1")
    assert Call.objects.get(reference=CODE).revision is not None


def file_dossier(
    scene: Scene, name: str, commune: str, point: tuple[float, float], title: str, *, held: bool
) -> str:
    page = scene.open(name, f"/appels/{CODE}/")
    press(page, "Commencer un dossier")
    dossier = Dossier.objects.get(
        call__reference=CODE, organisation__memberships__user__email=f"{name}@exemple.invalid"
    )
    person = Applicant(scene, name, dossier.revision.measure.form, dossier.reference)
    person.fill(
        commune, point, {"site_nom": title, "surface_brute_ha": "60", "foncier_maitrise": held}
    )
    page = scene.open(name, f"/dossiers/{dossier.reference}/deposer/")
    scene.assert_accessible(page)
    if not held:
        said(page, "Foncier maîtrisé")
        page.locator('main input[type="checkbox"]').first.check()
    press(page, "Déposer")
    dossier.refresh_from_db()
    assert dossier.state == Dossier.State.FILED
    assert dossier.eligibility == ("unknown" if held else "no")
    return str(dossier.reference)


def examine(scene: Scene, reference: str, ineligible: str) -> None:
    page = scene.open("prefecture_1", f"/instruction/dossiers/{reference}/")
    scene.assert_accessible(page)
    unfold(page)
    for service in ("dreal-1", "drac-1"):
        key = Organisation.objects.get(slug=service).pk
        page.locator(f'main input[name="service"][value="{key}"]').check()
    write(page, "question", "Le site est-il raccordable, et que dit la carte archéologique ?")
    write(page, "echeance", "2031-09-10")
    press(page, "Demander ces avis")
    for name in ("dreal_1", "drac_1"):
        page = scene.open(name, "/bureau/")
        page.locator(".tasks").get_by_role("link", name="Parc fictif").click()
        page.wait_for_load_state("networkidle")
        write(page, "sens", "favourable")
        write(page, "texte", "Avis fictif, favorable.")
        press(page, "Rendre")
    page = scene.open("prefecture_1", f"/instruction/appels/{CODE}/liste/")
    unfold(page)
    press(page, "Écarter tous les dossiers non éligibles")
    unfold(page)
    form = page.locator("main form").filter(has=page.locator(f'input[value="{reference}"]'))
    form.locator('[name="place"]').last.fill("1")
    form.locator('[name="phrase"]').last.fill("Le plus prêt des sites de la région fictive.")
    send(page, form.get_by_role("button", name="Enregistrer").last)
    scene.assert_accessible(page)
    for box in page.locator('main form input[type="checkbox"]').all():
        box.check()
    press(page, "Transmettre la liste au comité")


def test_the_whole_story_of_a_turnkey_site_call(
    scene: Scene, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    add_drac(world)
    open_call(scene)
    scene.now = at("2031-06-10")
    good = file_dossier(
        scene, "epci_a", "14366", (0.2327, 49.1446), "Parc fictif du Val", held=True
    )
    bad = file_dossier(scene, "commune_c", "14366", (0.2327, 49.1446), "Friche fictive", held=False)
    assert scene.answer("epci_b", f"/dossiers/{good}/") == 404
    assert scene.answer("prefecture_2", f"/instruction/dossiers/{good}/") == 404

    scene.now = at("2031-08-05")
    examine(scene, good, bad)
    scene.now = at("2031-10-05")
    sit(scene, good)
    deliberate(scene)

    before = at("2031-11-03", "10:59")
    scene.now = before
    assert (
        "Foncier maîtrisé"
        not in scene.open("commune_c", f"/dossiers/{bad}/").inner_text("main").split("Décision")[-1]
    )
    assert scene.answer("commune_c", f"/dossiers/{bad}/decision/") in {404, 200}
    said(scene.open("public", f"/appels/{CODE}/"), re.compile("délibéré|résultats"))
    assert scene.answer("public", f"/appels/{CODE}/resultats/") == 404

    scene.now = at("2031-11-03", "11:01")
    page = scene.open("commune_c", "/bureau/")
    page.locator(".tasks").get_by_role("link", name="Friche fictive").click()
    page.wait_for_load_state("networkidle")
    said(page, "Foncier maîtrisé")
    said(page, "CADA")
    scene.assert_accessible(page)
    page = scene.open("public", f"/appels/{CODE}/resultats/")
    said(page, "Parc fictif du Val")
    assert "Friche fictive" not in page.inner_text("main")
    scene.assert_accessible(page)

    assert command("journal", "verify") == 0
    altered = Entry.objects.filter(act="dossiers.filed").order_by("number").first()
    triggers.remove(connection)
    Entry.objects.filter(pk=altered.pk).update(object_reference="D-AUTRE")
    assert command("journal", "verify") == 3
    assert str(altered.number) in capsys.readouterr().err
    assert scene.troubles == []
