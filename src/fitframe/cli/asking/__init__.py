"""The terminal front of the questionnaire."""

from __future__ import annotations

import os
from typing import Literal

Until = Literal["proved", "sure", "all"]
"""How long to ask: until no answer can change who comes first, until that is sure enough, or to the last question."""


def switched_on(*names: str) -> bool:
    """Whether one of these environment variables is set to anything but 0 or false."""
    return any(os.environ.get(name, "").lower() not in ("", "0", "false") for name in names)
