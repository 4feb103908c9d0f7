"""The terminal front of the questionnaire."""

from __future__ import annotations

from typing import Literal

Until = Literal["proved", "sure", "all"]
"""How long to ask: until no answer can change who comes first, until that is sure enough, or to the last question."""
