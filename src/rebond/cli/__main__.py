"""`python -m rebond.cli` is the command `rebond`."""

from rebond.cli import main

main()
