"""A VTE in the browser: an offer, a charter, a label, both aids paid, an early break, and books that balance to the cent."""

from __future__ import annotations

import re

import pytest

from rebond.web.accounts.models import Organisation
from rebond.web.aids.models import Application, Offer, Recruitment
from rebond.web.journal.models import Entry
from rebond.web.ledger import queries
from rebond.web.ledger.checking import differences
from rebond.web.ledger.models import PaymentOrder
from tests.web.aids.applications import HOUSING, funds
from tests.web.aids_world import SIREN
from tests.web.browsing import CHROMIUM
from tests.web.ledger.funds import AID, WHY
from tests.web.stories.acts import at, open_task
from tests.web.stories.scene import Scene, follow, press, said, send, unfold, write
from tests.web.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long(20),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is absent"),
    pytest.mark.django_db(transaction=True),
]
FIRM, YOUNG, BANK, HOUSE = "firm", "young", "recused", "action_logement"
SKILL = "automatisme"


def profile(scene: Scene) -> None:
    """The young person writes a profile and agrees to be shown."""
    page = scene.open(YOUNG, "/aides/profil/ecrire/")
    unfold(page)
    write(page, "skills", SKILL)
    write(page, "level", "bac3")
    write(page, "situation", "diplome_moins_de_deux_ans")
    page.locator('main [name="places"]').first.fill("14366")
    press(page, "Enregistrer")
    scene.open(YOUNG, "/aides/profil/")
    press(page, "Accepter d’être montré, sans nom")


def offer(scene: Scene) -> str:
    """The firm writes an offer and opens it."""
    page = scene.open(FIRM, "/aides/offres/nouvelle/")
    unfold(page)
    for name, value in (
        ("title", "Passer l’atelier fictif à la commande numérique"),
        ("mission", "Auprès du dirigeant, préparer le passage d’un atelier fictif au numérique."),
        ("siren", SIREN),
        ("commune", "14366"),
        ("contract", "cdd_douze_mois"),
        ("starts_on", "2031-09-01"),
        ("ends_on", "2032-08-31"),
        ("monthly_pay", "2100"),
        ("skills", SKILL),
    ):
        write(page, name, value)
    press(page, "Enregistrer le brouillon")
    press(page, "Ouvrir l’offre")
    return str(Offer.objects.get().reference)


def recruit(scene: Scene, reference: str) -> Recruitment:
    """The young person answers, both sign the charter, the operator labels."""
    page = scene.open(YOUNG, f"/aides/offres/{reference}/")
    press(page, "Répondre à l’offre")
    one = Recruitment.objects.get()
    address = f"/aides/recrutements/{one.reference}/"
    page = scene.open(YOUNG, address)
    write(page, "name", "Zoé Fictive")
    write(page, "born_on", "2009-02-03")
    press(page, "Signer la charte")
    page = scene.open(FIRM, address)
    press(page, "Signer la charte")
    page = scene.open(BANK, address)
    press(page, "Labelliser le recrutement")
    one.refresh_from_db()
    assert one.state == Recruitment.State.LABELLED
    return one


def apply(scene: Scene, one: Recruitment) -> tuple[Application, Application]:
    """Each applies for its own aid from the page of the recruitment."""
    for name, facts in (
        (
            FIRM,
            {
                "taille_entreprise": "pme",
                "siege_en_france": "oui",
                "mission_de_transformation": "oui",
            },
        ),
        (
            YOUNG,
            {
                "employeur_prive_non_agricole": "oui",
                "autre_dossier_ouvert": "non",
                "loyer_mensuel": "420,50",
                "logement_mois": "9",
            },
        ),
    ):
        page = scene.open(name, f"/aides/recrutements/{one.reference}/")
        aids = page.locator("section[aria-labelledby=aides]")
        title = "Aide au recrutement d’un VTE" if name == FIRM else "Aide au logement"
        link = aids.get_by_role("link", name=re.compile(f"{title}(?! Vert)"))
        follow(page, link.first)
        for fact, value in facts.items():
            write(page, f"fait-{fact}", value)
        press(page, "Déposer la demande")
        said(page, "réservés")
    return (
        Application.objects.get(firm__isnull=False),
        Application.objects.get(person__isnull=False),
    )


def grant(scene: Scene, name: str, application: Application) -> None:
    """The operator finds the application on its desk and grants it."""
    page = open_task(scene, name, "Aide au")
    if name == HOUSE:
        scene.assert_accessible(page)
    for one in page.locator('main textarea[name^="point-"]').all():
        one.fill(WHY)
    page.locator("#reason-grant").fill(WHY)
    press(page, "Accorder")
    said(page, "accordés")
    application.refresh_from_db()
    assert application.state == Application.State.GRANTED


def pay(scene: Scene, applicant: str, operator: str, application: Application) -> None:
    """The proof is given and accepted, and each order recorded in the books by a file, sent twice."""
    address = f"/aides/demandes/{application.reference}/"
    page = scene.open(applicant, address)
    write(page, "proof", "Bulletin de paie fictif")
    write(page, "proved_on", "2031-12-05")
    press(page, "Transmettre")
    page = scene.open(operator, address)
    press(page, "Accepter et ordonner le paiement")
    rows = "".join(
        f"{one.reference};{one.amount // 100},{one.amount % 100:02d};2031-12-09;V-{one.pk}\n"
        for one in orders(application, is_recovery=False)
    )
    record(scene, operator, application, rows)
    record(scene, operator, application, rows)
    application.refresh_from_db()
    assert application.state == Application.State.PAID


def record(scene: Scene, name: str, application: Application, rows: str) -> None:
    """Send a file of payments on the page of the fund."""
    page = scene.open(name, f"/finances/fonds/{application.fund.reference}/paiements/")
    content = f"order;amount;executed_on;proof\n{rows}".encode()
    page.locator('main input[type="file"]').set_input_files(
        {"name": "paiements.csv", "mimeType": "text/csv", "buffer": content}
    )
    send(page, page.locator("main form button").first)


def orders(application: Application, *, is_recovery: bool) -> list[PaymentOrder]:
    found = PaymentOrder.objects.filter(
        reservation__subject_reference=application.reference, is_recovery=is_recovery
    )
    return list(found.order_by("pk"))


def break_off(scene: Scene, one: Recruitment) -> None:
    """The firm tells that the contract broke."""
    page = scene.open(FIRM, f"/aides/recrutements/{one.reference}/")
    unfold(page)
    write(page, "on", "2032-01-31")
    write(page, "reason", "person")
    press(page, "Déclarer la rupture")


def ask_back(scene: Scene, name: str, application: Application) -> int:
    """The operator takes over what our rule proposes, and the funders get it back."""
    page = scene.open(name, f"/aides/demandes/{application.reference}/")
    said(page, "proposés à rendre")
    if name == BANK:
        scene.assert_accessible(page)
    page.locator("#reason-recover").fill(WHY)
    press(page, "Décider et redemander")
    application.refresh_from_db()
    rows = "".join(
        f"{one.reference};{one.amount // 100},{one.amount % 100:02d};2032-02-09;R-{one.pk}\n"
        for one in orders(application, is_recovery=True)
    )
    record(scene, name, application, rows)
    application.refresh_from_db()
    assert application.state == Application.State.RECOVERED
    return int(application.due_back or 0)


def test_from_an_offer_to_both_payments_an_early_break_and_balanced_books(
    scene: Scene, world: World
) -> None:
    Organisation.objects.filter(pk=world.organisations["entreprise"].pk).update(siren=SIREN)
    fund, home = funds(world)
    profile(scene)
    one = recruit(scene, offer(scene))
    firm, young = apply(scene, one)
    grant(scene, BANK, firm)
    grant(scene, HOUSE, young)
    scene.now = at("2031-12-10")
    pay(scene, FIRM, BANK, firm)
    pay(scene, YOUNG, HOUSE, young)
    scene.now = at("2032-02-10")
    break_off(scene, one)
    back = ask_back(scene, BANK, firm), ask_back(scene, HOUSE, young)
    assert back == (AID * 212 // 365, HOUSING * 212 // 365)

    for name, books, paid, recovered in (
        (BANK, fund, AID, back[0]),
        (HOUSE, home, HOUSING, back[1]),
    ):
        trial = queries.balance(books)
        lines = {line.account: line.balance for line in trial.lines}
        assert (lines["paid"], lines["recovered"]) == (paid - recovered, recovered)
        assert trial.rest == 0
        page = scene.open(name, f"/finances/fonds/{books.reference}/")
        said(
            page,
            re.compile(rf"{recovered // 100:,}".replace(",", r"\s") + f",{recovered % 100:02d}"),
        )
    assert differences() == []
    acts = list(Entry.objects.filter(act__startswith="aids.").values_list("act", flat=True))
    assert acts.count("aids.apply") == acts.count("aids.pay") == acts.count("aids.recover") == 2
    assert scene.troubles == []
