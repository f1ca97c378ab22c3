"""QR pictures."""

import segno


def qr_svg(text: str) -> str:
    """Return a text as a QR picture, SVG, as large as what shows it."""
    return segno.make(text, error="m", micro=False).svg_inline(omitsize=True)


def qr_picture(text: str) -> str:
    """Return a text as a QR picture: SVG in a data: address, as the content policy allows."""
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=4)
