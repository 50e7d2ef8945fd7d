"""Stored answers have a database of their own, or tables that they make themselves.

Revision 0003 of 2026-11-21.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index(op.f("ix_cached_responses_used_at"), "cached_responses")
    op.drop_table("cached_responses")


def downgrade() -> None:
    op.create_table(
        "cached_responses",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("vary", sa.JSON(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("requested_at", sa.Double(), nullable=False),
        sa.Column("received_at", sa.Double(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("key", "variant", name=op.f("pk_cached_responses")),
    )
    op.create_index(op.f("ix_cached_responses_used_at"), "cached_responses", ["used_at"])
