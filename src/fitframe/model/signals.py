"""What the rule base knows of code: names that point at a framework, a role or an answer, as frozen values."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from fitframe.model.fields import FrameworkId, Id, Model, Sentence, Share


class Role(StrEnum):
    """What a repository uses a library for."""

    TRAIN = "train"  # building and training models
    CONVERT = "convert"  # turning models into another format
    RUN = "run"  # predictions from models that are trained already
    DATA = "data"  # reading, making or watching data
    TEST = "test"


class Grade(StrEnum):
    """How surely a repository answers a question."""

    SEEN = "seen"  # it stands there
    LIKELY = "likely"  # it mostly means this, and somebody should confirm it
    HINT = "hint"  # worth offering, not worth filling in


class Area(StrEnum):
    """A part of a repository, by what its code is for."""

    CODE = "code"
    SCRIPTS = "scripts"
    DOCS = "docs"  # examples and notebooks too
    TESTS = "tests"
    CI = "ci"


Kind = Literal[
    "python",
    "pypi",
    "conda",
    "npm",
    "java",
    "maven",
    "include",
    "cmake",
    "swift",
    "pod",
    "cargo",
    "go",
    "nuget",
    "csharp",
    "pub",
    "r",
    "image",
    "file",
    "string",
    "keyword",
    "setting",
    "text",
]
"""What kind of name a name is; rules/README.md tells what each matches."""
Names = dict[Kind, tuple[Sentence, ...]]


class Library(Model):
    """Something that code is built on: a framework, a runtime, or what wraps one."""

    id: Id
    name: Sentence
    framework: FrameworkId | None = Field(None, description="the framework that using it means; left out: none")
    tool: Id | None = Field(None, description="the tool that it is, where the rule base has it")
    role: Role = Field(Role.TRAIN, description="what a mention means where no narrower name says more")
    weight: Share = Field(1.0, description="how much a mention says of the framework, where it may run on another one")
    companion: bool = Field(
        False, description="it stands beside any framework, as trees beside networks, and makes no second one"
    )
    names: Names = Field(description="by kind of name: what it is called", min_length=1)
    roles: dict[Role, tuple[Sentence, ...]] = Field(
        default_factory=dict, description="Python names inside it that mean a certain role"
    )
    because: Sentence | None = Field(None, description="why it points at the framework, where that is not plain")


class Sign(Model):
    """Names that answer a question."""

    id: Id
    answers: dict[Id, str | tuple[str, ...]] = Field(description="question to choice or choices", min_length=1)
    grade: Grade = Field(description="seen, likely or hint, where it stands in the code itself")
    names: Names = Field(description="by kind of name: any one of these will do", min_length=1)
    areas: tuple[Area, ...] = Field(
        (Area.CODE, Area.SCRIPTS, Area.DOCS), description="parts of the repository that count; documents say less"
    )
    files: int = Field(1, ge=1, description="in so many files, or it says nothing")
    roles: tuple[Role, ...] = Field(
        (), description="counts only where some library has one of these roles; left out: any library but for tests"
    )
    primary: tuple[Id, ...] = Field(
        (), description="counts only where the project is built on one of these frameworks; left out: whichever"
    )
    because: Sentence = Field(description="what was seen, in a few words, for the reader of the answer")


class Expected(Model):
    """What a case expects of its files. Everything named must hold."""

    primary: str | None = Field(None, description="the framework, with its backend where it has one; or none")
    roles: dict[Id, tuple[Role, ...]] = Field(
        default_factory=dict, description="library to exactly these roles; an empty list: it is not found"
    )
    seen: dict[Id, tuple[str, ...]] = Field(default_factory=dict, description="question to exactly these choices")
    likely: dict[Id, tuple[str, ...]] = Field(default_factory=dict, description="likewise")
    hint: dict[Id, tuple[str, ...]] = Field(default_factory=dict, description="likewise")
    silent: tuple[Id, ...] = Field((), description="questions without any answer, not even a hint")


class SignalCase(Model):
    """A small made-up repository, and what reading it should come to."""

    name: Sentence
    files: dict[str, str] = Field(description="path to content", min_length=1)
    expect: Expected


class Signals(Model):
    """One file of signals."""

    id: Id
    title: Sentence
    libraries: tuple[Library, ...] = ()
    signs: tuple[Sign, ...] = ()
    areas: dict[Area, tuple[Sentence, ...]] = Field(
        default_factory=dict, description="folders ('tests/') and files ('test_*') of each part of a repository"
    )
    vendored: tuple[Sentence, ...] = Field((), description="folders with code of others, which are passed over")
    cases: tuple[SignalCase, ...] = ()
