"""How commitments advance, for programs."""

from tequio.tracking.api.sides import router as sides
from tequio.tracking.api.steps import router as steps

__all__ = ["sides", "steps"]
