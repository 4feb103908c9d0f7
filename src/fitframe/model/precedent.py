"""What real projects decided, and how it went."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from fitframe.model.fields import Day, FullDay, Id, Model, Outcome, Sentence, first_day


class Aftermath(StrEnum):
    """What became of a decision."""

    KEPT = "kept"
    REGRETTED = "regretted"  # who decided says that it was wrong, or undid it because it did not do what it was for
    MOVED_AGAIN = "moved-again"  # it served, and was left later
    UNKNOWN = "unknown"


class Precedent(Model):
    """A decision that a real project took. It advises the reader and gives no points."""

    id: Id
    title: Sentence = Field(description="what the project is, in a few words, without names of persons")
    decided: Day = Field(description="when it was decided, or the first time that it is known to have been decided")
    source: str = Field(
        pattern=r"^(https?://\S+|github:\S+ \S+ @[0-9a-f]{7,40})$",
        description="where it can be read; a file in a repository as github:OWNER/NAME PATH @COMMIT",
    )
    also: Sentence | None = Field(None, description="further places that tell of it")
    read: FullDay = Field(description="the day on which the source was read")
    among: tuple[Sentence, ...] = Field(description="what was weighed: ids where we have them", min_length=1)
    chose: Sentence = Field(description="what was taken: the id of a framework or tool where we have it")
    comes_to: Outcome = Field(description="what kind of answer that is")
    how: Sentence = Field(description="what was decided, in our own words")
    happened: Sentence = Field(description="what became of it, as far as the source tells")
    outcome: Aftermath
    known: Day | None = Field(
        None, description="the day by which that was known; left out: the day on which the source was read"
    )
    needs: dict[str, str | tuple[str, ...]] = Field(
        description="the answers that a profile would have, from the source alone", min_length=1
    )
    wishes: dict[str, str | tuple[str, ...]] = Field(default_factory=dict, description="what would have been nice")
    any_of: tuple[str, ...] = Field((), alias="any-of", description="as in a profile")
    all_of: tuple[str, ...] = Field((), alias="all-of", description="as in a profile")

    @property
    def year(self) -> str:
        """The year of the decision."""
        return self.decided[:4]

    def was_decided_by(self, day: str) -> bool:
        """Whether it was decided by a day, YYYY-MM-DD."""
        return first_day(self.decided) <= day

    def outcome_on(self, day: str) -> Aftermath:
        """What was known on a day, YYYY-MM-DD, of what became of it."""
        return self.outcome if first_day(self.known or self.read) <= day else Aftermath.UNKNOWN
