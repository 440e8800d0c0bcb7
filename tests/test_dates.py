"""Dates as they were stated, in any language, any script's digits and no more exactly than that."""

from datetime import UTC, date, datetime

import pytest
from babel.dates import format_date

from articles.dates import (
    Precision,
    StatedDate,
    read_age,
    read_feed_date,
    read_page_date,
    read_worded_date,
)
from articles.readers import furniture

LANGUAGES = sorted({language for language, _ in furniture.words("published")})

# A day late in the month, so that day and month cannot be taken for each other.
FOURTEENTH_OF_MAY = [
    ("af", "14 Mei 2024"),
    ("am", "14 ሜይ 2024"),
    ("ar", "14 مايو 2024"),
    ("ar", "١٤ مايو ٢٠٢٤"),
    ("ar", "الثلاثاء، ١٤ مايو ٢٠٢٤"),
    ("be", "14 мая 2024 г."),
    ("bg", "14 май 2024"),
    ("bn", "১৪ মে ২০২৪"),
    ("cs", "14. května 2024"),
    ("cy", "14 Mai 2024"),
    ("de", "14. Mai 2024"),
    ("de", "Dienstag, 14. Mai 2024"),
    ("el", "14 Μαΐου 2024"),
    ("en", "May 14, 2024"),
    ("en", "Tuesday 14th May 2024"),
    ("en", "14/05/2024"),
    ("en", "5/14/2024"),
    ("es", "martes 14 de mayo de 2024"),
    ("eu", "2024ko maiatzaren 14a"),
    ("fa", "۱۴ مهٔ ۲۰۲۴"),
    ("fi", "14. toukokuuta 2024"),
    ("fr", "mardi 14 mai 2024"),
    ("ga", "14 Bealtaine 2024"),
    ("he", "14 במאי 2024"),
    ("he", "יום שלישי, 14 במאי 2024"),
    ("hi", "14 मई 2024"),
    ("hi", "१४ मई २०२४"),
    ("hu", "2024. május 14."),
    ("hy", "14 մայիսի, 2024 թ."),
    ("is", "14. maí 2024"),
    ("ja", "2024年5月14日"),
    ("ja", "2024年5月14日（火）"),
    ("ka", "14 მაისი, 2024"),
    ("kk", "2024 ж. 14 мамыр"),
    ("km", "១៤ ឧសភា ២០២៤"),
    ("ko", "2024년 5월 14일"),
    ("lt", "2024 m. gegužės 14 d."),
    ("lv", "2024. gada 14. maijs"),
    ("lv", "14. maijs, 2024"),
    ("mn", "2024 оны 5 сарын 14"),
    ("mt", "14 ta’ Mejju 2024"),
    ("my", "၂၀၂၄၊ မေ ၁၄"),
    ("nl", "dinsdag 14 mei 2024"),
    ("pl", "14 maja 2024"),
    ("pt", "14 de maio de 2024"),
    ("ro", "14 mai 2024"),
    ("ru", "14 мая 2024 г."),
    ("si", "2024 මැයි 14"),
    ("sl", "14. maj 2024"),
    ("sr", "14. мај 2024."),
    ("ta", "14 மே, 2024"),
    ("te", "14 మే, 2024"),
    ("th", "14 พฤษภาคม 2567"),
    ("th", "๑๔ พฤษภาคม ๒๕๖๗"),
    ("th", "14 พ.ค. 2567"),
    ("th", "วันอังคารที่ 14 พฤษภาคม พ.ศ. 2567"),
    ("th", "14 พฤษภาคม 2024"),
    ("tr", "14 Mayıs 2024"),
    ("tr", "14 MAYIS 2024"),
    ("uk", "14 травня 2024 р."),
    ("ur", "14 مئی، 2024"),
    ("vi", "14 Tháng Năm, 2024"),
    ("vi", "Ngày 14 tháng 5 năm 2024"),
    ("zh", "2024年5月14日"),
    ("xx", "2024-05-14"),
    (None, "14 мая 2024"),
    (None, "14.05.2024"),
]


def read(text: str, language: str | None = None) -> str | None:
    stated = read_page_date(text, language)
    return stated and stated.isoformat()


@pytest.mark.parametrize(("language", "text"), FOURTEENTH_OF_MAY)
def test_it_reads_a_day(language: str | None, text: str):
    assert read_page_date(text, language) == StatedDate(datetime(2024, 5, 14, tzinfo=UTC), Precision.DAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_reads_every_month_as_cldr_writes_it(language: str):
    days = [date(2024, month, day) for month in range(1, 13) for day in (3, 14, 28)]
    texts = {format_date(day, form, locale=language): day for day in days for form in ("long", "full")}
    wrong = {text: read(text, language) for text, day in texts.items() if read(text, language) != str(day)}
    assert wrong == {}


@pytest.mark.parametrize(
    ("language", "text", "stated"),
    [
        ("lv", "2024. gada maijs", "2024-05"),
        ("th", "พฤษภาคม 2567", "2024-05"),
        ("ar", "مايو ٢٠٢٤", "2024-05"),
        ("zh", "2024年5月", "2024-05"),
        ("ja", "2024年5月", "2024-05"),
        ("ko", "2024년 5월", "2024-05"),
        ("vi", "tháng 5 2024", "2024-05"),
        ("vi", "Tháng Năm 2024", "2024-05"),
        ("en", "2024", "2024"),
        ("th", "2567", "2024"),
        ("ar", "٢٠٢٤", "2024"),
        ("ru", "2024 г.", "2024"),
    ],
)
def test_it_states_a_date_no_more_exactly_than_the_text_does(language: str, text: str, stated: str):
    assert read(text, language) == stated


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("04.05.2024", "2024-05-04"),
        ("2024-05-04", "2024-05-04"),
        ("2024/5/4", "2024-05-04"),
        ("٢٠٢٤/٥/٤", "2024-05-04"),
        ("2024年5月4日", "2024-05-04"),
        ("13/05/2024", "2024-05-13"),
        ("05/13/2024", "2024-05-13"),
        ("05/05/2024", "2024-05-05"),
        ("5/5/2567", "2024-05-05"),
    ],
)
def test_it_reads_numbers_whose_order_is_sure(text: str, stated: str):
    assert read(text) == stated


@pytest.mark.parametrize(
    "text", ["04/05/2024", "4/5/2024", "04-05-2024", "٠٤/٠٥/٢٠٢٤", "4/5/2567", "12/11/2024"]
)
@pytest.mark.parametrize("language", ["en", "fr", "ar", "th", None])
def test_it_reads_no_numbers_whose_order_is_not(language: str | None, text: str):
    assert read_page_date(text, language) is None


@pytest.mark.parametrize(
    ("language", "stated"), [("pl", "2024-11-14"), ("cs", "2024-11-14"), ("hr", "2024-10-14"), (None, None)]
)
def test_it_asks_the_language_for_a_name_of_two_months(language: str | None, stated: str | None):
    """ "listopada" is November in Poland and, nearly, in Czech; in Croatia it is October."""
    assert read("14 listopada 2024", language) == stated


def test_it_does_not_take_a_day_of_the_week_for_a_month():
    """Welsh has one word, Mawrth, for March and for Tuesday."""
    assert read("Dydd Mawrth, 14 Mai 2024", "cy") == "2024-05-14"
    assert read("Dydd Mawrth, 5 Mawrth 2024", "cy") == "2024-03-05"
    assert read("mar. 5 mar. 2024", "it") == "2024-03-05"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2 years ago",
        "Published",
        "14 May",
        "14 May 24",
        "31 February 2024",
        "32 May 2024",
        "0 May 2024",
        "2024-13-45",
        "2024-00-15",
        "2024-05-00",
        "14 May 1024",
        "14 May 2300",
        "14 May 2024 2025",
        "۲۵ اردیبهشت ۱۴۰۳",
        "Election 2024",
        "Vēlēšanas 2023",
        "Referendums 2022",
        "2023 gada pārskats par reformām",
        "33 amendments, 2022",
        "1,469 communities",
        "+371 2024 0514",
    ],
)
@pytest.mark.parametrize("language", ["en", "lv", "fa", None])
def test_it_reads_no_date_where_none_is_stated(language: str | None, text: str):
    assert read_page_date(text, language) is None


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Fri, 19 May 2023 20:45:29 +0000", "2023-05-19T20:45:29+00:00"),
        ("Fri, 19 May 2023 20:45:29 GMT", "2023-05-19T20:45:29+00:00"),
        ("19 May 2023 20:45 +0300", "2023-05-19T17:45:00+00:00"),
        ("Sat, 20 May 2023 01:30:00 +0545", "2023-05-19T19:45:00+00:00"),
        ("Fri, 19 May 2023 20:45:29 EST", "2023-05-20T01:45:29+00:00"),
        ("Fri, 19 May 2023 20:45:29 -0000", "2023-05-19T20:45:29+00:00"),
        ("Thu, 29 Feb 2024 00:00:00 +0000", "2024-02-29T00:00:00+00:00"),
    ],
)
def test_it_reads_the_date_of_a_feed(text: str, stated: str):
    found = read_feed_date(text)
    assert (found.isoformat(), found.precision, found.at.tzinfo) == (stated, Precision.TIME, UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "Fri, 32 May 2023 20:45:29 +0000",
        "Wed, 29 Feb 2023 00:00:00 +0000",
        "Fri, 19 May 2023 25:45:29 +0000",
        "Fri, 19 May 2023 20:45:29 +9999",
        "Fri, 31 Dec 9999 23:59:59 -0500",
    ],
)
def test_it_reads_no_date_of_a_feed_that_no_calendar_has(text: str):
    assert read_feed_date(text) is None


@pytest.mark.parametrize(
    ("precision", "text"),
    [
        (Precision.TIME, "2024-05-14T07:30:12+00:00"),
        (Precision.DAY, "2024-05-14"),
        (Precision.MONTH, "2024-05"),
        (Precision.YEAR, "2024"),
    ],
)
def test_it_writes_a_date_as_short_as_it_was_stated(precision: Precision, text: str):
    assert StatedDate(datetime(2024, 5, 14, 7, 30, 12, tzinfo=UTC), precision).isoformat() == text


def test_a_month_that_is_no_number_of_its_own_is_not_read():
    """ "1月" stands in "21月"."""
    assert read("21月 2024", "ja") is None
    assert read("2024 tháng 31", "vi") is None


def test_a_feed_of_the_first_century_is_not_of_this_one():
    assert read_feed_date("Mon, 01 Jan 0001 10:00:00 +0000") is None


@pytest.mark.parametrize(
    ("text", "stated", "precision"),
    [
        ("2024", "2024", Precision.YEAR),
        ("2024-05", "2024-05", Precision.MONTH),
        ("2024-05-14", "2024-05-14", Precision.DAY),
        ("2024-05-14T07:30:12Z", "2024-05-14T07:30:12+00:00", Precision.TIME),
        ("2024-05-14T07:30:12.123456+02:00", "2024-05-14T05:30:12+00:00", Precision.TIME),
        ("2024-05-14 07:30", "2024-05-14T07:30:00+00:00", Precision.TIME),
        (" 2024-05-14t07:30:12 +0530 ", "2024-05-14T02:00:12+00:00", Precision.TIME),
    ],
)
def test_it_reads_the_dates_of_atom_and_json(text: str, stated: str, precision: Precision):
    found = read_feed_date(text)
    assert (found.isoformat(), found.precision) == (stated, precision)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2024-13",
            "2024-02-30",
            "2024-05-14T25:00Z",
            "2024-05-14T07",
            "1024-05-14",
            "20240514",
            "2024-5-1",
        ),
        *("٢٠٢٤-٠٥-١٤", "2024-05-14T07:30:12+99:00", "2024-05-14 and more", "2024-05-14T23:59:60Z"),
    ],
)
def test_it_reads_no_other_number_as_a_date_of_atom(text: str):
    assert read_feed_date(text) is None


@pytest.mark.parametrize(
    ("text", "language", "stated"),
    [
        ("14th of May 2024", "en", "2024-05-14"),
        ("Tue 14 May, 2024 at 10:00 pm", "en", None),
        ("14 maja 2024 r.", "pl", "2024-05-14"),
        ("May 2024", "en", "2024-05"),
        ("03/04/2024", "en", None),
        ("Mon 03/04/2024", "en", None),
        ("14 May 24", "en", None),
        ("14 May", "en", None),
        ("the 14th", "en", None),
        ("14 May 2024", "xx", None),
        ("word " * 40 + "14 May 2024", "en", None),
        ("", "en", None),
    ],
)
def test_a_worded_date_has_its_year_and_no_two_ways_of_reading(text: str, language: str, stated: str | None):
    found = read_worded_date(text, language)
    assert (found and found.isoformat()) == stated


CAPTURED = datetime(2024, 5, 14, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "language", "stated"),
    [
        ("3 days ago", "en", "2024-05-11"),
        ("2 hours ago", "en", "2024-05-14"),
        ("yesterday", "en", "2024-05-13"),
        ("vakar", "lv", "2024-05-13"),
        ("pirms 3 dienām", "lv", "2024-05-11"),
        ("3 dni temu", "pl", "2024-05-11"),
        ("3 วันที่แล้ว", "th", "2024-05-11"),
        ("قبل 3 أيام", "ar", "2024-05-11"),
        ("3 дні тому", "uk", "2024-05-11"),
        ("2 недели назад", "ru", "2024-04"),
        ("5 months ago", "en", "2023-12"),
        ("il y a 2 ans", "fr", "2022"),
        ("in 3 days", "en", None),
        ("Referendums", "lv", None),
        ("3 days ago", "xx", None),
        ("", "en", None),
    ],
)
def test_an_age_counts_from_when_it_was_captured(text: str, language: str, stated: str | None):
    found = read_age(text, language, CAPTURED)
    assert (found and found.isoformat()) == stated
