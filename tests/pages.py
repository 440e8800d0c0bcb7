"""A page as a test reads it: its elements, with the words a reader sees in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpResponse

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass(eq=False)
class Element:
    """An element; `children` holds elements and texts."""

    name: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    parent: "Element | None" = None
    children: list["Element | str"] = field(default_factory=list)

    def __iter__(self) -> Iterator["Element"]:
        """All elements inside, in the order of the page."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child

    def __getitem__(self, attribute: str) -> str | None:
        return self.attributes[attribute]

    @property
    def raw_text(self) -> str:
        return "".join(child if isinstance(child, str) else child.raw_text for child in self.children)

    @property
    def text(self) -> str:
        """What it says, runs of white space as one space."""
        return " ".join(self.raw_text.split())

    def all(self, name: str, class_name: str = "", /, **attributes: str) -> list["Element"]:
        """Those of this name, of this class and with these attributes; "*" is any name."""
        return [
            one
            for one in self
            if name in ("*", one.name)
            and (not class_name or class_name in (one.attributes.get("class") or "").split())
            and all(one.attributes.get(key) == value for key, value in attributes.items())
        ]

    def one(self, name: str, class_name: str = "", /, **attributes: str) -> "Element":
        found = self.all(name, class_name, **attributes)
        assert len(found) == 1, f"{len(found)} of <{name} class={class_name} {attributes}>"
        return found[0]

    def texts(self, name: str, class_name: str = "", /, **attributes: str) -> list[str]:
        return [one.text for one in self.all(name, class_name, **attributes)]

    def inherited(self, attribute: str) -> str | None:
        """Its own attribute, or that of the nearest element around it that has one."""
        if attribute in self.attributes:
            return self.attributes[attribute]
        return self.parent.inherited(attribute) if self.parent else None

    def holders(self, words: str) -> list["Element"]:
        """The elements whose own text, not that of an element inside, holds these words."""
        return [
            one for one in self if any(isinstance(child, str) and words in child for child in one.children)
        ]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.current = Element("")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), f"<{tag}> has an attribute twice: {attrs}"
        element = Element(tag, dict(attrs), self.current)
        self.current.children.append(element)
        if tag not in VOID:
            self.current = element

    def handle_endtag(self, tag: str) -> None:
        assert self.current.name == tag, f"</{tag}> closes <{self.current.name}>"
        self.current = self.current.parent

    def handle_data(self, data: str) -> None:
        self.current.children.append(data)


def read(response: HttpResponse, status: int = 200) -> Element:
    """The page of an answer. Every element must be closed, in order, and every id stand once."""
    assert response.status_code == status
    assert response["Content-Type"] == "text/html; charset=utf-8"
    return read_html(response.content.decode())


def read_html(text: str) -> Element:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.current is reader.root, f"<{reader.current.name}> is not closed"
    ids = [one["id"] for one in reader.root if "id" in one.attributes]
    assert len(ids) == len(set(ids)), ids
    return reader.root


def foreign_scripts(page: Element) -> list[Element]:
    """Scripts that are not the archive's own file, nor data that no browser runs."""
    return [
        one
        for one in page.all("script")
        if not (one.attributes.get("src") or "").startswith("/static/")
        and one.attributes.get("type") != "application/ld+json"
    ]
