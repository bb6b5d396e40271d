"""`python -m afterword`."""

from __future__ import annotations

from afterword.cli import main

if __name__ == "__main__":
    main()
