"""The desk's pages of loads and dumps: what was read and refused, what became of it, and taking it back."""

import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import indexing
from articles.admin.dumps import command
from articles.admin.mending import MENDING
from articles.enrichment import Hints
from articles.loader import Loader
from articles.models import Article, Dump, Load, Operation, Reading, Refusal, Review, Revision
from articles.readers import DumpFile
from tests import pages, rows
from tests.archives import ROOT, SAMPLES
from tests.feeds import write_feed
from tests.roles import ADMINISTRATOR, CURATOR, EDITOR, ROLES, VIEWER, person

pytestmark = pytest.mark.django_db

Run = Callable[..., Load]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A function that loads dumps in one run: `{name: content}`."""

    def run(dumps: dict[str, str], hints: Hints | None = None) -> Load:
        with Loader(hints) as loader:
            for name, content in dumps.items():
                path = tmp_path / name
                path.write_text(content)
                loader.load(DumpFile.open(path))
        return Load.objects.first()

    return run


def feed(tmp_path: Path, number: int, **shape: int | str) -> str:
    return write_feed(tmp_path / "written.txt", number, **shape).read_text()


STRAY = "Some lines of no item.\n\n<b>bold</b>\n\n]]>\n"


def page(client: Client, row: Load | Dump) -> pages.Element:
    name = f"admin:articles_{row._meta.model_name}_change"
    return pages.read(client.get(reverse(name, args=[row.pk])))


def field(found: pages.Element, name: str) -> pages.Element:
    return found.one("div", f"field-{name}").one("div", "readonly")


def listed(client: Client, address: str) -> list[str]:
    response = client.get(reverse("admin:articles_article_changelist") + address)
    assert response.status_code == 200
    return sorted(article.title for article in response.context["cl"].result_list)


def ask(client: Client, name: str, dump: Dump) -> pages.Element:
    return pages.read(client.get(reverse(f"admin:articles_dump_{name}", args=[dump.pk])))


def confirm(client: Client, name: str, dump: Dump, mark: str | None = None) -> HttpResponse:
    if mark is None:
        mark = ask(client, name, dump).one("button", name="confirmed")["value"]
    address = reverse(f"admin:articles_dump_{name}", args=[dump.pk])
    return client.post(address, {"confirmed": mark}, follow=True)


def said(response: HttpResponse) -> list[str]:
    return [str(message) for message in response.context["messages"]]


# A load


def test_a_load_tells_which_run_it_was_how_long_it_took_and_how_fast(admin_client, run, tmp_path) -> None:
    first, second = run({"one.txt": feed(tmp_path, 3)}), run({"two.txt": feed(tmp_path, 5)})
    Load.objects.filter(pk=second.pk).update(finished_at=second.started_at + timedelta(seconds=2.5))
    found = page(admin_client, second)
    assert field(found, "run").text == f"2 of 2; before it load {first.pk}, after it —"
    assert field(found, "run").one("a")["href"] == reverse("admin:articles_load_change", args=[first.pk])
    assert field(found, "took").text == "2.5 s"
    assert field(found, "speed").text == "2"
    assert field(found, "sum_of").text == "5 = 2 new + 0 changed + 3 unchanged + 0 refused"


def test_a_load_leads_to_every_article_it_made_and_every_one_it_changed(admin_client, run, tmp_path) -> None:
    first = run({"one.txt": feed(tmp_path, 3)})
    second = run({"two.txt": feed(tmp_path, 4, word="Then it rose.")})
    third = run({"three.txt": feed(tmp_path, 2, word="Then it fell.")})
    made = {first: [1, 2, 3], second: [4], third: []}
    changed = {first: [], second: [1, 2, 3], third: [1, 2]}
    for load, numbers in made.items():
        link = field(page(admin_client, load), "made").one("a")
        assert link["href"].endswith(f"?made_by={load.pk}")
        assert link.text.startswith(f"{len(numbers)} ")
        assert listed(admin_client, f"?made_by={load.pk}") == titles(numbers)
    for load, numbers in changed.items():
        assert field(page(admin_client, load), "changed_ones").text.startswith(f"{len(numbers)} ")
        assert listed(admin_client, f"?changed_by={load.pk}") == titles(numbers)
    assert listed(admin_client, f"?seen_in={Dump.objects.get(name='three.txt').pk}") == titles([1, 2])


def test_a_load_of_very_many_leads_to_the_same(admin_client, run, tmp_path, monkeypatch) -> None:
    load = run({"one.txt": feed(tmp_path, 3)})
    run({"two.txt": feed(tmp_path, 4)})
    monkeypatch.setattr("articles.admin.load_filters.CAP", 2)
    monkeypatch.setattr("articles.admin.dumps.CAP", 2)
    assert listed(admin_client, f"?made_by={load.pk}") == titles([1, 2, 3])
    assert listed(admin_client, f"?seen_in={Dump.objects.get(name='two.txt').pk}") == titles([1, 2, 3, 4])
    assert field(page(admin_client, load), "made").text == "more than 2 articles"


def titles(numbers: list[int]) -> list[str]:
    return [f"District {number} votes on the amendment" for number in numbers]


def test_what_was_chosen_stands_beside_the_list_and_nothing_that_was_not(admin_client, run, tmp_path) -> None:
    load = run({"one.txt": feed(tmp_path, 1)})

    def offered(query: str) -> str:
        address = reverse("admin:articles_article_changelist") + query
        return pages.read(admin_client.get(address)).one("nav", "", id="changelist-filter").text

    assert "made by" not in offered("")
    assert f"load {load.pk}" in offered(f"?made_by={load.pk}")
    assert "one.txt" in offered(f"?seen_in={Dump.objects.get().pk}")
    assert listed(admin_client, "?made_by=nonsense&changed_by=٣") == titles([1])
    assert listed(admin_client, "?made_by=999999") == []


def test_a_load_shows_what_it_refused_where_why_and_what_to_do(admin_client, run, tmp_path) -> None:
    load = run({"one.txt": feed(tmp_path, 1) + STRAY, "none.txt": ""})
    found = field(page(admin_client, load), "refusals")
    stray, empty = Refusal.objects.get(dump__name="one.txt"), Refusal.objects.get(dump__name="none.txt")
    assert [row.texts("td") for row in found.one("tbody").all("tr")] == [
        [
            "one.txt",
            f"{stray.line_start}–{stray.line_end}",
            "lines between two items that no header introduces",
            "Some lines of no item.<b>bold</b>",
            MENDING["lines between two items"],
        ],
        ["none.txt", "1", "empty: not one written line (byte 0)", "—", MENDING["empty"]],
    ]
    assert reverse("admin:articles_refusal_change", args=[empty.pk]) in [a["href"] for a in found.all("a")]


def test_a_refusal_of_an_earlier_run_is_told_but_not_listed_twice(admin_client, run, tmp_path) -> None:
    content = feed(tmp_path, 1) + STRAY
    run({"one.txt": content})
    again = run({"one.txt": content})
    assert (again.unchanged, again.refused) == (1, 1)
    assert field(page(admin_client, again), "refusals").text.endswith(
        "; 1 other refused by an earlier run, or read by now: see the dumps"
    )


def test_every_reason_has_its_cure() -> None:
    written = "\n".join(path.read_text() for path in (ROOT / "articles" / "readers").glob("*.py"))
    written += (ROOT / "articles" / "tombstones.py").read_text()
    refuses = r"(?:[Rr]efusal\(|\brefused\(|_refuse(?:_all)?\((?:dump, )?|_refuse_at\(chunk, .*?, )"
    reasons = re.findall(refuses + r'f?"([^"{]+)', written)
    assert [reason for reason in reasons if not reason.startswith(tuple(MENDING))] == []
    assert [cured for cured in MENDING if f'"{cured}' not in written] == []


def test_loading_again_is_told_as_an_exact_command(admin_client, run, tmp_path) -> None:
    names = {"one.txt": feed(tmp_path, 1), "two of it.txt": feed(tmp_path, 2)}
    load = run(names, Hints(source="Steppe Chronicle", language="en"))
    found = field(page(admin_client, load), "again")
    assert found.one("code").text == (
        "manage.py load_dumps --source 'Steppe Chronicle' --language en PATH/one.txt 'PATH/two of it.txt'"
    )
    dump = Dump.objects.get(name="one.txt")
    assert field(page(admin_client, dump), "again").one("code").text == (
        "manage.py load_dumps --source 'Steppe Chronicle' --language en PATH/one.txt"
    )
    assert "The same file: nothing changes." in found.text
    assert "It has not ended" not in found.text
    assert "Refused blocks" not in found.text


def test_what_was_told_of_columns_is_told_again() -> None:
    hints = {"source": "Steppe Chronicle", "language": None}
    hints["columns"] = {"title": "Titre", "text": "le corps"}
    assert command(hints, ["a.csv"]) == (
        "manage.py load_dumps --source 'Steppe Chronicle' --map title=Titre --map 'text=le corps' PATH/a.csv"
    )


def test_what_came_through_a_pipe_comes_so_again() -> None:
    assert command({}, ["stdin"]) == "manage.py load_dumps -"


def test_a_load_that_was_killed_says_where_the_next_goes_on(admin_client, run, tmp_path) -> None:
    load = run({"one.txt": feed(tmp_path, 1) + STRAY, "two.txt": feed(tmp_path, 2)})
    Load.objects.filter(pk=load.pk).update(finished_at=None)
    Reading.objects.filter(dump__name="two.txt").update(is_finished=False, cursor=1234)
    found = field(page(admin_client, load), "again")
    size = Dump.objects.get(name="two.txt").size
    assert (
        f"goes on where it stopped, and nothing is read twice: two.txt from byte 1234 of {size}."
        in found.text
    )
    assert found.one("code").text == "manage.py load_dumps PATH/two.txt PATH/one.txt"
    assert "Refused blocks" in found.text
    assert field(page(admin_client, load), "took").text == "stopped before its end, or still running"
    assert field(page(admin_client, load), "speed").text == "—"
    assert "one.txt" not in field(page(admin_client, Dump.objects.get(name="two.txt")), "again").text


def test_a_load_of_which_a_dump_was_taken_out_says_so(admin_client, admin_user, run, tmp_path) -> None:
    load = run({"one.txt": feed(tmp_path, 1), "two.txt": feed(tmp_path, 3)})
    confirm(admin_client, "remove", Dump.objects.get(name="two.txt"))
    found = page(admin_client, load)
    assert field(found, "sum_of").text == (
        "4 = 3 new + 0 changed + 1 unchanged + 0 refused; 3 of them in dumps that have been taken out since"
    )
    assert field(found, "made").text == "1 article"
    confirm(admin_client, "remove", Dump.objects.get(name="one.txt"))
    assert "All of its dumps have been taken out" in field(page(admin_client, load), "again").text


@pytest.mark.parametrize("model", [Load, Dump])
def test_a_page_costs_the_same_of_a_short_and_of_a_long_load(
    admin_client, run, tmp_path, model: type[Load | Dump]
) -> None:
    def queries(number: int) -> int:
        run({f"{number}.txt": feed(tmp_path, number) + STRAY * number})
        address = reverse(f"admin:articles_{model._meta.model_name}_change", args=[model.objects.first().pk])
        admin_client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(address).status_code == 200
        return len(captured)

    queries(1)
    few = queries(2)
    assert queries(30) == few <= 20


def test_the_lists_of_a_load_cost_no_more_for_more_articles(admin_client, run, tmp_path) -> None:
    few, many = run({"few.txt": feed(tmp_path, 2)}), run({"many.txt": feed(tmp_path, 60, word="Later.")})

    def queries(load: Load) -> int:
        address = f"{reverse('admin:articles_article_changelist')}?made_by={load.pk}"
        admin_client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(address).status_code == 200
        return len(captured)

    assert queries(few) == queries(many) <= 12


# A dump


def test_a_dump_shows_its_articles_its_loads_and_what_was_refused_of_it(admin_client, run, tmp_path) -> None:
    content = feed(tmp_path, 2) + STRAY
    loads = [run({"one.txt": content}), run({"one.txt": content})]
    found = page(admin_client, Dump.objects.get())
    assert field(found, "articles").text == "2 articles seen in it"
    assert [row.texts("td")[0] for row in field(found, "readings").one("tbody").all("tr")] == [
        f"load {load.pk}" for load in reversed(loads)
    ]
    assert field(found, "refusals").one("tbody").texts("td")[2].startswith("lines between two items")
    assert "Refused blocks" in field(found, "again").text


def test_a_dump_offers_what_a_role_may_do(client: Client, run, tmp_path) -> None:
    run({"one.txt": feed(tmp_path, 1)})
    dump = Dump.objects.get()
    offered = {
        VIEWER: [],
        CURATOR: [],
        EDITOR: ["Hide its articles…"],
        ADMINISTRATOR: ["Hide its articles…", "Take it out of the archive…"],
    }
    for role in ROLES:
        client.force_login(person(role))
        links = page(client, dump).one("ul", "object-tools").texts("a")
        assert [text for text in links if text.endswith("…")] == offered[role]


@pytest.mark.parametrize(("name", "roles"), [("hide", {EDITOR, ADMINISTRATOR}), ("remove", {ADMINISTRATOR})])
def test_who_may_not_is_refused_by_the_server(
    client: Client, run, tmp_path, name: str, roles: set[str]
) -> None:
    run({"one.txt": feed(tmp_path, 1)})
    dump = Dump.objects.get()
    address = reverse(f"admin:articles_dump_{name}", args=[dump.pk])
    for role in ROLES:
        client.force_login(person(role))
        expected = 200 if role in roles else 403
        assert client.get(address).status_code == expected
        assert client.post(address, {"confirmed": "nonsense"}).status_code == expected
    client.logout()
    assert client.post(address).status_code == 302
    assert (Article.objects.published().count(), Dump.objects.count()) == (1, 1)


def two_dumps(run: Run, tmp_path: Path) -> Dump:
    """The first of two that share two articles. It alone has three; on one of those somebody worked."""
    run({"one.txt": feed(tmp_path, 5) + STRAY})
    run({"other.txt": feed(tmp_path, 2, word="Then it rose.")})
    Article.objects.filter(title=titles([5])[0]).update(title="ข่าวที่แก้แล้ว", curated=["title"])
    return Dump.objects.get(name="one.txt")


def test_the_page_says_exactly_what_is_hidden_and_then_that_is(
    admin_client, admin_user, run, tmp_path
) -> None:
    dump = two_dumps(run, tmp_path)
    found = ask(admin_client, "hide", dump)
    assert found.texts("h3") == [
        "3 articles that no other dump has are hidden",
        "2 articles that other dumps have too stay as they are",
        "To take it back",
    ]
    assert found.all("ul")[-2].texts("li") == [*titles([3, 4]), "ข่าวที่แก้แล้ว"]

    response = confirm(admin_client, "hide", dump)

    assert said(response) == ["3 articles of “one.txt” hidden."]
    assert sorted(Article.objects.published().values_list("title", flat=True)) == titles([1, 2])
    operation = Operation.objects.get()
    assert (operation.kind, operation.made_by) == ("hide dump", admin_user)
    entry = LogEntry.objects.get(object_id=dump.pk, content_type__model="dump")
    assert (entry.action_flag, entry.change_message) == (CHANGE, "3 articles of “one.txt” hidden.")
    assert indexing.wrong_counts() == []
    assert ask(admin_client, "hide", dump).texts("h3")[0] == "3 more are not public now, and stay so"
    assert said(confirm(admin_client, "hide", dump)) == ["None of its articles was to be hidden."]


def test_the_page_says_exactly_what_is_taken_out_and_then_that_is(
    admin_client, admin_user, run, tmp_path
) -> None:
    dump = two_dumps(run, tmp_path)
    found = ask(admin_client, "remove", dump)
    assert found.texts("h3") == [
        "2 articles that no other dump has are deleted, with all their wordings",
        "1 that no other dump has is kept, because people worked on it: hidden, until somebody decides",
        "2 articles that other dumps have too become what those say of them",
        "Whatever else stands in the archive of this dump",
    ]
    assert "1 refused block, the raw lines" in found.text
    assert "Loading the file again brings it all back" in found.text

    response = confirm(admin_client, "remove", dump)

    assert said(response) == ["Taken out: 2 articles deleted, 1 hidden, 2 left to other dumps."]
    assert list(Dump.objects.values_list("name", flat=True)) == ["other.txt"]
    assert sorted(Article.objects.published().values_list("title", flat=True)) == titles([1, 2])
    assert Review.objects.get(kind=Review.Kind.UNSEEN).article.title == "ข่าวที่แก้แล้ว"
    assert Revision.objects.filter(article__title=titles([1])[0]).count() == 1
    entry = LogEntry.objects.get(content_type__model="dump")
    assert (entry.action_flag, entry.object_repr) == (DELETION, "one.txt")
    assert entry.change_message == said(response)[0]
    assert (indexing.wrong_counts(), indexing.wrong_entries()) == ([], [])


@pytest.mark.parametrize("name", ["hide", "remove"])
def test_nothing_is_done_but_what_was_shown(admin_client, run, tmp_path, name: str) -> None:
    dump = two_dumps(run, tmp_path)
    mark = ask(admin_client, name, dump).one("button", name="confirmed")["value"]
    run({"later.txt": feed(tmp_path, 3)})
    response = confirm(admin_client, name, dump, mark)
    assert said(response) == ["What goes with it is not what it was when you looked. This is how it is now."]
    assert Article.objects.published().count() == 5
    assert Dump.objects.count() == 3
    assert said(confirm(admin_client, name, dump)) != []
    assert Article.objects.published().count() == 3


def test_a_dump_that_may_still_be_read_is_warned_of(admin_client, run, tmp_path) -> None:
    load = run({"one.txt": feed(tmp_path, 1)})
    dump = Dump.objects.get()
    assert "has not ended" not in ask(admin_client, "remove", dump).text
    Load.objects.filter(pk=load.pk).update(finished_at=None)
    Reading.objects.update(is_finished=False)
    assert "A load of it has not ended." in ask(admin_client, "remove", dump).text


def test_a_failure_leaves_the_dump_as_it_was(admin_client, run, tmp_path, monkeypatch) -> None:
    dump = two_dumps(run, tmp_path)
    mark = ask(admin_client, "remove", dump).one("button", name="confirmed")["value"]
    with monkeypatch.context() as patch:
        patch.setattr(indexing, "refresh", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            confirm(admin_client, "remove", dump, mark)
    assert (Dump.objects.count(), Article.objects.published().count()) == (2, 5)
    assert not LogEntry.objects.exists()
    assert indexing.wrong_counts() == []


def test_hostile_names_and_headlines_are_words(admin_client, run, tmp_path) -> None:
    hostile = "<script>alert(1)</script>.txt"
    article = rows.make_article(title="<img src=x onerror=alert(2)>")
    rows.add_sighting(article.revisions.get(), "District\n", dump=hostile)
    dump = Dump.objects.get()
    Reading.objects.create(dump=dump, load=Load.objects.get(), reader="page_text", reader_version=1)
    for found in (
        page(admin_client, dump),
        ask(admin_client, "hide", dump),
        ask(admin_client, "remove", dump),
    ):
        assert [one for one in found.all("script") if "src" not in one.attributes] == []
        assert hostile in found.text
        assert not found.all("img", src="x")


def test_a_sample_of_every_layout_has_its_pages(admin_client, tmp_path) -> None:
    for sample in sorted(SAMPLES.glob("*.txt")):
        shutil.copy(sample, tmp_path / sample.name)
    with Loader() as loader:
        for path in sorted(tmp_path.glob("*.txt")):
            loader.load(DumpFile.open(path))
    for row in (*Dump.objects.all(), *Load.objects.all()):
        page(admin_client, row)
