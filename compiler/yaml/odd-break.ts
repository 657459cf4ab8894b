/**
 * A line break to readers of YAML 1.1, and the first one to readers of 1.2 too: https://yaml.org/spec/1.1/#b-char
 * What follows is a setting to them, and may be part of a comment to others.
 */
export const oddBreak = /\r(?!\n)|[\u0085\u2028\u2029]/;
