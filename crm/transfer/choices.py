"""The words by which the choices of a field are known, in every language of the house."""

from django.conf import settings
from django.utils import translation

from crm.transfer.folding import plain


def choice_words(field) -> dict[str, object]:
    words = {}
    for language, __ in settings.LANGUAGES:
        with translation.override(language):
            words |= {plain(label): key for key, label in field.choices}
    words |= {plain(word): key for word, key in field.words_of}
    return words | {plain(key): key for key, __ in field.choices}
