import { Type } from 'typebox';
const id = Type.String({ format: 'uuid', description: 'A UUID' });
const title = Type.String({
    format: 'line',
    minLength: 1,
    maxLength: 200,
    description: 'What there is to do',
});
const note = Type.Unsafe({
    type: ['string', 'null'],
    format: 'text',
    maxLength: 2000,
    description: 'More about it',
});
const dueOn = Type.Unsafe({
    type: ['string', 'null'],
    format: 'date',
    description: 'The day by which it should be done',
});
const done = Type.Boolean({ description: 'Whether it is done' });
const time = Type.String({ format: 'date-time', description: 'In UTC' });
export const todoSchema = Type.Object({ id, title, note, dueOn, done, createdAt: time, updatedAt: time }, { $id: 'Todo' });
export const todoPageSchema = Type.Object({
    items: Type.Array(Type.Unsafe({ $ref: 'Todo#' })),
    nextCursor: Type.Unsafe({
        type: ['string', 'null'],
        description: 'The "cursor" of the next page; null on the last one',
    }),
}, { $id: 'TodoPage' });
/** What a client writes. */
export const todoContentSchema = Type.Object({ title, note: Type.Optional(note), dueOn: Type.Optional(dueOn), done: Type.Optional(done) }, { additionalProperties: false });
export const todoChangesSchema = Type.Partial(todoContentSchema, {
    additionalProperties: false,
    minProperties: 1,
});
export const todoPathSchema = Type.Object({ id });
export const todoQuerySchema = Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20, description: 'The most items a page may have' })),
    cursor: Type.Optional(Type.String({
        format: 'cursor',
        description: 'The "nextCursor" of the page before; none for the first page',
    })),
    done: Type.Optional(Type.Boolean({ description: 'Only items that are done, or that are not' })),
}, { additionalProperties: false });
//# sourceMappingURL=schemas.js.map