"""A finished film, which shows itself in a notebook."""

from __future__ import annotations

import base64
import html
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

# A film up to this size goes into the notebook itself, so that it is still there when the notebook is sent to others.
# A larger one stays a file beside it: a notebook of hundreds of megabytes is one that nobody can open.
_MOST_EMBEDDED = 16 * 1024 * 1024

_KINDS = {".jpg": "jpeg", ".jpeg": "jpeg"}


@dataclass(frozen=True)
class Race:
    """The film of a labeling job. As the last value of a notebook's cell, it shows itself with its player."""

    video: Path
    """The MP4."""

    poster: Path | None
    """A still of its last frame, or None where none was asked for."""

    receipt: dict[str, Any] = field(repr=False)
    """What the film shows and what was counted; the README of labelrace has its fields."""

    def __str__(self) -> str:
        receipt = self.receipt
        labels, workers = f"{receipt['labels']:,}", receipt["workers"]
        people = "person" if workers == 1 else "people"
        return f"{receipt['job']}: {labels} labels by {workers} {people}, {receipt['seconds']:g} s"

    def _repr_html_(self) -> str:
        what = html.escape(str(self))
        poster = f' poster="{_picture(self.poster)}"' if self.poster is not None and self.poster.is_file() else ""
        if not self.video.is_file():
            return f"<p>{what}. The film {html.escape(self.video.name)} is no longer there.</p>"
        if self.video.stat().st_size <= _MOST_EMBEDDED:
            source = f"data:video/mp4;base64,{_base64(self.video)}"
        else:
            source = html.escape(_beside(self.video))
        width, height = self.receipt["width"], self.receipt["height"]
        # As wide as a cell, and never taller than a window.
        style = f"aspect-ratio: {width} / {height}; width: 100%; max-width: min(960px, 80vh * {width} / {height})"
        return (
            f'<figure style="margin: 0"><video controls preload="metadata" aria-label="{what}" style="{style}"'
            f'{poster} src="{source}"></video><figcaption>{what}</figcaption></figure>'
        )


def _beside(path: Path) -> str:
    """The address of a file, seen from a notebook in the current folder."""
    return quote(os.path.relpath(path).replace(os.sep, "/"))


def _picture(path: Path) -> str:
    kind = _KINDS.get(path.suffix.lower(), "png")
    return f"data:image/{kind};base64,{_base64(path)}"


def _base64(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode("ascii")
