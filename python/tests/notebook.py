"""Running the notebook from top to bottom, in a kernel of its own."""

from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[2] / "notebooks/quickstart.ipynb"


def run(folder: Path) -> list[Any]:
    """The outputs of its cells, after all of them have run in `folder`."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells), "the notebook is committed without outputs"
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}}).execute()
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def check(outputs: list[Any]) -> None:
    """Whether the film is in it, how far it was has been shown and is gone, and nobody was warned."""
    html = [output["data"].get("text/html", "") for output in outputs if "data" in output]
    assert sum("<video controls" in text for text in html) == 1
    assert 3 <= sum("<table" in text for text in html)
    shown = [output["data"].get("text/html") for output in outputs if output["output_type"] == "display_data"]
    assert shown and set(shown) == {""}, shown
    streams = [output for output in outputs if output["output_type"] == "stream"]
    assert all(stream["name"] == "stdout" for stream in streams), streams
