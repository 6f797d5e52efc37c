"""Who may ask from pages of other sites."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from web.app import create_app
from web.settings import Settings

ORIGIN = "https://www.example.no"
FROM = {"origin": ORIGIN}
PREFLIGHT = {**FROM, "access-control-request-method": "GET"}


def test_nobody_unless_asked_for(client: TestClient) -> None:
    assert "access-control-allow-origin" not in client.get("/api/v1/search?q=a", headers=FROM).headers
    assert client.options("/api/v1/search", headers=PREFLIGHT).status_code == 405


@pytest.mark.parametrize("allowed", [ORIGIN, "*"])
def test_those_who_are_named_may_ask_the_api_only(store: Path, allowed: str) -> None:
    with TestClient(create_app(Settings(store, cors=(allowed,)))) as client:
        for _ in range(2):  # made, then kept
            answer = client.get("/api/v1/search?q=a", headers=FROM)
            assert answer.headers["access-control-allow-origin"] == allowed
            assert "etag" in answer.headers["access-control-expose-headers"]
            assert "access-control-allow-credentials" not in answer.headers
        assert client.options("/api/v1/search", headers=PREFLIGHT).status_code == 200
        assert client.get("/api/v1/search", headers=FROM).headers["access-control-allow-origin"] == allowed
        assert "access-control-allow-origin" not in client.get("/nn/", headers=FROM).headers
        other = client.get("/api/v1/search?q=a", headers={"origin": "https://evil.example"})
        assert other.headers.get("access-control-allow-origin") == ("*" if allowed == "*" else None)
