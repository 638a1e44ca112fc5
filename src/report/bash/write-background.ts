import type { Ready, Step } from '../../model/types.ts';
import { writeCode } from './step-code.ts';
import { fill, quote, type Variables } from './words.ts';

/** A step that goes on, until it is ready. */
export function writeBackground(step: Step, variables: Variables): string[] {
  const { background, stops, cwd, env, id } = step;
  if (background === undefined) return [];
  const log = `"$scratch"/${quote(id)}.log`;
  return [
    ...(stops === undefined ? [] : [`stop_background ${quote(stops)}`]),
    // A group of its own, so that all of it can be stopped.
    'set -m',
    '(',
    'set -eE -o pipefail',
    ...(cwd === undefined ? [] : [`cd ${fill(cwd, variables)}`]),
    ...Object.entries(env).map(([name, value]) => `export ${name}=${fill(value, variables)}`),
    ...writeCode(step, variables),
    `) >${log} 2>&1 &`,
    'set +m',
    `started ${quote(id)} "$!" ${background.stop}`,
    'is_ready() {',
    background.ready.map((ready) => probe(ready, log, variables)).join(' &&\n'),
    '}',
    `wait_ready ${Math.ceil(background.withinMs / 1000)} ${log}`,
  ];
}

function probe(ready: Ready, log: string, variables: Variables): string {
  switch (ready.kind) {
    case 'http':
      return `curl -fsS -o /dev/null ${fill(ready.url, variables)} 2>/dev/null`;
    case 'port':
      return `(: </dev/tcp/127.0.0.1/${fill(ready.port, variables)}) 2>/dev/null`;
    case 'log':
      return `grep -Eq -- ${quote(ready.pattern)} ${log}`;
    case 'file':
      return `[[ -e ${fill(ready.path, variables)} ]]`;
  }
}
