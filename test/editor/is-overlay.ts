/** Whether a setting is laid over the one of the same name in the spec, as which editors show it. */
export function isOverlay(path: string): boolean {
  return /^preview\.(backend|options|tags)$/.test(path);
}
