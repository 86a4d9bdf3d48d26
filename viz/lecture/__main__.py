"""Write the page beside the notebook that it shows."""

from __future__ import annotations

import json

from microgauss.files import write_whole
from microgauss.viz.lecture.page import NOTEBOOK, PAGE, lecture_page

if __name__ == "__main__":
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    print(write_whole(PAGE, lecture_page(notebook)))
