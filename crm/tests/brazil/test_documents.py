import pytest
from django.core.exceptions import ValidationError

from crm import brazil


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        (None, ""),
        ("11.222.333/0001-81", "11222333000181"),
        ("11222333000181", "11222333000181"),
        (" 12.ABC.345/01DE-35 ", "12ABC34501DE35"),
        ("12.abc.345/01de-35", "12ABC34501DE35"),
        ("１１２２２３３３０００１８１", "11222333000181"),
    ],
)
def test_a_cnpj_is_kept_without_marks(written, kept):
    assert brazil.clean_cnpj(written) == kept


@pytest.mark.parametrize(
    "written",
    ["11.222.333/0001-82", "12.ABC.345/01DE-36", "1122233300018", "00000000000000", "abc", "12.ABC.345/01DE-3A"],
)
def test_a_cnpj_with_wrong_check_digits_is_refused(written):
    with pytest.raises(ValidationError):
        brazil.clean_cnpj(written)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("529.982.247-25", "52998224725"),
        ("52998224725", "52998224725"),
        ("1234567 97".replace(" ", ""), "00123456797"),
        ("", ""),
    ],
)
def test_a_cpf_is_kept_as_eleven_digits_even_where_a_spreadsheet_ate_its_zeros(written, kept):
    assert brazil.clean_cpf(written) == kept


@pytest.mark.parametrize("written", ["529.982.247-26", "111.111.111-11", "529.982.247", "x"])
def test_a_cpf_that_cannot_exist_is_refused(written):
    with pytest.raises(ValidationError):
        brazil.clean_cpf(written)


def test_documents_are_written_with_their_marks():
    assert brazil.format_cnpj("12ABC34501DE35") == "12.ABC.345/01DE-35"
    assert brazil.format_cpf("52998224725") == "529.982.247-25"
    assert brazil.format_cpf("") == ""


def test_the_branch_number_tells_the_head_office():
    assert brazil.is_head_office("11222333000181")
    assert not brazil.is_head_office("11222333000262")
