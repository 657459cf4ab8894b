/**
 * A program for awk that prints the names under `environments:` of the spec that it reads. What it prints are lower-case
 * letters, digits and hyphens, whatever the file holds, so a shell can use them as words.
 */
export const listEnvironments = `
  /^environments:/ { inside = 1; next }
  inside && /^[^ #]/ { exit }
  inside && match($0, /^ +[a-z][a-z0-9-]*:/) {
    name = substr($0, 1, RLENGTH - 1)
    gsub(/ /, "", name)
    depth = RLENGTH - length(name)
    if (!first) first = depth
    if (depth == first) print name
  }
`.trim();
