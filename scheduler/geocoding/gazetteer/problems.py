"""What is wrong with a source of addresses, collected so that a person can correct it in one go."""

from dataclasses import dataclass, field

from scheduler.domain.errors import InputError, InputProblem

MOST_LISTED = 200
_LONGEST_VALUE = 60


@dataclass
class Problems:
    """A growing list of input problems of one file; the first 200 are kept and the rest counted."""

    file: str
    found: list[InputProblem] = field(default_factory=list)
    unlisted: int = 0

    def add(self, row: int, column: str, value: str, wrong: str, right: str) -> None:
        """Note what is wrong with one cell."""
        if len(self.found) >= MOST_LISTED:
            self.unlisted += 1
            return
        self.found.append(
            InputProblem(file=self.file, row=row, column=column, value=shown(value), wrong=wrong, right=right)
        )

    def raise_if_any(self) -> None:
        """Refuse the file if anything was wrong with it.

        Raises
        ------
        InputError
            With at most 200 problems, and a last one that counts the rest.
        """
        if self.unlisted:
            wrong = f"has {self.unlisted} more bad cells"
            self.found.append(InputProblem(file=self.file, wrong=wrong, right="correct those above, then load again"))
        if self.found:
            raise InputError(self.found)


def shown(value: str) -> str:
    """Return a value cut and without what a terminal would act on."""
    visible = "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in value[:_LONGEST_VALUE])
    return visible + ("..." if len(value) > _LONGEST_VALUE else "")


def refused(file: str, wrong: str, right: str) -> InputError:
    """Return the error for a file as a whole."""
    return InputError([InputProblem(file=file, wrong=wrong, right=right)])
