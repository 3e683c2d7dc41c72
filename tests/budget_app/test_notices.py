"""The notice of a decision on paper and by mail: its number and date, each reason, the costs, and the way to appeal."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlmodel import select

from budget_app.domain.call_rules import USUAL_CRITERIA
from budget_app.domain.dates import format_moment
from budget_app.domain.money import format_money
from budget_app.domain.review import CostEstimate
from budget_app.services.notices import load_notice, print_notice_of
from budget_app.services.proposals import load_proposal
from budget_app.storage.accounts import AccountRow
from budget_app.storage.database import write_session
from budget_app.storage.reviews import DecisionRow
from tests.budget_app.decided_call import ESTIMATE, FINALLY, NOT_PUBLIC, DecidedCall
from tests.budget_app.mailbox import mails_to
from tests.budget_app.pdf_text import found, pages_of_pdf, readings_of_pdf
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_call import APPEALS_END, DECISIONS
from tests.budget_app.web_client import WebClient

pytestmark = pytest.mark.usefixtures("database")

FIRST = "habitante.1@essai.example"


@pytest.fixture
def call() -> DecidedCall:
    """Two proposals: the first is refused, the second admitted; both decisions are released."""
    call = DecidedCall().create()
    for person in call.people[:2]:
        call.publish(person)
    call.decide(1, NOT_PUBLIC)
    call.decide(2)
    call.release()
    return call


def _speak_english(email: str) -> None:
    with write_session() as session:
        row = session.exec(select(AccountRow).where(AccountRow.email == email)).one()
        row.language = "en"
        session.add(row)


def test_the_notice_of_a_refusal_says_what_was_decided_why_and_what_can_be_done(call: DecidedCall) -> None:
    pdf = print_notice_of(call.slug, 1, "fr", DECISIONS)
    expected = [
        "Décision n° 1 / 2030",
        "n° 1 – Des bancs à l’ombre",
        "Habitante 1",
        "La présidence du comité d’examen du budget participatif de Essai-sur-Test",
        "Décision : Refusée",
        *(f"{criterion.name} : {'non ' * (criterion.code in NOT_PUBLIC)}rempli" for criterion in USUAL_CRITERIA),
        *NOT_PUBLIC.values(),
        *(format_money(cents, "fr") for cents in (ESTIMATE.investment, ESTIMATE.running)),
        ESTIMATE.explanation,
        ESTIMATE.sources,
        f"jusqu’au {format_moment(APPEALS_END, 'fr')}",
        f"/decisions?edition={call.slug}&numero=1",
        "à l’accueil de la mairie de Essai-sur-Test",
        "tribunal administratif",
    ]
    for words in readings_of_pdf(pdf):
        assert [text for text in expected if not found(text, words)] == []
        assert not found("Personnel chair", words), "the office decides, nobody by name"


def test_the_notice_is_a_document_with_a_title_a_language_and_numbered_pages(call: DecidedCall) -> None:
    reader = PdfReader(BytesIO(print_notice_of(call.slug, 1, "fr", DECISIONS)))
    assert reader.metadata is not None
    assert reader.metadata.title == "Décision n° 1 / 2030 – Essai-sur-Test"
    assert reader.trailer["/Root"]["/Lang"] == "fr"
    for number, page in enumerate(reader.pages, start=1):
        assert str(number) in page.extract_text().splitlines()


def test_the_notice_of_an_admission_asks_for_nothing(call: DecidedCall) -> None:
    (words, *_rest) = readings_of_pdf(print_notice_of(call.slug, 2, "fr", DECISIONS))
    assert found("Décision : Admise", words)
    assert found("vous n’avez rien à faire", words)
    assert not found("recours", words)


def test_the_notice_in_english_has_no_french_of_ours(call: DecidedCall) -> None:
    (words, *_rest) = readings_of_pdf(print_notice_of(call.slug, 1, "en", DECISIONS))
    assert found("Decision no. 1 / 2030", words)
    assert found("Terrain public: not met", words)
    assert [text for text in ("Décision", "Proposition", "rempli", "un recours", "Édition") if found(text, words)] == []


def test_a_final_decision_names_the_first_one_and_the_court_and_no_further_appeal(call: DecidedCall) -> None:
    call.decide(1, NOT_PUBLIC, appeal_round=2)
    call.release(FINALLY)
    for words in readings_of_pdf(print_notice_of(call.slug, 3, "fr", FINALLY)):
        for text in ("Décision définitive n° 3 / 2030", "la décision n° 1", "reste refusée", "R. 421-1", "deux mois"):
            assert found(text, words), text
        assert not found("Vous pouvez déposer un recours", words)


def test_a_notice_with_endless_reasons_goes_on_over_pages(call: DecidedCall) -> None:
    number = call.publish(call.people[2])
    long = "Une raison dite en détail. " * 290
    call.decide(number, {criterion.code: long for criterion in USUAL_CRITERIA}, CostEstimate(1, 0, "x" * 8000))
    call.release(FINALLY)
    pdf = print_notice_of(call.slug, 3, "fr", FINALLY)
    assert pages_of_pdf(pdf) > 5
    assert all(found("tribunal administratif", words) for words in readings_of_pdf(pdf))


def test_what_people_wrote_is_shown_as_text(call: DecidedCall) -> None:
    number = call.publish(call.people[2], title="<b>Bancs</b> & <script>alert(1)</script>")
    call.decide(number, {"cost": "<i>Trop cher</i> & trop grand"})
    call.release(FINALLY)
    (words, *_rest) = readings_of_pdf(print_notice_of(call.slug, 3, "fr", FINALLY))
    assert found("<b>Bancs</b> & <script>alert(1)</script>", words)
    assert found("<i>Trop cher</i> & trop grand", words)


def test_a_decision_has_no_notice_before_its_release(call: DecidedCall) -> None:
    call.decide(1, NOT_PUBLIC, appeal_round=2)
    for number in (0, 3, 10**20):
        with refused("decision-unknown"):
            load_notice(call.slug, number, FINALLY)
    with refused("decision-unknown"):
        load_notice(call.slug, 1, DECISIONS - timedelta(seconds=1))
    with refused("edition-unknown"):
        load_notice("ailleurs", 1, FINALLY)


def test_the_notice_is_public_and_holds_no_contact(call: DecidedCall) -> None:
    call.decide(1, NOT_PUBLIC, appeal_round=2)
    with write_session() as session:
        row = load_proposal(session, call.slug, 1)
        row.contact = "06 12 34 56 78"
        session.add(row)
    words = list(readings_of_pdf(print_notice_of(call.slug, 1, "fr", DECISIONS)))
    assert not any(found(secret, text) for text in words for secret in ("06 12 34 56 78", FIRST))


def test_the_notice_is_served_in_the_language_that_was_asked_for(call: DecidedCall) -> None:
    _released_in_the_past(call)
    client = WebClient()
    answer = client.get(f"/avis/{call.slug}/1.pdf", headers={"accept-language": "fr"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    again = client.get(
        f"/avis/{call.slug}/1.pdf", headers={"if-none-match": answer.headers["etag"], "accept-language": "fr"}
    )
    assert again.status_code == 304
    english = client.get(f"/avis/{call.slug}/1.pdf?lang=en", headers={"accept-language": "fr"})
    assert found("Decision no. 1", next(readings_of_pdf(english.content)))
    for path in (f"/avis/{call.slug}/9.pdf", f"/avis/{call.slug}/{10**30}.pdf", "/avis/ailleurs/1.pdf"):
        assert client.get(path).status_code == 404


def test_no_notice_is_served_before_the_release(call: DecidedCall) -> None:
    assert WebClient().get(f"/avis/{call.slug}/1.pdf").status_code == 404, "it is released in 2030"


def _released_in_the_past(call: DecidedCall) -> None:
    with write_session() as session:
        for row in session.exec(select(DecisionRow)):
            row.released_at = DECISIONS - timedelta(days=3650)
            session.add(row)


def test_every_author_gets_the_reasons_by_mail_at_the_release(call: DecidedCall) -> None:
    (mail,) = mails_to(FIRST)
    assert mail.subject == "Essai-sur-Test : décision sur votre proposition n° 1"
    for words in ("Décision n° 1 / 2030", "Terrain public : non rempli", *NOT_PUBLIC.values(), ESTIMATE.explanation):
        assert words in mail.body
    for address in (f"/avis/{call.slug}/1.pdf", f"/decisions?edition={call.slug}&numero=1"):
        assert address in mail.body
    assert format_moment(APPEALS_END, "fr") in mail.body
    (other,) = mails_to("habitante.2@essai.example")
    assert "est admise" in other.body
    assert mails_to("habitante.3@essai.example") == []


def test_co_authors_are_told_too_each_in_their_language_and_once() -> None:
    call = DecidedCall().create()
    _speak_english("habitante.2@essai.example")
    number = call.publish(call.people[0])
    call.accept_co_author(number, call.people[1], "Habitante 2", "autre@essai.example")
    call.accept_co_author(number, call.people[0], "Habitante 1", "encore@essai.example")
    call.decide(number, NOT_PUBLIC)
    call.release()
    assert len(mails_to(FIRST)) == 1
    (mail,) = mails_to("habitante.2@essai.example")
    assert mail.subject == "Essai-sur-Test: decision on your proposal no. 1"
    assert f"/avis/{call.slug}/1.pdf?lang=en" in mail.body
    assert found("Habitante 1, Habitante 2", next(readings_of_pdf(print_notice_of(call.slug, 1, "fr", DECISIONS))))


def test_who_proposed_on_paper_is_written_to_at_the_address_that_was_given() -> None:
    call = DecidedCall().create()
    numbers = {contact: call.publish(call.people[0]) for contact in ("camille@essai.example", "06 12 34 56 78")}
    with write_session() as session:
        for contact, number in numbers.items():
            row = load_proposal(session, call.slug, number)
            row.author_id, row.contact = None, contact
            session.add(row)
    for number in numbers.values():
        call.decide(number)
    call.release()
    assert len(mails_to("camille@essai.example")) == 1
    assert mails_to("06 12 34 56 78") == []


def test_the_notice_of_a_paper_names_nobody_who_did_not_ask_for_it() -> None:
    call = DecidedCall().create()
    number = call.publish(call.people[0])
    with write_session() as session:
        row = load_proposal(session, call.slug, number)
        row.author_id, row.author_name, row.person_name = None, "", "Rose Invent"
        session.add(row)
    call.decide(number)
    call.release()
    words = next(readings_of_pdf(print_notice_of(call.slug, number, "fr", DECISIONS)))
    assert found("une personne qui l’a déposée sur papier", words)
    assert not found("Rose", words)
