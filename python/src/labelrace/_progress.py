"""How far the program is, where somebody is watching: in a notebook or on a terminal."""

from __future__ import annotations

import importlib
import sys
from types import TracebackType
from typing import Any


class Progress:
    """One line that is written over, and is gone when all is done.

    `watched` says whether anybody watches; None finds out.
    """

    def __init__(self, watched: bool | None = None) -> None:
        notebook = _notebook()
        self._display: Any = notebook if watched is not False else None
        self._terminal = notebook is None and (sys.stderr.isatty() if watched is None else watched)
        self._handle: Any = None

    def show(self, line: str) -> None:
        """Shows a line in place of the one before."""
        if self._display is not None:
            shown = self._display.HTML(f"<pre>{_escaped(line)}</pre>")
            if self._handle is None:
                self._handle = self._display.display(shown, display_id=True)
            else:
                self._handle.update(shown)
        elif self._terminal:
            sys.stderr.write(f"\r\x1b[K{line}")
            sys.stderr.flush()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._handle is not None:
            self._handle.update(self._display.HTML(""))
        elif self._terminal:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _notebook() -> Any:
    """The module that displays things, in a notebook's kernel and nowhere else."""
    if "ipykernel" not in sys.modules:
        return None
    shell = importlib.import_module("IPython").get_ipython()
    return importlib.import_module("IPython.display") if hasattr(shell, "kernel") else None


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
