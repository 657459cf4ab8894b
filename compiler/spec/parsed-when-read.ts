/**
 * A record of values that are given as JSON, each by a function. Each is parsed when it is first read, because a spec needs
 * few of them. A proxy is made at once; a getter for each value would take longer than to parse those that are needed.
 */
export function parsedWhenRead<T>(
  texts: Readonly<Record<string, () => string>>,
): Readonly<Record<string, T>> {
  const values = new Map<string | symbol, T>();
  return new Proxy(texts as unknown as Readonly<Record<string, T>>, {
    get(_, name) {
      if (values.has(name) || typeof name === 'symbol' || !Object.hasOwn(texts, name))
        return values.get(name);
      const value = JSON.parse(texts[name]?.() ?? '') as T;
      values.set(name, value);
      return value;
    },
  });
}
