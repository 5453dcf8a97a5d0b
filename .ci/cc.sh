#!/usr/bin/env bash
#   .ci/cc.sh COMMAND…
# Runs a command with the C compiler that is there now: the caller's CC, else clang,
# else gcc. clang reads the headers of the graphics library in a fraction of gcc's
# time. make itself decides too early: clang may have been installed a moment ago.
if [ -z "${CC:-}" ]; then
	CC=gcc
	command -v clang >/dev/null && CC=clang
fi
export CC
exec "$@"
