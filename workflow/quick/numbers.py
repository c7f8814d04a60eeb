"""Small numbers, in digits or in words."""

WORDS = {
    "um": 1, "uma": 1, "dois": 2, "duas": 2, "tres": 3, "quatro": 4, "cinco": 5, "seis": 6, "sete": 7, "oito": 8,
    "nove": 9, "dez": 10, "quinze": 15, "vinte": 20, "trinta": 30,
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30,
}  # fmt: skip


def number(word: str, most: int) -> int | None:
    """1 to `most`, or None."""
    if word in WORDS:
        found = WORDS[word]
    elif word.isascii() and word.isdigit() and len(word) <= 4:
        found = int(word)
    else:
        return None
    return found if 1 <= found <= most else None
