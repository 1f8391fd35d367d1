#!/usr/bin/env bash
# Writes a bundle for a machine with no network: the wheels of all packages locked for this platform, the code, the installer.
#   deploy/bundle.sh [FOLDER]     writes FOLDER/tro-ly-bao-cao-VERSION-PLATFORM.tar (default: dist)
# PYTHON names the interpreter whose version and platform the wheels are for.
set -euo pipefail
cd "$(dirname "$0")/.."

python=${PYTHON:-python3.11}
target=${1:-dist}
code=(settings.py ingest index app prompts eval requirements.txt requirements-dev.txt requirements-llm.txt requirements-eval.txt locks Makefile README.md HUONG-DAN.md CHANGELOG.md docs deploy)

version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
platform=$("$python" -c 'import sys, sysconfig; print(f"python{sys.version_info[0]}.{sys.version_info[1]}-{sysconfig.get_platform()}")')
name=tro-ly-bao-cao-$version-$platform

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bundle=$work/$name
mkdir -p "$bundle/wheels" "$bundle/code" "$target"

echo "Wheels ($platform)…"
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m deploy.install --download "$bundle/wheels"

echo "Code…"
# Without git (an unpacked copy) the folders are taken as they are, less what running leaves behind.
if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git ls-files -z -- "${code[@]}" | tar --create --null --files-from=- | tar --extract --directory "$bundle/code"
else
    tar --create --exclude=__pycache__ --exclude='eval/results' --exclude='deploy/bi-mat' "${code[@]}" | tar --extract --directory "$bundle/code"
fi
cp deploy/cai-dat.sh "$bundle/"
(cd "$bundle" && find . -type f -print0 | sort --zero-terminated | xargs --null sha256sum) >"$work/SHA256SUMS"
mv "$work/SHA256SUMS" "$bundle/"

# Wheels are compressed already.
tar --create --directory "$work" --file "$target/$name.tar" "$name"
echo "$target/$name.tar ($(du -h "$target/$name.tar" | cut -f1), $(find "$bundle/wheels" -type f | wc -l) wheels)"
