"""Rows as a document to read and to write on: quotations with their citations, and the reference list.

Markdown and HTML say which passage a quotation is, so that `funn verify` finds it again.
"""

import html
import io
import re
from collections.abc import Sequence
from typing import NamedTuple

from catalogue.errors import UsageError
from search.export.apa import alphabetical, written_date
from search.export.rows import Row

_WORDS = {
    "nn": ("Funn for", "Kjelder", "funn", "Henta"),
    "nb": ("Funn for", "Kilder", "funn", "Hentet"),
}
_HANGING_CM = 1.25  # by which all lines of a reference but its first are indented
# What Markdown would take for markup, wherever it stands in a quotation.
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~$&])")


class Reference(NamedTuple):
    """A report's entry in the list: its title, which stands in italics, and what is before and after it."""

    before: str
    title: str
    after: str


def references_of(rows: Sequence[Row]) -> list[Reference]:
    """Each report's reference once, in the order of the list that the rows' reports make."""
    titles = {row.reference: row.title for row in rows}
    return [Reference(*text.partition(titles[text] or text)) for text in sorted(titles, key=alphabetical)]


def markdown_text(rows: Sequence[Row], language: str = "nb") -> bytes:
    """Quotations as block quotes, each with its citation, link and passage id; the references at the end."""
    heading, sources, _, retrieved = _WORDS.get(language, _WORDS["nb"])
    query = rows[0].query if rows else ""
    lines = [f"# {heading} «{escape_markdown(query)}»", ""]
    for row in rows:
        lines += [
            f"> {_line_start(escape_markdown(row.quotation))}",
            ">",
            f"> — {escape_markdown(row.citation)} · {_linked(row)} · `{row.id}`",
            "",
        ]
    lines += [f"## {sources}", "", *map(_markdown_reference, references_of(rows)), ""]
    if rows:
        lines += [f"{retrieved} {written_date(rows[0].exported)}.", ""]
    return "\n".join(lines).encode()


def escape_markdown(text: str) -> str:
    """The text with every character of markup made literal; `unescape_markdown` takes it back."""
    return _MARKDOWN.sub(r"\\\1", text)


def unescape_markdown(text: str) -> str:
    """What `escape_markdown` was given."""
    return re.sub(r"\\([\\`*_\[\]<>#|~$&.\-+=)])", r"\1", text)


def _markdown_reference(one: Reference) -> str:
    before, title, after = map(escape_markdown, one)
    return f"- {before}*{title}*{after}" if title else f"- {before}"


def _line_start(text: str) -> str:
    """What would be a list item, a numbered one or a rule at the start of a line, made literal."""
    return re.sub(r"^(\d*)([-+=.)])", r"\1\\\2", text.lstrip())


def _linked(row: Row) -> str:
    where = escape_markdown(_where(row))
    return f"[{where}](<{row.link}>)" if row.link else where


def _where(row: Row) -> str:
    if row.page is None:
        return "nettside"
    return f"s. {row.page_label}, PDF {row.page}" if row.page_label else f"PDF {row.page}"


def html_text(rows: Sequence[Row], language: str = "nb") -> bytes:
    """One page without scripts or addresses of other hosts than the links'; each quotation has its language."""
    heading, sources, finding, retrieved = _WORDS.get(language, _WORDS["nb"])
    title = f"{heading} «{html.escape(rows[0].query if rows else '')}»"
    quotes = "\n".join(
        f'<figure id="{row.id}"><blockquote lang="{row.standard}"><p>{html.escape(row.quotation)}</p></blockquote>'
        f"<figcaption>{html.escape(row.citation)} · {_anchor(row)}"
        f"{f' · {finding}' if row.finding else ''} · {html.escape(row.section)}</figcaption></figure>"
        for row in rows
    )
    items = "\n".join(
        f"<li>{before}<cite>{title}</cite>{after}</li>"
        for before, title, after in (map(html.escape, one) for one in references_of(rows))
    )
    style = "body{font:1rem/1.5 serif;max-width:42rem;margin:2rem auto;padding:0 1rem}blockquote{margin:1.5rem 0 .3rem;border-left:3px solid;padding-left:1rem}figure{margin:0}figcaption{font-size:.9rem}"
    footer = f"<footer>{retrieved} {written_date(rows[0].exported)}.</footer>" if rows else ""
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title><style>{style}</style></head>\n'
        f"<body><main><h1>{title}</h1>\n{quotes}\n<h2>{sources}</h2>\n<ul>\n{items}\n</ul></main>{footer}</body></html>\n"
    ).encode()


def _anchor(row: Row) -> str:
    where = html.escape(_where(row))
    return f'<a href="{html.escape(row.link)}">{where}</a>' if row.link else where


def docx_bytes(rows: Sequence[Row], language: str = "nb") -> bytes:
    """A Word document with the same parts; the quotations carry their language for the spelling checker.

    Raises:
        UsageError: the extra `office` is not installed.
    """
    try:
        from docx import Document
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Cm
    except ImportError as error:
        raise UsageError("DOCX needs the extra `office`: pip install 'funn[office]', or export to .md.") from error
    heading, sources, _, retrieved = _WORDS.get(language, _WORDS["nb"])
    document = Document()
    document.add_heading(f"{heading} «{_xml(rows[0].query if rows else '')}»", 1)
    for row in rows:
        run = document.add_paragraph(style="Quote").add_run(_xml(row.quotation))
        tag = OxmlElement("w:lang")
        tag.set(qn("w:val"), {"nn": "nn-NO", "nb": "nb-NO", "en": "en-GB"}.get(row.standard, "nb-NO"))
        run._r.get_or_add_rPr().append(tag)  # noqa: SLF001 - python-docx has no language of a run
        document.add_paragraph(_xml(f"{row.citation} {_where(row)}. {row.link}".rstrip()))
    document.add_heading(sources, 2)
    for one in references_of(rows):
        entry = document.add_paragraph(_xml(one.before))
        entry.add_run(_xml(one.title)).italic = True
        entry.add_run(_xml(one.after))
        entry.paragraph_format.left_indent, entry.paragraph_format.first_line_indent = Cm(_HANGING_CM), Cm(-_HANGING_CM)
    if rows:
        document.add_paragraph(f"{retrieved} {written_date(rows[0].exported)}.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _xml(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)
