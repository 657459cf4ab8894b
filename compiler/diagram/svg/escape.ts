/** A text in the content or an attribute of XML. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A length with at most one decimal. */
export function lengthText(value: number): string {
  return String(Math.round(value * 10) / 10);
}
