"""Sealing of what must not lie readable in the database."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.storage.errors import TokenKeyMissing, TokenKeyWrong
from bot.translatable import N_


def generate_key() -> str:
    """A new random key, as text for the configuration."""
    return Fernet.generate_key().decode("ascii")


class TokenCipher:
    """Encrypts and authenticates with the first key; opens with any of them.

    Keys are texts as generate_key makes them. To change keys, put the new one in front, reseal
    what is stored, then drop the old one. Raises TokenKeyMissing without any key and
    TokenKeyWrong for a malformed one.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise TokenKeyMissing
        fernets = []
        for position, key in enumerate(keys, start=1):
            try:
                fernets.append(Fernet(key.strip()))
            except ValueError:
                raise TokenKeyWrong(
                    f"token key {position} of {len(keys)} is malformed",
                    hint=N_("A token key is 32 bytes in URL-safe base64: 44 characters."),
                ) from None
        self._fernet = MultiFernet(fernets)

    def seal(self, plain: bytes) -> bytes:
        """The bytes encrypted with the first key."""
        return self._fernet.encrypt(plain)

    def open(self, sealed: bytes) -> bytes:
        """The bytes that were sealed. Raises TokenKeyWrong."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            raise TokenKeyWrong("no token key opens what is stored") from None

    def rotate(self, sealed: bytes) -> bytes:
        """The same content sealed with the first key. Raises TokenKeyWrong."""
        try:
            return self._fernet.rotate(sealed)
        except InvalidToken:
            raise TokenKeyWrong("no token key opens what is stored") from None
