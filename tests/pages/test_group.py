"""A group of guardians on the pages: what the public sees of its key, what went wrong, and beginning again."""

from __future__ import annotations

from budget_app.domain.guardian import GuardianState
from budget_app.services.guardian_exchange import find_exchange_progress, report_fault
from tests.budget_app.simulated_group import SimulatedGroup
from tests.budget_app.simulated_town import BEFORE
from tests.pages.conftest import Open, words_of

FOUND = "Membre 3 dit que le message secret reçu de Membre 2"


def _groups(text: str) -> str:
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def test_the_public_page_says_how_many_suffice_and_shows_promises_then_keys(open_page: Open) -> None:
    group = SimulatedGroup().name().certify().promise()
    said = words_of(open_page("guardians"))
    assert "un groupe de 3 gardiens : 2 d’entre eux suffisent" in said
    assert "Étape 2 sur 3" in said
    assert "Tant qu’il en manque un" not in said
    for promise in group.task(1).promises or ():
        assert _groups(promise) in said
    group.show().finish()
    said = words_of(open_page("guardians"))
    assert "La clé du groupe est faite." in said
    assert _groups((group.task(1).promises or ("",))[0]) not in said


def test_the_public_page_says_what_stopped_a_group_in_english_too(open_page: Open) -> None:
    group = SimulatedGroup().name().certify().promise().show()
    report_fault(group.town.uuid, group.token(3), "secret-invalid", 2, BEFORE)
    assert FOUND in words_of(open_page("guardians"))
    said = words_of(open_page("guardians", locale="en-GB"))
    assert "Membre 3 says that the secret message received from Membre 2 is not right." in said


def test_the_organiser_sees_who_has_done_what(open_page: Open, organiser_token: str) -> None:
    group = SimulatedGroup().name().certify().promise()
    desk = open_page("organiser", token=organiser_token)
    said = words_of(desk)
    assert said.count("étape 1 sur 3 faite") == 3
    assert "On attend : Membre 1, Membre 2, Membre 3." in said
    group.show()
    desk.run()
    assert words_of(desk).count("étape 2 sur 3 faite") == 3


def test_the_organiser_has_a_stopped_group_begin_again_on_purpose(open_page: Open, organiser_token: str) -> None:
    group = SimulatedGroup().name().certify().promise().show()
    report_fault(group.town.uuid, group.token(3), "secret-invalid", 2, BEFORE)
    desk = open_page("organiser", token=organiser_token)
    assert FOUND in desk.error[0].value
    assert desk.button(key="exchange-restart").disabled
    desk.checkbox(key="exchange-sure").check().run()
    desk.button(key="exchange-restart").click().run()
    assert "Le groupe recommence." in words_of(desk)
    assert not desk.error
    progress = find_exchange_progress(group.town.slug)
    assert progress is not None
    assert (progress.state, progress.fault) == (GuardianState.CERTIFICATE_NEEDED, None)
