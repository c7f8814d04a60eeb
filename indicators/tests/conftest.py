import pytest

from indicators.tests.world import build


@pytest.fixture
def world(ana, bruno, caio):
    """Figures to be tried: south with two people, north with one."""
    return build([ana, bruno, caio])
