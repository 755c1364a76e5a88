"""How commitments advance, for programs."""

from tequio.tracking.api.dates import router as dates
from tequio.tracking.api.sides import router as sides
from tequio.tracking.api.steps import router as steps
from tequio.tracking.api.together import router as together

__all__ = ["dates", "sides", "steps", "together"]
