"""The only door to pypdfium2: glyphs, plain text, labels, metadata and pictures of a file's pages."""

from ingest.pdf.pdfium.file import PdfiumFile, PictureForm, render

__all__ = ["PdfiumFile", "PictureForm", "render"]
