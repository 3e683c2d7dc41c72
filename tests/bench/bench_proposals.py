"""Pages of proposals at the server with 3,000 of them: the list with its map, a search, one proposal, the register.

`python -m tests.bench.bench_proposals [--proposals N]`: each line is a page's whole script, run as Streamlit runs it
for a reader (what is drawn is made and kept, not sent), the median and the slowest of seven runs. Every proposal has
three photos, a pin, supports, comments and a released decision with its reasons. The exit status is 1 over the bars:
1 s for lists, 300 ms for one proposal.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from unittest import mock

from sqlmodel import insert, select
from streamlit.testing.v1 import AppTest

from budget_app.commands.demo_town import read_districts
from budget_app.domain.proposal import AttachedFile, FileKind, ProposalContent, fold
from budget_app.services.look_alikes import find_look_alikes
from budget_app.services.upkeep import prepare_database
from budget_app.settings import PROJECT
from budget_app.storage.database import write_session
from budget_app.storage.proposals import CommentRow, ProposalRow, ProposalVersionRow, SupportRow
from budget_app.storage.reviews import DecisionRow
from budget_app.ui import browser, opener, words
from tests.budget_app.decided_call import NOT_PUBLIC, DecidedCall
from tests.budget_app.simulated_call import COMPLETE, DECISIONS, DURING_CALL
from tests.pages.conftest import words_of

RUNS, LIST_SECONDS, PAGE_SECONDS = 7, 1.0, 0.3
_THINGS = ("bancs", "arbres", "fontaine", "piste", "jardin", "préau", "terrain", "boîte", "verger", "scène", "mare")
_PLACES = ("place de la Halle", "quai du Moulin", "rue des Tanneurs", "parc des Hauts-Prés", "école Jeanne-Lormier")


def _content(number: int) -> ProposalContent:
    thing, place = _THINGS[number % len(_THINGS)], _PLACES[number % len(_PLACES)]
    keys = (sha256(f"{number} {photo}".encode()).hexdigest() for photo in range(3))
    return replace(
        COMPLETE,
        title=f"Des {thing} n° {number}, {place}",
        summary=f"{thing.capitalize()} pour tout le monde, {place}.",
        place=place,
        latitude=46.90 + number % 61 / 1500,
        longitude=1.30 + number % 53 / 1300,
        cost=1_000_00 + number * 10_00,
        files=tuple(AttachedFile(key, FileKind.PHOTO, "La place aujourd’hui") for key in keys),
    )


def _fill(call: DecidedCall, proposals: int) -> None:
    """Copies the first proposal with its version and decision; supports and comments by the residents."""
    call.publish(call.people[0], _content(1))
    call.decide(1, NOT_PUBLIC)
    call.release()
    people = [person.account_id or 0 for person in call.people]
    with write_session() as session:
        first, version = session.exec(select(ProposalRow)).one(), session.exec(select(ProposalVersionRow)).one()
        decision = session.exec(select(DecisionRow)).one()
        made: dict[type, list[dict[str, object]]] = {kind: [] for kind in _KINDS}
        for number in range(2, proposals + 1):
            content = _content(number)
            said = {name: getattr(content, name) for name in ("title", "summary", "latitude", "longitude", "cost")}
            said |= {"searched": fold(f"{content.title} {content.summary}"), "picture": content.files[0].key}
            sent = {"sent_at": DURING_CALL + timedelta(minutes=number)}
            made[ProposalRow].append(first.model_dump() | said | sent | {"id": number, "number": number})
            told = {"id": number, "proposal_id": number, "content": content.to_json()}
            made[ProposalVersionRow].append(version.model_dump() | told)
            made[DecisionRow].append(decision.model_dump() | {"id": number, "number": number, "proposal_id": number})
            for person in people[: 1 + number % len(people)]:
                backed = {"proposal_id": number, "account_id": person}
                made[SupportRow].append(backed | {"given_at": DURING_CALL})
                said_of = {"author_name": "Habitante", "body": "Une bonne idée.", "state": "published"}
                made[CommentRow].append(backed | said_of | {"written_at": DURING_CALL, "hidden_reason": ""})
        for kind, rows in made.items():
            session.execute(insert(kind), rows)


_KINDS = (ProposalRow, ProposalVersionRow, DecisionRow, SupportRow, CommentRow)


def _opened(file: str, said: str, /, **query: str) -> Callable[[], object]:
    """The page as a reader opens it, run again and again; ``said`` must stand on it."""
    app = AppTest.from_file(PROJECT / "budget_app" / "ui" / "main.py", default_timeout=120)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    app.switch_page(str(PROJECT / "pages" / f"{file}.py"))

    def run() -> None:
        app.run()
        if app.exception:
            raise RuntimeError(app.exception)

    run()
    if said not in words_of(app):
        raise RuntimeError(f"{file} does not say {said}")
    return run


def _measure(title: str, bar: float, work: Callable[[], object]) -> bool:
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    median = statistics.median(times)
    told = f"{title:32} {median * 1000:7.0f} ms  slowest {max(times) * 1000:7.0f} ms  bar {bar * 1000:5.0f} ms"
    print(told, flush=True)
    return median < bar


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--proposals", type=int, default=3_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ISOLOIR_DATA"] = folder
        prepare_database()
        call = DecidedCall(residents=12, districts=read_districts())
        call.create()
        _fill(call, options.proposals)
        call.bring_to_now(DECISIONS + timedelta(days=2))
        return _table(call, options.proposals)


def _table(call: DecidedCall, proposals: int) -> int:
    patches = [mock.patch.object(module, "request_cookies", dict) for module in (browser, opener, words)]
    patches.append(mock.patch.object(words, "request_locale", return_value="fr-FR"))
    logging.disable(logging.WARNING)  # Streamlit's, of being run without a browser
    for patch in patches:
        patch.start()
    print(f"{proposals} proposals, {datetime.now(UTC).date()}")
    far, middle = str(proposals // 24), str(proposals // 2)
    good = [
        _measure("list and map, first page", LIST_SECONDS, _opened("proposals", f"sur {proposals}")),
        _measure("list and map, last page", LIST_SECONDS, _opened("proposals", f"sur {proposals}", page=far)),
        _measure("list and map, found by words", LIST_SECONDS, _opened("proposals", "bancs", mots="bancs halle")),
        _measure("list and map, by supports", LIST_SECONDS, _opened("proposals", "sur", ordre="soutenus")),
        _measure("register of decisions", LIST_SECONDS, _opened("decisions", "Refusée")),
        _measure("one proposal", PAGE_SECONDS, _opened("proposal", f"n° {middle}", numero=middle)),
        _measure("two proposals side by side", PAGE_SECONDS, _opened("compare", f"n° {middle}", n=f"2,{middle}")),
        _measure("look-alikes of one", PAGE_SECONDS, lambda: find_look_alikes(call.people[0], 1)),
    ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
