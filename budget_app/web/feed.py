"""The newest proposals of an edition as an Atom feed (RFC 4287), for feed readers and neighbourhood sites."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.domain.edition import Edition
from budget_app.domain.errors import NotFoundError
from budget_app.domain.proposal_search import NewProposal
from budget_app.services.editions import find_edition
from budget_app.services.proposal_lists import newest_proposals
from budget_app.settings import read_settings
from budget_app.web.answers import answers_page
from budget_app.web.published import published

MOST = 100
_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = _NOT_XML.sub("\ufffd", text) or None  # what XML 1.0 cannot hold, even escaped
    return child


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _entry(feed: ElementTree.Element, edition: Edition, proposal: NewProposal, feed_id: str, base: str) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", f"{feed_id}/{proposal.number}")
    _add(entry, "title", proposal.title)
    _add(entry, "published", _moment(proposal.sent_at))
    _add(entry, "updated", _moment(proposal.changed_at))
    address = f"{base}/proposition?{urlencode({'edition': edition.slug, 'numero': proposal.number})}"
    _add(entry, "link", rel="alternate", type="text/html", href=address)
    _add(entry, "summary", proposal.summary)
    if proposal.category:
        _add(entry, "category", term=proposal.category)


def compose_feed(edition: Edition, proposals: Iterable[NewProposal], base: str) -> bytes:
    """The feed; identifiers are tags (RFC 4151) of the site's host and the year in which the edition was made.

    ``base`` is the site's public address. No person is named: the author of the feed is the town.
    """
    listed = tuple(proposals)
    identifier = f"tag:{urlsplit(base).hostname},{edition.created_at.year}:propositions/{edition.slug}"
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "fr"})
    _add(feed, "id", identifier)
    _add(feed, "title", f"{edition.name} – {edition.town}")
    _add(feed, "updated", _moment(max((each.changed_at for each in listed), default=edition.created_at)))
    _add(_add(feed, "author"), "name", edition.town)
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"{base}/propositions/{edition.slug}.atom")
    pages = f"{base}/propositions?{urlencode({'edition': edition.slug})}"
    _add(feed, "link", rel="alternate", type="text/html", href=pages)
    for proposal in listed:
        _entry(feed, edition, proposal, identifier, base)
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _feed(slug: str) -> bytes:
    edition = find_edition(slug, datetime.now(UTC))
    if edition is None:
        raise NotFoundError("edition-unknown")
    return compose_feed(edition, newest_proposals(slug, MOST), read_settings().base_url)


@answers_page
async def feed(request: Request) -> Response:
    """``GET /propositions/{slug}.atom``: the newest hundred, the newest first."""
    content = await run_in_threadpool(_feed, request.path_params["slug"])
    return published(request, content, "application/atom+xml")


ROUTES = [Route("/propositions/{slug}.atom", feed, methods=["GET"])]
