"""Tables of proposals: what they say and said, their files, co-authors, and what other residents do with them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel, UniqueConstraint

from budget_app.storage.database import UtcTime


class ProposalRow(SQLModel, table=True):
    """A proposal. Its title, place and cost repeat the newest version, for lists; ``searched`` is folded text.

    ``person_name`` (of who came to the counter), ``contact`` and what is said of a parent are personal and never
    published; ``author_name`` is what everyone may read, empty where it is not to be. ``revision`` grows with each
    change; ``looked_at`` is when a moderator looked at the newest version.
    """

    __tablename__ = "proposal"
    __table_args__ = (UniqueConstraint("edition_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    number: int | None = None
    state: str = Field(index=True)
    channel: str
    author_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    author_name: str
    keyed_by: int | None = Field(default=None, foreign_key="account.id")
    group_name: str = ""
    person_name: str = ""
    contact: str = ""
    parent_name: str = ""
    parent_contact: str = ""
    parent_token_hash: str = Field(default="", index=True)
    parent_agreed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    title: str = ""
    summary: str = ""
    category: str = Field(default="", index=True)
    district: str = Field(default="", index=True)
    latitude: float | None = None
    longitude: float | None = None
    cost: int = Field(default=0, sa_type=BigInteger)
    picture: str | None = None
    searched: str = ""
    version: int = 0
    revision: int = 0
    created_at: datetime = Field(sa_type=UtcTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcTime)
    changed_at: datetime = Field(sa_type=UtcTime)
    merged_into: int | None = Field(default=None, foreign_key="proposal.id")
    hidden_reason: str = ""
    looked_at: datetime | None = Field(default=None, sa_type=UtcTime)


class ProposalDraftRow(SQLModel, table=True):
    """What its author is writing: before the first sending, or a change that is not sent yet. Content as JSON."""

    __tablename__ = "proposal_draft"

    proposal_id: int = Field(primary_key=True, foreign_key="proposal.id")
    content: str
    revision: int = 0
    saved_at: datetime = Field(sa_type=UtcTime)


class ProposalVersionRow(SQLModel, table=True):
    """One sent version of a proposal, from 1; never changed. Content as JSON."""

    __tablename__ = "proposal_version"
    __table_args__ = (UniqueConstraint("proposal_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="proposal.id", index=True)
    version: int
    content: str
    saved_at: datetime = Field(sa_type=UtcTime)
    saved_by: int | None = Field(default=None, foreign_key="account.id")


class ProposalFileRow(SQLModel, table=True):
    """A file that was attached: ``key`` is the SHA-256 of the kept bytes in hexadecimal; ``size`` in bytes."""

    __tablename__ = "proposal_file"
    __table_args__ = (UniqueConstraint("proposal_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="proposal.id", index=True)
    key: str = Field(index=True)
    kind: str
    size: int
    added_at: datetime = Field(sa_type=UtcTime)


class CoAuthorRow(SQLModel, table=True):
    """Someone asked by mail to be an author too; they answer signed in with that address."""

    __tablename__ = "co_author"
    __table_args__ = (UniqueConstraint("proposal_id", "email"),)

    id: int | None = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="proposal.id", index=True)
    email: str = Field(index=True)
    name: str = ""
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    asked_at: datetime = Field(sa_type=UtcTime)
    accepted_at: datetime | None = Field(default=None, sa_type=UtcTime)
    declined_at: datetime | None = Field(default=None, sa_type=UtcTime)


class SupportRow(SQLModel, table=True):
    """An account that supports a proposal."""

    __tablename__ = "support"

    proposal_id: int = Field(primary_key=True, foreign_key="proposal.id")
    account_id: int = Field(primary_key=True, foreign_key="account.id")
    given_at: datetime = Field(sa_type=UtcTime)


class FavouriteRow(SQLModel, table=True):
    """A proposal that an account follows."""

    __tablename__ = "favourite"

    proposal_id: int = Field(primary_key=True, foreign_key="proposal.id")
    account_id: int = Field(primary_key=True, foreign_key="account.id")
    added_at: datetime = Field(sa_type=UtcTime)


class CommentRow(SQLModel, table=True):
    """What an account says of a proposal; ``state`` as a proposal's: waiting, published, hidden or withdrawn."""

    __tablename__ = "comment"

    id: int | None = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="proposal.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    author_name: str
    body: str
    state: str = Field(index=True)
    written_at: datetime = Field(sa_type=UtcTime)
    hidden_reason: str = ""


class FlagRow(SQLModel, table=True):
    """A resident's word to the moderators about a proposal, or about one comment on it."""

    __tablename__ = "flag"

    id: int | None = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="proposal.id", index=True)
    comment_id: int | None = Field(default=None, foreign_key="comment.id")
    account_id: int = Field(foreign_key="account.id")
    reason: str
    raised_at: datetime = Field(sa_type=UtcTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcTime)
    settled_by: int | None = Field(default=None, foreign_key="account.id")


class MergeRow(SQLModel, table=True):
    """A merge asked for by a moderator: the parts go into ``into_id`` when every author has agreed."""

    __tablename__ = "merge"

    id: int | None = Field(default=None, primary_key=True)
    into_id: int = Field(foreign_key="proposal.id", index=True)
    asked_by: int | None = Field(default=None, foreign_key="account.id")
    asked_at: datetime = Field(sa_type=UtcTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcTime)
    refused_at: datetime | None = Field(default=None, sa_type=UtcTime)


class MergePartRow(SQLModel, table=True):
    """A proposal that would go into another."""

    __tablename__ = "merge_part"

    merge_id: int = Field(primary_key=True, foreign_key="merge.id")
    proposal_id: int = Field(primary_key=True, foreign_key="proposal.id")


class MergeConsentRow(SQLModel, table=True):
    """One author's answer to a merge, of the proposal that they wrote; None as long as there is none."""

    __tablename__ = "merge_consent"

    merge_id: int = Field(primary_key=True, foreign_key="merge.id")
    proposal_id: int = Field(primary_key=True, foreign_key="proposal.id")
    account_id: int = Field(primary_key=True, foreign_key="account.id")
    agrees: bool | None = None
    answered_at: datetime | None = Field(default=None, sa_type=UtcTime)
