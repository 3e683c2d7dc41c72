"""All our addresses, in the order in which they are tried; Streamlit's come after them."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from budget_app.web import (
    ballots,
    board,
    checkpoints,
    counter,
    elections,
    files,
    guardians,
    health,
    invitations,
    language,
    minutes,
    notices,
    passwords,
    plan,
    proposal_authors,
    proposal_files,
    proposal_photos,
    proposal_place,
    proposals,
    registrars,
    results,
    rule_books,
    shell,
    sign_in,
    sign_up,
)
from budget_app.web.answers import EVERY_METHOD, data_not_found

ROUTES: list[BaseRoute] = [
    *health.ROUTES,
    *ballots.ROUTES,
    *guardians.ROUTES,
    *registrars.ROUTES,
    *elections.ROUTES,
    *checkpoints.ROUTES,
    *board.ROUTES,
    *minutes.ROUTES,
    *notices.ROUTES,
    *rule_books.ROUTES,
    *results.ROUTES,
    Route("/api/{path:path}", data_not_found, methods=EVERY_METHOD),
    *files.ROUTES,
    *proposal_files.ROUTES,
    *plan.ROUTES,
    *language.ROUTES,
    *sign_in.ROUTES,
    *sign_up.ROUTES,
    *passwords.ROUTES,
    *counter.ROUTES,
    *invitations.ROUTES,
    *proposal_authors.ROUTES,
    *proposal_photos.ROUTES,
    *proposal_place.ROUTES,
    *proposals.ROUTES,
    *shell.ROUTES,
]
