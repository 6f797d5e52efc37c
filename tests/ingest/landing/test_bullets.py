import pytest

from ingest.landing.reader import parse

ONE = "Skoleleiarane er lite involverte i arbeidet."
TWO = "Rektorane får vite det seint, og det kostar."


def bullets(text: str, *, markdown: bool = False) -> tuple[str, ...]:
    return parse(text.encode(), "x", markdown=markdown).bullets


def test_lists_under_a_findings_heading_only() -> None:
    text = f"<h1>A</h1><ul><li>Dette er ei liste om noko heilt anna.</li></ul><h2>Hovudfunn</h2><ul><li>{ONE}</li><li>{TWO}</li></ul>"
    assert bullets(text) == (ONE, TWO)


def test_any_list_of_sentences_where_no_heading_says_so() -> None:
    assert bullets(f"<h1>A</h1><ul><li>{ONE}</li><li>{TWO}</li></ul>") == (ONE, TWO)


@pytest.mark.parametrize("heading", ["Les også", "Metode", "Relaterte rapporter", "Tilrådingar"])
def test_lists_of_other_matter(heading: str) -> None:
    assert bullets(f"<h1>A</h1><h2>{heading}</h2><ul><li>{ONE}</li></ul>") == ()


def test_paragraphs_under_a_findings_heading_without_a_list() -> None:
    assert bullets(f"<h1>A</h1><h2>Hovedfunn</h2><p>{ONE}</p>") == (ONE,)


def test_a_bullet_that_markup_broke_in_the_middle_of_a_sentence() -> None:
    text = (
        "# A\n\n- Skoleeigarane er fornøgde, fordi dei har fått betre\n\nkompetanse til arbeidet. Andre er det ikkje.\n\n- "
        + TWO
    )
    assert bullets(text, markdown=True) == (
        "Skoleeigarane er fornøgde, fordi dei har fått betre kompetanse til arbeidet. Andre er det ikkje.",
        TWO,
    )
    split = f"<h1>A</h1><ul><li>Skoleeigarane er fornøgde, fordi dei har fått betre</li></ul><p>kompetanse til arbeidet.</p><ul><li>{TWO}</li></ul>"
    assert bullets(split) == ("Skoleeigarane er fornøgde, fordi dei har fått betre kompetanse til arbeidet.", TWO)


def test_links_and_short_items_are_no_findings() -> None:
    menu = '<ul><li><a href="a">Les meir om ordninga og om kva ho er</a></li><li>Kort tekst</li></ul>'
    assert bullets(f"<h1>A</h1>{menu}") == ()


def test_bullets_typed_into_a_paragraph() -> None:
    assert bullets(f"<h1>A</h1><h2>Funn</h2><p>• {ONE}<br>• {TWO}</p>") == (ONE, TWO)


def test_each_finding_once() -> None:
    assert bullets(f"<h1>A</h1><h2>Funn</h2><ul><li>{ONE}</li><li>{ONE}</li></ul>") == (ONE,)
