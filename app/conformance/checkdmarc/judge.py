# Reads {"server", "port", "domains", "whole", "tls"} as JSON on standard input. For each domain it
# prints what checkdmarc finds at that name server: SPF with its lookups, DMARC, mail servers
# and TLS-RPT. With "whole" it runs checkdmarc's own check of all domains, with "tls" also of the
# encryption of their mail servers, and prints only how many it checked.
import json
import logging
import sys

import dns.nameserver
import dns.resolver

logging.disable(logging.CRITICAL)

import checkdmarc  # noqa: E402
import checkdmarc.dmarc  # noqa: E402
import checkdmarc.smtp  # noqa: E402
import checkdmarc.smtp_tls_reporting  # noqa: E402
import checkdmarc.spf  # noqa: E402

asked = json.load(sys.stdin)
servers = [dns.nameserver.Do53Nameserver(asked["server"], asked["port"])]

if asked.get("whole"):
    found = checkdmarc.check_domains(asked["domains"], nameservers=servers, bimi_selector=None,
                                     check_mx_tls=bool(asked.get("tls")))
    json.dump(len(found) if isinstance(found, list) else 1, sys.stdout)
    sys.exit()

out = []
for domain in asked["domains"]:
    spf = checkdmarc.spf.check_spf(domain, nameservers=servers)
    dmarc = checkdmarc.dmarc.check_dmarc(domain, nameservers=servers)
    tls = checkdmarc.smtp_tls_reporting.check_smtp_tls_reporting(domain, nameservers=servers)
    mx = checkdmarc.smtp.check_mx(domain, nameservers=servers)
    tags = dmarc.get("tags") or {}
    value = {tag: (tags.get(tag) or {}).get("value") or "" for tag in ("p", "sp", "np")}
    out.append({
        "domain": domain,
        "spf": {"valid": bool(spf.get("valid")), "lookups": spf.get("dns_lookups"),
                "voids": spf.get("void_dns_lookups"), "error": str(spf.get("error") or "")},
        "dmarc": {"valid": bool(dmarc.get("valid")), "location": dmarc.get("location") or "", "p": value["p"],
                  "sp": value["sp"], "np": value["np"], "error": str(dmarc.get("error") or ""),
                  "warnings": [str(w) for w in dmarc.get("warnings") or []]},
        "mx": sorted(h["hostname"] for h in mx.get("hosts") or []),
        "tls": bool(tls.get("valid")),
    })
json.dump(out, sys.stdout)
