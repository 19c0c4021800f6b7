"""Patterns of what would say who a family is: addresses, numbers, people with a title. Pure."""

from __future__ import annotations

import re

STEMS = ("child", "person", "name", "place", "number", "word")
TOKEN = re.compile(rf"\[(?:{'|'.join(STEMS)})(?: [1-9]\d{{0,3}})?\]")

_TITLED = "mr mrs ms miss mx dr prof sir lady pc dc sgt nurse auntie aunt uncle nan nana"
# Before a name, and never a name.
TITLES = frozenset([*_TITLED.split(), "family", "the"])

_EVERYDAY = """
april art august bell bill black brown daisy dawn dean faith frank grace grant green guy holly hope iris ivy
jack jade joy june king lily long mark may miles norm olive pat penny pearl poppy price rich rob robin rose
ruby rusty sandy short skye sky star sue summer sunny trinity violet ward will wood young
"""
# English words that are names too: hidden only as names are written.
EVERYDAY = frozenset(_EVERYDAY.split())

_STREETS = (
    "Road|Rd|Street|St|Lane|Avenue|Ave|Close|Drive|Way|Court|Terrace|Place|Crescent|Gardens|Grove|Row|Square"
    "|Walk|Green|Rise|Mews|House|Towers?"
)
_PLACES = (
    "School|Academy|College|Nursery|Primary|Infants|Juniors|High|Hospital|Surgery|Clinic|Centre|Center|Church"
    "|Mosque|Masjid|Temple|Gurdwara|Synagogue|Refuge|Hostel|Playgroup|Library"
)
_BEGINS = "The|At|In|Her|His|Our|Their|My|Your|We|And|A|An|To|From|When|If|It|She|He|They"
# A word of a place's name, not the word that begins a sentence before it.
_NAMED = rf"(?!(?:{_BEGINS})\b)[A-Z][\w'’-]{{1,40}}"
_PLACE = (
    rf"(?:Flat \d+\w?,? )?\b\d{{1,4}}[a-zA-Z]? (?:{_NAMED} ){{1,3}}(?:{_STREETS})\b"
    rf"|\b(?:{_NAMED} ){{1,3}}(?:{_STREETS}|{_PLACES})\b(?: (?:School|Academy|Nursery|Centre)\b)?"
    r"|\bFlat \d+\w?\b"
    # A postcode.
    r"|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
)
_NUMBER = (
    r"[\w.+-]{1,64}@[\w.-]{1,120}\.\w{2,20}"
    r"|(?<![\d+])(?:\+\d{1,3} ?)?(?:\(?\d\)?[ -]?){8,14}\d(?!\d)"
    r"|https?://\S{1,300}"
)
_TITLED_NAME = rf"(?<!\w)(?i:{_TITLED.replace(' ', '|')})\.? (?P<person>[A-Z][\w'’-]{{1,40}})"
# The group says what was found; a placeholder that someone typed is hidden like a word.
FOUND = re.compile(
    rf"(?P<place>{_PLACE})|(?P<number>{_NUMBER})|(?P<word>{TOKEN.pattern})|(?P<titled>{_TITLED_NAME})"
)
