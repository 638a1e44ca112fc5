import type { JSONPathQuery, jsonpath } from 'json-p3';
import { loadLibrary } from '../../libraries/load.ts';
import type { JsonNode } from '../json/json-text.ts';
import { compileIRegexp } from './iregexp.ts';
import type {
  FilterQuery,
  FilterTest,
  FilterValue,
  PathOperator,
  PathSegment,
  PathSelector,
} from './types.ts';

type Expression = jsonpath.expressions.FilterExpression;

/** Something in a path that is well formed and still of no use. */
export class PathFault extends Error {
  readonly offset: number;
  readonly hint: string;

  constructor(offset: number, message: string, hint: string) {
    super(message);
    this.offset = offset;
    this.hint = hint;
  }
}

const OPERATORS: readonly PathOperator[] = ['==', '!=', '<', '<=', '>', '>='];

/**
 * Takes from the library's query what it is made of, so that it is followed on our own values: there
 * no digit of a number is lost, and no expression can hang a run.
 *
 * @throws {@link PathFault} for a regular expression that is none
 */
export function lowerQuery({ segments }: JSONPathQuery): PathSegment[] {
  const { TokenKind } = loadLibrary('json-p3');
  return segments.map(({ token, selectors }) => ({
    descends: token.kind === TokenKind.DDOT,
    selectors: selectors.map(lowerSelector),
  }));
}

function lowerSelector(selector: jsonpath.JSONPathSelector): PathSelector {
  const { selectors } = loadLibrary('json-p3').jsonpath;
  if (selector instanceof selectors.NameSelector) return { kind: 'name', name: selector.name };
  if (selector instanceof selectors.IndexSelector) return { kind: 'index', index: selector.index };
  if (selector instanceof selectors.WildcardSelector) return { kind: 'wildcard' };
  if (selector instanceof selectors.SliceSelector) {
    const { start, stop, step = 1 } = selector;
    return { kind: 'slice', start, stop, step };
  }
  if (selector instanceof selectors.FilterSelector) {
    return { kind: 'filter', test: lowerTest(selector.expression) };
  }
  throw new TypeError(`no such selector: ${selector.toString()}`);
}

function lowerTest(expression: Expression): FilterTest {
  const { expressions } = loadLibrary('json-p3').jsonpath;
  if (expression instanceof expressions.LogicalExpression) return lowerTest(expression.expression);
  if (expression instanceof expressions.PrefixExpression) {
    return { kind: 'not', test: lowerTest(expression.right) };
  }
  if (expression instanceof expressions.InfixExpression) {
    const { left, right } = expression;
    if (expression.operator === '&&' || expression.operator === '||') {
      const kind = expression.operator === '&&' ? 'and' : 'or';
      return { kind, left: lowerTest(left), right: lowerTest(right) };
    }
    const operator = OPERATORS.find((one) => one === expression.operator);
    if (operator === undefined) throw new TypeError(`no such operator: ${expression.operator}`);
    return { kind: 'compare', operator, left: lowerValue(left), right: lowerValue(right) };
  }
  if (expression instanceof expressions.FunctionExtension) return lowerRegex(expression);
  return { kind: 'exists', query: lowerFilterQuery(expression) };
}

/** `match(text, pattern)` and `search(text, pattern)`, the functions that say yes or no. */
function lowerRegex({ name, args }: jsonpath.expressions.FunctionExtension): FilterTest {
  const { expressions } = loadLibrary('json-p3').jsonpath;
  const [text, pattern] = args;
  if (text === undefined || pattern === undefined) throw new TypeError(`${name}() lacks arguments`);
  const common = { kind: 'regex', whole: name === 'match', text: lowerValue(text) } as const;
  if (!(pattern instanceof expressions.StringLiteral)) {
    return { ...common, pattern: lowerValue(pattern) };
  }
  const read = compileIRegexp(pattern.value);
  if (read.ok) return { ...common, pattern: read.regex };
  throw new PathFault(
    pattern.token.index,
    `has an expression that cannot be used: ${read.message}`,
    'expressions in a path are those of RFC 9485, which have no lookaround and no back-references',
  );
}

function lowerValue(expression: Expression): FilterValue {
  const { expressions } = loadLibrary('json-p3').jsonpath;
  if (expression instanceof expressions.FunctionExtension) {
    const [argument] = expression.args;
    if (argument === undefined) throw new TypeError(`${expression.name}() lacks its argument`);
    if (expression.name === 'length') return { kind: 'length', of: lowerValue(argument) };
    const kind = expression.name === 'count' ? 'count' : 'query';
    return { kind, query: lowerFilterQuery(argument) };
  }
  if (expression instanceof expressions.FilterQuery) {
    return { kind: 'query', query: lowerFilterQuery(expression) };
  }
  return { kind: 'literal', node: lowerLiteral(expression) };
}

function lowerLiteral(expression: Expression): JsonNode {
  const { expressions } = loadLibrary('json-p3').jsonpath;
  const place = { start: 0, end: 0 };
  if (expression instanceof expressions.StringLiteral) {
    return { kind: 'string', value: expression.value, ...place };
  }
  if (expression instanceof expressions.BooleanLiteral) {
    return { kind: 'bool', value: expression.value, ...place };
  }
  if (expression instanceof expressions.NumberLiteral) {
    return { kind: 'number', source: expression.token.value, ...place };
  }
  if (expression instanceof expressions.NullLiteral) return { kind: 'null', ...place };
  throw new TypeError(`no such value: ${expression.toString()}`);
}

function lowerFilterQuery(expression: Expression): FilterQuery {
  const { expressions } = loadLibrary('json-p3').jsonpath;
  if (!(expression instanceof expressions.FilterQuery)) {
    throw new TypeError(`not a query: ${expression.toString()}`);
  }
  const origin = expression instanceof expressions.RelativeQuery ? 'current' : 'document';
  return { origin, segments: lowerQuery(expression.path) };
}
