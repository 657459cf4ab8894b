/** Names whose values are mostly secrets. */
const secretName =
  /(?:^|_)(?:SECRET|PASSWORD|PASSWD|PASSPHRASE|PWD|TOKEN|KEY|APIKEY|CREDENTIALS?|PRIVATEKEY)$/i;
/** Names that end like these and mean something that may be read: a key that is public, or no key of a lock. */
const publicName =
  /(?:^|_)(?:PUBLIC|PUBLISHABLE|SITE|PARTITION|SORT|HASH|RANGE|PRIMARY|FOREIGN|CACHE|ROUTING|OBJECT|GROUP|INDEX|ANON|VERIFICATION|VERIFY)_(?:API_?)?KEY$/i;

/**
 * Values, in small letters, that stand under such names without being secrets: references, switches, and what is too
 * short to be one.
 */
const harmless =
  /^(?:.{0,5}|true|false|enabled|disabled|default|required|optional|arn:.*|.*\{\{resolve:.*|https?:\/\/[^@]*|\.{0,2}\/.*|[0-9]+(?:ms|s|m|h|d)?)$/s;

/** Forms of secrets that their makers chose so that they are found; and passwords inside a URL. */
const secretForms: readonly RegExp[] = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  // https://docs.stripe.com/keys and https://docs.stripe.com/webhooks
  /\b(?:[sr]k_(?:live|test)_|whsec_)[A-Za-z0-9]{10}/,
  // https://github.blog/engineering/behind-githubs-new-authentication-token-formats/
  /\b(?:gh[pousr]_|github_pat_)[A-Za-z0-9_]{20}/,
  // https://docs.gitlab.com/security/tokens/
  /\bglpat-[A-Za-z0-9_-]{15}/,
  // https://docs.slack.dev/authentication/tokens
  /\bxox[abeprs]-[A-Za-z0-9-]{10}|\bxapp-[0-9]-[A-Za-z0-9-]{10}|hooks\.slack\.com\/services\/T/,
  /\bnpm_[A-Za-z0-9]{36}/,
  /\bAIza[A-Za-z0-9_-]{35}/,
  /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16}/,
  /\bsk-[A-Za-z0-9_-]{20}/,
  // A JSON Web Token, or a JSON object in base64.
  /\beyJ[A-Za-z0-9_-]{17}/,
  // A private key, also in base64. Certificates and public keys are for everyone.
  /-----BEGIN (?!CERTIFICATE|PUBLIC|[A-Z]+ PUBLIC)/,
  /\bLS0tLS1CRUdJTi(?!BDRVJU|BQVUJM)[A-Za-z0-9+/]/,
];

/** The same for a value in small letters. */
const formsInSmallLetters: readonly RegExp[] = [
  // user:password@ in a URL, unless the password is a place to be filled in.
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:(?![^@]*(?:\$\{|<))[^\s/@]+@/,
  // Connection strings: https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string
  /(?:^|;)\s*(?:accountkey|sharedaccesskey|password|pwd)\s*=\s*[^;\s$][^;\s]{5}/,
];

/** What `${...}` a value has that nobody fills in. */
const placeholder = /\$\{([^}]*)\}/;

/** Why a value looks like a secret: by the name that it has, or by its form. */
export function whySecret(name: string, value: string): 'name' | 'form' | undefined {
  // With the flag `i` instead, V8 would need 0.2 ms to compile some of these expressions.
  const small = value.toLowerCase();
  const hasForm = secretForms.some((form) => form.test(value));
  if (hasForm || formsInSmallLetters.some((form) => form.test(small))) return 'form';
  if (placeholder.test(value) || harmless.test(small)) return undefined;
  return secretName.test(name) && !publicName.test(name) ? 'name' : undefined;
}

/** The first `${NAME}` in a value, without what else stands in the braces. */
export function placeholderIn(value: string): string | undefined {
  const [, inside] = placeholder.exec(value) ?? [];
  if (inside === undefined) return undefined;
  const [name = ''] = /^[A-Za-z_][A-Za-z0-9_.:]{0,60}?(?=$|:[-=?+]|[^A-Za-z0-9_.:])/.exec(inside) ?? [];
  return name === '' ? '${...}' : `\${${name}}`;
}
