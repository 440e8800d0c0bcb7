"""Dumps broken by chance, as long as one likes: whatever is in them, all of it is read or refused.

`python -m tests.fuzzing SECONDS [FORM ...]`; every round has a seed, and `--seed` runs one again. What fails
is kept in `--keep`. The beginnings are made here, so that no corpus has to be kept.
"""

import argparse
import gzip
import json
import os
import random
import re
import resource
import secrets
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path
from tempfile import TemporaryDirectory

import django

# Seconds that a dump of a few kilobytes may take, and bytes of memory; more is a hang, and a leak.
LONGEST = 20
MOST_MEMORY = 4 << 30

# One dump in so many is loaded into a database too.
LOADED = 25

# What formats are made of; the rest is taken from the beginnings.
SIGNS = (
    *(b"<", b">", b"&", b'"', b"'", b"{", b"}", b"[", b"]", b",", b":", b"\n", b"\r\n", b"\t", b";", b"|"),
    *(
        b"\\",
        b"\\u0000",
        b"\\ud800",
        b"\0",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"\xc3",
        b"\xe2\x80",
    ),
    *(b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&#0;", b"&#xD800;"),
    *(
        b"Content-Length: 99999999999",
        b"Content-Length: -1",
        b"1e999",
        b"-0",
        b"NaN",
        b"null",
        b"\xe2\x80\xa8",
    ),
    *(
        b"9999-12-31T23:59:60+99:99",
        b"0000-00-00",
        b"\xd9\xa3\xd9\xa1",
        b"\xe0\xb9\x92\xe0\xb9\x95\xe0\xb9\x96\xe0\xb9\x97",
    ),
    *(
        b"http://[",
        b"http://x:99999/",
        b"//",
        b"../",
        b"ER  -\n",
        b"TY  - JOUR\n",
        b"WARC/1.0\r\n",
        b"\x1f\x8b\x08",
    ),
)


def beginnings() -> dict[str, list[bytes]]:
    """Sound dumps by their form, each of a few articles."""
    from tests import packed
    from tests.archives import SAMPLES
    from tests.saved_pages import saved_page
    from tests.test_web_archive import FEED, HTML
    from tests.test_web_archive import Archive as WebArchive

    texts = [path.read_bytes() for path in sorted(SAMPLES.iterdir())]
    records = [
        {
            "title": "Tiesa atsāk darbu",
            "text": "Satversmes tiesa\n\natsāka darbu.",
            "date": "2022-06-06",
            "tags": ["a"],
        },
        {
            "title": "投票率",
            "url": "https://steppe.example/7?utm_x=1",
            "timestamp": 1654500000,
            "language": "ja",
        },
        {"headline": "Итоги", "content_html": "<p>За поправки <b>77</b> %.</p>", "author": {"name": "А. Б."}},
    ]
    lines = "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in records).encode()
    items = [{"id": str(at), **one, "content_text": one.get("text", "x")} for at, one in enumerate(records)]
    json_feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Steppe", "items": items}
    atom = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="pl">
<title>Reforma</title><entry><title type="html">&lt;b&gt;Sejm&lt;/b&gt;</title><id>urn:1</id>
<updated>2023-05-06T07:08:09+02:00</updated>
<link rel="alternate" href="/sejm"/><category term="prawo"/><author><name>A. Nowak</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Tekst</p></div></content></entry></feed>"""
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Steppe</title></channel>
<item rdf:about="http://s.example/1"><title>Vote</title><dc:date>2022-06-06</dc:date></item></rdf:RDF>"""
    ris = "TY  - NEWS\nTI  - ศาลรัฐธรรมนูญ\nAU  - A, B\nPY  - 2565/06/06\nN2  - Text\nER  - \n\n"
    ris += "TY  - NEWS\nTI  - B\nER  - \n"
    table = 'title;text;date\r\n"Court; ""sits""";"Two\r\nlines";2022-06-06\r\nVote;Yes;6. jūnijs\r\n'
    pages = [saved_page(language).encode() for language in ("lv", "ar", "th")]
    warc = WebArchive().add(pages[0], HTML).add(FEED, ("Content-Type", "application/rss+xml"))
    packed_page = ("Content-Encoding", "gzip")
    warc.add(gzip.compress(pages[1]), HTML, packed_page).add(b"Vote\nYes.", kind="conversion", status=None)
    mixed = {
        "a/feed.xml": FEED,
        "b.jsonl": lines,
        "c.txt": texts[0],
        "d.warc.gz": gzip.compress(warc.content),
    }
    return {
        "text": texts,
        "feed": [FEED, atom.encode(), rdf.encode()],
        "page": pages,
        "json": [
            lines,
            json.dumps(records).encode(),
            json.dumps(json_feed).encode(),
            json.dumps(items).encode(),
        ],
        "table": [
            table.encode(),
            table.replace(";", "\t").encode("utf-16"),
            table.replace(";", ",").encode(),
        ],
        "ris": [ris.encode()],
        "warc": [warc.content],
        "packed": [
            *(packed.zipped(mixed), packed.zipped_as_it_came(mixed), packed.tarred(mixed)),
            *(gzip.compress(packed.tarred(mixed)), packed.zstd(lines), gzip.compress(lines)),
        ],
    }


def broken(chance: random.Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """The content with one to twelve things done to it."""
    made = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 3, 5, 12))):
        at = chance.randrange(len(made) + 1)
        end = min(len(made), at + int(chance.expovariate(1 / 40)))
        chance.choice(_DONE)(chance, made, at, end, others)
    return bytes(made[: 1 << 20])


def _flip(chance: random.Random, made: bytearray, at: int, end: int, others: Sequence[bytes]) -> None:
    for place in range(at, min(end, at + 4)):
        made[place] = chance.randrange(256)


def _delete(chance: random.Random, made: bytearray, at: int, end: int, others: Sequence[bytes]) -> None:
    del made[at:end]


def _repeat(chance: random.Random, made: bytearray, at: int, end: int, others: Sequence[bytes]) -> None:
    made[at:at] = made[at:end] * chance.choice((1, 2, 200))


def _put_sign(chance: random.Random, made: bytearray, at: int, end: int, others: Sequence[bytes]) -> None:
    made[at:at] = chance.choice(SIGNS) * chance.choice((1, 1, 1, 3, 500))


def _put_word(chance: random.Random, made: bytearray, at: int, end: int, others: Sequence[bytes]) -> None:
    """A word or a sign of the same form, where one stands or between two."""
    words = re.findall(rb"\w+|[^\w\s]+|\s+", chance.choice(others))
    made[at : chance.choice((at, end))] = chance.choice(words)


def _splice(chance: random.Random, made: bytearray, at: int, end: int, others: Sequence[bytes]) -> None:
    other = chance.choice(others)
    made[at:] = other[chance.randrange(len(other)) :]


def _cut(chance: random.Random, made: bytearray, at: int, end: int, others: Sequence[bytes]) -> None:
    del made[at:]


def _swap_lines(chance: random.Random, made: bytearray, at: int, end: int, others: Sequence[bytes]) -> None:
    lines = bytes(made).splitlines(keepends=True)
    chance.shuffle(lines)
    made[:] = b"".join(lines)


_DONE: tuple[Callable[[random.Random, bytearray, int, int, Sequence[bytes]], None], ...] = (
    *(_flip, _delete, _repeat, _put_sign, _put_word, _put_word, _splice, _cut),
    _swap_lines,
)


class Lost(AssertionError):
    """What a reader said of a dump is not so."""


def check(path: Path, is_loaded: bool) -> Counter[str]:
    """Reads what is in a file as a load does. Answers how much was read and refused."""
    from articles.containers import Found, Place, dumps_in_file
    from articles.enrichment import Hints
    from articles.loader import Loader, read_only
    from articles.readers import Capture, DumpFile

    done: Counter[str] = Counter()
    for one in dumps_in_file(path, Place.of(path)):
        if not isinstance(one, Found):
            done["refused"] += 1
            continue
        dump = DumpFile.open(one.file, one.place.name, one.place.location)
        places = []
        shown = []

        def see(
            _dump: DumpFile, layout: str, seen: object, places: list = places, shown: list = shown
        ) -> None:
            block = getattr(seen, "capture", seen)
            places.append(block.span)
            shown.append((layout, block.raw))
            if isinstance(block, Capture):
                _check_words(seen)

        outcome = read_only(dump, Hints(), see)
        _check_places(dump, places, shown)
        done["read"] += outcome.new
        done["refused"] += outcome.refused
        if is_loaded:
            with Loader() as loader:
                loaded = loader.load(dump)
            if loaded.blocks != outcome.blocks:
                raise Lost(f"{outcome.blocks} blocks, and {loaded.blocks} of them loaded")
    return done


def _check_places(dump: object, places: Sequence[object], shown: Sequence[tuple[str, bytes]]) -> None:
    content = dump.path.read_bytes()
    starts = [span.byte_start for span in places]
    if starts != sorted(set(starts)):
        raise Lost(f"blocks begin at {starts}")
    for span, (layout, raw) in zip(places, shown, strict=True):
        start, end, first, last = astuple(span)
        if not (0 <= start <= end <= len(content) and 1 <= first <= last <= content.count(b"\n") + 1):
            raise Lost(f"{span} in {len(content)} bytes")
        if raw and layout != "web_archive" and raw != content[start:end]:
            raise Lost(f"{span} is not what is shown")


def _check_words(one: object) -> None:
    """What a database is to keep is text that any can."""
    from articles.preparing import prepare_one

    capture = one.capture
    for name in capture.__dataclass_fields__:
        for text in _texts(getattr(capture, name) if name not in ("span", "raw", "doubts") else ()):
            text.encode()
            if "\0" in text:
                raise Lost(f"a NUL in {name}")
    if not capture.title.strip():
        raise Lost("a headline of nothing")
    prepare_one(capture, _hints())


def _hints() -> object:
    from articles.enrichment import Hints

    return Hints()


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def end(*_: object) -> None:
        raise TimeoutError(f"more than {seconds} s")

    signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def fuzz(
    seconds: float, forms: Mapping[str, Sequence[bytes]], seed: int | None, keep: Path
) -> tuple[Counter[str], int]:
    """How often what came out, by form, and how many failed."""
    from django.db import transaction

    done: Counter[str] = Counter()
    failed = 0
    end = time.monotonic() + seconds
    rounds = iter([seed]) if seed is not None else iter(lambda: secrets.randbelow(1 << 32), None)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "dump"
        for number in rounds:
            if time.monotonic() > end:
                break
            chance = random.Random(number)  # noqa: S311
            form = chance.choice(sorted(forms))
            content = broken(chance, chance.choice(forms[form]), forms[form])
            path.write_bytes(content)
            try:
                with _at_most(LONGEST), transaction.atomic():
                    outcome = check(path, is_loaded=number % LOADED == 0)
                    transaction.set_rollback(True)
            except Exception:
                failed += 1
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{form}-{number}").write_bytes(content)
                print(f"--seed {number} {form}:", traceback.format_exc(limit=-4), sep="\n", flush=True)
            else:
                done[f"{form}: dumps"] += 1
                done.update({f"{form}: {name}": count for name, count in outcome.items()})
    return done, failed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("seconds", type=float)
    parser.add_argument("forms", nargs="*", help="all, if none is named")
    parser.add_argument("--seed", type=int, help="the one round of this seed")
    parser.add_argument("--keep", type=Path, default=Path("fuzzed"), help="where to put what failed")
    arguments = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    forms = beginnings()
    chosen = {form: forms[form] for form in arguments.forms or forms}
    done, failed = fuzz(arguments.seconds, chosen, arguments.seed, arguments.keep)
    for name, count in sorted(done.items()):
        print(f"{name}: {count:,}")
    print(f"{failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
