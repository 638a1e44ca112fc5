/** What is used of zod, which is all that the built program has of it. */
export {
  _default,
  array,
  enum,
  minLength,
  NEVER,
  number,
  object,
  optional,
  pipe,
  record,
  refine,
  regex,
  safeParse,
  strictObject,
  string,
  transform,
} from 'zod/mini';
