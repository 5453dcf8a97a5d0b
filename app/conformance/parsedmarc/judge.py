# Reads paths of TLS reports as a JSON list on standard input and prints what
# parsedmarc makes of each. Only its reading is asked: what fetches mails from
# servers is left out, with the packages that it needs.
import json
import logging
import sys
import types

mail = types.ModuleType("parsedmarc.mail")
mail.__getattr__ = lambda name: type(name, (), {})
sys.modules["parsedmarc.mail"] = mail
logging.disable(logging.CRITICAL)

import parsedmarc  # noqa: E402

out = []
for path in json.load(sys.stdin):
    try:
        read = parsedmarc.parse_report_file(path, offline=True)
        if read["report_type"] != "smtp_tls":
            raise ValueError(read["report_type"])
        r = read["report"]
        out.append({
            "ok": True, "organisation": r["organization_name"], "id": r["report_id"],
            "policies": [{
                "domain": p.get("policy_domain") or "", "type": p.get("policy_type") or "",
                "succeeded": p.get("successful_session_count") or 0, "failed": p.get("failed_session_count") or 0,
                "hosts": p.get("mx_host_patterns") or [],
                "failures": [{"result": f.get("result_type") or "", "count": f.get("failed_session_count") or 0,
                              "host": f.get("receiving_mx_hostname") or "", "sender": f.get("sending_mta_ip") or "",
                              "receiver": f.get("receiving_ip") or ""} for f in p.get("failure_details", [])],
            } for p in r["policies"]],
        })
    except Exception as e:
        out.append({"ok": False, "why": type(e).__name__ + ": " + str(e)[:200]})
json.dump(out, sys.stdout)
