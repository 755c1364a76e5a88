"""The public copy tells what the document says and nothing about who made it, where or with what."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tequio.files import publiccopy, sniff
from tequio.files.publiccopy import strip
from tequio.files.tests import makers
from tequio.files.tests.makers import PERSON
from tequio.kit.policy import Refused


def public(name: str, content: bytes) -> bytes:
    file = io.BytesIO(content)
    return publiccopy.make(sniff.identify(name, file), file)


@pytest.mark.parametrize(("name", "format"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")])
def test_a_picture_loses_its_place_and_stands_upright(name: str, format: str) -> None:
    taken = makers.picture(format)
    assert PERSON.encode() in taken

    shown = public(name, taken)

    assert PERSON.encode() not in shown
    with Image.open(io.BytesIO(shown)) as picture:
        assert picture.size == (30, 40)
        assert not picture.getexif()
        assert not {"exif", "xmp", "comment", "icc_profile"} & set(picture.info)


def test_a_transparent_picture_stays_transparent() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(out, "PNG")

    with Image.open(io.BytesIO(public("a.png", out.getvalue()))) as picture:
        assert picture.convert("RGBA").getpixel((0, 0)) == (255, 0, 0, 0)


def test_a_picture_for_print_is_shown_in_screen_colours() -> None:
    out = io.BytesIO()
    Image.new("CMYK", (4, 4)).save(out, "JPEG")

    with Image.open(io.BytesIO(public("a.jpg", out.getvalue()))) as picture:
        assert picture.mode == "RGB"


@pytest.mark.parametrize("size", [(12_000, 12_000), (8_000, 8_000)])
def test_a_picture_that_unpacks_to_gigabytes_is_refused(size: tuple[int, int]) -> None:
    out = io.BytesIO()
    Image.new("1", size).save(out, "PNG")

    with pytest.raises(Refused, match="megap"):
        public("a.png", out.getvalue())


def test_a_picture_cut_short_is_refused() -> None:
    taken = makers.picture(size=(400, 300))

    with pytest.raises(Refused):
        public("a.jpg", taken[: len(taken) // 2])


def test_a_moving_picture_is_refused() -> None:
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])

    with pytest.raises(Refused):
        public("a.webp", out.getvalue())


def test_a_pdf_loses_authors_scripts_launchers_and_files_but_keeps_pages_links_and_remarks() -> None:
    shown = makers.laid_open(public("a.pdf", makers.pdf(pages=2)))

    for trace in (
        PERSON.encode(),
        b"JavaScript",
        b"alert",
        b"Launch",
        b"calc.exe",
        b"regalo",
        b"MZ a program",
        b"xpacket",
    ):
        assert trace in makers.laid_open(makers.pdf()), trace
        assert trace not in shown, trace
    with pikepdf.open(io.BytesIO(shown)) as document:
        assert len(document.pages) == 2
        annotations = document.pages[0].Annots
        assert [str(one.Subtype) for one in annotations] == ["/Link", "/Link", "/Text"]
        assert str(annotations[1].A.URI) == "https://example.org/"
        assert str(annotations[2].Contents) == "Ojo"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///C:/Users/fulana/acta.pdf", "example.org"])
def test_a_link_that_is_no_address_of_the_web_is_cut(address: str) -> None:
    document = pikepdf.new()
    document.add_blank_page()
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=address)
    link = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=document.make_indirect(action))
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(link)])
    out = io.BytesIO()
    document.save(out)

    assert address.encode() not in makers.laid_open(public("a.pdf", out.getvalue()))


def test_the_names_of_a_forms_fields_are_not_taken_for_authors() -> None:
    document = pikepdf.new()
    document.add_blank_page()
    field = pikepdf.Dictionary(Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="municipio", Rect=[0, 0, 9, 9])
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(field)])
    document.Root.AcroForm = pikepdf.Dictionary(Fields=document.pages[0].Annots, XFA=b"<xdp/>")
    out = io.BytesIO()
    document.save(out)

    shown = makers.laid_open(public("a.pdf", out.getvalue()))

    assert b"municipio" in shown
    assert b"XFA" not in shown


def test_a_pdf_with_a_password_is_refused_but_a_mere_ban_on_printing_is_not() -> None:
    locked = makers.pdf(encryption=pikepdf.Encryption(owner="x", user="y"))
    banned = makers.pdf(encryption=pikepdf.Encryption(owner="x", user=""))

    with pytest.raises(Refused, match="[Pp]assword|contraseña"):
        public("a.pdf", locked)
    assert b"/Encrypt" not in public("a.pdf", banned)


def test_a_pdf_that_is_only_a_first_line_is_refused() -> None:
    with pytest.raises(Refused):
        public("a.pdf", b"%PDF-1.7\n" + b"\x00" * 500)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.docx", makers.docx()), ("a.xlsx", makers.xlsx()), ("a.pptx", makers.pptx()), ("a.odt", makers.odt())],
)
def test_an_office_document_names_nobody(name: str, content: bytes) -> None:
    before, after = makers.unzipped(content), makers.unzipped(public(name, content))

    assert any(PERSON.encode() in part for part in before.values())
    assert [part for part, content in after.items() if PERSON.encode() in content or b"FT" in content] == []


def test_an_office_document_still_says_what_it_says() -> None:
    after = makers.unzipped(public("a.docx", makers.docx("Acta de la sesión: author=«nadie»")))

    assert "Acta de la sesión: author=«nadie»".encode() in after["word/document.xml"]
    assert b"Ojo" in after["word/comments.xml"]
    assert b"w:ins" in after["word/document.xml"]


def test_no_list_of_a_document_names_a_part_that_was_dropped() -> None:
    after = makers.unzipped(public("a.docx", makers.docx()))

    assert "docProps/thumbnail.jpeg" not in after
    assert b"thumbnail" not in after["_rels/.rels"] + after["[Content_Types].xml"]
    assert b"word/document.xml" in after["_rels/.rels"]


def test_the_path_of_a_template_on_somebodys_machine_is_dropped() -> None:
    rels = (
        f'<Relationships xmlns="{makers.RELS}"><Relationship Id="r1" Type="{makers.OFFICE_RELS}/attachedTemplate" '
        f'Target="file:///C:/Users/{PERSON}/x.dotx" TargetMode="External"/></Relationships>'
    )
    settings = f'<w:settings xmlns:w="{makers.WORD}"><w:attachedTemplate/></w:settings>'
    content = makers.docx(**{"word/_rels/settings.xml.rels": rels, "word/settings.xml": settings})

    after = makers.unzipped(public("a.docx", content))

    assert PERSON.encode() not in after["word/_rels/settings.xml.rels"]
    assert b"attachedTemplate" not in after["word/settings.xml"]


def test_a_photograph_inside_a_document_loses_its_place_too() -> None:
    after = makers.unzipped(public("a.docx", makers.docx(**{"word/media/image1.jpg": makers.picture()})))

    assert PERSON.encode() not in after["word/media/image1.jpg"]
    with Image.open(io.BytesIO(after["word/media/image1.jpg"])) as picture:
        picture.load()
        assert picture.size == (40, 30)


def test_a_workbook_behind_a_chart_is_cleaned_as_well() -> None:
    after = makers.unzipped(public("a.docx", makers.docx(**{"word/embeddings/book.xlsx": makers.xlsx()})))

    inner = makers.unzipped(after["word/embeddings/book.xlsx"])
    assert not any(PERSON.encode() in part for part in inner.values())


def test_an_open_document_begins_with_its_type_unpacked() -> None:
    with zipfile.ZipFile(io.BytesIO(public("a.odt", makers.odt()))) as container:
        first = container.infolist()[0]

    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", makers.picture()),
        ("a.pdf", makers.pdf()),
        ("a.docx", makers.docx()),
        ("a.odt", makers.odt()),
        ("a.csv", "municipio,año\nApodaca,2023\n".encode("cp1252")),
    ],
)
def test_the_same_file_always_gives_the_same_copy(name: str, content: bytes) -> None:
    assert public(name, content) == public(name, content)


def test_text_and_data_stay_as_they_are() -> None:
    content = "municipio,año\r\nApodaca,2023\r\n".encode("cp1252")

    assert public("a.csv", content) == content


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_stripping_keeps_every_pixel(format: str) -> None:
    taken = makers.picture(format)

    stripped = strip.metadata(taken)

    assert PERSON.encode() not in stripped
    with Image.open(io.BytesIO(taken)) as before, Image.open(io.BytesIO(stripped)) as after:
        assert before.tobytes() == after.tobytes()


def test_stripping_drops_what_follows_the_end_of_a_picture() -> None:
    taken = makers.picture(progressive=True)

    assert strip.metadata(taken + PERSON.encode()) == strip.metadata(taken)


SEEDS = [
    ("a.jpg", makers.picture()),
    ("a.png", makers.picture("PNG")),
    ("a.webp", makers.picture("WEBP")),
    ("a.pdf", makers.pdf()),
    ("a.docx", makers.docx()),
    ("a.odt", makers.odt()),
    ("a.txt", b"Acta de la sesi\xc3\xb3n"),
    ("a.json", b'{"a": [1, 2]}'),
]


@settings(max_examples=150, deadline=None)
@given(seed=st.sampled_from(SEEDS), at=st.floats(0, 1), cut=st.integers(0, 40), noise=st.binary(max_size=20))
def test_damaged_files_are_refused_or_cleaned_but_never_crash(
    seed: tuple[str, bytes], at: float, cut: int, noise: bytes
) -> None:
    name, content = seed
    place = int(at * len(content))
    try:
        shown = public(name, content[:place] + noise + content[place + cut :])
    except Refused:
        return
    assert name.endswith((".json", ".txt")) or PERSON.encode() not in shown
