"""A table that takes any type of value, and the values that nobody should have put there."""

ANY_TYPE = """
CREATE TABLE jobs (id INTEGER PRIMARY KEY, status, job_id, title, company, location, source, url, captured_at,
created_at, updated_at, resume_pdf_path, resume_written_at, run_id, attempt_count, last_error, notes, description,
payload_json)
"""
OUTBOX = """
CREATE TABLE outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, job_id INTEGER NOT NULL, tracker_path TEXT NOT NULL,
run_id TEXT NOT NULL, resume_pdf_path TEXT NOT NULL, counted INTEGER NOT NULL, created_at TEXT NOT NULL,
UNIQUE (job_id, tracker_path))
"""
ROW = """
INSERT INTO jobs
(status, job_id, title, company, description, location, source, url, captured_at, created_at, attempt_count)
VALUES ('shortlist', 'LH-1', 'Nurse', 'Lark Hospital', 'Nurse.', 'Leeds', 'jobs.example', 'https://jobs.example/1',
'2026-01-01', '2026-01-01', 0)
"""
GIVEN = ("job_id", "title", "company", "description", "location", "source", "url", "captured_at", "created_at")
AUDIT = ("status", "attempt_count", "updated_at", "resume_pdf_path", "resume_written_at", "run_id", "last_error")
VALUES: dict[str, str] = {
    "NULL": "NULL",
    "bytes": "x'00ff80'",
    "a number": "7",
    "a huge number": "9223372036854775807",
    "a fraction": "-1.5e300",
    "infinity": "9e999",
    "no UTF-8": "CAST(x'c0af66' AS TEXT)",
    "a NUL": "CAST(x'610062' AS TEXT)",
    "lines": "char(10) || '---' || char(10) || 'status: Offer' || char(13)",
    "controls": "char(27) || '[31m' || char(8232) || char(133)",
    "an emoji": "char(128512)",
    "much": "replace(hex(zeroblob(50000)), '00', 'x ')",
    "a path": "'../../etc/passwd'",
    "quotes": "'''); DROP TABLE jobs; --'",
    "nothing": "''",
}
