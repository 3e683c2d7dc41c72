"""The exchange by which guardians make a key that some of them can use."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NEW = ("language", "grouped", "certificate_raw", "promise", "polynomial_raw", "voutput_raw")
_MOMENTS = ("certificate_received_at", "polynomial_received_at")


def upgrade() -> None:
    """Makes the change."""
    with op.batch_alter_table("guardian", schema=None) as batch_op:
        batch_op.add_column(sa.Column("language", sa.String(), nullable=False, server_default="fr"))
        batch_op.add_column(sa.Column("grouped", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("certificate_raw", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("promise", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("polynomial_raw", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("voutput_raw", sa.LargeBinary(), nullable=True))
        for name in _MOMENTS:
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "guardian_exchange",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("fault", sa.String(), nullable=True),
        sa.Column("fault_by", sa.Integer(), nullable=True),
        sa.Column("fault_about", sa.Integer(), nullable=True),
        sa.Column("faulted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
        ),
        sa.PrimaryKeyConstraint("edition_id"),
    )


def downgrade() -> None:
    """Takes the change back."""
    op.drop_table("guardian_exchange")
    with op.batch_alter_table("guardian", schema=None) as batch_op:
        for name in (*_NEW, *_MOMENTS):
            batch_op.drop_column(name)
