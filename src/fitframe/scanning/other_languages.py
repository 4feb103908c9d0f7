"""Code and manifests of other languages to sightings: JavaScript, Java, Kotlin, C++, Swift, Rust, Go, C#, Dart, R."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from fitframe.model.signals import Kind
from fitframe.scanning.sightings import Lines, Sighting

Reader = Callable[[str], Iterator[Sighting]]

_C_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\w\"'])//[^\n]*", re.DOTALL)
_HASH_COMMENT = re.compile(r"(?<![\w\"'&])#[^\n]*")
_XML_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def _lines_only(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n") or " "


def _reader(kind: Kind, *patterns: str, comment: re.Pattern[str] | None = _C_COMMENT, declared: bool = False) -> Reader:
    """A reader of what stands in the first group of any of these patterns, outside of comments."""
    compiled = [re.compile(pattern, re.MULTILINE) for pattern in patterns]

    def read(text: str) -> Iterator[Sighting]:
        plain = comment.sub(_lines_only, text) if comment else text
        lines = Lines(plain)
        for pattern in compiled:
            for found in pattern.finditer(plain):
                version = found["version"] or "" if "version" in pattern.groupindex else ""
                yield Sighting(kind, found[1], lines.at(found.start(1)), version=version, declared=declared)

    return read


def _includes(text: str) -> Iterator[Sighting]:
    """What C and C++ include; guarded inside of '#if', but for the guard around a whole header."""
    plain = _C_COMMENT.sub(_lines_only, text)
    guards: list[bool] = []
    for number, line in enumerate(plain.split("\n"), 1):
        if found := _DIRECTIVE.match(line):
            match found[1]:
                case "if" | "ifdef":
                    guards.append(True)
                case "ifndef":
                    guards.append(
                        not found[2].rstrip().upper().rstrip("_").endswith(("_H", "_HPP", "_HH", "_HXX", "_CUH"))
                    )
                case "endif" if guards:
                    guards.pop()
                case "include" | "import" if name := _INCLUDED.match(found[2]):
                    yield Sighting("include", name[1], number, guarded=any(guards))


_DIRECTIVE = re.compile(r"[ \t]*#[ \t]*(\w+)[ \t]*(.*)")
_INCLUDED = re.compile(r"[<\"]([\w./+-]+)[>\"]")


def _both(*readers: Reader) -> Reader:
    def read(text: str) -> Iterator[Sighting]:
        for reader in readers:
            yield from reader(text)

    return read


def read_package_json(text: str) -> Iterator[Sighting]:
    """package.json. Raises ValueError."""
    data, lines = json.loads(text), Lines(text)
    for section in ("dependencies", "peerDependencies", "optionalDependencies", "devDependencies"):
        entries = data.get(section) if isinstance(data, dict) else None
        for name, version in entries.items() if isinstance(entries, dict) else ():
            found = re.search(r"\d[\d.]*", str(version))
            line = lines.of(json.dumps(name), max(0, text.find(f'"{section}"')))
            yield Sighting(
                "npm",
                name,
                line,
                extra="optional" if section == "optionalDependencies" else "",
                version=found[0] if found else "",
                development=section == "devDependencies",
                declared=True,
            )


_JS = _reader(
    "npm",
    r"(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*[\"']([@\w][^\"'\n]*)[\"']",
    r"(?:unpkg\.com|cdn\.jsdelivr\.net/npm|esm\.sh)/((?:@[\w.-]+/)?[\w.-]+)",
)
_MAVEN = r"[\"']([\w.-]+:[\w.-]+)(?::(?P<version>\d[\w.]*)[^\"'\n]*)?[\"']"

CODE: dict[str, Reader] = {
    **dict.fromkeys((".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".vue", ".svelte"), _JS),
    **dict.fromkeys(
        (".html", ".htm"),
        _reader("npm", r"(?:unpkg\.com|cdn\.jsdelivr\.net/npm)/((?:@[\w.-]+/)?[\w.-]+)", comment=_XML_COMMENT),
    ),
    **dict.fromkeys((".java", ".kt", ".scala"), _reader("java", r"^[ \t]*import[ \t]+(?:static[ \t]+)?([\w.]+)")),
    **dict.fromkeys(
        (".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".hxx", ".cu", ".cuh", ".ino", ".m", ".mm"),
        _both(
            _includes,
            _reader("swift", r"^[ \t]*@import[ \t]+(\w+)"),
        ),
    ),
    ".swift": _reader(
        "swift",
        r"^[ \t]*(?:@\w+[ \t]+)?import[ \t]+(?:\w+[ \t]+)?(\w+)",
        r"\b(VNCoreMLModel|VNCoreMLRequest)\b",  # Vision runs Core ML's models, and nobody need import that
    ),
    ".rs": _reader("cargo", r"^[ \t]*(?:pub[ \t]+)?(?:use|extern[ \t]+crate)[ \t]+(\w+)"),
    ".go": _reader("go", r"^[ \t]*(?:import[ \t]+)?(?:[\w.]+[ \t]+)?\"([\w.-]+\.[a-z]+/[\w./-]+)\"[ \t]*$"),
    ".cs": _reader("csharp", r"^[ \t]*(?:global[ \t]+)?using[ \t]+(?:static[ \t]+)?([\w.]+)[ \t]*;"),
    ".dart": _reader("pub", r"^[ \t]*(?:import|export)[ \t]+[\"']package:(\w+)/"),
    **dict.fromkeys(
        (".r", ".rmd", ".qmd"),
        _reader("r", r"\b(?:library|require)\([\"']?([\w.]+)", r"\b(\w+)::\w", comment=_HASH_COMMENT),
    ),
}
"""By the ending of a file's name in small letters."""

MANIFESTS: dict[str, Reader] = {
    **dict.fromkeys(
        ("build.gradle", "build.gradle.kts"),
        _both(
            _reader("maven", _MAVEN, declared=True),
            _reader("text", r"[\"'](com\.android\.(?:application|library)|com\.chaquo\.python)[\"']"),
            _reader(
                "maven",
                r"files\([\"'][^\"']*?(tensorflow-lite|onnxruntime|executorch|pytorch_android)[\w.-]*\.aar",
                declared=True,
            ),
        ),
    ),
    "libs.versions.toml": _reader(
        "maven", r"module[ \t]*=[ \t]*" + _MAVEN, r"=[ \t]*" + _MAVEN, comment=_HASH_COMMENT, declared=True
    ),
    "CMakeLists.txt": _reader(
        "cmake",
        r"(?:find_package|FetchContent_Declare|add_subdirectory)[ \t]*\([ \t\n]*[\"']?([\w./-]+)",
        comment=_HASH_COMMENT,
        declared=True,
    ),
    "Podfile": _reader("pod", r"^[ \t]*pod[ \t]+[\"']([\w./+-]+)[\"']", comment=_HASH_COMMENT, declared=True),
    "Package.swift": _reader(
        "swift", r"\.package\([^)]*?/([\w-]+?)(?:\.git)?\"", r"name:[ \t]*\"(\w+)\"[ \t]*,[ \t]*package"
    ),
    "Cargo.toml": _reader(
        "cargo",
        r"^[ \t]*([\w-]+)(?:\.workspace)?[ \t]*=[ \t]*(?:\{|\"|true)",
        r"^\[(?:target\..*\.)?dependencies\.([\w-]+)\]",
        comment=_HASH_COMMENT,
        declared=True,
    ),
    "go.mod": _reader("go", r"^[ \t]*(?:require[ \t]+)?([\w.-]+\.[a-z]+/[\w./-]+)[ \t]+v", declared=True),
    "pubspec.yaml": _reader(
        "pub", r"^[ ]{2}([a-z_0-9]+):[ \t]*(?:\^|[\"']?[\d>^<]|\n|any|$)", comment=_HASH_COMMENT, declared=True
    ),
    "DESCRIPTION": _reader(
        "r", r"^(?:Imports|Depends|Suggests|[ \t]+)[: \t]*([A-Za-z][\w.]+)", comment=None, declared=True
    ),
}
"""By a file's name."""


def read_pom(text: str) -> Iterator[Sighting]:
    """pom.xml, by its text: no XML is parsed, so that no entity is expanded."""
    plain = _XML_COMMENT.sub(_lines_only, text)
    lines = Lines(plain)
    pattern = r"<groupId>\s*([\w.-]+)\s*</groupId>\s*<artifactId>\s*([\w.-]+)\s*</artifactId>"
    for found in re.finditer(pattern, plain):
        yield Sighting("maven", f"{found[1]}:{found[2]}", lines.at(found.start()), declared=True)


read_csproj = _reader(
    "nuget",
    r"<PackageReference[^>]*\bInclude=\"([\w.-]+)\"(?:[^>]*\bVersion=\"(?P<version>\d[\w.]*))?",
    r"<package[ \t]+id=\"([\w.-]+)\"",
    comment=_XML_COMMENT,
    declared=True,
)
