import pytest
from django.core.exceptions import ValidationError

from crm import brazil


@pytest.mark.parametrize(
    ("written", "kept"), [("90010-150", "90010150"), ("90010150", "90010150"), ("1310100", "01310100"), ("", "")]
)
def test_a_cep_is_kept_as_eight_digits(written, kept):
    assert brazil.clean_postal_code(written) == kept


@pytest.mark.parametrize("written", ["900101500", "00000-000", "0131"])
def test_a_wrong_cep_is_refused(written):
    with pytest.raises(ValidationError):
        brazil.clean_postal_code(written)


def test_codes_of_other_countries_pass_as_they_are():
    assert brazil.clean_postal_code("SW1A 1AA", "GB") == "SW1A 1AA"


def test_a_cep_is_written_with_its_dash():
    assert brazil.format_postal_code("90010150") == "90010-150"
    assert len(brazil.STATES) == 27
