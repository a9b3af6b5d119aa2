"""Command: write the Word templates into the checkout."""

from __future__ import annotations

from pathlib import Path

from tools.build_documents import hebei, hunan, letter, yiyang

FOLDER = Path(__file__).resolve().parents[2] / "src" / "perfxl" / "documents" / "templates"
TEMPLATES = {"hunan": hunan, "yiyang": yiyang, "hebei": hebei, "letter": letter}


def main() -> None:
    """Write ``<name>.docx`` for each template."""
    for name, module in TEMPLATES.items():
        path = FOLDER / f"{name}.docx"
        module.template().save(path)
        print(path.name)


if __name__ == "__main__":
    main()
