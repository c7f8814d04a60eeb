import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from crm.transfer.formats.text import rows
from crm.transfer.refused import Echo
from crm.transfer.safe import DANGEROUS, own_cell, safe_cell

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30) | st.sampled_from(
    [
        "=1+1",
        "+55",
        "-5",
        "@x",
        "\tx",
        "\rx",
        "'=1",
        "''=1",
        "'",
        "''",
        "=cmd|' /C calc'!A0",
        "=HYPERLINK(1)",
        'a;b"c\n',
    ]
)


@given(CELLS)
def test_no_exported_cell_begins_like_a_formula_and_all_come_back(text):
    written = safe_cell(text)

    assert not written.startswith(DANGEROUS)
    assert own_cell(written) == text


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=5))
def test_whole_rows_come_back_through_a_file_unchanged(table):
    writer = csv.writer(Echo(), delimiter=";")
    content = "".join(writer.writerow([safe_cell(cell) for cell in ["head", *row]]) for row in table)
    path = io.BytesIO(content.encode())

    import tempfile

    with tempfile.NamedTemporaryFile() as file:
        file.write(path.getvalue())
        file.flush()
        found = [cells[1:] for __, cells in rows(file.name, {"encoding": "utf-8", "delimiter": ";"})]

    assert found == table
