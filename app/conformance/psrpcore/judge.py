# Reads objects as a JSON list on standard input and prints each as psrpcore, an
# implementation of PowerShell's remoting by another author, writes it as CLIXML. Its
# encryption is left out, with the package that it needs.
import json
import sys
import types

crypto = types.ModuleType("psrpcore._crypto")
crypto.__getattr__ = lambda name: type(name, (), {})
sys.modules["psrpcore._crypto"] = crypto

import psrpcore.types as ps  # noqa: E402


def value(v):
    if isinstance(v, dict):
        o = ps.PSCustomObject()
        for name, inner in v.items():
            ps.add_note_property(o, name, value(inner))
        return o
    if isinstance(v, list):
        return ps.PSList([value(inner) for inner in v])
    if isinstance(v, bool) or v is None:
        return v
    if isinstance(v, int):
        return ps.PSInt64(v)
    return ps.PSString(v)


json.dump([ps.serialize_clixml(value(v), None) for v in json.load(sys.stdin)], sys.stdout)
