"""Artwork that tests wait for, however busy the machine is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.halo.client import HaloClient
from bot.halo.clock import Clock
from bot.pictures.fetching import Artwork
from bot.pictures.workshop import Workshop

PATIENCE = 60.0


@asynccontextmanager
async def patient_artwork(client: HaloClient, clock: Clock) -> AsyncIterator[Artwork]:
    """The program's artwork, without its impatience."""
    artwork = Artwork(client, Workshop(), clock, patience=PATIENCE)
    yield artwork
    await artwork.close()
