"""fitframe: which machine-learning framework fits this project, for which reasons, and how sure is that?"""

from typing import TYPE_CHECKING, Any

from fitframe.version import VERSION

if TYPE_CHECKING:
    from fitframe.api import check, load_profile, load_rules, read_profile, recommend, with_answers
    from fitframe.checking.settings import load_settings
    from fitframe.model.settings import Settings

__version__ = VERSION
__all__ = [
    "Settings",
    "__version__",
    "check",
    "load_profile",
    "load_rules",
    "load_settings",
    "read_profile",
    "recommend",
    "with_answers",
]
_HOMES = {"Settings": "model.settings", "load_settings": "checking.settings"}


def __getattr__(name: str) -> Any:  # the interface is loaded at its first use, so that --version stays quick
    if name in __all__:
        from importlib import import_module

        return getattr(import_module(f"fitframe.{_HOMES.get(name, 'api')}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
