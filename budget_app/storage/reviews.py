"""Tables of the eligibility review: who looks at what, what they found, what was decided, and appeals."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel, UniqueConstraint

from budget_app.storage.database import UtcTime


class AssignmentRow(SQLModel, table=True):
    """A proposal given to a member to review, in the first round or, after an appeal, in the second."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("proposal_id", "account_id", "round"),)

    id: int | None = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="proposal.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    round: int
    department: str = ""
    due_at: datetime | None = Field(default=None, sa_type=UtcTime)
    assigned_by: int | None = Field(default=None, foreign_key="account.id")
    assigned_at: datetime = Field(sa_type=UtcTime)
    reminded_at: datetime | None = Field(default=None, sa_type=UtcTime)


class ConflictOfInterestRow(SQLModel, table=True):
    """A member who declared an interest in a proposal, and so never reviews it nor decides of it."""

    __tablename__ = "conflict_of_interest"

    proposal_id: int = Field(primary_key=True, foreign_key="proposal.id")
    account_id: int = Field(primary_key=True, foreign_key="account.id")
    reason: str
    declared_at: datetime = Field(sa_type=UtcTime)


class ReviewRow(SQLModel, table=True):
    """A member's review: grid as JSON, costs in cents. Signed, it is not changed any more."""

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("proposal_id", "account_id", "round"),)

    id: int | None = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="proposal.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    round: int
    grid: str
    investment: int = Field(default=0, sa_type=BigInteger)
    running: int = Field(default=0, sa_type=BigInteger)
    cost_explanation: str = ""
    cost_sources: str = ""
    revision: int = 0
    changed_at: datetime = Field(sa_type=UtcTime)
    signed_at: datetime | None = Field(default=None, sa_type=UtcTime)


class ReviewNoteRow(SQLModel, table=True):
    """A note that members write for one another; never published."""

    __tablename__ = "review_note"

    id: int | None = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="proposal.id", index=True)
    account_id: int = Field(foreign_key="account.id")
    body: str
    written_at: datetime = Field(sa_type=UtcTime)


class DecisionRow(SQLModel, table=True):
    """What the chair decided, with the grid that gives the reasons; public from ``released_at``. Costs in cents."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("proposal_id", "round"), UniqueConstraint("edition_id", "number"))

    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    proposal_id: int = Field(foreign_key="proposal.id", index=True)
    round: int
    number: int | None = None
    verdict: str
    grid: str
    investment: int = Field(default=0, sa_type=BigInteger)
    running: int = Field(default=0, sa_type=BigInteger)
    cost_explanation: str = ""
    cost_sources: str = ""
    decided_by: int | None = Field(default=None, foreign_key="account.id")
    decided_at: datetime = Field(sa_type=UtcTime)
    released_at: datetime | None = Field(default=None, sa_type=UtcTime)


class AppealRow(SQLModel, table=True):
    """An author's appeal against a released refusal; it opens the second round."""

    __tablename__ = "appeal"

    id: int | None = Field(default=None, primary_key=True)
    decision_id: int = Field(foreign_key="decision.id", unique=True)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    keyed_by: int | None = Field(default=None, foreign_key="account.id")
    body: str
    made_at: datetime = Field(sa_type=UtcTime)
