"""Make the golden reports anew: `python -m tests.golden`; then look at what is different."""

import sys
import tempfile
from pathlib import Path

from tests.golden.forms import KEPT, forms, pdf_form
from tests.golden.sessions import GOLDEN, golden


def main() -> None:
    """Write every form of every golden report."""
    for name in GOLDEN:
        with tempfile.TemporaryDirectory() as folder:
            document = golden(name, Path(folder))
        (KEPT / name).mkdir(parents=True, exist_ok=True)
        for file, content in {**forms(document), **pdf_form(document)}.items():
            (KEPT / name / file).write_text(content, encoding="utf-8")
        sys.stdout.write(f"{name}: {document.verdict}\n")


if __name__ == "__main__":
    main()
