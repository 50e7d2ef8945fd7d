"""Settings of users; a link that forgets which admin made it.

Revision 0004 of 2026-11-21.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "user_settings",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pictures", sa.Boolean(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("match_kind", sa.Text(), nullable=False),
        sa.Column("playlist", sa.Text(), nullable=False),
        sa.Column("on_leaderboards", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_user_settings")),
    )
    with op.batch_alter_table("server_links") as batch:
        batch.alter_column("linked_by", existing_type=sa.BigInteger(), nullable=True)


def downgrade() -> None:
    with op.batch_alter_table("server_links") as batch:
        batch.alter_column("linked_by", existing_type=sa.BigInteger(), nullable=False)
    op.drop_table("user_settings")
