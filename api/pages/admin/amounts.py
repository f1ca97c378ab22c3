"""Numbers as people type them into a field: in złoty, minutes and per cent, with the comma of the language."""

from scheduler.formats.sheets.words import Words


def amount(words: Words, value: int, per: int) -> str:
    """Return a whole number of small units as text of a field in large ones.

    Parameters
    ----------
    value : int
        In grosze, seconds or per mille.
    per : int
        So many of them are one złoty, minute or per cent.
    """
    whole, rest = divmod(value, per)
    if not rest:
        return str(whole)
    digits = f"{value / per:.2f}"
    digits = digits if per == 100 else digits.rstrip("0")
    return digits.replace(".", ",") if words.lang == "pl" else digits
