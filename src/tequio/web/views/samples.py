"""What the gallery shows: invented progress on invented milestones, told in Spanish and never stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.templatetags.static import static

from tequio.web.loom import Row, Thread

STATES = {
    "k": {"status": "finished", "is_accepted": True},
    "c": {"status": "finished", "is_claim": True},
    "f": {"status": "finished"},
    "p": {"status": "in-progress"},
    "P": {"status": "in-progress", "is_late": True},
    "s": {"status": "stuck", "is_late": True},
    "x": {"status": "incomplete", "is_late": True},
    "n": {"status": "not-started"},
    "N": {"status": "not-started", "is_late": True},
}
AT = datetime(2023, 6, 12, 15, 0, tzinfo=UTC)


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Título del compromiso", max_length=120)
    problem = forms.CharField(
        label="¿Qué problema atiende?",
        help_text="Di a quién le pasa, desde cuándo y cómo lo sabes.",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    horizon = forms.ChoiceField(label="Horizonte", choices=[("c", "Corto plazo"), ("m", "Mediano plazo")])
    values = forms.MultipleChoiceField(
        label="Valores de gobierno abierto",
        choices=[("t", "Transparencia"), ("p", "Participación"), ("r", "Rendición de cuentas")],
        widget=forms.CheckboxSelectMultiple,
    )
    ends_on = forms.DateField(label="Fecha de término", widget=forms.DateInput(attrs={"type": "date"}))
    evidence = forms.FileField(
        label="Evidencia", help_text="PDF, imagen u hoja de cálculo, de hasta 25 MB.", required=False
    )
    is_agreed = forms.BooleanField(label="Confirmo que estos datos pueden publicarse")


class SampleFilters(forms.Form):
    """A search and a choice."""

    q = forms.CharField(label="Buscar", required=False)
    status = forms.ChoiceField(label="Estado", choices=[("", "Todos"), ("stuck", "Atorado")], required=False)


def row(label: str, letters: str) -> Row:
    """Weave a row from letters, one for each thread."""
    threads = [
        Thread(title=f"Hito {n} de {label.lower()}", url=f"#hito-{n}", **STATES[letter])  # type: ignore[arg-type]
        for n, letter in enumerate(letters, 1)
    ]
    return Row(label=label, threads=threads)


DATA_LAB = [row("Corto plazo", "kkkcpkPskpn"), row("Mediano plazo", "pnxnnnnn"), row("Largo plazo", "nnnnn")]
PROACTIVE = [row("Entregas del plan", "kkkkckpn")]
BEINGS = [
    row("Recomendaciones sobre seres sintientes", "kcp"),
    row("Metodología para abrir datos", "fPsxN"),
    row("Capacitación", "nnnnnn"),
]


def lines() -> Iterable[SimpleNamespace]:
    """Return three facts, newest first."""
    told = [
        ("La coordinación aceptó la evidencia de «Reglas de integración».", "Coordinación de gobierno abierto", 12),
        ("El hito «Repositorio de datos» está atorado: falta nombrar responsable.", "Enlace de Cultura", 11),
        ("Se publicó el compromiso.", "Coordinación de gobierno abierto", 2),
    ]
    subject = SimpleNamespace(title="Innovar con datos abiertos", url="#compromiso")
    for sentence, actor, day in told:
        yield SimpleNamespace(at=AT.replace(day=day), sentence=sentence, actor=actor, url="#asiento", subject=subject)


def place() -> SimpleNamespace:
    """Return what an invented place carries at the head of its pages."""
    return SimpleNamespace(
        logo=SimpleNamespace(get_absolute_url=static("tequio/icon.svg")),
        logo_alt="Escudo de un estado inventado",
        motto="Lo público se teje entre todas las personas",
        official_url="https://ejemplo.mx/",
    )


def mark(state: str = "witnessed", entries: int = 1204) -> dict[str, Any]:
    """Return what a page's foot says of the record, at one of the steps of its newest fact."""
    standing = {
        "state": state,
        "index": 69_001,
        "size": 70_000,
        "short_root": "8945131a",
        "url": "#raiz",
        "watching": 3,
    }
    return {
        "entries": entries,
        "url": "#historial",
        "bundle_url": "#paquete",
        "standing": {**standing, "seen": 2 if state == "witnessed" else 0},
    }


def gallery() -> dict[str, Any]:
    """Return the states of every component."""
    bad = SampleForm({"problem": "El acceso a los datos es difícil. " * 12, "ends_on": "ayer"}, prefix="bad")
    bad.is_valid()
    return {
        "looms": {"whole": DATA_LAB, "card": BEINGS, "long": [row("Una fila muy larga", "kkcpn" * 8)]},
        "good_form": SampleForm(),
        "shown_bad": {"form": bad},  # not the page's own form: the page itself is a success
        "filters": SampleFilters(),
        "page": Paginator(range(50), 10).page(2),
        "lines": list(lines()),
        "on": date(2023, 6, 12),
        "tabs": [("Resumen", "/componentes/"), ("Hitos", "#hitos"), ("Historial", "#historial")],
        "steps": ["Elige el archivo", "Revisa las dudas", "Confirma"],
        "definitions": [
            ("Responsable", "Secretaría de Cultura"),
            ("Plazo", "Enero 2023 – junio 2024"),
            ("Presupuesto", ""),
        ],
        "place": place(),
        "mark": mark(),
        "marks": [mark(state) for state in ("accepted", "recorded", "witnessed")],
        "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    }


def home() -> dict[str, Any]:
    """Return a home page's content."""
    return {"data_lab": DATA_LAB, "proactive": PROACTIVE, "beings": BEINGS, "lines": list(lines()), "mark": mark()}


def commitment() -> dict[str, Any]:
    """Return a commitment page's content."""
    names = ["Diagnóstico colaborativo", "Directorio de aliados", "Convenios con aliados", "Estrategia del repositorio"]
    states = [("finished", True, 0), ("finished", False, 0), ("in-progress", False, 1), ("stuck", False, 1)]
    milestones = [
        {
            "title": title,
            "status": status,
            "accepted": accepted,
            "late": late,
            "claim": not accepted and status == "finished",
        }
        for title, (status, accepted, late) in zip(names, states, strict=True)
    ]
    return {
        "mark": mark(entries=38),
        "rows": DATA_LAB,
        "milestones": milestones,
        "lines": list(lines()),
        "on": date(2023, 6, 30),
    }
