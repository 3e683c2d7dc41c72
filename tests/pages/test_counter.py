"""The counter's page among the others: who finds it, that everybody can use it, and what everyone reads of a paper."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from budget_app.domain.roles import ALLOWED, Action, Role
from budget_app.services.counter import PaperAuthor, enter_paper_proposal
from budget_app.services.moderation import publish
from budget_app.services.proposals import save_draft, send_proposal
from tests.budget_app.real_server import run_server
from tests.budget_app.signed_in import session_of
from tests.budget_app.simulated_call import COMPLETE, SimulatedCall, calendar_around
from tests.e2e.desk.looks import expect_no_violation, expect_to_fit
from tests.pages.conftest import Open, words_of

ROSE = PaperAuthor("Rose Invent", "rose@essai.example")


@pytest.fixture
def call() -> SimulatedCall:
    return SimulatedCall(calendar=calendar_around(datetime.now(UTC))).create()


@pytest.mark.parametrize("role", list(Role))
def test_the_head_band_leads_those_who_may_key_to_the_counter(open_page: Open, call: SimulatedCall, role: Role) -> None:
    words = words_of(open_page("home", token=session_of(call.staff[role])))
    assert ('href="/guichet"' in words) == (role in ALLOWED[Action.ENTER_PAPER_PROPOSAL])


def test_everyone_reads_that_it_came_on_paper_and_not_from_whom(open_page: Open, call: SimulatedCall) -> None:
    agent, now = call.staff[Role.AGENT], datetime.now(UTC)
    proposal = enter_paper_proposal(agent, call.slug, ROSE, now)
    save_draft(agent, proposal, COMPLETE, 0, now)
    number = send_proposal(agent, proposal, now)
    publish(agent, call.slug, number, now)
    french = words_of(open_page("proposal", edition=call.slug, numero=str(number)))
    assert "Des bancs à l’ombre" in french
    assert "sur papier" in french
    assert "Rose" not in french
    assert "rose@" not in french
    assert "on paper" in words_of(open_page("proposal", locale="en-GB", edition=call.slug, numero=str(number)))


@pytest.mark.browser
@pytest.mark.xdist_group("pages")
def test_everybody_can_use_the_counter(call: SimulatedCall, browser: Browser, tmp_path: Path) -> None:
    agent, now = call.staff[Role.AGENT], datetime.now(UTC)
    proposal = enter_paper_proposal(agent, call.slug, ROSE, now)
    with run_server(tmp_path) as server:
        for width in (360, 1280):
            context = browser.new_context(locale="fr-FR", viewport={"width": width, "height": 800})
            context.add_cookies([{"name": "isoloir_session", "value": session_of(agent), "url": server.address}])
            page = context.new_page()
            for path in ("/guichet", f"/proposer/{proposal}/idee"):
                page.goto(server.address + path)
                expect_no_violation(page, path)
            page.goto(f"{server.address}/guichet")
            page.get_by_role("button", name="Continuer").click()
            page.locator("#name-refusal").wait_for()
            expect_no_violation(page, "refused")
            expect_to_fit(page, "refused")
            context.close()
