"""By which connection to Discord somebody is asking."""

import discord

from bot.features.status.card import Connection


def connection_of(interaction: discord.Interaction) -> Connection:
    """The shard that the interaction has come by, and how quick it is."""
    client = interaction.client
    if not isinstance(client, discord.AutoShardedClient) or not client.shard_count:
        return Connection(client.latency)
    # Direct messages come by the first shard.
    number = ((interaction.guild_id or 0) >> 22) % client.shard_count
    shard = client.get_shard(number)
    latency = client.latency if shard is None else shard.latency
    return Connection(latency, number, client.shard_count)
