"""The demonstration: a believable Brazilian company with a history up to today.

Each app with a `demo` module adds its part through `build(world)`; the larger worlds of the benchmarks
are made by `fill(scale)` of the same modules.
"""

from crm.demo.build import build
from crm.demo.scale import fill

__all__ = ["build", "fill"]
