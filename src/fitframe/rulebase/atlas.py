"""Where in which file each thing of a rule base stands."""

from __future__ import annotations

from collections.abc import Iterable

from fitframe.errors import Fault
from fitframe.rulebase.documents import Document, Path


class Atlas:
    """Maps 'kind:id', such as 'rule:edge/tflite-leads', to the places it stands at.

    A thing stands at several places where an overlay adds to it; then the last one that has a key is meant.
    """

    def __init__(self) -> None:
        self._spots: dict[str, list[tuple[Document, Path]]] = {}

    def put(self, key: str, document: Document, path: Path = ()) -> None:
        """A thing stands here, and nowhere else."""
        self._spots[key] = [(document, path)]

    def add(self, key: str, document: Document, path: Path = ()) -> None:
        """A thing stands here too."""
        self._spots.setdefault(key, []).append((document, path))

    def drop(self, key: str) -> None:
        """A thing is gone."""
        self._spots.pop(key, None)

    def fault(self, key: str, path: Iterable[str | int], message: str) -> Fault:
        """A fault at a path inside a thing."""
        inside = tuple(path)
        spots = self._spots[key]
        said = (spot for spot in reversed(spots) if spot[1] + inside in spot[0].places)
        document, start = next(said, spots[0])
        return document.fault(start + inside, message)

    def origins(self) -> dict[str, str]:
        """'kind:id' to file and line, where each thing was first written."""
        return {key: f"{d.name}:{d.place(path)[0]}" for key, ((d, path), *_) in sorted(self._spots.items())}
