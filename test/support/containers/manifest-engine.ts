/**
 * A container engine of sh: it pushes only an image's manifest to a local AWS's repository, with no layers. The
 * manifest holds a hash of the files in the context.
 */
export const manifestEngine = `#!/bin/sh
case "$1" in
  login) cat >/dev/null ;;
  build) find . -type f -not -path '*/.git/*' -print0 | sort -z | xargs -0 cat | sha256sum | cut -c 1-64 >"$0.id" ;;
  image) cat "$0.id" ;;
  push)
    name="\${2#*/}"
    aws --endpoint-url "$AWS_ENDPOINT_URL" ecr put-image --repository-name "\${name%:*}" --image-tag "\${name##*:}" \\
      --image-manifest "{\\"schemaVersion\\": 2, \\"config\\": \\"$(cat "$0.id")\\", \\"layers\\": []}" >/dev/null ;;
esac
`;
