"""`funn serve`: the collection as a web page and an API."""

from pathlib import Path

import click

from catalogue.errors import UsageError
from catalogue.store import Catalogue
from commands.frame import command, store_option


@command("serve", ("funn serve", "on http://127.0.0.1:8080/, for this machine only"))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Port to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that answer.")
@store_option
def serve(*, store: Path, host: str, port: int, workers: int) -> None:
    """Serves the collection as a web page and an API; it reads only."""
    try:
        import uvicorn

        from web.settings import Settings
    except ImportError as error:
        raise UsageError(
            f"funn serve needs the extra `serve` ({error.name} is missing): pip install 'funn[serve]'."
        ) from error
    Catalogue.require(store)
    Settings(store=store).to_environment()
    uvicorn.run("web.app:from_environment", factory=True, host=host, port=port, workers=workers, log_level="warning")
