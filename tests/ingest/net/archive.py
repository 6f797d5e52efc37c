"""An OAI-PMH archive on loopback, for tests."""

from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import parse_qs

from tests.ingest.net.site import Handler, Site

OAI = 'xmlns="http://www.openarchives.org/OAI/2.0/"'
DC = 'xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
Item = tuple[str, str, str]  # identifier, datestamp, metadata; no metadata: deleted


def dublin_core(title: str, *more: tuple[str, str]) -> str:
    said = "".join(f"<dc:{name}>{escape(value)}</dc:{name}>" for name, value in [("title", title), *more])
    return f"<oai_dc:dc {DC}>{said}</oai_dc:dc>"


def record(item: Item) -> str:
    identifier, datestamp, metadata = item
    status = "" if metadata else ' status="deleted"'
    body = f"<metadata>{metadata}</metadata>" if metadata else ""
    return f"<record><header{status}><identifier>{identifier}</identifier><datestamp>{datestamp}</datestamp></header>{body}</record>"


class Archive:
    """Lists its items in pages of `size`; `before` may answer in its stead, and then returns True."""

    def __init__(self, web: Site, items: Sequence[Item], size: int = 50, formats: Sequence[str] = ("oai_dc",)) -> None:
        self.items = list(items)
        self.size = size
        self.formats = formats
        self.before: Callable[[Handler, dict[str, str]], bool] = lambda _, __: False
        self.queries: list[dict[str, str]] = []
        self.url = web.on("/oai", self._reply)

    def _reply(self, handler: Handler) -> None:
        query = {name: values[0] for name, values in parse_qs(handler.path.partition("?")[2]).items()}
        self.queries.append(query)
        if not self.before(handler, query):
            self.say(handler, self._answer(query))

    @staticmethod
    def say(handler: Handler, body: str) -> None:
        data = f'<?xml version="1.0" encoding="UTF-8"?><OAI-PMH {OAI}><responseDate>x</responseDate>{body}</OAI-PMH>'
        handler.send(200, data.encode(), **{"Content-Type": "text/xml"})

    def _answer(self, query: dict[str, str]) -> str:
        verb = query.get("verb")
        if verb == "ListMetadataFormats":
            each = "".join(
                f"<metadataFormat><metadataPrefix>{name}</metadataPrefix></metadataFormat>" for name in self.formats
            )
            return f"<ListMetadataFormats>{each}</ListMetadataFormats>"
        if verb == "ListSets":
            return "<ListSets><set><setSpec>rapport</setSpec><setName>Rapportar</setName></set></ListSets>"
        start = int(query.get("resumptionToken", "t0")[1:])
        found = self.items[start : start + self.size]
        if not found:
            return '<error code="noRecordsMatch">none</error>'
        end = start + self.size
        token = f"t{end}" if end < len(self.items) else ""
        tail = f'<resumptionToken completeListSize="{len(self.items)}">{token}</resumptionToken>'
        return f"<ListRecords>{''.join(map(record, found))}{tail}</ListRecords>"
