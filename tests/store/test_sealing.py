"""Sealed personal data: what opens, what does not, and what is told of it."""

import pytest

from scheduler.domain.errors import MasterKeyError, StoreError
from scheduler.store.sealing import KeyCache, Keyring, MasterKey
from tests.store.ring_keys import KeysInMemory

MASTER = MasterKey(bytes(range(32)))
EWA, ADAM = "client:K-03", "client:K-04"


@pytest.fixture
def keys() -> KeysInMemory:
    return KeysInMemory()


def ring(keys: KeysInMemory, cache: KeyCache | None = None, master: MasterKey = MASTER) -> Keyring:
    return Keyring(master, keys, "chelm", cache=cache)


def test_what_was_sealed_opens_in_another_unit(keys: KeysInMemory) -> None:
    """A client's record could never be read again after the program was started anew."""
    plain = "=1+1 <b>O'Łódź \0".encode()
    sealed = ring(keys).seal([EWA, ADAM], plain, where="bookings/notes/R-1")
    assert plain not in sealed
    assert ring(keys).open([ADAM, EWA], sealed, where="bookings/notes/R-1") == plain


def test_the_same_text_is_never_sealed_alike(keys: KeysInMemory) -> None:
    """Whoever reads the database could tell which residents live at the same address."""
    one = ring(keys)
    assert one.seal([EWA], b"ul. Lwowska 7", where="x") != one.seal([EWA], b"ul. Lwowska 7", where="x")


@pytest.mark.parametrize("at", [0, 1, 8, 9, 16, 17, 28, 29, 40, -1])
def test_one_flipped_bit_anywhere_is_an_error(keys: KeysInMemory, at: int) -> None:
    """A changed address would be driven to, or a changed record would look like an erased one."""
    sealed = bytearray(ring(keys).seal([EWA], b"ul. Lwowska 7", where="places/document/P-1"))
    sealed[at] ^= 1
    with pytest.raises(StoreError, match="places/document/P-1"):
        ring(keys).open([EWA], bytes(sealed), where="places/document/P-1")


@pytest.mark.parametrize("length", [0, 1, 17, 29, 44])
def test_a_cut_text_is_an_error(keys: KeysInMemory, length: int) -> None:
    """Half a record would be read as a whole one."""
    sealed = ring(keys).seal([EWA], b"ul. Lwowska 7", where="x")
    with pytest.raises(StoreError):
        ring(keys).open([EWA], sealed[:length], where="x")


def test_a_text_opens_only_in_its_own_place(keys: KeysInMemory) -> None:
    """Somebody with access to the database could give one resident another's address."""
    sealed = ring(keys).seal([EWA], b"a", where="clients/document/K-03")
    ring(keys).seal([ADAM], b"b", where="clients/document/K-04")
    with pytest.raises(StoreError):
        ring(keys).open([EWA], sealed, where="clients/document/K-04")
    with pytest.raises(StoreError):
        ring(keys).open([ADAM], sealed, where="clients/document/K-03")
    with pytest.raises(StoreError):
        Keyring(MASTER, keys, "rzeszow").open([EWA], sealed, where="clients/document/K-03")


@pytest.mark.parametrize("gone", [EWA, ADAM])
def test_destroying_one_key_closes_what_was_sealed_with_several(keys: KeysInMemory, gone: str) -> None:
    """An erased client's notes would stay readable because a sister shared the ride."""
    both = ring(keys).seal([EWA, ADAM], b"two sisters", where="x")
    alone = ring(keys).seal([ADAM if gone == EWA else EWA], b"one sister", where="y")
    ring(keys).destroy(gone)
    assert ring(keys).open([EWA, ADAM], both, where="x") is None
    assert ring(keys).open([ADAM if gone == EWA else EWA], alone, where="y") == b"one sister"


def test_a_key_made_anew_does_not_open_what_the_destroyed_one_sealed(keys: KeysInMemory) -> None:
    """After an erasure every later note about that id would make the day's bookings unreadable with an error."""
    before = ring(keys).seal([EWA], b"before", where="x")
    ring(keys).destroy(EWA)
    after = ring(keys).seal([EWA], b"after", where="x")
    assert ring(keys).open([EWA], before, where="x") is None
    assert ring(keys).open([EWA], after, where="x") == b"after"


def test_another_process_forgets_the_keys_that_this_one_destroys(keys: KeysInMemory) -> None:
    """A second server would go on showing an erased client from its memory."""
    here, there = KeyCache(), KeyCache()
    sealed = ring(keys, here).seal([EWA], b"secret", where="x")
    assert ring(keys, there).open([EWA], sealed, where="x") == b"secret"
    ring(keys, here).destroy(EWA)
    assert ring(keys, here).open([EWA], sealed, where="x") is None
    assert ring(keys, there).open([EWA], sealed, where="x") is None


def test_a_key_of_a_unit_that_failed_is_not_remembered(keys: KeysInMemory) -> None:
    """Data would be sealed with a key that no database has, and be lost at the next start."""
    cache = KeyCache()
    ring(keys, cache).seal(["town"], b"", where="x")
    before = dict(keys.rows)
    failed = ring(keys, cache)
    failed.seal([EWA], b"never written", where="x")
    keys.rows = before  # as a rollback does
    sealed = ring(keys, cache).seal([EWA], b"written", where="x")
    assert ring(keys).open([EWA], sealed, where="x") == b"written"


def test_keys_of_a_failed_erasure_are_told_from_those_of_the_next_one(keys: KeysInMemory) -> None:
    """A unit that was rolled back would leave keys behind under the state that the next erasure makes."""
    cache = KeyCache()
    texts = {name: ring(keys, cache).seal([name], b"text", where="x") for name in (EWA, ADAM)}
    before = dict(keys.rows)
    failed = ring(keys, cache)
    failed.destroy(EWA)
    failed.open([ADAM], texts[ADAM], where="x")
    keys.rows = before
    other = ring(keys)
    other.destroy(ADAM)
    assert ring(keys, cache).open([ADAM], texts[ADAM], where="x") is None
    assert ring(keys, cache).open([EWA], texts[EWA], where="x") == b"text"


def test_of_two_units_that_make_a_key_at_once_both_use_the_one_that_is_kept(keys: KeysInMemory) -> None:
    """What the slower one of two servers sealed at a town's first start would be lost."""
    first, second = ring(keys), ring(keys)
    a = first.seal(["town"], b"a", where="x")
    second._token(make=True)
    second._keys.keep(EWA, MASTER.wrap(b"k" * 32, f"chelm/{EWA}"))
    b = first.seal([EWA], b"b", where="x")
    assert ring(keys).open(["town"], a, where="x") == b"a"
    assert ring(keys).open([EWA], b, where="x") == b"b"


def test_a_wrong_master_key_is_recognised_before_anything_is_opened(keys: KeysInMemory) -> None:
    """With another installation's key everything would look damaged, or be overwritten under it."""
    sealed = ring(keys).seal([EWA], b"secret", where="x")
    before, wrong = dict(keys.rows), ring(keys, master=MasterKey.fresh())
    for act in (
        wrong.prove,
        lambda: wrong.open([EWA], sealed, where="x"),
        lambda: wrong.seal([EWA], b"", where="x"),
        lambda: wrong.blind("82 565 11 22", what="phone"),
        lambda: wrong.destroy(EWA),
    ):
        with pytest.raises(MasterKeyError, match="another master key"):
            act()
    assert keys.rows == before


def test_a_town_without_keys_is_not_an_erased_one(keys: KeysInMemory) -> None:
    """A backup restored without its key ring would look as if all residents had been erased."""
    sealed = ring(keys).seal([EWA], b"secret", where="x")
    keys.rows.clear()
    with pytest.raises(StoreError, match="key ring"):
        ring(keys).open([EWA], sealed, where="x")
    assert ring(keys).prove() is False


def test_a_damaged_key_is_told_from_a_wrong_master_key(keys: KeysInMemory) -> None:
    """The office would look for another recovery sheet although its own is right."""
    sealed = ring(keys).seal([EWA], b"secret", where="x")
    keys.rows[EWA] = keys.rows[EWA][:-1] + b"\0"
    with pytest.raises(StoreError, match=f"key of chelm/{EWA} is damaged"):
        ring(keys).open([EWA], sealed, where="x")


def test_a_blind_index_is_the_same_every_time_and_for_nobody_else(keys: KeysInMemory) -> None:
    """A caller would not be found by phone number, or the numbers could be guessed from outside."""
    index = ring(keys).blind("825651122", what="phone")
    assert ring(keys).blind("825651122", what="phone") == index
    others = {
        ring(keys).blind("825651123", what="phone"),
        ring(keys).blind("825651122", what="name"),
        Keyring(MASTER, KeysInMemory(), "chelm").blind("825651122", what="phone"),
    }
    assert index not in others
    assert len(others) == 3


def test_a_cache_holds_only_so_much() -> None:
    """A server with several towns would take more and more memory."""
    cache, keys = KeyCache(most=10), KeysInMemory()
    one = ring(keys)
    texts = {n: one.seal([f"client:{n}"], b"text", where="x") for n in range(50)}
    for n, text in texts.items():
        assert ring(keys, cache).open([f"client:{n}"], text, where="x") == b"text"
    assert len(cache) == 10


def test_five_thousand_clients_are_opened_with_few_questions_for_keys(keys: KeysInMemory) -> None:
    """The first look at the list of clients after a start would take so long that the caller waits."""
    making = ring(keys)
    texts = {n: making.seal([f"client:{n}"], b"x" * 400, where=f"clients/document/{n}") for n in range(5_000)}
    keys.asked, one = 0, ring(keys)
    for n, text in texts.items():
        assert one.open([f"client:{n}"], text, where=f"clients/document/{n}") is not None
    assert keys.asked < 20


@pytest.mark.parametrize("subjects", [[], [""], [".ring"], [EWA, ".index"]])
def test_no_subject_and_a_reserved_one_are_refused(keys: KeysInMemory, subjects: list[str]) -> None:
    """A slip in the program would seal data under a key that belongs to nobody, or destroy the ring."""
    with pytest.raises(ValueError, match="no subjects"):
        ring(keys).seal(subjects, b"", where="x")
    with pytest.raises(ValueError, match="no subject"):
        ring(keys).destroy(".ring")
