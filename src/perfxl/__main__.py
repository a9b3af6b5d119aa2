"""The command ``perfxl``, and ``python -m perfxl``."""

import gc


def main() -> None:
    """Run the command line. Nothing is collected until the modules of a command are imported."""
    gc.disable()
    from perfxl.cli import main as run

    run()


if __name__ == "__main__":
    main()
