from django.apps import AppConfig


class TequioConfig(AppConfig):
    """The roof: wires reactions and slots, the only action at a distance."""

    name = "tequio.config"
    label = "tequio"

    def ready(self) -> None:
        # Rooms import models, which exist only once every application is loaded.
        from tequio.config import reactions, slots  # noqa: PLC0415

        reactions.connect()
        slots.fill()
