"""Just enough SVG: elements whose every attribute and text is escaped."""

from markupsafe import Markup, escape

from scheduler.formats.sheets.plain import clean

type Attribute = str | float | None


def el(tag: str, *children: Markup | str, **attributes: Attribute) -> Markup:
    """Return one element.

    Parameters
    ----------
    tag : str
        Name; ours, never data.
    *children : Markup or str
        Markup is taken as it is, text is escaped.
    **attributes : str, float or None
        `stroke_width` becomes `stroke-width`, `class_` becomes `class`; None leaves the attribute out.
    """
    shown = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{tag}{shown}>{join(*children)}</{tag}>")  # noqa: S704 - each part was escaped just now


def join(*parts: Markup | str) -> Markup:
    """Return the parts one after the other; text is escaped."""
    escaped = "".join(part if isinstance(part, Markup) else escape(clean(part)) for part in parts)
    return Markup(escaped)  # noqa: S704 - each part was escaped just now


def _value(value: str | float) -> str:
    if isinstance(value, str):
        return str(escape(clean(value)))
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide a text is in a wide sans-serif face, for placing; pixels."""
    return (0.66 if bold else 0.58) * size * len(text)
