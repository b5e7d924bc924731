#!/bin/sh
# Tailor every note in trackers/ of the current workspace, then list the PDFs: sh tailor_everything.sh
# Names of notes may hold spaces and accents, but no quotes, backslashes or line breaks.
set -eu

items=
for note in trackers/*.md; do
    items="$items${items:+, }{\"tracker_path\": \"$note\"}"
done
printf '{"items": [%s]}' "$items" | careervp-mcp call career_tailor - >tailored.json
ls data/applications/*/resume/resume.pdf
