"""The types of the settings are those of the program, and what mypy accepts the program accepts."""

import subprocess
import sys
from pathlib import Path

import labelrace

ROOT = Path(__file__).parent.parent


def test_the_stub_is_what_the_program_says() -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "stub.py", labelrace.program()], check=True, capture_output=True, text=True
    ).stdout
    stub = (ROOT / "src/labelrace/_settings.pyi").read_text()
    assert stub == made, "src/labelrace/_settings.pyi is out of date; run: make stub"


def types(tmp_path: Path, code: str) -> str:
    (tmp_path / "user.py").write_text(code)
    mypy = [sys.executable, "-m", "mypy", "--config-file=pyproject.toml", f"--cache-dir={tmp_path / 'cache'}"]
    environment = {"MYPYPATH": str(ROOT / "src")}
    told = subprocess.run([*mypy, str(tmp_path / "user.py")], capture_output=True, text=True, env=environment, cwd=ROOT)
    return told.stdout + told.stderr


def test_the_package_and_who_calls_it_are_typed(tmp_path: Path) -> None:
    package = subprocess.run(
        [sys.executable, "-m", "mypy", "--cache-dir", tmp_path / "cache"], capture_output=True, text=True, cwd=ROOT
    )
    assert package.stdout.startswith("Success"), package.stdout + package.stderr
    good = 'import labelrace\nrace = labelrace.render("job", theme="dark", top=12, pace="even")\nprint(race.video.name)\n'
    assert "Success" in types(tmp_path, good)
    for bad, told in [
        ('labelrace.render("job", themee="dark")', 'Unexpected keyword argument "themee"'),
        ('labelrace.render("job", top="many")', 'Argument "top" to "render" has incompatible type "str"'),
        ('labelrace.tally("job", top=12)', 'Unexpected keyword argument "top"'),
        ('labelrace.render("job", pace="uneven")', 'expected "Literal['),
    ]:
        said = types(tmp_path, f"import labelrace\n{bad}\n")
        assert told in said, said
