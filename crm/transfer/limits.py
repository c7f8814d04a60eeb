"""How large a file may be before it is refused, so that none can take a machine down."""

MAX_BYTES = 500 * 1024 * 1024
MAX_COLUMNS = 1_000
MAX_CELL = 131_072
# Characters of a line of text: more than any row of this world has.
MAX_LINE = 8 * 1024 * 1024
MAX_ROWS = 5_000_000
MAX_UNPACKED = 2 * 1024 * 1024 * 1024
MAX_RATIO = 100
# Below this an archive may be squeezed as hard as it likes: it cannot hurt.
RATIO_COUNTS_FROM = 20 * 1024 * 1024
MAX_ENTRIES = 2_000
# A batch is one transaction: what a kill may cost, and what a cursor counts in.
BATCH = 1_000
