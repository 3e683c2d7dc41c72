"""Table of the roll: who may vote, and the second factor that the letter does not hold."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field, SQLModel


class VoterRow(SQLModel, table=True):
    """One entry of an edition's roll."""

    __tablename__ = "voter"

    edition_id: int = Field(primary_key=True, foreign_key="edition.id")
    roll_number: int = Field(primary_key=True)
    name: str
    birth_date: date
    district: str = ""
