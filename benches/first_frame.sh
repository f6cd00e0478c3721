#!/bin/sh
# Stands in for ffmpeg and ends with the first byte of the first frame: how long labelrace ran is how long that took.
head -c 1 >/dev/null
exit 1
