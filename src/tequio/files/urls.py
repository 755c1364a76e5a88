"""Addresses of this room."""

from __future__ import annotations

from django.urls import re_path

from tequio.files import views
from tequio.kit.ids import PUBLIC_ID

app_name = "files"
urlpatterns = [
    re_path(rf"^archivos/(?P<public_id>{PUBLIC_ID})/original$", views.original, name="original"),
    re_path(rf"^archivos/(?P<public_id>{PUBLIC_ID})/(?P<name>[^/]+)$", views.public_copy, name="public_copy"),
]
