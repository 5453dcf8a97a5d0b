#!/usr/bin/env bash
# Says what to do where Go is missing.
command -v "${GO:-go}" >/dev/null && exit 0
echo "Handrail is built with Go. Install Go 1.26 or newer, then start again." >&2
exit 1
