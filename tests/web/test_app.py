"""Where addresses lead."""

import pytest
from starlette.testclient import TestClient


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("nn-NO,nb;q=0.8", "nn"),
        ("nb", "nb"),
        ("no", "nb"),
        ("en-GB,en", "en"),
        ("de", "nb"),
        ("", "nb"),
        ("de,nn;q=0.1", "nn"),
    ],
)
def test_the_front_page_is_in_the_visitors_language(client: TestClient, accepted: str, language: str) -> None:
    answer = client.get("/?q=rektor", headers={"accept-language": accepted}, follow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["location"] == f"/{language}/?q=rektor"


def test_the_flagship_is_answered_on_the_page_and_by_the_api(client: TestClient) -> None:
    page = client.get("/nn/", params={"q": "skoleleiarar involvering"})
    assert page.status_code == 200
    assert "involvert" in page.text
    told = client.get("/api/v1/search", params={"q": "skoleleiarar involvering"}).json()
    assert told["totals"]["all_words"] >= 10
    assert [hit["missing"] for hit in told["hits"]] == [[]] * 10


def test_every_answer_forbids_what_is_not_ours(client: TestClient) -> None:
    for address in ("/nn/", "/api/v1/search?q=rektor", "/nothing", "/api/v1/search"):
        policy = client.get(address).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
