"""Pools as two CSV files."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.methods.sortition.pools import FILES, pools, real
from waardeel.formats import sortition_csv
from waardeel.formats.reading import FormatError, Lines
from waardeel.methods.sortition.pool import Quota

FEATURES = "feature,value,min,max\nage,young,1,2\nage,old,0,1\n"
PEOPLE = "id,age\nann,young\nbo,old\n"


def read(features=FEATURES, people=PEOPLE, size=1, lenient=False, **more):
    first, second = Lines.of(features, name="f.csv", lenient=lenient), Lines.of(people, name="p.csv", lenient=lenient)
    return sortition_csv.read(first, second, size=size, **more), [*first.mended, *second.mended]


@settings(max_examples=20, deadline=None)
@given(pools())
def test_what_is_written_is_read_back_equal(pool):
    features, people = "".join(sortition_csv.write_quotas(pool)), "".join(sortition_csv.write_people(pool))
    shared = ["household"] if any(pool.households) else []
    again, _ = read(features, people, pool.size, household_columns=shared)
    assert again.people == pool.people
    assert again.values == pool.values
    assert again.quotas == pool.quotas
    assert again.size == pool.size
    groups = [
        {a for a, home in zip(p.people, p.households, strict=True) if home == h}
        for p in (pool, again)
        for h in set(p.households) - {None}
    ]
    assert all(groups.count(group) == 2 for group in groups)


@pytest.mark.parametrize("name", FILES)
def test_real_files_are_read_and_come_back_equal(name):
    pool = real(name)
    assert len(pool.people) == {"small": 200, "large": 2000, "fixture": 150, "syn500": 500, "syn1727": 1727}[name]
    features, people = "".join(sortition_csv.write_quotas(pool)), "".join(sortition_csv.write_people(pool))
    assert read(features, people, pool.size)[0] == pool


def test_flex_columns_and_names_with_commas_are_kept():
    features = 'feature,value,min,max,min_flex,max_flex\n"work, paid","yes, much",1,2,0,3\n"work, paid",no,0,1,,\n'
    pool, _ = read(features, '"work, paid",who\n"yes, much",ann\nno,bo\n')
    assert pool.quotas == (Quota("work, paid", "no", 0, 1), Quota("work, paid", "yes, much", 1, 2, 0, 3))
    assert pool.people == ("ann", "bo")
    assert "".join(sortition_csv.write_quotas(pool)).splitlines()[2] == '"work, paid","yes, much",1,2,0,3'


def test_the_header_of_the_citizens_assemblies_means_the_same_and_people_without_ids_are_numbered():
    pool, _ = read("category,feature,min,max\nage,young,1,2\nage,old,0,1\n", "age\nyoung\nold\n")
    assert pool.quotas == read()[0].quotas
    assert pool.people == ("1", "2")


def test_people_who_agree_in_all_address_columns_share_a_household():
    people = (
        "id,age,street,zip\nann,young, High St 1,9000\nbo,old,high  st 1,9000\nchris,old,High St 1,9001\n"
        "dee,old,,\neve,old,,\n"
    )
    pool, _ = read(people=people, household_columns=["street", "zip"])
    assert pool.households[0] == pool.households[1] is not None
    assert pool.households[2:] == (None, None, None)


@pytest.mark.parametrize(
    ("features", "people", "place"),
    [
        ("", PEOPLE, "f.csv, line 0"),
        ("feature,value,least,most\n", PEOPLE, "f.csv, line 1"),
        ("feature,value,min,max,min_flex\n", PEOPLE, "f.csv, line 1"),
        ("feature,value,min,max\nage,young,1\n", PEOPLE, "f.csv, line 2"),
        ("feature,value,min,max\nage,young,1,x\n", PEOPLE, "f.csv, line 2"),
        ("feature,value,min,max\nage,young,1,99999999\n", PEOPLE, "f.csv, line 2"),
        ("feature,value,min,max\nage,young,1,1e3\n", PEOPLE, "f.csv, line 2"),
        ("feature,value,min,max\nage,young,2,1\n", PEOPLE, "f.csv, line 2"),
        ("feature,value,min,max\nage,young,-1,1\n", PEOPLE, "f.csv, line 2"),
        ("feature,value,min,max\nage,,0,1\n", PEOPLE, "f.csv, line 2"),
        (FEATURES + "age,old,0,2\n", PEOPLE, "f.csv, line 4"),
        (FEATURES, "", "p.csv, line 0"),
        (FEATURES, "id,id,age\n", "p.csv, line 1"),
        (FEATURES, "id,height\nann,2\n", "p.csv, line 1"),
        (FEATURES, "id,age\nann\n", "p.csv, line 2"),
        (FEATURES, "id,age\n,young\n", "p.csv, line 2"),
        (FEATURES, "id,age\nann,young\nann,old\n", "p.csv, line 3"),
        (FEATURES, "id,age\nann,young\nbo,middle\n", "p.csv, line 3"),
        (FEATURES, 'id,age\nann,"young\n', "p.csv, line 2"),
        (FEATURES, "id,age\nann,yo\0ung\n", "p.csv, line 2"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(features, people, place):
    with pytest.raises(FormatError) as refusal:
        read(features, people)
    assert str(refusal.value).startswith(place)


def test_a_lenient_reader_mends_and_lists_what_it_mended():
    pool, mended = read(people="id,age\nann,YOUNG\nann,old\nbo,middle\nchris,old,,\n", lenient=True)
    assert pool.people == ("ann", "chris")
    assert pool.column("age") == ("young", "old")
    assert [each.line for each in mended] == [3, 5, 2, 3]
    assert mended[0].did == "It was left out."
