"""fitframe tells which machine-learning framework fits a project, why, and how sure you can be.

    from fitframe import load_rules, profile_from, recommend

    rules = load_rules()
    advice = recommend(rules, profile_from({"answers": {"deployment": ["android"]}}, rules))
    print(advice.recommended, advice.confidence)

docs/python.md in the repository shows the whole interface.
"""

from typing import TYPE_CHECKING, Any

from fitframe.version import VERSION

if TYPE_CHECKING:
    from fitframe.api import (
        check,
        compare,
        explain,
        load_profile,
        load_rules,
        profile_from,
        read_profile,
        recommend,
        report,
        scan,
        with_answers,
    )
    from fitframe.checking.settings import load_settings
    from fitframe.errors import Fault, FitframeError, InputError, NothingToDo, RuleBaseError
    from fitframe.model.profile import Profile
    from fitframe.model.recommendation import Confidence, Recommendation
    from fitframe.model.rulebase import RuleBase
    from fitframe.model.settings import Settings
    from fitframe.model.verdict import CheckReport
    from fitframe.output.comparison import Versus
    from fitframe.output.explain import Explanation
    from fitframe.output.recommendation import Advice
    from fitframe.output.scan import ScanReport

__version__ = VERSION
__all__ = [
    "Advice",
    "CheckReport",
    "Confidence",
    "Explanation",
    "Fault",
    "FitframeError",
    "InputError",
    "NothingToDo",
    "Profile",
    "Recommendation",
    "RuleBase",
    "RuleBaseError",
    "ScanReport",
    "Settings",
    "Versus",
    "__version__",
    "check",
    "compare",
    "explain",
    "load_profile",
    "load_rules",
    "load_settings",
    "profile_from",
    "read_profile",
    "recommend",
    "report",
    "scan",
    "with_answers",
]
_HOMES = {
    "checking.settings": ("load_settings",),
    "errors": ("Fault", "FitframeError", "InputError", "NothingToDo", "RuleBaseError"),
    "model.profile": ("Profile",),
    "model.recommendation": ("Confidence", "Recommendation"),
    "model.rulebase": ("RuleBase",),
    "model.settings": ("Settings",),
    "model.verdict": ("CheckReport",),
    "output.comparison": ("Versus",),
    "output.explain": ("Explanation",),
    "output.recommendation": ("Advice",),
    "output.scan": ("ScanReport",),
}
"""Where names live that `api` does not hold."""


def __getattr__(name: str) -> Any:  # the interface is loaded at its first use, so that --version stays quick
    if name in __all__:
        from importlib import import_module

        home = next((home for home, names in _HOMES.items() if name in names), "api")
        return getattr(import_module(f"fitframe.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
