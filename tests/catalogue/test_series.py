from dataclasses import replace
from pathlib import Path

import pytest

from catalogue.model import Kind, Matter, Passage, Place, Report, passage_ids
from catalogue.numbers import Gap, Number, Part, gaps, number_of, part_of
from catalogue.series import Counts, Series, counted, pages_in, series_of, words_in
from catalogue.store import Catalogue

# A dictionary of four words, in the place of the lexicon.
_SAME = {"tilskot": "tilskudd", "skolen": "skole", "skulen": "skole", "evalueringa": "evaluering"}


def meaning(name: str) -> list[frozenset[str]]:
    return [frozenset({_SAME.get(word, word)}) for word in name.lower().split()]


def report(id_: str, title: str = "", number: str = "", year: int | None = 2022, **more: object) -> Report:
    values = {"series": "Evaluering av tilskudd", "publisher": "Direktoratet", **more}
    return Report(id_, title=title or id_, report_number=number, year=year, **values)  # type: ignore[arg-type]


def only(*reports: Report, counts: dict[str, Counts] | None = None) -> Series:
    (one,) = series_of(reports, counts or {}, meaning)
    return one


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("2022:3", Number(3, 2022, "2022:{}")),
        ("2022 : 3", Number(3, 2022, "2022:{}")),
        ("NOU 2023: 12", Number(12, 2023, "NOU 2023:{}")),
        ("3/2022", Number(3, 2022, "{}/2022")),
        ("8/07", Number(8, 2007, "{}/07")),
        ("R09/97", Number(9, 1997, "R{}/97")),
        ("Rapport 123", Number(123, None, "Rapport {}")),
        ("123", Number(123, None, "{}")),
        ("{3}", None),
        ("Dokument 3:5 (2020-2021)", None),
        ("", None),
    ],
)
def test_numbers_as_they_are_printed(printed: str, number: Number | None) -> None:
    assert number_of(printed) == number


@pytest.mark.parametrize(
    ("title", "part"),
    [
        ("Små hus. Delrapport 2", Part("delrapport", (2,))),
        ("Delrapport nr. 3 frå følgjestudien", Part("delrapport", (3,))),
        ("Delrapport IV: om skolen", Part("delrapport", (4,))),
        ("Delrapport IX", Part("delrapport", (9,))),
        ("Delrapport 2 og 3", Part("delrapport", (2, 3))),
        ("Delrapport 2–4", Part("delrapport", (2, 3, 4))),
        ("Andre delrapport", Part("delrapport", (2,))),
        ("Fyrste delnotatet", Part("delnotat", (1,))),
        ("Svar på delrapport 1. Delrapport 3", Part("delrapport", (3,))),
        ("Underveisrapport 2 til Kunnskapsdepartementet", Part("underveisrapport", (2,))),
        ("Rapporten i skolen", None),
        ("Rapporter fra 3 kommuner", None),
        ("Rapport 2023:5", None),
        ("Rapport 12/2022", None),
        ("Sluttrapport", None),
    ],
)
def test_parts_as_titles_say_them(title: str, part: Part | None) -> None:
    assert part_of(title) == part


class TestMissing:
    def test_between_two_of_the_same_year(self) -> None:
        numbers = [one for text in ("2022:3", "2022:7", "2023:1", "2023:3") if (one := number_of(text))]
        assert gaps(numbering=numbers) == (Gap("2022:4–6", 4, 6), Gap("2023:2", 2, 2))

    def test_not_where_years_or_forms_differ(self) -> None:
        numbers = [one for text in ("2022:3", "2023:7", "R 12/2022", "40") if (one := number_of(text))]
        assert gaps(numbers) == ()

    def test_parts_are_counted_from_one(self) -> None:
        assert gaps([Part("delrapport", (2,)), Part("delrapport", (4, 5))]) == (
            Gap("delrapport 1", 1, 1),
            Gap("delrapport 3", 3, 3),
        )

    def test_parts_say_more_than_the_printed_numbers(self) -> None:
        one = only(report("a", "Delrapport 1", "2022:3"), report("b", "Delrapport 2", "2022:7"))
        assert one.missing == ()
        assert only(report("a", "Eitt", "2022:3"), report("b", "To", "2022:5")).missing == (Gap("2022:4", 4, 4),)

    def test_numbers_of_two_publishers_show_no_gap(self) -> None:
        one = only(report("a", "Eitt", "2022:3", publisher="NIFU"), report("b", "To", "2022:7", publisher="Fafo"))
        assert one.missing == ()

    def test_a_single_part_is_no_numbering(self) -> None:
        assert only(report("a", "Delrapport 4"), report("b", "Noko anna")).missing == ()


class TestSeries:
    def test_names_in_both_standards_are_one_series(self) -> None:
        one = only(report("a"), report("b"), report("c", series="Evalueringa av tilskot"))
        assert one.name == "Evaluering av tilskudd"
        assert one.names == (("Evaluering av tilskudd", 2), ("Evalueringa av tilskot", 1))

    def test_other_names_are_other_series(self) -> None:
        found = series_of(
            [report("a"), report("b", series="Evaluering av skolen"), report("c", series="Evaluering")], {}, meaning
        )
        assert len(found) == 3

    def test_what_has_no_series_or_is_superseded_is_left_out(self) -> None:
        assert series_of([report("a", series=""), report("b", superseded_by="a")], {}, meaning) == []

    def test_the_newest_first(self) -> None:
        old, new = report("a", year=2019, series="Skolen"), report("b", year=2024, series="Tilskot")
        assert [one.name for one in series_of([old, new], {}, meaning)] == ["Tilskot", "Skolen"]
        assert [one.name for one in series_of([replace(old, year=None), new], {}, meaning)][-1] == "Skolen"

    def test_reports_in_order_of_their_parts_with_the_final_report_last(self) -> None:
        one = only(
            report("d", "Sluttrapport", year=2024),
            report("c", "Delrapport 10", year=2023),
            report("b", "Delrapport 2", year=2023),
            report("a", "Delrapport 1", year=2024),
        )
        assert [member.report.id for member in one.members] == ["a", "b", "c", "d"]
        assert one.years == (2023, 2024)

    def test_reports_in_order_of_their_numbers(self) -> None:
        one = only(report("c", number="2022:10"), report("b", number="2022:9"), report("a", number="2023:1", year=2023))
        assert [member.report.id for member in one.members] == ["b", "c", "a"]

    def test_publishers_with_the_commonest_first(self) -> None:
        one = only(report("a", publisher="NIFU"), report("b"), report("c"), report("d", publisher=""))
        assert one.publishers == (("Direktoratet", 2), ("NIFU", 1))


class TestShares:
    def test_each_report_weighs_as_many_words_as_it_has(self) -> None:
        one = only(
            report("a", shares=(("nn", 1.0),)),
            report("b", shares=(("nb", 0.5), ("en", 0.5))),
            counts={"a": Counts(3000, (("nn", 10),)), "b": Counts(1000, (("nb", 3), ("en", 2)))},
        )
        assert words_in(one.members) == (("nn", 0.75), ("nb", 0.125), ("en", 0.125))
        assert pages_in(one.members) == (("nn", 10 / 15), ("nb", 3 / 15), ("en", 2 / 15))

    def test_nothing_to_count_is_no_share(self) -> None:
        one = only(report("a", shares=(("nn", 1.0),)))
        assert words_in(one.members) == ()
        assert pages_in(one.members) == ()

    def test_words_and_pages_of_running_text_are_counted(self, tmp_path: Path) -> None:
        texts = [
            ("Fem ord står her nå", "nb", 2, Matter.BODY),
            ("Berre tre ord", "nn", 2, Matter.BODY),
            ("Seks ord på ei heil side", "nn", 3, Matter.SUMMARY),
            ("Ord på omslaget tel ikkje", "nn", 1, Matter.COVER),
            ("Kjelder tel ikkje heller", "nb", 9, Matter.REFERENCES),
        ]
        ids = passage_ids("a", [text for text, *_ in texts])
        passages = [
            Passage(id_, "a", text, matter=matter, standard=standard, places=(Place(page), Place(page + 1)))
            for id_, (text, standard, page, matter) in zip(ids, texts, strict=True)
        ]
        bullet = Passage("bullet", "a", "Eit punkt på nettsida", Kind.BULLET, standard="nn")
        with Catalogue.open(tmp_path, create=True) as catalogue:
            catalogue.save(report("a"), [bullet, *passages], 1)
            assert counted(catalogue) == {"a": Counts(14, (("nb", 1), ("nn", 1)))}
