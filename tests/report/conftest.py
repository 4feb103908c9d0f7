"""Running the program, as the tests of the other commands do."""

from tests.cli.conftest import profile, run

__all__ = ["profile", "run"]
