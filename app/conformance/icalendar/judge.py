# Reads a calendar file and a property list as JSON on standard input. Prints each event as icalendar, a library by other
# authors, reads it, and the property list as Python's own plistlib does.
import base64
import datetime
import json
import plistlib
import sys

import icalendar


def moment(value):
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()


def event(e):
    return {
        "uid": str(e["UID"]), "summary": str(e["SUMMARY"]), "description": str(e["DESCRIPTION"]),
        "start": moment(e.start), "end": moment(e.end), "day": not isinstance(e.start, datetime.datetime),
        "stamp": moment(e["DTSTAMP"].dt), "sequence": int(e["SEQUENCE"]),
        "alarms": [int(a["TRIGGER"].dt.total_seconds()) for a in e.walk("VALARM")], "errors": [str(x) for x in e.errors],
    }


given = json.load(sys.stdin)
out = {}
if given.get("calendar"):
    calendar = icalendar.Calendar.from_ical(base64.b64decode(given["calendar"]))
    out["events"] = [event(e) for e in calendar.events]
    out["method"] = str(calendar["METHOD"])
if given.get("plist"):
    out["plist"] = plistlib.loads(base64.b64decode(given["plist"]))
json.dump(out, sys.stdout)
