import pytest

from bot.storage.crypto import TokenCipher, generate_key
from bot.storage.errors import TokenKeyMissing, TokenKeyWrong


def test_what_was_sealed_opens_again() -> None:
    cipher = TokenCipher([generate_key()])
    sealed = cipher.seal(b"secret")
    assert b"secret" not in sealed
    assert cipher.open(sealed) == b"secret"


def test_another_key_does_not_open_it() -> None:
    sealed = TokenCipher([generate_key()]).seal(b"secret")
    other = TokenCipher([generate_key()])
    with pytest.raises(TokenKeyWrong):
        other.open(sealed)
    with pytest.raises(TokenKeyWrong):
        other.rotate(sealed)


def test_changed_bytes_do_not_open() -> None:
    cipher = TokenCipher([generate_key()])
    sealed = bytearray(cipher.seal(b"secret"))
    sealed[20] ^= 1
    with pytest.raises(TokenKeyWrong):
        cipher.open(bytes(sealed))


def test_keys_can_be_changed() -> None:
    old, new = generate_key(), generate_key()
    sealed = TokenCipher([old]).seal(b"secret")
    both = TokenCipher([new, old])
    assert both.open(sealed) == b"secret"
    rotated = both.rotate(sealed)
    assert TokenCipher([new]).open(rotated) == b"secret"
    with pytest.raises(TokenKeyWrong):
        TokenCipher([old]).open(rotated)


@pytest.mark.parametrize("malformed", ["", "hunter2", "hunter2" * 10, "hünter2"])
def test_a_malformed_key_is_named_by_its_place_only(malformed: str) -> None:
    with pytest.raises(TokenKeyWrong, match="token key 2 of 2 is malformed") as raised:
        TokenCipher([generate_key(), malformed])
    assert "nter2" not in f"{raised.value} {raised.value.hint}"


def test_no_key_at_all_is_named() -> None:
    with pytest.raises(TokenKeyMissing):
        TokenCipher([])
