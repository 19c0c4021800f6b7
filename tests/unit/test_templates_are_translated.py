"""No page says a word that cannot be translated: text and spoken names come from _(), not the markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
SPOKEN = frozenset({"alt", "aria-description", "aria-label", "aria-roledescription", "placeholder", "title"})
NOT_WORDS = frozenset({"script", "style", "code", "svg"})
ALLOWED = re.compile(r"Childline|999|0800 1111|0808 801 0366|Heard|Northbridge")
JINJA = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
ATTRIBUTES = re.compile(
    r"\b(?:aria-describedby|aria-invalid|lang|dir)=\"[^\"]*\""
)  # from a macro that adds them
LETTERS = re.compile(r"[^\W\d_]{2,}")
LOOKS_LIKE_WORDS = re.compile(r"^[A-Z][a-z]+\b|[a-z]{2,}[,.?]? [a-z]{2,}.*[.?!]$")


class Words(HTMLParser):
    """Collects (line, words) that stand in the markup itself."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.inside: list[str] = []
        self.found: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in NOT_WORDS:
            self.inside.append(tag)
        is_button = tag == "input" and dict(attrs).get("type") in {"submit", "button", "reset"}
        for name, value in attrs:
            if name in SPOKEN or (is_button and name == "value"):
                self.keep(value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            self.inside.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.keep(ATTRIBUTES.sub("", data))

    def keep(self, words: str) -> None:
        if LETTERS.search(ALLOWED.sub("", words)):
            self.found.append((self.getpos()[0], " ".join(words.split())))


def without_jinja(source: str) -> str:
    """The markup alone, its lines where they were."""
    return JINJA.sub(lambda match: "\n" * match.group().count("\n"), source)


def in_markup(source: str) -> list[tuple[int, str]]:
    words = Words()
    words.feed(without_jinja(source))
    words.close()
    return words.found


def shown_constants(node: nodes.Node) -> Iterator[nodes.Const]:
    """Strings a template prints without translating them: not those given to a function or a filter."""
    if isinstance(node, nodes.Const):
        yield node
    elif isinstance(node, (nodes.Output, nodes.Concat, nodes.Add, nodes.Or, nodes.And)):
        for child in node.iter_child_nodes():
            yield from shown_constants(child)
    elif isinstance(node, nodes.CondExpr):
        yield from shown_constants(node.expr1)
        if node.expr2 is not None:
            yield from shown_constants(node.expr2)


def in_expressions(source: str) -> list[tuple[int, str]]:
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(source)
    return [
        (const.lineno, const.value)
        for output in tree.find_all(nodes.Output)
        for const in shown_constants(output)
        if isinstance(const.value, str) and LOOKS_LIKE_WORDS.search(ALLOWED.sub("", const.value.strip()))
    ]


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_every_word_of_a_template_can_be_translated(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert in_markup(source) + in_expressions(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello there</p>",
        '<button aria-label="Close"></button>',
        '<input type="submit" value="Send">',
        "<p>{{ name }} said</p>",
        "{{ 'Yes' if ready else _('No') }}",
        "{{ _('Name') ~ ' and your plan.' }}",
    ],
)
def test_plain_english_would_be_found(source: str) -> None:
    assert in_markup(source) + in_expressions(source) != []


@pytest.mark.parametrize(
    "source",
    [
        "<p>{{ _('Hello there') }} 0800 1111</p>",
        "<option{{ ' selected' if ready }}>{{ text }}</option>",
        '<svg class="ic"><use href="#leave"></use></svg>',
        "{# Why this is here. #}<p>·</p>",
    ],
)
def test_what_is_translated_or_no_word_passes(source: str) -> None:
    assert in_markup(source) + in_expressions(source) == []
