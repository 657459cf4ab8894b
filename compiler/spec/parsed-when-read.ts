/** A record of values that are given as JSON. Each is parsed when it is first read, because a spec needs few of them. */
export function parsedWhenRead<T>(texts: Readonly<Record<string, string>>): Readonly<Record<string, T>> {
  const values: Record<string, T> = {};
  for (const [name, text] of Object.entries(texts)) {
    const define = (property: PropertyDescriptor) =>
      Object.defineProperty(values, name, { ...property, enumerable: true, configurable: true });
    define({
      get() {
        const value = JSON.parse(text) as T;
        define({ value });
        return value;
      },
    });
  }
  return values;
}
