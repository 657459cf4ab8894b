/** A text that says one setting and nothing else but the runtime that it is for. */
export function writeSetting(runtime: string, path: readonly string[], value: string): string {
  const lines: string[] = [];
  path.forEach((key, depth) => {
    const indent = '  '.repeat(depth);
    if (path[depth - 1] === 'service' && key !== 'runtime') lines.push(`${indent}runtime: ${runtime}`);
    lines.push(`${indent}${key}:${depth === path.length - 1 ? ` ${value}` : ''}`);
  });
  return `${lines.join('\n')}\n`;
}
