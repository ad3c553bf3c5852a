#!/usr/bin/env bash
# What action.yml runs: inputs come as INPUT_* variables, outputs go to the file that GITHUB_OUTPUT names.
set -uo pipefail

args=(--format github --format "json=$INPUT_JSON")
[[ -n $INPUT_SARIF ]] && args+=(--format "sarif=$INPUT_SARIF")
[[ $INPUT_CHANGED == true ]] && args+=(--changed)
[[ -n $INPUT_SINCE ]] && args+=(--since "$INPUT_SINCE")
[[ -n $INPUT_FAIL_ON ]] && args+=(--fail-on "$INPUT_FAIL_ON")
set -f # Globs are kommo-migrate's to expand.
# shellcheck disable=SC2206
paths=($INPUT_PATHS)
set +f
[[ ${#paths[@]} -gt 0 ]] && args+=(-- "${paths[@]}")

# A program of that name in the project wins; KOMMO_MIGRATE names another one.
if [[ -n ${KOMMO_MIGRATE:-} ]]; then
  "$KOMMO_MIGRATE" "${args[@]}"
elif [[ $INPUT_VERSION == latest && -x node_modules/.bin/kommo-migrate ]]; then
  node_modules/.bin/kommo-migrate "${args[@]}"
else
  npx --yes "kommo-migrate@$INPUT_VERSION" "${args[@]}"
fi
code=$?

folder=${INPUT_WORKING_DIRECTORY%/}
below() { [[ $folder == . || -z $folder || $1 == /* ]] && echo "$1" || echo "$folder/$1"; }
if [[ -f $INPUT_JSON ]]; then
  node -e '
    const { findings } = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8")).summary
    console.log(`errors=${findings.error}\nwarnings=${findings.warning}\ninfos=${findings.info}\naccepted=${findings.baseline}`)
  ' "$INPUT_JSON" >>"$GITHUB_OUTPUT"
  echo "json=$(below "$INPUT_JSON")" >>"$GITHUB_OUTPUT"
  [[ -n $INPUT_SARIF && -f $INPUT_SARIF ]] && echo "sarif=$(below "$INPUT_SARIF")" >>"$GITHUB_OUTPUT"
fi
exit "$code"
