"""The templates of the page and its charts. Whatever is put into them is shown as it is and never becomes markup."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from fitframe.output.document import Document, Heading, Items, Paragraph, Tone, clean, is_figure, web_address
from fitframe.version import VERSION

_CLASSES = {Tone.PLAIN: None, Tone.STRONG: "strong", Tone.GOOD: "good", Tone.BAD: "bad", Tone.QUIET: "quiet"}


@cache
def templates() -> Environment:
    """The templates of this folder. They escape every value, and spell out what does not print."""
    found = Environment(
        loader=PackageLoader(__package__),
        auto_reload=False,
        autoescape=True,
        finalize=lambda value: clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals["classes"] = _CLASSES
    found.filters["web_address"] = web_address
    found.tests["figure"] = is_figure
    for kind in (Heading, Items, Paragraph):
        found.tests[kind.__name__.lower()] = kind.__instancecheck__
    return found


def asset(name: str) -> Markup:
    """A file of this folder that is markup as it stands: our own style or script."""
    return Markup(files(__package__).joinpath("templates", name).read_text(encoding="utf-8"))  # noqa: S704 - our own


def whole_page(document: Document) -> str:
    """A document as a page of its own, in the style of the report."""
    title = next((block.text for block in document if isinstance(block, Heading)), "fitframe")
    style = asset("page.css")
    page = templates().get_template("document.html.j2")
    return page.render(title=title, style=style, policy=policy(style), version=VERSION, blocks=document)


def policy(style: str, script: str = "") -> str:
    """A content security policy that allows this style and this script, and nothing from elsewhere."""
    scripts = f"script-src {_hash(script)}; " if script else ""
    return f"default-src 'none'; style-src {_hash(style)}; {scripts}img-src data:; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    """What a content security policy allows an inline element by."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def html(document: Document) -> str:
    """A document as HTML, without the page around it."""
    parts = templates().get_template("parts.html.j2").module
    return str(parts.document(document))  # type: ignore[attr-defined]
