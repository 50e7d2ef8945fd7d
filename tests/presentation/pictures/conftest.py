"""One renderer for all pictures: its fonts are read once."""

import pytest

from bot.presentation.pictures.renderer import Renderer


@pytest.fixture(scope="session")
def renderer() -> Renderer:
    return Renderer()
