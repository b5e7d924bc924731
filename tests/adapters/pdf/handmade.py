"""PDFs made of their objects, for what no engine would write."""


def write_pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    out = b"%PDF-1.5\n"
    table = b"0000000000 65535 f \n"
    for number, each in enumerate(objects, start=1):
        table += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    size = len(objects) + 1
    end = b"xref\n0 %d\n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + end % (size, table, size, len(out))


def stream(content: bytes) -> bytes:
    """A stream object, as it stands."""
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
