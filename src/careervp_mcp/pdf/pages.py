"""PDFs that somebody else may have made: whether one opens, and how many pages it has."""

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.pdf.readback import ONE_AT_A_TIME


class PageCounter:
    """A PdfReader over PDFium."""

    def pages(self, content: bytes) -> int:
        """How many pages, of which the first is sound; raises InvalidInput for no PDF that can be opened."""
        from pypdfium2 import PdfDocument, PdfiumError

        with ONE_AT_A_TIME:
            try:
                document = PdfDocument(content)
            except PdfiumError:
                raise InvalidInput("the file is no PDF that can be opened") from None
            try:
                pages = len(document)
                document[0].close()
            except PdfiumError:
                raise InvalidInput("the PDF's first page can't be read") from None
            finally:
                document.close()
        return pages
