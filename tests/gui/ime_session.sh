#!/bin/sh
# An input method bus with UniKey (Telex) on the screen of $DISPLAY, and in it the command that is given.
# It runs under dbus-run-session, so that nothing of the person's own desktop is touched.
openbox >/dev/null 2>&1 &
manager=$!
ibus-daemon --daemonize --replace --panel=disable --config=disable --emoji-extension=disable >/dev/null 2>&1
for _try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    ibus engine Unikey >/dev/null 2>&1
    [ "$(ibus engine 2>/dev/null)" = Unikey ] && break
    sleep 0.5
done
"$@"
status=$?
ibus exit >/dev/null 2>&1
kill "$manager"
exit "$status"
