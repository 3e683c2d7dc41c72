"""A proposal in a browser, from its first line to the ballot list: looked at, refused, appealed against, admitted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, TimeoutError, expect

from budget_app.commands.demo_town import read_districts
from budget_app.domain.call_rules import USUAL_CRITERIA
from budget_app.domain.roles import Role
from budget_app.services.actor import Actor
from budget_app.services.moderation import publish
from budget_app.services.projects import list_projects
from budget_app.services.upkeep import prepare_database
from tests.budget_app.decided_call import DecidedCall
from tests.budget_app.made_files import photo
from tests.budget_app.mailbox import mails_to
from tests.budget_app.pdf_text import found, readings_of_pdf
from tests.budget_app.real_server import RealServer, run_server
from tests.budget_app.signed_in import session_of
from tests.budget_app.simulated_call import COMPLETE, DURING_CALL
from tests.e2e.desk.looks import expect_no_violation

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("proposing"), pytest.mark.usefixtures("database")]
TITLE, AUTHOR = "Des bancs à l’ombre des tilleuls", "habitante.1@essai.example"
WHY_NOT, APPEAL = "Ce terrain appartient au diocèse.", "Le diocèse l’a cédé à la commune en mars."


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty database that the settings name, for this test alone."""
    monkeypatch.setenv("ISOLOIR_DATA", str(tmp_path))
    prepare_database()


@dataclass
class CallInBrowser:
    """A call with its people, each of whom acts through the pages; days pass when the test says so."""

    call: DecidedCall
    server: RealServer
    context: BrowserContext

    def be(self, person: Actor) -> Page:
        """A page of this person's browser."""
        self.context.clear_cookies()
        cookie = {"name": "isoloir_session", "value": session_of(person), "url": self.server.address}
        self.context.add_cookies([cookie])
        return self.context.new_page()

    def visit(self, page: Page, path: str) -> None:
        """Opens one of the Streamlit pages, and waits until it is drawn."""
        page.goto(f"{self.server.address}{path}")
        expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()

    def pass_days(self, days: int) -> None:
        """So many days go by."""
        self.call.bring_to_now(datetime.now(UTC) + timedelta(days=days))


@pytest.fixture
def town(browser: Browser, tmp_path: Path) -> Iterator[CallInBrowser]:
    call = DecidedCall(districts=read_districts())
    call.create()
    call.publish(call.people[2], COMPLETE)
    call.bring_to_now(DURING_CALL)
    with run_server(tmp_path) as server:
        # As high as the pages are: a list of choices closes when the page scrolls under it.
        context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 3000})
        context.set_default_timeout(15_000)
        yield CallInBrowser(call, server, context)
        context.close()


def _next(page: Page) -> None:
    page.get_by_role("button", name="Continuer").click()


def _write(page: Page, title: str) -> None:
    """The first two steps."""
    page.get_by_label("Titre de votre proposition").fill(title)
    page.locator("#category").select_option("Nature en ville")
    page.get_by_label("Résumé").fill(COMPLETE.summary)
    _next(page)
    page.locator("#description").fill(COMPLETE.description)
    _next(page)


def _propose(town: CallInBrowser) -> None:
    """With a photo and a pin, and a warning that something looks alike."""
    page = town.be(town.call.people[0])
    page.goto(f"{town.server.address}/proposer")
    page.get_by_role("button", name="Commencer").click()
    _write(page, TITLE)
    page.locator("input[type=image]").click(position={"x": 100, "y": 90})
    expect(page.get_by_text("L’épingle est dans le quartier")).to_be_visible()
    _next(page)
    page.get_by_label("Coût estimé").fill("6 000")
    _next(page)
    picture = FilePayload(name="place.jpg", mimeType="image/jpeg", buffer=photo(800, 600))
    page.locator("input[type=file]").set_input_files(picture)
    page.locator("#alt").fill("La place en plein soleil")
    page.get_by_role("button", name="Ajouter ce fichier").click()
    expect(page.get_by_alt_text("La place en plein soleil")).to_be_visible()
    _next(page)
    _next(page)
    alike = page.locator("#alike")
    expect(alike).to_contain_text("Ces propositions ressemblent à la vôtre")
    expect(alike.get_by_role("link")).to_have_text(COMPLETE.title)
    page.get_by_role("button", name="Envoyer ma proposition").click()
    expect(page.get_by_text("Elle porte le n° 2.")).to_be_visible()


def _moderate(town: CallInBrowser) -> None:
    page = town.be(town.call.staff[Role.AGENT])
    town.visit(page, "/moderation")
    page.get_by_role("link", name=f"2. {TITLE}").click()
    expect(page.get_by_role("heading", name=f"2. {TITLE}")).to_be_visible()
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_text("La proposition n° 2 est publiée.")).to_be_visible()


def _choose(page: Page, label: str, option: str) -> None:
    """Opens the list until it stays open: it closes when the page moves under it while it is still being drawn."""
    box = page.get_by_role("combobox", name=label, exact=True)
    wanted = page.get_by_role("option", name=option, exact=True)
    for _again in range(8):
        box.click()
        box.press("ArrowDown")
        try:
            wanted.click(timeout=2_500)
        except TimeoutError:
            continue
        break
    expect(box).to_have_value(option)


def _assign(town: CallInBrowser, reviewer: str, proposal: str) -> None:
    page = town.be(town.call.staff[Role.CHAIR])
    town.visit(page, "/instruction")
    page.get_by_text("Attribuer une proposition").click()
    _choose(page, "Proposition", proposal)
    _choose(page, "À qui", reviewer)
    page.get_by_role("button", name="Attribuer cette proposition").click()
    expect(page.get_by_text("est attribuée.")).to_be_visible()


def _review(town: CallInBrowser, reviewer: Actor, number: int, *, failed: str = "") -> None:
    page = town.be(reviewer)
    town.visit(page, f"/instruction?numero={number}")
    for criterion in USUAL_CRITERIA:
        marks = page.get_by_role("radiogroup", name=f"{criterion.name} – {criterion.question}")
        marks.get_by_text("Non rempli" if criterion.code == failed else "Rempli", exact=True).click()
        if criterion.code == failed:
            page.get_by_label(f"Raison : {criterion.name}").fill(WHY_NOT)
    page.get_by_label("Investissement, en euros").fill("7 250,50")
    page.get_by_label("Comment ce coût est estimé").fill("Six bancs à 1 200 €.")
    page.get_by_role("button", name="Signer mon examen").click()
    expect(page.get_by_text("Votre examen est signé : il ne change plus.")).to_be_visible()


def _decide(town: CallInBrowser, chair: Actor, number: int, button: str) -> None:
    page = town.be(chair)
    town.visit(page, f"/instruction?numero={number}")
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text("La décision est gardée")).to_be_visible()


def _release(town: CallInBrowser, number: int) -> None:
    page = town.be(town.call.staff[Role.ORGANISER])
    town.visit(page, "/instruction")
    page.get_by_text("Toutes les décisions deviennent publiques").click()
    page.get_by_role("button", name="Annoncer les décisions").click()
    expect(page.get_by_text(f"Décisions annoncées : {number}.")).to_be_visible()


def _read_notice(town: CallInBrowser) -> None:
    """The author is mailed the refusal and its PDF, which says why and what can be done."""
    mail = mails_to(AUTHOR)[-1]
    assert "Refusée" in mail.body or "refusée" in mail.body
    assert WHY_NOT in mail.body
    page = town.be(town.call.people[0])
    town.visit(page, "/mon-espace")
    page.get_by_role("link", name="Déposer un recours").click()
    paper = page.get_by_role("link", name="PDF").first.get_attribute("href")
    pdf = town.context.request.get(f"{town.server.address}{paper}").body()
    for reading in readings_of_pdf(pdf):
        assert all(found(said, reading) for said in (TITLE, WHY_NOT, "7 250,50", "recours"))
    page.get_by_label("Pourquoi la décision ne vous semble pas juste").fill(APPEAL)
    page.get_by_role("button", name="Déposer le recours").click()
    expect(page.get_by_text("Votre recours est déposé.")).to_be_visible()


def _take_to_the_ballot(town: CallInBrowser) -> None:
    page = town.be(town.call.staff[Role.ORGANISER])
    town.visit(page, "/organisation")
    page.get_by_role("tab", name="Propositions admises").click()
    page.get_by_role("button", name="Reprendre les propositions admises").click()
    expect(page.get_by_text("2 ajoutés, 0 retirés")).to_be_visible()
    reader = town.be(town.call.people[1])
    town.visit(reader, "/projets")
    expect(reader.get_by_text(TITLE).first).to_be_visible()


def test_a_proposal_goes_from_an_idea_over_a_refusal_and_an_appeal_to_the_ballot(town: CallInBrowser) -> None:
    call = town.call
    second = call.open_account("Deuxième instructrice", Role.REVIEWER)
    _propose(town)
    _moderate(town)
    town.pass_days(45)  # the call has ended
    for number, title in ((1, COMPLETE.title), (2, TITLE)):
        _assign(town, "Personnel reviewer", f"{number}. {title}")
        _review(town, call.staff[Role.REVIEWER], number, failed="public-land" if number == 2 else "")
        _decide(town, call.staff[Role.CHAIR], number, "Refuser" if number == 2 else "Admettre")
    town.pass_days(36)  # the day of the decisions has come
    _release(town, 2)
    _read_notice(town)
    _assign(town, "Deuxième instructrice", f"2. {TITLE}")
    _review(town, second, 2)
    _decide(town, call.open_account("Deuxième présidence", Role.CHAIR), 2, "Admettre")
    _release(town, 1)
    assert "admise" in mails_to(AUTHOR)[-1].body.lower()
    town.pass_days(16)  # the time of appeals has ended
    _take_to_the_ballot(town)
    costs = {project.title: project.cost for project in list_projects(call.slug)}
    assert costs[TITLE] == 7_250_50


def test_an_agent_keys_a_paper_that_everyone_reads_as_such_and_nobody_reads_whose(town: CallInBrowser) -> None:
    page = town.be(town.call.staff[Role.AGENT])
    page.goto(f"{town.server.address}/guichet")
    page.get_by_label("Nom de la personne").fill("Rose Invent")
    page.get_by_label("Comment la joindre").fill("06 12 34 56 78")
    _next(page)
    reference = page.get_by_text("Déposée sur papier, référence").inner_text().split()[-3]
    _write(page, "Une fontaine au marché")
    page.get_by_label("Adresse, ou nom du lieu").fill("Place du Marché")
    for _step in ("place", "cost", "files", "authors"):
        _next(page)
    page.get_by_role("button", name="Envoyer ma proposition").click()
    expect(page.get_by_text("Elle porte le n° 2.")).to_be_visible()
    expect(page.get_by_text(f"la référence {reference} sur le formulaire papier")).to_be_visible()
    publish(town.call.staff[Role.ORGANISER], town.call.slug, 2, datetime.now(UTC))
    town.context.clear_cookies()
    reader = town.context.new_page()
    town.visit(reader, "/proposition?numero=2")
    expect(reader.get_by_text("sur papier")).to_be_visible()
    for personal in ("Rose", "06 12"):
        expect(reader.get_by_text(personal)).to_have_count(0)


def test_an_author_takes_a_proposal_back_for_good(town: CallInBrowser) -> None:
    page = town.be(town.call.people[2])
    town.visit(page, "/mon-espace")
    page.get_by_role("link", name="Retirer").click()
    page.get_by_role("button", name="Oui, la retirer").click()
    expect(page.get_by_role("status")).to_be_visible()
    town.visit(page, "/mon-espace")
    expect(page.get_by_text("Retirée.")).to_be_visible()
    expect(page.get_by_role("link", name="Modifier")).to_have_count(0)
    town.visit(page, "/propositions")
    expect(page.get_by_text(COMPLETE.title)).to_have_count(0)


def test_two_proposals_become_one_when_both_authors_agree(town: CallInBrowser) -> None:
    call = town.call
    now = datetime.now(UTC)
    second = call.propose(call.people[0], replace(COMPLETE, title="Des bancs verts"), now)
    publish(call.staff[Role.ORGANISER], call.slug, second, now)
    page = town.be(call.staff[Role.AGENT])
    town.visit(page, "/moderation")
    page.get_by_label("Numéros des propositions à réunir").fill("1, 2")
    page.get_by_role("button", name="Demander aux auteurs").click()
    expect(page.get_by_text("Les auteurs sont prévenus")).to_be_visible()
    for author, answer in ((2, "Votre accord est noté"), (0, "les propositions sont réunies")):
        page = town.be(call.people[author])
        town.visit(page, "/mon-espace")
        page.get_by_role("link", name="Répondre").click()
        expect_no_violation(page, "asked")
        page.get_by_role("button", name="Les réunir").click()
        expect(page.get_by_role("status")).to_contain_text(answer)
    town.context.clear_cookies()
    reader = town.context.new_page()
    town.visit(reader, "/proposition?numero=2")
    reader.get_by_role("link", name="n° 1").click()
    expect(reader.get_by_text("Habitante 3, Habitante 1")).to_be_visible()
    expect(reader.get_by_role("link", name="2. Des bancs verts")).to_be_visible()
    town.visit(reader, "/propositions")
    expect(reader.get_by_text("Des bancs verts")).to_have_count(0)
