#!/usr/bin/env bash
# Pictures of a page that `lstm eval --report` wrote, as Chromium shows it in light and in dark: report-light.png, report-dark.png.
# Usage: scripts/screenshot-report.sh report.html [width] [height]
set -euo pipefail

page=$(realpath "$1")
for scheme in dark light; do
  case $scheme in dark) setting=0 ;; light) setting=1 ;; esac
  "${CHROMIUM:-chromium}" --headless --no-sandbox --disable-gpu --hide-scrollbars \
    --blink-settings=preferredColorScheme=$setting --window-size="${2:-1180},${3:-3200}" \
    --screenshot="${page%.html}-$scheme.png" "file://$page" 2>/dev/null
  echo "${page%.html}-$scheme.png"
done
