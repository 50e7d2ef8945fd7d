"""What is stored about somebody: shown, handed out, deleted."""

import json
from dataclasses import dataclass

from bot.storage.personal_data import PersonalData, PersonalRows


@dataclass(frozen=True, slots=True)
class Stored:
    """How much is stored in one place: a table, and the column of it that names the user."""

    table: str
    column: str
    rows: int


class Privacy:
    """Answers /privacy. All methods may raise StorageUnavailable."""

    def __init__(self, data: PersonalData) -> None:
        self._data = data

    async def show(self, user_id: int) -> tuple[Stored, ...]:
        """What is stored, place by place."""
        return tuple(_stored(part) for part in await self._data.collect(user_id))

    async def export(self, user_id: int) -> tuple[tuple[Stored, ...], bytes]:
        """What is stored, place by place, and all of it as JSON in UTF-8."""
        parts = await self._data.collect(user_id)
        content = [
            {"table": part.table, "column": part.column, "rows": part.rows} for part in parts
        ]
        document = {"user_id": str(user_id), "stored": content}
        file = json.dumps(document, ensure_ascii=False, indent=2).encode()
        return tuple(_stored(part) for part in parts), file

    async def delete(self, user_id: int) -> None:
        """Delete all of it at once."""
        await self._data.delete(user_id)


def _stored(part: PersonalRows) -> Stored:
    return Stored(part.table, part.column, len(part.rows))
