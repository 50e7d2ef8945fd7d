"""Who asked for which player, and when a player's name was last vouched for.

Players that were seen without anybody's name beside them are forgotten: they belong to nobody.

Revision 0006 of 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LINKS = ("own_links", "server_links")


def upgrade() -> None:
    op.create_table(
        "asked_players",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("xuid", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("gamertag", sa.Text(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "xuid", name=op.f("pk_asked_players")),
    )
    op.create_index(op.f("ix_asked_players_xuid"), "asked_players", ["xuid"])
    op.create_index(op.f("ix_asked_players_asked_at"), "asked_players", ["asked_at"])
    for table in LINKS:
        op.add_column(table, sa.Column("named_at", sa.DateTime(timezone=True)))
        op.execute(f"UPDATE {table} SET named_at = linked_at")  # noqa: S608 - our own names
        with op.batch_alter_table(table) as batch:
            batch.alter_column("named_at", nullable=False)
            batch.create_index(op.f(f"ix_{table}_xuid"), ["xuid"])
    op.drop_index(op.f("ix_recent_players_seen_at"), "recent_players")
    op.drop_index(op.f("ix_recent_players_gamertag_folded"), "recent_players")
    op.drop_table("recent_players")


def downgrade() -> None:
    op.create_table(
        "recent_players",
        sa.Column("xuid", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("gamertag", sa.Text(), nullable=False),
        sa.Column("gamertag_folded", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("xuid", name=op.f("pk_recent_players")),
    )
    op.create_index(
        op.f("ix_recent_players_gamertag_folded"), "recent_players", ["gamertag_folded"]
    )
    op.create_index(op.f("ix_recent_players_seen_at"), "recent_players", ["seen_at"])
    for table in LINKS:
        with op.batch_alter_table(table) as batch:
            batch.drop_index(op.f(f"ix_{table}_xuid"))
            batch.drop_column("named_at")
    op.drop_index(op.f("ix_asked_players_asked_at"), "asked_players")
    op.drop_index(op.f("ix_asked_players_xuid"), "asked_players")
    op.drop_table("asked_players")
