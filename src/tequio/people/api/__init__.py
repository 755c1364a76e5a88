"""Places, institutions and directories for programs: the public part only."""

from tequio.people.api.directories import router as directories
from tequio.people.api.networks import router as networks
from tequio.people.api.places import router as places

__all__ = ["directories", "networks", "places"]
