"""The ffmpeg that the package imageio-ffmpeg brings.

`labelrace-ffmpeg` starts it. The program runs that script where it stands beside it, without environment variables, so
nothing here looks at any.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path


def find() -> str | None:
    """Its path, without importing the package, which would start ffmpeg to look whether it works."""
    spec = importlib.util.find_spec("imageio_ffmpeg")
    for folder in (spec and spec.submodule_search_locations) or ():
        for found in sorted(Path(folder, "binaries").glob("ffmpeg-*")):
            if os.access(found, os.X_OK):
                return str(found)
    return None


def main() -> None:
    """What `labelrace-ffmpeg` does: it becomes ffmpeg, in the same process."""
    found = find()
    if found is None:
        sys.exit("the package imageio-ffmpeg has no ffmpeg for this machine; name one with --ffmpeg or LABELRACE_FFMPEG")
    os.execv(found, [found, *sys.argv[1:]])
