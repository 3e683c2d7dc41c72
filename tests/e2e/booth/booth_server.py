"""A small server with the interface that the booth uses, in memory: it checks every ballot whole, as the real one."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from tests.e2e.booth.booth_town import Town
from voting.ballot import Ballot, check_ballot, parse_ballot
from voting.credentials import derive_public
from voting.errors import ProtocolError

DIST = Path(__file__).resolve().parents[3] / "voting" / "booth" / "dist"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
TRIES = 5
_STATUS = {
    "ballot-malformed": 400,
    "credential-unknown": 403,
    "credential-of-another-voter": 403,
    "second-factor-wrong": 403,
    "vote-closed": 409,
    "vote-not-open": 409,
    "ballot-spoiled": 409,
    "ballot-duplicate": 409,
    "revote-not-allowed": 409,
    "ballot-cast-already": 409,
    "too-many-tries": 429,
}


class RefusalError(Exception):
    """A refusal with its code and facts."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass
class Box:
    """The state of the vote, and the ballots taken."""

    town: Town
    state: str = "open"
    revote_allowed: bool = True
    ballot_list: str = ""
    refuse_next: RefusalError | None = None
    posts: Counter[str] = field(default_factory=Counter)
    ballots: list[bytes] = field(default_factory=list)
    receipts: dict[str, dict[str, object]] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)
    spoiled: set[str] = field(default_factory=set)
    tries: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def checked(self, raw: bytes) -> Ballot:
        """The ballot in ``raw``, every proof checked."""
        refusal, self.refuse_next = self.refuse_next, None
        if refusal is not None:
            raise refusal
        try:
            ballot = parse_ballot(raw)
            check_ballot(ballot, self.town.election, self.town.credentials)
        except ProtocolError as error:
            known = error.code if error.code in ("ballot-malformed", "credential-unknown") else "ballot-proof-invalid"
            raise RefusalError(known) from error
        return ballot

    def let_in(self, ballot: Ballot, roll_number: str, birth_date: str) -> None:
        """Raises RefusalError unless the credential is this voter's and the birth date is right."""
        voter = next((one for one in self.town.voters if str(one.roll_number) == roll_number), None)
        credential = ballot.credential.text
        if voter is None or derive_public(self.town.election.uuid, voter.code).text != credential:
            raise RefusalError("credential-of-another-voter")
        if self.tries[credential] >= TRIES:
            raise RefusalError("too-many-tries", retry_after=3000)
        if voter.birth_date != birth_date:
            self.tries[credential] += 1
            raise RefusalError("second-factor-wrong", tries_left=TRIES - self.tries[credential])

    def cast(self, raw: bytes, roll_number: str, birth_date: str) -> tuple[dict[str, object], int]:
        """The receipt and the status: 201, or 200 for the voter's current ballot again."""
        ballot = self.checked(raw)
        self.let_in(ballot, roll_number, birth_date)
        credential = ballot.credential.text
        if ballot.tracker in self.receipts:
            if self.last[credential] != ballot.tracker:
                raise RefusalError("ballot-duplicate")
            return self.receipts[ballot.tracker], 200
        if self.state != "open":
            raise RefusalError("vote-closed")
        if ballot.tracker in self.spoiled:
            raise RefusalError("ballot-spoiled")
        if credential in self.last and not self.revote_allowed:
            raise RefusalError("revote-not-allowed")
        self.ballots.append(raw)
        receipt: dict[str, object] = {
            "tracker": ballot.tracker,
            "position": len(self.ballots) + 1,
            "accepted_at": datetime.now(UTC).isoformat(),
            "replaces": credential in self.last,
        }
        self.receipts[ballot.tracker] = receipt
        self.last[credential] = ballot.tracker
        return receipt, 201

    def spoil(self, raw: bytes) -> str:
        """The tracker of a ballot that can now never be cast."""
        ballot = self.checked(raw)
        if ballot.tracker in self.receipts:
            raise RefusalError("ballot-cast-already")
        self.spoiled.add(ballot.tracker)
        return ballot.tracker

    def public(self) -> dict[str, object]:
        """What the booth loads."""
        ready = self.state != "preparation"
        return {
            "uuid": self.town.election.uuid,
            "edition": "2027",
            "town": "Valmont-sur-Vézoue",
            "name": self.town.election.name,
            "state": self.state,
            "opens_at": "2027-03-01T07:00:00+00:00",
            "closes_at": "2027-03-21T19:00:00+00:00",
            "now": datetime.now(UTC).isoformat(),
            "revote_allowed": self.revote_allowed,
            "election": self.town.election.raw.decode() if ready else None,
            "election_fingerprint": self.town.election.fingerprint if ready else None,
            "ballot_list": (self.ballot_list or self.town.ballot_list) if ready else None,
            "booth_files": {},
        }


_DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180">
<rect width="320" height="180" fill="hsl({hue} 45% 86%)"/><circle cx="250" cy="50" r="26" fill="hsl(45 80% 75%)"/>
<path d="M0 130 Q80 {a} 160 130 T320 120 V180 H0z" fill="hsl({hue} 40% 62%)"/>
<path d="M0 155 Q100 {b} 200 150 T320 150 V180 H0z" fill="hsl({hue} 45% 45%)"/></svg>"""


def _drawing(number: int) -> str:
    return _DRAWING.format(hue=(number * 47) % 360, a=80 + number * 5 % 50, b=110 + number * 7 % 40)


def _json(body: object, status: int = 200) -> Response:
    return JSONResponse(body, status, headers={"cache-control": "no-store"})


def _refused(error: RefusalError) -> Response:
    answer = _json({"code": error.code, "message": "", "facts": error.facts}, _STATUS.get(error.code, 422))
    if "retry_after" in error.facts:
        answer.headers["retry-after"] = str(error.facts["retry_after"])
    return answer


def _application(box: Box) -> Starlette:
    async def election(request: Request) -> Response:
        if request.path_params["uuid"] != box.town.election.uuid:
            return _json({"code": "election-unknown", "message": "", "facts": {}}, 404)
        return _json(box.public())

    async def cast(request: Request) -> Response:
        raw = await request.body()
        box.posts["ballots"] += 1
        try:
            with box.lock:
                headers = request.headers
                receipt, status = box.cast(raw, headers["isoloir-roll-number"], headers["isoloir-birth-date"])
        except RefusalError as error:
            return _refused(error)
        return _json(receipt, status)

    async def spoil(request: Request) -> Response:
        raw = await request.body()
        box.posts["spoiled-ballots"] += 1
        try:
            with box.lock:
                return _json({"tracker": box.spoil(raw)}, 201)
        except RefusalError as error:
            return _refused(error)

    async def page(_: Request) -> Response:
        return FileResponse(DIST / "booth.html", headers={"content-security-policy": POLICY})

    async def booth_file(request: Request) -> Response:
        name = Path(request.path_params["file"]).name
        return FileResponse(DIST / name, headers={"content-security-policy": POLICY, "cache-control": "no-cache"})

    async def picture(request: Request) -> Response:
        number = int(request.path_params["number"])
        return Response(_drawing(number), media_type="image/svg+xml", headers={"cache-control": "no-store"})

    async def other(_: Request) -> Response:
        return Response("<!doctype html><title>Isoloir</title>", media_type="text/html")

    return Starlette(
        routes=[
            Route("/api/elections/{uuid}", election),
            Route("/api/elections/{uuid}/ballots", cast, methods=["POST"]),
            Route("/api/elections/{uuid}/spoiled-ballots", spoil, methods=["POST"]),
            Route("/vote/{uuid}", page),
            Route("/booth/{file}", booth_file),
            Route("/pictures/project-{number:int}.svg", picture),
            Route("/{path:path}", other),
        ]
    )


class BoothServer:
    """The server in a thread of its own, on a port of its own; every connection serves one request."""

    def __init__(self, town: Town) -> None:
        self.box = Box(town)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        config = uvicorn.Config(
            _application(self.box), log_level="warning", headers=[("connection", "close")], lifespan="off"
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    def __enter__(self) -> BoothServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)
