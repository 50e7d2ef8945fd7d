"""Rate limits that several workers keep together.

Revision 0005 of 2026-11-21.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "upstream_places",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("free_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "number", name=op.f("pk_upstream_places")),
    )
    op.create_table(
        "upstream_pauses",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_upstream_pauses")),
    )
    if op.get_bind().dialect.name == "postgresql":
        # Nobody waits for a disk: what a crash of the server loses is a second old.
        op.execute("ALTER TABLE upstream_places SET UNLOGGED")


def downgrade() -> None:
    op.drop_table("upstream_pauses")
    op.drop_table("upstream_places")
