# Sourced by scripts that build other projects against the library of this build, which must not get
# into anybody's local Maven repository.

# make_overlay FOLDER JAR POM REPOSITORY
# makes a local repository in FOLDER that has the library and, by links, all that REPOSITORY has.
make_overlay() {
  local folder=$1 jar=$2 pom=$3 repository=$4
  link_all "$repository" "$folder" io
  link_all "$repository/io" "$folder/io" github
  link_all "$repository/io/github" "$folder/io/github" lanefactor
  local version
  version=$(sed -n '0,/<version>/s/.*<version>\(.*\)<.*/\1/p' "$pom")
  local library=$folder/io/github/lanefactor/lanefactor/$version
  mkdir -p "$library"
  cp "$jar" "$library/lanefactor-$version.jar"
  cp "$pom" "$library/lanefactor-$version.pom"
}

link_all() { # from, to, except
  mkdir -p "$2"
  for entry in "$1"/*; do
    [ "${entry##*/}" = "$3" ] || [ ! -e "$entry" ] || ln -s "$entry" "$2/"
  done
}

# keep_downloads FOLDER REPOSITORY
# copies into REPOSITORY what Maven has downloaded into FOLDER, so that it need not do so again.
keep_downloads() {
  local folder=$1 repository=$2 file
  (cd "$folder" && find . -type f ! -path './io/github/lanefactor/*') | while read -r file; do
    if [ ! -e "$repository/$file" ]; then
      mkdir -p "$repository/${file%/*}"
      cp "$folder/$file" "$repository/$file"
    fi
  done
}
