"""What a scan finds is what was planted, no more and no less; what only looks personal is left alone."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tequio.tables.personal.scan import scan
from tequio.tables.personal.suspicion import Confidence, Suspicion
from tequio.tables.personal.tests import made_up
from tequio.tables.personal.tests.made_up import table

ROWS = 600


def found(columns: dict[str, list[str | None]]) -> dict[tuple[str, str], Suspicion]:
    with table(columns) as connection:
        return {(one.column, one.kind): one for one in scan(connection) if one.cells and not one.official}


def notes(columns: dict[str, list[str | None]]) -> list[Suspicion]:
    with table(columns) as connection:
        return [one for one in scan(connection) if not one.needs_decision]


def planted() -> dict[str, list[str | None]]:
    """A register of requests, clean but for what is planted in it by the caller."""
    return {
        "folio": [f"{330_012_345_600_000_000 + n * 1_237}" for n in range(ROWS)],
        "numero_solicitud": [f"{4_400_000_000 + n * 37}" for n in range(ROWS)],
        "fecha": [f"2025-{n % 12 + 1:02}-{n % 28 + 1:02}" for n in range(ROWS)],
        "fecha_respuesta": [f"{n % 28 + 1:02}/{n % 12 + 1:02}/2025" for n in range(ROWS)],
        "cve_mun": [["01001", "19039", "14120"][n % 3] for n in range(ROWS)],
        "municipio": [["Benito Juárez", "San Pedro Garza García", "Jesús María"][n % 3] for n in range(ROWS)],
        "dependencia": [["Secretaría de Salud", "Instituto Emiliano Zapata", "DIF"][n % 3] for n in range(ROWS)],
        "monto": [f"${n * 1_234.5:,.2f}" for n in range(ROWS)],
        "latitud": [f"25.{n:06}" for n in range(ROWS)],
        "longitud": [f"-100.{n:06}" for n in range(ROWS)],
        "descripcion": ["Solicito los contratos de la Escuela Benito Juárez, calle Hidalgo, de 2021 a 2023."] * ROWS,
        "estatus": [["Terminada", "En proceso", None][n % 3] for n in range(ROWS)],
        "observaciones": ["S/D" if n % 2 else "" for n in range(ROWS)],
    }  # fmt: skip


def test_a_register_without_personal_data_raises_no_suspicion() -> None:
    with table(planted()) as connection:
        suspicions = scan(connection)

    assert suspicions == []


PLANTS: list[tuple[str, str, Callable[[int], str], Confidence]] = [
    ("curp", "CURP", made_up.a_curp, Confidence.CERTAIN),
    ("rfc", "RFC del solicitante", made_up.an_rfc, Confidence.CERTAIN),
    ("clabe", "Cuenta CLABE", made_up.a_clabe, Confidence.CERTAIN),
    ("ine", "clave_elector", made_up.an_ine, Confidence.LIKELY),
    ("email", "correo", made_up.an_email, Confidence.LIKELY),
    ("telephone", "Teléfono", made_up.a_telephone, Confidence.LIKELY),
    ("name", "nombre_solicitante", made_up.a_name, Confidence.LIKELY),
    ("address", "Domicilio", lambda n: f"Hidalgo núm. {n + 1}, Col. Centro", Confidence.LIKELY),
]


@pytest.mark.parametrize(("kind", "column", "make", "confidence"), PLANTS, ids=[plant[0] for plant in PLANTS])
def test_a_column_of_its_own_is_counted_cell_by_cell(
    kind: str, column: str, make: Callable[[int], str], confidence: Confidence
) -> None:
    columns = planted()
    columns[column] = [make(n) if n % 3 else None for n in range(ROWS)]

    suspicions = found(columns)

    one = suspicions.pop((column, kind))
    assert (one.cells, one.filled, one.share, one.confidence, one.unchecked) == (400, 400, 1.0, confidence, 0)
    assert one.rows == (2, 3, 5, 6, 8)
    assert set(suspicions) == {("latitud", "coordinates"), ("longitud", "coordinates")}


INSIDE: list[tuple[str, str, Callable[[int], str], Confidence]] = [
    ("curp", "mi CURP es {} y pido copia", made_up.a_curp, Confidence.CERTAIN),
    ("rfc", "facturas del RFC: {}, gracias", made_up.an_rfc, Confidence.CERTAIN),
    ("clabe", "depositar a la CLABE {} de Banorte", made_up.a_clabe, Confidence.CERTAIN),
    ("ine", "con credencial {}.", made_up.an_ine, Confidence.LIKELY),
    ("email", "avisen a {}, por favor", made_up.an_email, Confidence.LIKELY),
    ("telephone", "mi teléfono es {}", made_up.a_telephone, Confidence.LIKELY),
    ("name", "La suscrita C. {} pide copia", made_up.a_name, Confidence.POSSIBLE),
    ("address", "Vivo en calle 5 de Mayo núm. {}, colonia Centro", str, Confidence.POSSIBLE),
]


@pytest.mark.parametrize(("kind", "text", "make", "confidence"), INSIDE, ids=[plant[0] for plant in INSIDE])
def test_it_is_found_inside_a_long_text(
    kind: str, text: str, make: Callable[[int], str], confidence: Confidence
) -> None:
    columns = planted()
    for n in range(7, ROWS, 100):
        before = columns["descripcion"][n]
        columns["descripcion"][n] = f"{before} {text.format(make(n))} {'Y nada más. ' * 20}"

    suspicions = found(columns)

    one = suspicions.pop(("descripcion", kind))
    assert (one.cells, one.filled, one.confidence) == (6, ROWS, confidence)
    assert one.rows == (8, 108, 208, 308, 408)
    assert {kind for _column, kind in suspicions} <= {"coordinates"}


def test_two_of_a_kind_in_a_cell_are_one_cell() -> None:
    columns: dict[str, list[str | None]] = {"texto": [f"{made_up.a_curp(1)} y {made_up.a_curp(2)}", "nada"]}

    suspicions = found(columns)

    assert suspicions["texto", "curp"].cells == 1
    assert suspicions["texto", "curp"].proven == 1


def test_a_person_beside_an_office_in_a_cell_is_a_person() -> None:
    one = found({"texto": ["ut@example.gob.mx o alguien@example.mx", "alguien@example.mx o ut@example.gob.mx"]})

    assert one["texto", "email"].cells == 2


def test_a_mistyped_key_in_a_column_of_keys_is_personal_too() -> None:
    right = made_up.a_curp(5)
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)

    one = found({"curp": [right, wrong, "S/D"]})["curp", "curp"]

    assert (one.cells, one.proven, one.filled) == (2, 1, 3)


def test_keys_of_people_are_found_under_any_name_and_generic_ones_are_nobodys() -> None:
    columns: dict[str, list[str | None]] = {
        "clave": [made_up.an_rfc(n) if n % 2 else "XAXX010101000" for n in range(100)],
    }

    suspicions = found(columns)

    assert {key: one.cells for key, one in suspicions.items()} == {("clave", "rfc"): 50}


def test_a_companys_key_is_told_and_needs_no_decision() -> None:
    suspicions = notes({"RFC": [made_up.a_company(n) for n in range(10)]})

    assert [(one.kind, one.cells, one.official) for one in suspicions] == [("rfc-company", 10, True)]


@pytest.mark.parametrize("column", ["CURP", "rfc", "Correo electrónico", "Tel. celular", "CLABE interbancaria"])
def test_an_empty_column_of_that_name_is_a_note(column: str) -> None:
    suspicions = notes({column: [None, ""], "otra": ["a", "b"]})

    assert [(one.column, one.cells, one.needs_decision) for one in suspicions] == [(column, 0, False)]


def test_an_institutions_contact_data_are_told_apart() -> None:
    columns: dict[str, list[str | None]] = {
        "correo": ["transparencia@example.gob.mx", "alguien@example.mx", "ut@example.gob.mx"],
        "correo_institucional": ["ut@example.org", "oficina@example.org", "info@example.org"],
        "telefono_de_la_dependencia": ["8123456789", "81 2345 6780", "8123456781"],
    }

    with table(columns) as connection:
        suspicions = [(one.column, one.kind, one.cells, one.official) for one in scan(connection)]

    assert suspicions == [
        ("correo", "email", 1, False),
        ("correo", "email", 2, True),
        ("correo_institucional", "email", 3, True),
        ("telefono_de_la_dependencia", "telephone", 3, True),
    ]


def test_serial_numbers_of_eighteen_digits_are_no_accounts_though_one_in_ten_passes() -> None:
    chance = random.Random(1)
    columns: dict[str, list[str | None]] = {
        "identificador": [f"072{chance.randrange(10**15):015}" for _ in range(2_000)],
        "dato": [f"{chance.randrange(10**18):018}" for _ in range(2_000)],
    }

    assert found(columns) == {}


def test_accounts_without_a_name_over_them_are_known_by_their_digits() -> None:
    one = found({"dato": [made_up.a_clabe(n) for n in range(50)]})["dato", "clabe"]

    assert (one.cells, one.confidence) == (50, Confidence.CERTAIN)


FALSE_ALARMS: dict[str, tuple[str, list[str]]] = {
    "folios of ten digits": ("folio", [f"{8_100_000_000 + n}" for n in range(50)]),
    "folios with dashes": ("folio", ["811-234-5678", "811-234-5679"]),
    "ten digits under any name": ("dato", [f"{8_100_000_000 + n}" for n in range(50)]),
    "folios of eighteen digits": ("folio", [f"{330_000_000_000_000_000 + n * 7}" for n in range(50)]),
    "codes of municipalities": ("clave_municipio", ["01001", "64000", "19039"]),
    "postal codes": ("cp", ["64000", "01001", "97000"]),
    "ISO dates": ("fecha", ["2025-01-15", "2025-12-31"]),
    "timestamps": ("momento", ["2025-01-15 10:30:00", "20250115103000"]),
    "dates with slashes": ("fecha", ["15/01/2025", "31/12/2025"]),
    "amounts": ("importe", ["$8,123,456,789.00", "8123456789.10", "8123456789"]),
    "municipalities": ("municipio", ["Benito Juárez", "Gustavo A. Madero", "Lázaro Cárdenas"]),
    "municipalities under any name": ("lugar", ["Benito Juárez", "Miguel Hidalgo", "Venustiano Carranza"]),
    "institutions": ("nombre", ["Secretaría de Salud", "Instituto Mexicano del Seguro Social", "DIF Nuevo León"]),
    "names of programmes": ("nombre del programa", ["Jóvenes Construyendo", "Benito Juárez", "Sembrando Vida"]),
    "streets": ("calle", ["Av. Benito Juárez", "Calle 5 de Mayo", "Calle 10", "5 de Mayo"]),
    "schools": ("escuela", ["Primaria Miguel Hidalgo", "Secundaria Técnica 12 José Vasconcelos"]),
    "units called dirección": ("direccion", ["Dirección de Obras Públicas", "Dirección General 3"]),
    "contract numbers": ("contrato", ["SOP-230115-001", "OFI230115001", "ABC-123-456-7890-X"]),
    "twitter": ("red social", ["@nuevoleon", "@transparencia"]),
}


@pytest.mark.parametrize("name", FALSE_ALARMS)
def test_no_alarm_for(name: str) -> None:
    column, values = FALSE_ALARMS[name]

    assert found({column: list(values)}) == {}


def test_a_street_and_its_number_in_two_columns_are_an_address_beside_a_person() -> None:
    columns: dict[str, list[str | None]] = {"calle": ["Hidalgo", "Juárez"], "num_ext": ["12", "S/N"]}

    assert found(columns) == {}
    assert found(columns | {"curp": [made_up.a_curp(1), None]})["num_ext", "address"].cells == 1


def test_beyond_the_cap_what_was_not_judged_is_told() -> None:
    with table({"curp": [made_up.a_curp(n) for n in range(100)]}) as connection:
        [one] = scan(connection, most=30)

    assert (one.cells, one.unchecked, one.needs_decision) == (30, 70, True)


def test_a_sample_looks_at_rows_evenly_spread() -> None:
    with table({"curp": [made_up.a_curp(n) for n in range(100)]}) as connection:
        [one] = scan(connection, sample=10)

    assert (one.cells, one.filled) == (10, 10)
    assert one.rows == (1, 11, 21, 31, 41)


def test_only_the_columns_asked_for_are_looked_at() -> None:
    with table({"a": [made_up.a_curp(1)], "b": [made_up.a_curp(2)]}) as connection:
        assert [one.column for one in scan(connection, columns=["b"])] == ["b"]


def test_rows_are_numbered_as_people_know_them() -> None:
    with table({"a": ["", made_up.a_curp(1)]}) as connection:
        [one] = scan(connection, number=lambda place: place + 5)

    assert one.rows == (6,)


def test_a_suspicion_holds_no_value() -> None:
    values = [made_up.a_curp(1), made_up.an_email(1), made_up.a_name(1)]

    with table({"curp": [values[0]], "correo": [values[1]], "nombre": [values[2]]}) as connection:
        told = repr(scan(connection))

    assert not any(value in told for value in values)


def test_typed_columns_and_names_with_quotes_are_read_too() -> None:
    with table({'el "teléfono"': ["8123456789", "8123456780"]}) as connection:
        connection.execute('CREATE TABLE typed AS SELECT "el ""teléfono"""::BIGINT AS "el ""teléfono""" FROM data')
        [one] = scan(connection, "typed")

    assert (one.kind, one.cells) == ("telephone", 2)


CELLS: dict[str, Callable[[int], str | None]] = {
    "curp": made_up.a_curp,
    "two": lambda n: f"{made_up.a_curp(n)}; {made_up.a_curp(n + 1)}",
    "email": lambda n: f"escribe a {made_up.an_email(n)}",
    "both": lambda n: f"{made_up.a_curp(n)} {made_up.an_email(n)}",
    "plain": lambda n: f"folio {n:018}, Benito Juárez, 15/01/2025",
    "none": lambda n: None,
}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=60))
def test_whatever_is_planted_is_counted_and_nothing_else(plan: list[str]) -> None:
    suspicions = found({"texto": [CELLS[one](n % 7) for n, one in enumerate(plan)]})

    expected = {
        ("texto", kind): sum(one in holders for one in plan)
        for kind, holders in {"curp": {"curp", "two", "both"}, "email": {"email", "both"}}.items()
    }
    assert {key: one.cells for key, one in suspicions.items()} == {key: n for key, n in expected.items() if n}


def test_columns_are_called_what_they_like() -> None:
    columns = ["found", "place", "data", "count(*)", 'a "b"', "ñ'; DROP TABLE data"]

    with table({one: ["", made_up.a_curp(n)] for n, one in enumerate(columns)}) as connection:
        suspicions = scan(connection)

    assert [(one.column, one.cells, one.rows) for one in suspicions] == [(one, 1, (2,)) for one in columns]


def test_a_column_called_rowid_is_a_column_like_any_other() -> None:
    with table({"rowid": ["a", "b"], "Place": ["", ""], "curp": ["", made_up.a_curp(1)]}) as connection:
        [one] = scan(connection)

    assert (one.column, one.cells, one.rows) == ("curp", 1, (2,))


def test_an_empty_table_raises_nothing() -> None:
    assert found({"a": [], "b": []}) == {}
