#!/usr/bin/env bash
# Explains what to do if Go is missing.
command -v "${GO:-go}" >/dev/null && exit 0
echo "Handrail is built with Go. Install Go 1.26 or newer, then try again." >&2
exit 1
