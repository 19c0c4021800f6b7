"""Files that a data officer may send: good, bad and hostile."""

from __future__ import annotations

import io
import struct
import zipfile

from webapp.localdata.caseload.columns import USED

File = tuple[bytes, str]


def table(name: str, *rows: str) -> File:
    header = ",".join(USED[name])
    return "\n".join([header, *rows, ""]).encode(), f"{name}.csv"


def small(more: int = 0) -> list[File]:
    """Two children of one family with Beth as their worker; `more` others."""
    extra = range(3, 3 + more)
    involved = "invo_involvements_id,invo_person_id,invo_professional_id,invo_professional_role_id," + (
        "invo_professional_team,invo_involvement_start_date,invo_involvement_end_date,invo_worker_change_reason\n"
    )
    return [
        table("ssd_department", "T1,Team Loaded"),
        table("ssd_professionals", "W1,Beth Carter"),
        table(
            "ssd_person",
            "NB-1,Amal,Farouk,2020-02-03,,",
            "NB-2,Idris,Farouk,2022-05-06,,",
            *(f"NB-{number},Kit,Farouk,2023-05-06,," for number in extra),
        ),
        table("ssd_family", "R1,F1,NB-1", "R2,F1,NB-2", *(f"R{number},F1,NB-{number}" for number in extra)),
        (
            (involved + "I1,NB-1,W1,CW,T1,2029-01-05,,\nI2,NB-2,W1,CW,T1,2029-01-05,,\n").encode(),
            "ssd_involvements.csv",
        ),
        (b"prof_professional_id,email\nW1,beth@northbridge.example\n", "heard_staff.csv"),
    ]


def with_bad_rows(number: int) -> list[File]:
    """A table of persons whose days of birth are no days."""
    return [table("ssd_person", *(f"NB-{n},Name,Surname,31/31/2020,," for n in range(number)))]


def zipped(files: list[File], *, prefix: str = "", stored: bool = False) -> bytes:
    made = io.BytesIO()
    how = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(made, "w", how) as packed:
        for data, name in files:
            packed.writestr(prefix + name, data)
    return made.getvalue()


def _locked() -> bytes:
    """A zip whose part says that it has a password."""
    made = bytearray(zipped(small(), stored=True))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.find(mark) + place] |= 1
    return bytes(made)


def _lies_about_size() -> bytes:
    """A zip that says a part has four gigabytes."""
    made = bytearray(zipped([small()[2]]))
    place = made.find(b"PK\x01\x02")
    made[place + 24 : place + 28] = b"\xf0\xff\xff\xff"
    return bytes(made)


def _broken_inside() -> bytes:
    made = bytearray(zipped([(b"a,b\n" * 5000, "ssd_person.csv")]))
    made[60] ^= 0xFF
    return bytes(made)


def _long_list() -> bytes:
    """A zip that says its list of parts has 100 MB."""
    made = bytearray(zipped(small()))
    place = made.rfind(b"PK\x05\x06")
    struct.pack_into("<I", made, place + 12, 100_000_000)
    return bytes(made)


def _many() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for number in range(200):
            packed.writestr(f"{number}/ssd_person.csv", b"x")
    return made.getvalue()


NOT_USED = "could not be used"
HEADER = ",".join(USED["ssd_person"])
# name, what is sent, words of the answer: at once, or on the page of its preview.
HOSTILE: list[tuple[str, list[File], str]] = [
    ("nothing", [], "Choose at least one of the tables"),
    ("staff alone", [small()[-1]], "Choose at least one of the tables"),
    ("another name", [(b"a,b\n", "children.csv")], "This is not one of the tables"),
    ("a spreadsheet", [(b"PK\x03\x04", "Caseload.xlsx")], "Save each table as CSV"),
    ("a name as markup", [(b"a", "<script>alert(1)</script>.csv")], "&lt;script&gt;"),
    ("twice", [small()[2], small()[2]], "This table is there twice"),
    ("no zip", [(b"hello", "a.zip")], "We cannot read this zip"),
    ("an empty zip", [(zipped([]), "a.zip")], "Choose at least one of the tables"),
    ("half a zip", [(zipped(small())[:-30], "a.zip")], "We cannot read this zip"),
    ("broken inside", [(_broken_inside(), "a.zip")], "We cannot read this zip"),
    ("slips out", [(zipped(small(), prefix="../../"), "a.zip")], "leads out of its folder"),
    ("from the root", [(zipped(small(), prefix="/etc/"), "a.zip")], "leads out of its folder"),
    ("by a drive", [(zipped(small(), prefix="C:\\"), "a.zip")], "leads out of its folder"),
    ("a password", [(_locked(), "a.zip")], "This zip has a password"),
    ("a zip in a zip", [(zipped([(zipped(small()), "b.zip")]), "a.zip")], "This is not one of the tables"),
    ("a long list", [(_long_list(), "a.zip")], "This zip holds too much"),
    ("many parts", [(_many(), "a.zip")], "This zip holds too much"),
    ("a lie about its size", [(_lies_about_size(), "a.zip")], "no team"),
    ("a bomb", [(zipped([(b"\n" * 3_000_000, "ssd_person.csv")]), "a.zip")], "This is too big"),
    ("nothing in it", [(b"", "ssd_person.csv")], NOT_USED),
    ("not CSV", [(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "ssd_person.csv")], NOT_USED),
    ("UTF-16", [((HEADER + "\n").encode("utf-16"), "ssd_person.csv")], "is UTF-16"),
    (
        "Latin-1",
        [(f"{HEADER}\nNB-1,Zo\xeb,X,2020-01-01,,\n".encode("latin-1"), "ssd_person.csv")],
        "is not UTF-8",
    ),
    ("NUL", [(f"{HEADER}\nNB-1,A\0B,X,2020-01-01,,\n".encode(), "ssd_person.csv")], "holds a NUL"),
    ("a formula", [(f"{HEADER}\nNB-1,=1+1,X,2020-01-01,,\n".encode(), "ssd_person.csv")], "like a formula"),
    (
        "an open quote",
        [(f'{HEADER}\nNB-1,"A,X,2020-01-01,,\n'.encode(), "ssd_person.csv")],
        "a quote is not closed",
    ),
    ("one long line", [(HEADER.encode() + b"\n" + b"x" * 300_000, "ssd_person.csv")], "is longer than"),
    ("markup", [(f"{HEADER},<img src=x>\n".encode(), "ssd_person.csv")], "&lt;img src=x&gt;"),
]
