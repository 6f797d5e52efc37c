"""The API answers what the commands answer, with links that others can follow, and all of it is described."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs  # as schemathesis has it
import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

import cli
from search.export.write import ENDINGS
from web.api.document import document
from web.api.schemas import SCHEMAS
from web.api.table import endpoints
from web.exports import formats
from web.settings import Settings

REPORT = "b2531c2e0de0f65e"


def told(store: Path, *command: str) -> str:
    result = CliRunner().invoke(cli.cli, ["--store", str(store), *command])
    assert result.exit_code == 0, result.output
    return result.stdout


def without_links(value: Any) -> Any:
    """The same without what tells places: those of the commands are paths."""
    if isinstance(value, dict):
        places = {"link", "landing_page", "pdf", "path"}
        return {key: without_links(one) for key, one in value.items() if key not in places}
    return [without_links(one) for one in value] if isinstance(value, list) else value


def strict(schema: Any) -> Any:
    """The schema, where nothing may be that is not described."""
    if isinstance(schema, dict):
        closed = {"additionalProperties": False} if "properties" in schema else {}
        return {key: strict(one) for key, one in schema.items()} | closed
    return [strict(one) for one in schema] if isinstance(schema, list) else schema


def described(answer: Any, name: str) -> None:
    whole = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": strict(SCHEMAS)}}
    jsonschema_rs.validator_for(whole).validate(answer)


def passage_of(client: TestClient) -> str:
    return str(client.get("/api/v1/search?q=skoleleiar&limit=1").json()["hits"][0]["id"])


@pytest.mark.parametrize(
    ("given", "command"),
    [
        ({"q": "skoleleiarar involvering"}, ["skoleleiarar involvering"]),
        (
            {"q": "skoleleder", "limit": "5", "offset": "3", "sort": "year", "facets": "true", "findings": "true"},
            ["skoleleder", "-n", "5", "--offset", "3", "--sort", "year", "--facets", "--findings"],
        ),
        (
            {"q": "rektor", "group": "true", "standard": "NB", "year": "2022-2023", "series": "læring"},
            ["rektor", "--group", "report", "--standard", "nb", "--year", "2022-2023", "--series", "læring"],
        ),
        ({"q": "involvert", "exact": "true", "all_versions": "true"}, ["involvert", "--exact", "--all-versions"]),
        ({"q": 'title:"på gangen" (rektor'}, ['title:"på gangen" (rektor']),
        ({"q": "skolelder involvring -barnehage"}, ["skolelder involvring -barnehage"]),
    ],
)
def test_a_search(client: TestClient, store: Path, given: dict[str, str], command: list[str]) -> None:
    answer = client.get("/api/v1/search", params=given).json()
    described(answer, "Answer")
    assert without_links(answer) == without_links(json.loads(told(store, "search", *command, "--json")))


def test_a_search_that_finds_nothing(client: TestClient) -> None:
    answer = client.get("/api/v1/search", params={"q": "xyzzyplugh"}).json()
    described(answer, "Answer")
    assert answer["hits"] == []
    assert [word["text"] for word in answer["suggestion"]["words"]] == ["xyzzyplugh"]


def test_similar_passages(client: TestClient, store: Path) -> None:
    passage = passage_of(client)
    answer = client.get(f"/api/v1/passages/{passage}/similar?limit=4&standard=nb").json()
    described(answer, "Answer")
    command = told(store, "similar", passage, "-n", "4", "--standard", "nb", "--json")
    assert without_links(answer) == without_links(json.loads(command))
    assert len(answer["hits"]) == 4


@pytest.mark.parametrize("sort", ["relevance", "left", "right", "report"])
def test_a_concordance(client: TestClient, store: Path, sort: str) -> None:
    given = {"q": "involvering", "sort": sort, "width": "30", "limit": "20"}
    answer = client.get("/api/v1/concordance", params=given).json()
    described(answer, "Concordance")
    lines = told(store, "kwic", "involvering", "--sort", sort, "--width", "30", "-n", "20", "--jsonl").splitlines()
    assert without_links(answer["lines"]) == [without_links(json.loads(line)) for line in lines]
    assert answer["more"]
    rest = client.get("/api/v1/concordance", params={**given, "offset": "20", "limit": "100"}).json()
    every = client.get("/api/v1/concordance", params={**given, "limit": "100"}).json()
    assert (answer["lines"] + rest["lines"])[:100] == every["lines"]


def test_the_reports(client: TestClient, store: Path) -> None:
    answer = client.get("/api/v1/reports").json()
    described(answer, "Reports")
    assert without_links(answer["reports"]) == without_links(json.loads(told(store, "list", "--json")))
    assert (answer["total"], answer["more"]) == (8, False)
    few = client.get("/api/v1/reports", params={"limit": 3, "offset": 2}).json()
    assert few == {"total": 8, "reports": answer["reports"][2:5], "more": True}
    for given, number in (
        ({"year": "2024"}, 3),
        ({"standard": "nn"}, 4),
        ({"text": "BORDET"}, 1),
        ({"series": "x"}, 0),
    ):
        assert client.get("/api/v1/reports", params=given).json()["total"] == number


def test_a_report(client: TestClient, store: Path) -> None:
    for report in client.get("/api/v1/reports").json()["reports"]:
        answer = client.get(f"/api/v1/reports/{report['id']}").json()
        described(answer, "WholeReport")
        assert without_links(answer) == without_links(json.loads(told(store, "show", report["id"], "--json")))


def test_the_passages_of_a_report(client: TestClient, store: Path) -> None:
    lines = [json.loads(line) for line in told(store, "passages", REPORT, "--jsonl").splitlines()]
    found: list[Any] = []
    more = True
    while more:
        page = client.get(f"/api/v1/reports/{REPORT}/passages", params={"offset": len(found), "limit": 90}).json()
        described(page, "Passages")
        assert page["total"] == len(lines)
        found += page["passages"]
        more = page["more"]
    assert without_links(found) == without_links(lines)
    findings = client.get(f"/api/v1/reports/{REPORT}/passages?findings=true").json()
    assert findings["total"] == sum(line["finding"] for line in lines)
    one = client.get(f"/api/v1/passages/{found[40]['id']}").json()
    described(one, "Passage")
    assert one == found[40]


def test_the_series(client: TestClient, store: Path) -> None:
    answer = client.get("/api/v1/series").json()
    described(answer, "SeriesList")
    assert answer["series"] == json.loads(told(store, "series", "--json"))
    assert client.get("/api/v1/series?name=finst-ikkje").json() == {"total": 0, "series": [], "more": False}


def test_how_a_query_could_go_on(client: TestClient) -> None:
    answer = client.get("/api/v1/suggest", params={"q": "involvering av skolel"}).json()
    described(answer, "Suggestions")
    words = [one["text"] for one in answer["completions"]]
    assert "skoleledere" in words
    assert all(word.startswith("skolel") for word in words)
    counts = [one["found"] for one in answer["completions"]]
    assert counts == sorted(counts, reverse=True)
    assert answer["completions"][0]["query"] == f"involvering av {words[0]}"
    for unfinished in ("sk", "skolel ", "", "!"):
        given = {"q": unfinished} if unfinished else {"q": " "}
        assert client.get("/api/v1/suggest", params=given).json()["completions"] == []


def test_what_may_be_meant(client: TestClient) -> None:
    answer = client.get("/api/v1/suggest", params={"q": "skolelederene involverng"}).json()
    assert "involvering" in answer["suggestion"]["query"]


@pytest.mark.parametrize("kind", [ending[1:] for ending in ENDINGS])
def test_an_export_is_the_commands_file(client: TestClient, store: Path, tmp_path: Path, kind: str) -> None:
    for extra in ({}, {"language": "nn", "limit": "7", "findings": "true"}):
        answer = client.get("/api/v1/export", params={"q": "partnarskap avtale", "format": kind, **extra})
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].startswith(
            f'attachment; filename="funn-partnarskap-avtale.{kind}"'
        )
        assert answer.headers["funn-cut"] == "false"
        path = tmp_path / f"funn.{kind}"
        options = [f"--{name}" if value == "true" else f"--{name}={value}" for name, value in extra.items()]
        told(store, "export", "partnarskap avtale", "-o", str(path), *options)
        if kind in {"xlsx", "docx"}:  # packed with the time of day
            assert answer.content[:2] == path.read_bytes()[:2] == b"PK"
        else:
            assert _plain(answer.text) == _plain(path.read_text("utf-8"))
        same = client.get("/export", params={"q": "partnarskap avtale", "format": kind, **extra, "utm": "x"})
        assert (same.status_code, same.headers["content-type"]) == (200, answer.headers["content-type"])


def _plain(text: str) -> list[str]:
    """Without links, which are paths in the command's files, and where they are none what carries them."""
    bare = re.sub(r"(https?|file):(\\?/){2}[^\s,;>)}\"|]*", "", text)
    return re.sub(r"</?a\b[^>]*>|\[(?=nettside)|(?<=nettside)\]\(<[^>]*>\)", "", bare).splitlines()


def test_an_export_in_excels_way(client: TestClient) -> None:
    answer = client.get("/api/v1/export?q=rektor&limit=2&excel=true")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.text.splitlines()[0].count(";") > 10


def test_an_export_that_is_cut_says_so(store: Path) -> None:
    from web.app import create_app

    with TestClient(create_app(Settings(store, export_size=5))) as client:
        answer = client.get("/api/v1/export?q=rektor&format=jsonl")
        assert (answer.headers["funn-passages"], answer.headers["funn-cut"]) == ("5", "true")
        assert len(answer.text.splitlines()) == 5
        asked_for = client.get("/api/v1/export?q=rektor&format=jsonl&limit=3")
        assert (asked_for.headers["funn-passages"], asked_for.headers["funn-cut"]) == ("3", "false")
        assert client.get("/api/v1/export?q=rektor&limit=6").status_code == 422


def test_an_export_of_nothing(client: TestClient) -> None:
    answer = client.get("/api/v1/export?q=xyzzyplugh")
    assert (answer.status_code, answer.json()["code"]) == (404, "nothing-found")
    page = client.get("/export?q=xyzzyplugh", headers={"accept": "text/html", "accept-language": "nn"})
    assert page.status_code == 404
    assert '<html lang="nn"' in page.text


def test_no_answer_tells_where_files_are(client: TestClient, store: Path) -> None:
    texts = []
    for one in endpoints(Settings(store)):
        id_ = passage_of(client) if one.path.startswith("/passages") else REPORT
        answer = client.get(f"/api/v1{one.path.replace('{id}', id_)}", params=dict(one.example))
        assert answer.status_code == 200, one
        texts.append(answer.text)
    texts += [client.get("/export", params={"q": "rektor", "format": kind}).text for kind in formats()]
    texts += [client.get("/nn/feed.atom?q=rektor").text]
    root = str(Path(__file__).parents[3])
    assert not any(root in text or "file:" in text or str(store) in text for text in texts)
    assert f"http://testserver/report/{REPORT}.pdf#page=" in texts[0] + texts[2]


def test_links_begin_with_the_address_that_others_know(store: Path) -> None:
    from web.app import create_app

    with TestClient(create_app(Settings(store, base_url="https://funn.example.no"))) as client:
        link = client.get("/api/v1/search?q=rektor&limit=1").json()["hits"][0]["link"]
        assert link.startswith("https://funn.example.no/report/")
        assert "https://funn.example.no/nb/passage/" in client.get("/nb/feed.atom?q=rektor").text
        assert client.get("/api/v1/openapi.json").json()["servers"] == [{"url": "https://funn.example.no"}]


@pytest.mark.parametrize("path", ["reports/{}", "reports/{}/passages", "passages/{}", "passages/{}/similar"])
@pytest.mark.parametrize(
    "id_", ["0" * 16, "00000000-0000000000", "x", "..%2f..%2fetc%2fpasswd", "%2e%2e", "%C3%28", "a" * 999]
)
def test_ids_that_are_none(client: TestClient, path: str, id_: str) -> None:
    answer = client.get(f"/api/v1/{path.format(id_)}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    described(answer.json(), "Problem")


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("", "q"),
        ("q=", "q"),
        ("q=a&limit=0", "limit"),
        ("q=a&limit=101", "limit"),
        ("q=a&limit=%20", "limit"),
        ("q=a&limit=1.5", "limit"),
        ("q=a&limit=", "limit"),
        ("q=a&offset=-1", "offset"),
        ("q=a&offset=99999999999999999999", "offset"),
        ("q=a&findings=1", "findings"),
        ("q=a&sort=best", "sort"),
        ("q=a&standard=nynorsk", "standard"),
        ("q=a&standard=n%0An", "standard"),
        ("q=a&year=20", "year"),
        ("q=a&year=2020%0A", "year"),
        ("q=a&year=%EF%BC%92%EF%BC%90%EF%BC%92%EF%BC%90", "year"),
        ("q=a&q=b", "q"),
        ("q=a%00b", "q"),
        ("q=a&seires=x", "seires"),
        ("q=a&%0d%0aset-cookie=x", "set-cookie"),
        ("q=" + "a" * 1001, "q"),
    ],
)
def test_parameters_that_cannot_be_read_are_named(client: TestClient, query: str, parameter: str) -> None:
    answer = client.get(f"/api/v1/search?{query}")
    assert answer.status_code == 422
    problem = answer.json()
    described(problem, "Problem")
    assert (problem["code"], problem["parameter"]) == ("bad-parameter", parameter)
    assert problem["type"] == "/api/v1/docs#bad-parameter"


def test_the_document_describes_what_there_is(client: TestClient, store: Path) -> None:
    answer = client.get("/api/v1/openapi.json").json()
    assert answer == json.loads(json.dumps(document(Settings(store))))
    assert answer["openapi"].startswith("3.1")
    assert len(answer["paths"]) == len(endpoints(Settings(store))) == 10
    used = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(answer)))
    assert used == set(SCHEMAS)
    jsonschema_rs.meta.validate({"$ref": "#/x", "x": {}, "components": answer["components"]})
    for schema in SCHEMAS.values():
        jsonschema_rs.meta.validate(schema)


def test_the_page_shows_all_of_it_and_its_forms_lead_to_answers(client: TestClient, store: Path) -> None:
    page = client.get("/api/v1/docs").text
    for one in endpoints(Settings(store)):
        assert f'id="{one.name}"' in page
    for name in ("busy", "bad-parameter", "Hit", "WholeReport"):
        assert f'id="{name}"' in page
    assert not re.findall(r"<script|style=|https?://", page)
    for address in re.findall(r'For example <a href="([^"]+)"', page):
        assert client.get(address.replace("&amp;", "&")).status_code == 200
    form = {"try": "search", "q": "a b\r\nc", "limit": "2", "standard": "", "evil": "x"}
    answer = client.get("/api/v1/docs", params=form, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/api/v1/search?q=a+b%0D%0Ac&limit=2"
    answer = client.get("/api/v1/docs", params={"try": "report", "id": "/../x?y"}, follow_redirects=False)
    assert answer.headers["location"] == "/api/v1/reports/%2F..%2Fx%3Fy"
    assert client.get("/api/v1/docs?try=nothing").status_code == 422
