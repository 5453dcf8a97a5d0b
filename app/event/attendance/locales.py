#!/usr/bin/env python3
"""Writes locales.tsv, the dates and times of languages, from packages of Unicode CLDR.

    npm pack cldr-core cldr-dates-full cldr-numbers-full
    python3 locales.py FOLDER >locales.tsv      FOLDER has the three packages, unpacked by name
"""
import json
import sys

# The languages of Teams, with countries that write dates in a way of their own.
TEAMS = """ar az bg ca ca-ES-valencia cs cy da de de-CH el en en-AU en-CA en-GB en-IN en-NZ en-ZA es es-MX et eu fa fi
fil fr fr-CA fr-CH gl gu he hi hr hu id is it ja ka kk ko lt lv mk ms nb nl nn pl pt pt-PT ro ru sk sl sq sr-Latn sv th
tr uk vi zh zh-Hant""".split()
OTHERS = """af am ar-EG ar-SA be bn bs de-AT en-HK en-IE en-SG es-419 es-AR es-CL es-CO es-US fr-BE ga hy it-CH km kn lb
lo ml mn mr my ne nl-BE or pa si sr sw ta te ur uz zh-Hant-HK""".split()
REGION = {"en": "US", "zh": "CN", "zh-Hant": "TW", "pt": "BR", "ar": "001", "ar-SA": "SA", "fa": "IR", "th": "TH"}


def read(package, locale, file, *path):
    with open(f"{sys.argv[1]}/{package}/main/{locale}/{file}.json", encoding="utf-8") as f:
        out = json.load(f)["main"][locale]
    for step in path:
        out = out[step]
    return out


def unique(*texts):
    return "|".join(dict.fromkeys(t for t in texts if t and "|" not in t))


def day_parts(locale, words):
    """The words for parts of the day that lie in one half of it."""
    with open(f"{sys.argv[1]}/cldr-core/supplemental/dayPeriods.json") as f:
        rules = json.load(f)["supplemental"]["dayPeriodRuleSet"][locale.split("-")[0]]
    out = [], []
    for part, rule in rules.items():
        start, end = (int(rule.get(k, "0:")[:-3] or 0) for k in ("_from", "_before"))
        if start < end and (end <= 12 or start >= 12):
            out[start >= 12].append(words[part])
    return out


def row(locale):
    with open(f"{sys.argv[1]}/cldr-core/supplemental/calendarPreferenceData.json") as f:
        prefer = json.load(f)["supplemental"]["calendarPreferenceData"]
    numbers = read("cldr-numbers-full", locale, "numbers", "numbers", "defaultNumberingSystem")
    region = REGION.get(locale, locale.split("-")[-1] if "-" in locale else "001")
    calendar = prefer.get(region, prefer["001"])[0]
    dates = read("cldr-dates-full", locale, "ca-gregorian", "dates", "calendars", "gregorian")
    joined = dates["dateTimeFormats"]
    at_time = dates["dateTimeFormats-atTime"]["standard"]
    known = joined["availableFormats"]
    months = dates["months"]["format"]
    halves = [dates["dayPeriods"]["format"][w] for w in ("abbreviated", "wide")]
    halves[1] = {k: w for k, w in halves[1].items() if len(w.strip(".")) > 1}
    parts = day_parts(locale, halves[0]) if "B" in dates["timeFormats"]["medium"] else ([], [])
    styles = ("short", "medium", "long")
    times = [dates["timeFormats"].get(s + a, "") for s in styles[:2] for a in ("", "-alt-ascii")]
    return [locale, "Teams" if locale in TEAMS else "", calendar, numbers,
            unique(*(h[k] for h in halves for k in ("am", "am-alt-variant") if k in h), *parts[0]),
            unique(*(h[k] for h in halves for k in ("pm", "pm-alt-variant") if k in h), *parts[1]),
            unique(*(dates["dateFormats"][s] for s in styles), known.get("yMd"), known.get("yMMMd")),
            unique(*times), unique(*(known.get(k) for k in ("hms", "Hms", "hm", "Hm"))),
            unique(*(joined[s] for s in styles), *(at_time[s] for s in styles)),
            *("|".join(months[w][str(m)] for m in range(1, 13)) for w in ("wide", "abbreviated"))]


def main():
    with open(f"{sys.argv[1]}/cldr-dates-full/package.json") as f:
        version = json.load(f)["version"]
    print(f"# Dates and times as languages write them. Source: Unicode CLDR, cldr-dates-full {version}.\n"
          "# Copyright 2004-2026 Unicode, Inc. Licence: Unicode License V3, see locales.LICENSE.\n"
          "# Written by locales.py on 26 November 2026. Columns, with | between several:\n"
          "# locale, language of Teams, calendar, digits, a.m., p.m., dates, times, times of\n"
          "# the other clock, both, months, short months.\n"
          "# The last row is what a spreadsheet makes of American dates (ECMA-376 part 1, 18.8.30, format 22).")
    for locale in TEAMS + OTHERS:
        print("\t".join(row(locale)))
    print("\t".join(["spreadsheet", "", "gregorian", "latn", "AM", "PM", "M/d/yy|M/d/y", "H:mm", "", "{1} {0}",
                     "", ""]))


main()
