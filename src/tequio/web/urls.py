"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, path

from tequio.web import views

app_name = "web"
urlpatterns: list[URLPattern] = [
    path("componentes/", views.gallery, name="gallery"),
    path("componentes/inicio/", views.sample_home, name="sample-home"),
    path("componentes/compromiso/", views.sample_commitment, name="sample-commitment"),
    path("accesibilidad/", views.accessibility, name="accessibility"),
    path("privacidad/", views.privacy, name="privacy"),
    path("contacto/", views.contact, name="contact"),
    path("idioma/", views.language, name="language"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
]
