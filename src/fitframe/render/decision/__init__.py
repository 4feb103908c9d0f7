"""The decision as an architecture decision record, in the form of MADR 4."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from fitframe.insight.overview import Overview
from fitframe.models import RuleBase
from fitframe.profile import Profile
from fitframe.render.decision.context import context
from fitframe.render.decision.more import more
from fitframe.render.decision.options import options
from fitframe.render.decision.outcome import outcome
from fitframe.render.markdown import escape
from fitframe.render.names import framework_name

_STATUS = re.compile(r"^status:.*$", re.MULTILINE)
_FRONT = re.compile(r"\A---\n(?P<front>.*?)^---$", re.DOTALL | re.MULTILINE)


def decision(found: Overview, rules: RuleBase, profile: Profile, path: str, *, supersedes: str | None = None) -> str:
    """The record in Markdown.

    `path` is the profile's; of it the command that confirms the decision has the name alone, because a record is read
    on other machines. `supersedes` is the file name of the record that this one takes the place of.
    """
    chosen = profile.choice or found.situation.leader
    blocks = (
        _front(found, chosen, profile),
        f"# {_title(found, rules, chosen)}",
        *context(found, rules, profile),
        *outcome(found, rules, chosen, profile, path),
        *options(found, rules),
        *more(found, rules, supersedes),
    )
    return "\n\n".join(blocks) + "\n"


def superseded(text: str, by: str) -> str | None:
    """An older record with its status set to superseded by the record in file `by`; None where it is no record."""
    front = _FRONT.match(text)
    if front is None or not _STATUS.search(front["front"]):
        return None
    status = f"status: {json.dumps(f'superseded by [{by}]({quote(by)})')}"
    changed = _STATUS.sub(lambda _: status, front["front"], count=1)
    return text[: front.start("front")] + changed + text[front.end("front") :]


def _front(found: Overview, chosen: str | None, profile: Profile) -> str:
    accepted = profile.choice is not None and profile.choice == found.situation.leader
    status = "accepted" if accepted else "proposed"
    return f'---\nstatus: "{status}"\ndate: {found.situation.advice.as_of}\n---'


def _title(found: Overview, rules: RuleBase, chosen: str | None) -> str:
    name = framework_name(rules, chosen) if chosen else "no known framework"
    project = found.situation.advice.profile
    return escape(f"Use {name}" + (f" for {project}" if project else ""))
