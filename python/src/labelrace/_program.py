"""Running the program: where it is, what it says meanwhile, and what it says in the end."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import sysconfig
import tempfile
import termios
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from . import _ffmpeg

# Wide enough for each line of progress.
_COLUMNS = 100
# What a terminal would obey: colors, and moves of the cursor.
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07|\x1b[@-_]|[\x00-\x08\x0b\x0c\x0e-\x1f]")
# A line that tells how far it is, and is written over, ends with one of these.
_ENDS = re.compile(rb"\r\n|\n|\r|\x1b\[\d*[AK]|\x1b\[2K")


class LabelraceError(Exception):
    """The program could not do what it was asked; the words are the program's own.

    `exit_code` is what the program ended with: 2 for a mistake in what was asked, 1 for all else, and None where it
    never ran.
    """

    def __init__(self, sentence: str, exit_code: int | None = None) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code


class CommandError(LabelraceError, ValueError):
    """What was asked cannot be: an unknown setting, a value that is not possible, a file that is not there."""


class LabelraceWarning(UserWarning):
    """Something that the program left out or could not find, in its words."""


def program() -> str:
    """The path of the program.

    It is the one that `LABELRACE_PROGRAM` names, or the one that was installed together with this package. PATH is not
    searched: another version there may have other settings.
    """
    named = os.environ.get("LABELRACE_PROGRAM")
    if named:
        if os.access(named, os.X_OK) and os.path.isfile(named):
            return os.path.abspath(named)
        raise LabelraceError(f"LABELRACE_PROGRAM names {named}, which is not a program")
    for folder in _script_folders():
        path = os.path.join(folder, "labelrace")
        if os.access(path, os.X_OK):
            return path
    raise LabelraceError(
        "the program labelrace is not where this package was installed; "
        "install the package again, or name the program in LABELRACE_PROGRAM"
    )


def _script_folders() -> Iterator[str]:
    # Of this environment, of this user, and of `pip install --target`.
    yield sysconfig.get_path("scripts")
    yield sysconfig.get_path("scripts", sysconfig.get_preferred_scheme("user"))
    yield str(Path(__file__).parent.parent / "bin")


def environment() -> dict[str, str]:
    """The variables of this process, and the ffmpeg of imageio-ffmpeg unless somebody named another."""
    variables = dict(os.environ)
    if not variables.get("LABELRACE_FFMPEG"):
        found = _ffmpeg.find()
        if found is not None:
            variables["LABELRACE_FFMPEG"] = found
    return variables


def run(arguments: Sequence[str], on_progress: Callable[[str], None] = lambda line: None) -> BinaryIO:
    """Runs the program and returns what it printed, as a file at its beginning.

    `on_progress` gets each line that tells how far it is. Warnings of the program are warnings of Python, and its other
    remarks go to standard error. An interruption stops the program before it goes on here.
    """
    path = program()
    # In a file, since a table may be larger than a pipe holds, and than memory should.
    output = tempfile.TemporaryFile()
    # The program tells how far it is only to a terminal, so it gets one. Nobody can type into it.
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, _COLUMNS, 0, 0))
    variables = environment() | {"TERM": "xterm", "NO_COLOR": "1", "COLUMNS": str(_COLUMNS)}
    try:
        try:
            process = subprocess.Popen(
                [path, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=theirs,
                env=variables,
                # Notebooks interrupt whole groups: the program would end before it could be asked to.
                start_new_session=True,
            )
        finally:
            os.close(theirs)
        remarks = _Remarks(on_progress)
        try:
            for part in _parts(ours):
                remarks.hear(part)
            code = process.wait()
        except BaseException:
            process.send_signal(signal.SIGINT)
            process.wait()
            raise
    except BaseException:
        output.close()
        raise
    finally:
        os.close(ours)
    said = remarks.lines()
    if code != 0:
        output.close()
        raise _error(said, code)
    _repeat(said)
    output.seek(0)
    return output


def _parts(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError as error:
            # How Linux tells that the other end of a terminal is closed.
            if error.errno != errno.EIO:
                raise
            return
        if not part:
            return
        yield part


class _Remarks:
    """What the program writes to its terminal: lines that stay, and lines that are written over."""

    def __init__(self, on_progress: Callable[[str], None]) -> None:
        self._on_progress = on_progress
        self._rest = b""
        self._lines: list[str] = []

    def hear(self, part: bytes) -> None:
        self._rest += part
        # What follows the last end may be half a line, or half an end.
        while (end := _ENDS.search(self._rest)) and (end.end() < len(self._rest) or end[0].endswith(b"\n")):
            self._line(self._rest[: end.start()], stays=end[0].endswith(b"\n"))
            self._rest = self._rest[end.end() :]

    def _line(self, line: bytes, stays: bool) -> None:
        text = _CONTROL.sub("", line.decode(errors="replace")).rstrip()
        if stays:
            self._lines.append(text)
        elif text:
            self._on_progress(text)

    def lines(self) -> list[str]:
        self._line(self._rest, stays=True)
        self._rest = b""
        return [line for line in self._lines if line]


def _error(said: list[str], code: int) -> LabelraceError:
    start = next((n for n, line in enumerate(said) if line.startswith("error: ")), None)
    if start is None:
        died = f"labelrace was ended by signal {-code}" if code < 0 else f"labelrace ended with {code}"
        return LabelraceError(". ".join([died, *said[-3:]]), code)
    _repeat(said[:start])
    # How to type it into a shell is no help here.
    typed = ("Usage:", "For more information")
    lines = [line for line in said[start:] if not line.startswith(typed)]
    sentence = "\n".join(lines).removeprefix("error: ")
    return CommandError(sentence, code) if code == 2 else LabelraceError(sentence, code)


def _repeat(said: list[str]) -> None:
    for line in said:
        if line.startswith("warning: "):
            # The one who called this package, not one of its files.
            warnings.warn(line.removeprefix("warning: "), LabelraceWarning, stacklevel=_depth())
        else:
            print(line, file=sys.stderr)


def _depth() -> int:
    here, depth, frame = os.path.dirname(__file__), 1, sys._getframe(1)
    while frame is not None and os.path.dirname(frame.f_code.co_filename) == here:
        depth, frame = depth + 1, frame.f_back  # type: ignore[assignment]
    return depth
