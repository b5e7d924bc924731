#!/bin/sh
# From postings to recorded resumes in the current workspace: sh pipeline.sh
# It puts every new posting on the shortlist; where it says "shortlist" is the place for a decision of your own.
# Run it again whenever you like: what is there is kept, and a resume that got its PDF meanwhile is recorded.
# Names of postings and notes may hold spaces and accents, but no quotes, backslashes or line breaks.
set -eu

listed() { # KEY FILE…: a JSON list that names each file
    key=$1 list=
    shift
    for file; do
        list="$list${list:+, }{\"$key\": \"$file\"}"
    done
    printf '[%s]' "$list"
}

printf '{"postings": %s}' "$(listed path postings/*)" | careervp-mcp call add_jobs - >added.json

careervp-mcp call bulk_read_new_jobs '{"limit": 100}' | python3 -c '
import json, sys
new = json.load(sys.stdin)["jobs"]
print(json.dumps({"updates": [{"id": job["id"], "status": "shortlist"} for job in new]}))
' | careervp-mcp call bulk_update_job_status - >decided.json

careervp-mcp call initialize_shortlist_trackers >trackers.json
printf '{"items": %s}' "$(listed tracker_path trackers/*.md)" | careervp-mcp call career_tailor - >tailored.json

python3 -c '
import json, sys
print(json.dumps({"items": json.load(sys.stdin)["successful_items"]}))
' <tailored.json | careervp-mcp call finalize_resume_batch - >finalized.json

grep '^status:' trackers/*.md
