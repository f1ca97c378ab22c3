"""Answers that are saved as files."""

from urllib.parse import quote

from fastapi import Response

BINARY: dict[int | str, dict[str, object]] = {
    200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
}
"""What a route that gives a file says of its answers."""


def download(content: bytes, name: str, kind: str) -> Response:
    """Return a file to be saved; it is private, and no cache keeps it.

    Parameters
    ----------
    name : str
        What it is called; what is not plain in it is said as RFC 6266 has it.
    kind : str
        Media type.
    """
    plain = "".join(one if one.isascii() and (one.isalnum() or one in "-_.") else "_" for one in name)
    said = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, headers={"Content-Disposition": said, "Cache-Control": "no-store"}, media_type=kind)
