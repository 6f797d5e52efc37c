"""What the index in force holds of the catalogue, as the catalogue knows it."""

from collections.abc import Iterable

from catalogue.rows import upsert
from catalogue.store import Catalogue


def pending(catalogue: Catalogue) -> list[str]:
    """Ids of the reports that the index lacks or holds in an older revision."""
    query = "SELECT r.id FROM report r LEFT JOIN indexed i ON i.report = r.id WHERE i.revision IS NOT r.revision ORDER BY r.revision"
    return [row[0] for row in catalogue.db.execute(query)]


def removed(catalogue: Catalogue) -> list[str]:
    """Ids of the reports that the index holds and the catalogue does not."""
    query = "SELECT report FROM indexed WHERE report NOT IN (SELECT id FROM report)"
    return [row[0] for row in catalogue.db.execute(query)]


def revisions(catalogue: Catalogue) -> dict[str, int]:
    """The revision of each report, by id."""
    return dict(catalogue.db.execute("SELECT id, revision FROM report"))


def mark(catalogue: Catalogue, reports: Iterable[str]) -> None:
    """Notes that the index holds these reports as they are now, or holds them no more."""
    with catalogue.transaction():
        for report in reports:
            catalogue.db.execute("DELETE FROM indexed WHERE report = ?", (report,))
            catalogue.db.execute("INSERT INTO indexed SELECT id, revision FROM report WHERE id = ?", (report,))


def adopt(catalogue: Catalogue, reports: Iterable[str], **values: str) -> None:
    """Notes that another index is in force, which holds these reports as they are now, and keeps its values."""
    with catalogue.transaction():
        for name, value in values.items():
            upsert(catalogue.db, "meta", {"name": name, "value": value})
        catalogue.db.execute("DELETE FROM indexed")
        catalogue.db.executemany(
            "INSERT INTO indexed SELECT id, revision FROM report WHERE id = ?", ((report,) for report in reports)
        )


def forget(catalogue: Catalogue) -> None:
    """Notes that there is no index, so that all is pending."""
    with catalogue.transaction():
        catalogue.db.execute("DELETE FROM indexed")
