"""The counter: plain pages where staff key proposals handed in on paper; the form in steps takes over from there."""

from __future__ import annotations

from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.domain.errors import DomainError, NotAllowedError
from budget_app.domain.roles import Action
from budget_app.services import counter
from budget_app.services.actor import Actor, require_action
from budget_app.services.proposal_form import find_call
from budget_app.web.answers import render_form
from budget_app.web.bodies import read_form
from budget_app.web.plain_pages import render
from budget_app.web.proposal_steps import Step
from budget_app.web.proposals import go
from budget_app.web.visitors import for_signed_in


def _page(
    request: Request, actor: Actor, slug: str | None, form: dict[str, str], now: datetime, error: DomainError | None
) -> Response:
    require_action(actor, Action.ENTER_PAPER_PROPOSAL)
    edition = find_call(slug, now)
    if edition is None:
        return render(request, "propose_none.html", status=404)
    return render_form(
        request,
        "counter.html",
        error,
        fields=("name", "contact"),
        form={field: form.get(field, "") for field in ("name", "contact", "public")},
        edition=edition,
        papers=counter.list_paper_proposals(actor, edition.slug),
        reference=counter.paper_reference,
    )


@for_signed_in
async def show_counter(request: Request, actor: Actor, now: datetime) -> Response:
    """``GET /guichet?edition=SLUG``: who came to the counter, and the papers that were keyed."""
    slug = request.query_params.get("edition") or None
    return await run_in_threadpool(_page, request, actor, slug, {}, now, None)


@for_signed_in
async def enter_paper_proposal(request: Request, actor: Actor, now: datetime) -> Response:
    """``POST /guichet``: a new proposal, at its first step; a refusal keeps what was typed."""
    form = await read_form(request)
    slug = form.get("edition", "")
    author = counter.PaperAuthor(form.get("name", ""), form.get("contact", ""), form.get("public") == "yes")
    try:
        proposal_id = await run_in_threadpool(counter.enter_paper_proposal, actor, slug, author, now)
    except NotAllowedError:
        raise
    except DomainError as error:
        return await run_in_threadpool(_page, request, actor, slug, form, now, error)
    return go(f"/proposer/{proposal_id}/{Step.IDEA}")


ROUTES = [
    Route("/guichet", show_counter, methods=["GET"]),
    Route("/guichet", enter_paper_proposal, methods=["POST"]),
]
