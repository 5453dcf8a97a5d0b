#!/usr/bin/env bash
# Opens Handrail on the sample organisation. Without a display it starts a
# virtual one, runs the MTA-STS guide by keyboard and saves pictures.
set -euo pipefail
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" != Linux ]; then
	exec "$PROGRAM" -sample
fi
echo "There is no display, so Handrail runs the MTA-STS guide on a virtual one."
.ci/system.sh display
.ci/cc.sh "$GO" run ./app/conformance/uitest/shots -program "$PROGRAM" -out "$BUILD/walk"
