"""Everybody can use the pages of decisions and appeals, the desk's transfer, and a project that was a proposal."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from budget_app.domain.roles import Role
from budget_app.services.actor import Actor
from budget_app.services.appeals import appeal
from budget_app.services.ballot_transfer import take_admitted
from tests.budget_app.decided_call import FINALLY, NOT_PUBLIC, DecidedCall, open_session
from tests.budget_app.real_server import RealServer, run_shared_server
from tests.budget_app.simulated_call import DURING_APPEALS
from tests.pages.looks import expect_good_looks, open_whole

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]

WIDTHS = (360, 1280)
LONG = "Une forêt urbaine de poche sur l’ancien terrain de boules du chemin des Tilleuls"
PATHS = (
    "decisions",
    "decisions?numero=1",
    "decisions?numero=3",
    "decisions?numero=9",
    "organisation",
    "projet?numero=1",
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RealServer, str]]:
    """1 may be appealed against by who is signed in, an organiser too; 2 is on the ballot, 3 admitted by an appeal."""
    with run_shared_server(tmp_path_factory.mktemp("decisions")) as server:
        call = DecidedCall().create()
        both = Actor(call.staff[Role.ORGANISER].account_id, frozenset())
        for person, title in zip((both, *call.people[:2]), (LONG, "Des bancs à l’ombre", "Une fontaine"), strict=True):
            call.publish(person, title=title)
        call.decide(1, NOT_PUBLIC | {"two-years": "Sans accord, les travaux ne peuvent pas finir en deux ans."})
        call.decide(2)
        call.decide(3, NOT_PUBLIC)
        call.release()
        appeal(call.people[1], call.slug, 3, "Le diocèse est d’accord.", DURING_APPEALS)
        call.decide(3, appeal_round=2)
        call.release(FINALLY)
        call.end_appeals()
        take_admitted(call.staff[Role.ORGANISER], call.slug, call.present())
        call.reopen_appeals()
        yield server, open_session(call.staff[Role.ORGANISER])


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_about_decisions_is_accessible_fits_and_speaks_french(
    browser: Browser, served: tuple[RealServer, str], width: int, path: str
) -> None:
    server, token = served
    context = browser.new_context(locale="fr-FR", viewport={"width": width, "height": 800})
    context.add_cookies([{"name": "isoloir_session", "value": token, "url": server.address}])
    page = context.new_page()
    open_whole(page, f"{server.address}/{path}")
    expect_good_looks(page)
    context.close()
