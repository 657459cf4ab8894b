/** An answer of the API, with its JSON read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export async function call(
  url: string,
  method = 'GET',
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

export interface Item {
  readonly id: string;
  readonly title: string;
  readonly note: string | null;
  readonly dueOn: string | null;
  readonly done: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export async function add(api: string, content: object): Promise<Item> {
  const { status, body } = await call(`${api}/todos`, 'POST', content);
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body as Item;
}

/** Every item of every page. */
export async function listAll(api: string, query = 'limit=100'): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await call(`${api}/todos?${query}${cursor && `&cursor=${cursor}`}`);
    const body = page.body as { items: Item[]; nextCursor: string | null };
    items.push(...body.items);
    cursor = body.nextCursor;
  }
  return items;
}
