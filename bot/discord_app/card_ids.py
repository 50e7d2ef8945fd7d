"""Controls that still work after a restart: what their view needs stands in their ids."""

from dataclasses import dataclass
from typing import Self

from bot.errors import BotError
from bot.translatable import N_

_SEPARATOR = ":"
# Discord's limit for the id of a control.
LONGEST_ID = 100


class ControlsForgotten(BotError):
    """A control of which nothing is known any more: its view ended with an earlier process, or
    was not used for too long."""

    title = N_("These controls are too old")
    hint = N_("Run the command again to get new ones.")


@dataclass(frozen=True, slots=True)
class KeptId:
    """What the id of such a control says.

    `view` names what puts the view together again, `control` the one that was pressed. Only the
    user `owner_id` may press it. `state` are the words by which the view is found again.
    """

    view: str
    control: str
    owner_id: int
    state: tuple[str, ...]

    def __str__(self) -> str:
        """The id as Discord keeps it."""
        return _SEPARATOR.join((self.view, self.control, f"{self.owner_id:x}", *self.state))

    @classmethod
    def parse(cls, custom_id: str) -> Self:
        """Read an id that Discord sends back. Raises ControlsForgotten for any other one."""
        view, _, rest = custom_id.partition(_SEPARATOR)
        control, _, rest = rest.partition(_SEPARATOR)
        owner, *state = rest.split(_SEPARATOR)
        try:
            return cls(view, control, int(owner, 16), tuple(state))
        except ValueError as error:
            raise ControlsForgotten(f"no kept id: {custom_id!r}") from error
