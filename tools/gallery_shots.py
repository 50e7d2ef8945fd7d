"""The pictures of the gallery: what is asked for each of them, in order.

Without what drives a browser, so that a test can find the command that has no picture.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture to take: a command with its options, then buttons to press and what to choose of
    a menu, as a viewer.

    The value of an option that takes a file is the file's content; in braces, a viewer's name
    stands for the id.

    A new command needs one line in SHOTS, and one in the README's gallery.
    """

    name: str
    command: str
    options: dict[str, str] = field(default_factory=dict)
    press: tuple[str, ...] = ()
    choose: str = ""
    viewer: str = "alex"


# The demonstration's page has slash commands only: the entries of a user's context menu (Last
# match, CSR, Link) cannot be asked for there.
SHOTS = (
    Shot("lastmatch", "/lastmatch"),
    Shot("scoreboard", "/lastmatch", press=("Scoreboard",)),
    Shot("csr", "/csr"),
    Shot("medals", "/medals"),
    Shot("medals-of-a-match", "/medals", {"scope": "match"}),
    Shot("history", "/history"),
    # The simulated world has the same matches each time.
    Shot("match", "/match", {"id": "ab78703f-cb50-472b-b8d6-21c98be2b867"}),
    Shot("stats", "/stats"),
    Shot("career", "/career"),
    Shot("compare", "/compare", {"gamertag": "Quiet Comet"}),
    Shot("session", "/session"),
    Shot("trend", "/trend"),
    Shot("teammates", "/teammates"),
    Shot("leaderboard", "/leaderboard"),
    Shot("playlist", "/playlist", {"playlist": "Ranked Arena"}),
    Shot("map", "/map"),
    Shot("mode", "/mode"),
    Shot("settings", "/settings"),
    Shot("status", "/status"),
    Shot("help", "/help"),
    Shot("link", "/link", {"gamertag": "MapleLeaf 117"}),
    Shot("whois", "/whois"),
    Shot("admin-settings", "/admin settings", {"kind": "matchmaking"}, viewer="sam"),
    Shot("nobody-of-that-name", "/csr", {"gamertag": "Nobody Here"}),
    Shot("export", "/export"),
    # A while after the first, for a trend has to be waited for.
    Shot("trend-maps", "/trend", choose="Win rate by map"),
    # From here on links and settings change, and what is stored goes.
    Shot("unlink", "/unlink", viewer="sam"),
    Shot("admin-link", "/admin link", {"member": "alex", "gamertag": "Ember Fox"}, viewer="sam"),
    Shot(
        "admin-import",
        "/admin import",
        {"file": "member,gamertag\n{sam},Solo Sable\n{alex},Maple Leaf\nAlex,MapleLeaf 117\n"},
        viewer="sam",
    ),
    Shot("admin-links", "/admin links", viewer="sam"),
    Shot("admin-export", "/admin export", viewer="sam"),
    Shot("settings-changed", "/settings", choose="Tokyo"),
    Shot("privacy", "/privacy show"),
    Shot("privacy-export", "/privacy export"),
    Shot("admin-unlink", "/admin unlink", {"member": "alex"}, viewer="sam"),
    Shot("privacy-delete", "/privacy delete"),
    Shot("privacy-deleted", "/privacy delete", press=("Delete everything",)),
)
