#!/usr/bin/env bash
# Opens Handrail on the sample organisation. Without a display it starts a
# virtual one, walks the MTA-STS guide by keyboard and keeps pictures.
set -euo pipefail
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" != Linux ]; then
	exec "$PROGRAM" -sample
fi
echo "There is no display here, so Handrail walks the MTA-STS guide on a virtual one."
.ci/system.sh display
"$GO" run ./app/judge/desktop/shots -program "$PROGRAM" -out "$BUILD/walk"
