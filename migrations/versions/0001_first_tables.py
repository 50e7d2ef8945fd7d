"""First tables.

Revision 0001 of 2026-11-21.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_accounts")),
    )
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
    op.create_table(
        "own_links",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("xuid", sa.BigInteger(), nullable=False),
        sa.Column("gamertag", sa.Text(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_own_links")),
    )
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
    op.create_table(
        "server_links",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("xuid", sa.BigInteger(), nullable=False),
        sa.Column("gamertag", sa.Text(), nullable=False),
        sa.Column("linked_by", sa.BigInteger(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name=op.f("pk_server_links")),
    )
    op.create_table(
        "server_settings",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("match_kind", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name=op.f("pk_server_settings")),
    )


def downgrade() -> None:
    op.drop_table("server_settings")
    op.drop_table("server_links")
    op.drop_index(op.f("ix_recent_players_seen_at"), "recent_players")
    op.drop_index(op.f("ix_recent_players_gamertag_folded"), "recent_players")
    op.drop_table("recent_players")
    op.drop_table("own_links")
    op.drop_index(op.f("ix_cached_responses_used_at"), "cached_responses")
    op.drop_table("cached_responses")
    op.drop_table("accounts")
