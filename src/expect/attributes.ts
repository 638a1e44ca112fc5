import { infoSpan, type ProblemSink, type Span, suggestName } from './problems.ts';
import type { ExpectationSource } from './types.ts';

/** Attributes of the format that this version reads and refuses. */
const LATER = ['ws', 'ansi', 'vary', 'path', 'exact', 'from', 'match'];
const MATCH_MODES = ['lines', 'exact', 'contains', 'unordered', 'regex'];

/**
 * Reports every attribute of an expectation that is not understood. `match=lines`, the default, is
 * understood on the fences that compare lines.
 */
export function checkAttributes(source: ExpectationSource, sink: ProblemSink): void {
  const comparesLines = source.kind !== 'expect' && source.kind !== 'assert';
  for (const [name, value] of source.attributes) {
    const span = findAttribute(source, name);
    if (name === 'match' && comparesLines) checkMatch(value, span, sink);
    else if (LATER.includes(name)) {
      sink.add('not-supported-yet', span, `the attribute \`${name}\` is not supported yet`);
    } else {
      const hint = suggestName(name, [...LATER, 'for', 'no-check']);
      sink.add('unknown-attribute', span, `unknown attribute \`${name}\` on an expectation`, hint);
    }
  }
}

function checkMatch(value: string | true, span: Span, sink: ProblemSink): void {
  if (value === 'lines') return;
  if (value === true) {
    sink.add('bad-attribute', span, '`match` needs a value', 'write `match=lines`');
  } else if (MATCH_MODES.includes(value)) {
    sink.add('not-supported-yet', span, `\`match=${value}\` is not supported yet`);
  } else {
    const hint = suggestName(value, MATCH_MODES);
    sink.add('bad-attribute', span, `\`match=${value}\` is not a way to compare`, hint);
  }
}

/** Where an attribute stands in the info string; quoted values are not searched. */
function findAttribute(source: ExpectationSource, name: string): Span {
  const { info, position } = source.fence;
  for (const match of info.matchAll(/([^\s=]+)(?:=(?:"[^"]*"|'[^']*'|\S*))?/g)) {
    if (match[1] === name && match.index > 0) {
      return {
        line: position.line,
        column: position.column + match.index,
        length: match[0].length,
      };
    }
  }
  return infoSpan(source);
}
