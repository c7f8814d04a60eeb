import shutil
import tempfile
from pathlib import Path

import pytest

from launcher.tests.house import House


@pytest.fixture
def house():
    """In a folder that every user may enter; pytest's own tmp_path is closed to others."""
    place = Path(tempfile.mkdtemp(prefix="norte-house-"))
    place.chmod(0o755)
    house = House(place / "with spaces")
    yield house
    house.close()
    shutil.rmtree(place)
