import { Type } from 'typebox';
import type { Static } from 'typebox';

const id = Type.String({ format: 'uuid', description: 'A UUID' });
const title = Type.String({
  format: 'line',
  minLength: 1,
  maxLength: 200,
  description: 'What there is to do',
});
const note = Type.Unsafe<string | null>({
  type: ['string', 'null'],
  format: 'text',
  maxLength: 2000,
  description: 'More about it',
});
const dueOn = Type.Unsafe<string | null>({
  type: ['string', 'null'],
  format: 'date',
  description: 'The day by which it should be done',
});
const done = Type.Boolean({ description: 'Whether it is done' });
const time = Type.String({ format: 'date-time', description: 'In UTC' });

export const todoSchema = Type.Object(
  { id, title, note, dueOn, done, createdAt: time, updatedAt: time },
  { $id: 'Todo' },
);
export type Todo = Static<typeof todoSchema>;

export const todoPageSchema = Type.Object(
  {
    items: Type.Array(Type.Unsafe<Todo>({ $ref: 'Todo#' })),
    nextCursor: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      description: 'The "cursor" of the next page; null on the last one',
    }),
  },
  { $id: 'TodoPage' },
);
export type TodoPage = Static<typeof todoPageSchema>;

/** The fields that a client can set. */
export const todoContentSchema = Type.Object(
  { title, note: Type.Optional(note), dueOn: Type.Optional(dueOn), done: Type.Optional(done) },
  { additionalProperties: false },
);
export type TodoContent = Static<typeof todoContentSchema>;

export const todoChangesSchema = Type.Partial(todoContentSchema, {
  additionalProperties: false,
  minProperties: 1,
});
export type TodoChanges = Static<typeof todoChangesSchema>;

export const todoPathSchema = Type.Object({ id });

export const todoQuerySchema = Type.Object(
  {
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100, default: 20, description: 'The most items a page may have' }),
    ),
    cursor: Type.Optional(
      Type.String({
        format: 'cursor',
        description: 'The "nextCursor" of the page before; none for the first page',
      }),
    ),
    done: Type.Optional(Type.Boolean({ description: 'Only items that are done, or that are not' })),
  },
  { additionalProperties: false },
);
export type TodoQuery = Static<typeof todoQuerySchema>;
