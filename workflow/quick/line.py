"""A line as words, each taken at most once by whoever understands it."""

from crm.ui.words import fold

LONGEST, MOST_WORDS = 300, 60
MARKS = ",;.:!?()[]\"'“”"


class Line:
    """`plain[n]` is the n-th word without case, accents and marks around it; `words[n]` as it was typed."""

    def __init__(self, text: str):
        self.words = text.replace("\x00", "")[:LONGEST].split()[:MOST_WORDS]
        self.plain = [fold(word).strip(MARKS) for word in self.words]
        self.taken = [False] * len(self.words)

    def __len__(self):
        return len(self.words)

    def at(self, place: int) -> str:
        """The plain word there; "" beyond the end and where somebody took it."""
        if not 0 <= place < len(self.words) or self.taken[place]:
            return ""
        return self.plain[place]

    def begins(self, place: int, phrase: tuple[str, ...]) -> bool:
        return all(self.at(place + offset) == word for offset, word in enumerate(phrase))

    def take(self, place: int, count: int):
        for one in range(place, min(place + count, len(self.words))):
            self.taken[one] = True

    def rest(self) -> str:
        """What nobody took, as it was typed; a preposition left hanging at the end goes too."""
        kept = [word for word, gone in zip(self.words, self.taken, strict=True) if not gone]
        while kept and fold(kept[-1]).strip(MARKS) in HANGING:
            kept.pop()
        return " ".join(kept).strip(" ,;-–")


HANGING = {
    "",
    "as",
    "a",
    "as,",
    "em",
    "no",
    "na",
    "de",
    "do",
    "da",
    "ate",
    "para",
    "at",
    "on",
    "by",
    "in",
    "the",
    "e",
}
