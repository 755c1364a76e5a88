"""Documents of our own, as office programs, cameras and attackers would make them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PERSON = "Fulana de Tal"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return out.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        return {name: container.read(name) for name in container.namelist()}


def core(person: str = PERSON) -> str:
    return (
        '<?xml version="1.0"?><cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties">'
        f"<dc:creator>{person}</dc:creator><cp:lastModifiedBy>{person}</cp:lastModifiedBy></cp:coreProperties>"
    )


def docx_parts(text: str = "Acta de la sesión", **more: bytes | str) -> dict[str, bytes | str]:
    kind = _MAIN.format("wordprocessingml.document")
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/>'
        '<Override PartName="/docProps/thumbnail.jpeg" ContentType="image/jpeg"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="r1" Type="{OFFICE_RELS}/officeDocument" '
        f'Target="word/document.xml"/><Relationship Id="r2" Type="{OFFICE_RELS}/metadata/thumbnail" '
        'Target="docProps/thumbnail.jpeg"/></Relationships>',
        "docProps/core.xml": core(),
        "docProps/app.xml": f"<Properties><Company>{PERSON} S.C.</Company><Manager>{PERSON}</Manager></Properties>",
        "docProps/thumbnail.jpeg": b"\xff\xd8\xff\xd9",
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:ins w:id="1" w:author="{PERSON}">'
        f"<w:r><w:t>{text}</w:t></w:r></w:ins></w:p></w:body></w:document>",
        "word/comments.xml": f'<w:comments xmlns:w="{WORD}"><w:comment w:id="0" w:author="{PERSON}" w:initials="FT">'
        "<w:p><w:r><w:t>Ojo</w:t></w:r></w:p></w:comment></w:comments>",
    }
    return {**parts, **more}


def docx(text: str = "Acta de la sesión", **more: bytes | str) -> bytes:
    return zipped(docx_parts(text, **more))


def xlsx(**more: bytes | str) -> bytes:
    kind = _MAIN.format("spreadsheetml.sheet")
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Override PartName="/xl/workbook.xml" ContentType="{kind}"/>'
        "</Types>",
        "docProps/core.xml": core(),
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/'
        f'2010/11/ac"><fileSharing userName="{PERSON}"/><x15ac:absPath url="C:\\Users\\{PERSON}\\"/></workbook>',
        "xl/comments1.xml": f'<comments xmlns="{SHEET}"><authors><author>{PERSON}</author></authors></comments>',
        "xl/persons/person.xml": f'<personList><person displayName="{PERSON}" id="1" userId="{PERSON}"/></personList>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData/></worksheet>',
    }
    return zipped({**parts, **more})


def pptx() -> bytes:
    kind = _MAIN.format("presentationml.presentation")
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Override PartName="/ppt/presentation.xml" '
            f'ContentType="{kind}"/></Types>',
            "docProps/core.xml": core(),
            "ppt/presentation.xml": "<presentation/>",
            "ppt/commentAuthors.xml": f'<cmAuthorLst><cmAuthor id="0" name="{PERSON}" initials="FT"/></cmAuthorLst>',
        }
    )


def odt(**more: bytes | str) -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    meta = "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
    dc = "http://purl.org/dc/elements/1.1/"
    names = f'xmlns:office="{office}" xmlns:meta="{meta}" xmlns:dc="{dc}" xmlns:config="c" xmlns:text="t"'
    parts: dict[str, bytes | str] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {names}><office:body><office:annotation><dc:creator>{PERSON}"
        "</dc:creator><text:p>Ojo</text:p></office:annotation><text:p>Acta</text:p></office:body>"
        "</office:document-content>",
        "meta.xml": f"<office:document-meta {names}><office:meta><meta:initial-creator>{PERSON}</meta:initial-creator>"
        f"<dc:creator>{PERSON}</dc:creator></office:meta></office:document-meta>",
        "settings.xml": f'<office:document-settings {names}><config:config-item config:name="PrinterName">'
        f"{PERSON}</config:config-item></office:document-settings>",
        "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:'
        '1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="x"/></manifest:manifest>',
    }
    return zipped({**parts, **more})


def picture(format: str = "JPEG", size: tuple[int, int] = (40, 30), *, private: bool = True, **options: Any) -> bytes:
    """A picture taken sideways (orientation 6) in Monterrey by a camera that says so."""
    image = Image.radial_gradient("L").resize(size).convert("RGB")
    exif = Image.Exif()
    if private:
        exif[0x010E], exif[0x0112] = PERSON, 6
        exif[0x8825] = {1: "N", 2: (25.0, 40.0, 9.0), 3: "W", 4: (100.0, 18.0, 0.0)}
    out = io.BytesIO()
    image.save(out, format, exif=exif, **options)
    return out.getvalue()


def pdf(pages: int = 1, **saving: Any) -> bytes:
    """A PDF that tells who wrote it, runs a script when opened and carries a program."""
    document = pikepdf.new()
    for _page in range(pages):
        document.add_blank_page()
    document.docinfo["/Author"] = PERSON
    with document.open_metadata() as xmp:
        xmp["dc:creator"] = [PERSON]
    javascript = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('hola')")
    document.Root.OpenAction = javascript
    document.attachments["regalo.exe"] = b"MZ a program"
    page = document.pages[0]
    rect = [0, 0, 9, 9]
    annotation = pikepdf.Name.Annot
    page.Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=annotation,
                Subtype=pikepdf.Name.Link,
                Rect=rect,
                A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe"),
            ),
            pikepdf.Dictionary(
                Type=annotation,
                Subtype=pikepdf.Name.Link,
                Rect=rect,
                A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/"),
            ),
            pikepdf.Dictionary(Type=annotation, Subtype=pikepdf.Name.FileAttachment, Rect=rect, T=PERSON),
            pikepdf.Dictionary(Type=annotation, Subtype=pikepdf.Name.Text, Rect=rect, T=PERSON, Contents="Ojo"),
        ]
    )
    page.AA = pikepdf.Dictionary(O=javascript)
    photo = pikepdf.Stream(document, picture())
    photo.Type, photo.Subtype, photo.Filter = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DCTDecode
    photo.Width, photo.Height, photo.ColorSpace, photo.BitsPerComponent = 40, 30, pikepdf.Name.DeviceRGB, 8
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=photo))
    out = io.BytesIO()
    document.save(out, **saving)
    return out.getvalue()


def laid_open(content: bytes) -> bytes:
    """A PDF with every stream unpacked, to search it for what should not be there."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(
            out,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            qdf=True,
        )
    return out.getvalue()
