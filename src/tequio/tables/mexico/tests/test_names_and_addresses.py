"""Names of people and exact addresses: what is one, and what only looks like one. Every person here is made up."""

from __future__ import annotations

import re

import pytest

from tequio.tables.mexico import address, names

PEOPLE = [
    "María Guadalupe Ñáñez López", "PÉREZ LÓPEZ JUAN", "Pérez López, Juan", "juan pérez lópez",
    "José Luis de la Cruz Mata",
    "C. Rosa Treviño", "Lic. Ana Sofía Garza Cantú", "Benito Juárez Hernández",
]  # fmt: skip
NOT_PEOPLE = [
    "Benito Juárez", "San Pedro Garza García", "Secretaría de Salud", "Escuela Primaria Benito Juárez", "Nuevo León",
    "Calle Miguel Hidalgo", "Avenida Francisco I. Madero", "Lázaro Cárdenas", "General Escobedo", "Jesús María",
    "Universidad Autónoma de Nuevo León", "Construcciones García López S.A. de C.V.", "Hospital General Manuel Gea",
    "Guadalupe", "Gustavo A. Madero", "Gómez Palacio", "Instituto Nacional Electoral", "Información Pública", "",
    "Estado de México", "Ciudad de México", "Veracruz de Ignacio de la Llave",
]  # fmt: skip


@pytest.mark.parametrize("text", PEOPLE)
def test_a_name_and_a_surname_are_a_person(text: str) -> None:
    assert names.is_name(text)


@pytest.mark.parametrize("text", NOT_PEOPLE)
def test_a_municipality_an_institution_or_a_street_is_not(text: str) -> None:
    assert names.likelihood(text) < names.ENOUGH


@pytest.mark.parametrize("text", ["Juan", "Treviño", "María Fernanda", "García"])
def test_half_a_name_is_some_sign_and_not_enough(text: str) -> None:
    assert names.SOME <= names.likelihood(text) < names.ENOUGH


@pytest.mark.parametrize(
    "text",
    ["Calle 5 de Mayo núm. 123 int. 4", "Av. 16 de Septiembre 102", "Blvd. Díaz Ordaz No. 140-A", "C. Hidalgo #12",
     "calle 10 #125", "Privada de los Ángeles 7 B, Col. Centro, C.P. 64000"],
)  # fmt: skip
def test_a_street_with_a_number_is_an_address(text: str) -> None:
    found = re.search(address.SHAPE, text)

    assert found is not None
    assert address.is_valid(found[0])


@pytest.mark.parametrize(
    "text",
    ["Calle 5 de Mayo", "Avenida Constitución", "Calle 10", "calle Hidalgo, 3 de mayo de 2021", "C.P. 64000",
     "Pavimentación de la calle Hidalgo 2021", "Carretera Nacional km 12", "Col. Centro",
     "C. Juan Pérez López 12"],
)  # fmt: skip
def test_a_street_alone_a_date_a_year_or_a_kilometre_is_not(text: str) -> None:
    found = re.search(address.SHAPE, text)

    assert found is None or not address.is_valid(found[0])
