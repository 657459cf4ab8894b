/** `1 secret`, `2 log groups` */
export function counted(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : pluralOf(noun)}`;
}

/** `secrets`, `clusters with Container Insights` */
export function pluralOf(noun: string): string {
  const [head = '', ...rest] = noun.split(/(?= with | of | to )/);
  const plural = /[^aeo]y$/.test(head)
    ? `${head.slice(0, -1)}ies`
    : `${head}${head.endsWith('s') ? 'es' : 's'}`;
  return [plural, ...rest].join('');
}
