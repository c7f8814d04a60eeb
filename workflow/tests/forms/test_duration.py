import pytest
from django import forms
from django.utils import translation

from workflow.forms.duration import SpanField, written_span


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("8:30", 510),
        ("8h30", 510),
        ("8 h 30 min", 510),
        ("8 horas e 30 minutos", 510),
        ("2 h", 120),
        ("2", 120),
        ("45 min", 45),
        ("90m", 90),
        ("", None),
    ],
)
def test_a_span_is_read_as_people_write_it(text, minutes):
    assert SpanField(required=False).clean(text) == minutes


@pytest.mark.parametrize("text", ["8:75", "soon", "-3", "8 30", "99999 h", "9999:00", "999999 min"])
def test_what_is_no_span_is_refused(text):
    with pytest.raises(forms.ValidationError):
        SpanField().clean(text)


def test_what_is_shown_can_be_read_again_and_is_no_change():
    field = SpanField()

    for minutes in (510, 120, 45, 0):
        assert field.clean(field.prepare_value(minutes)) == minutes
        assert not field.has_changed(minutes, field.prepare_value(minutes))
    with translation.override("pt-br"):
        assert field.clean(written_span(510)) == 510
