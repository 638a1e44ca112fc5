import {
  ANCHOR,
  COMMAND,
  COUNT,
  DURATION,
  EXIT,
  ID,
  MODE,
  NAME,
  OWNER,
  SEVERAL,
  SIGNAL,
  SYSTEM_LIST,
  TEXT,
  USER,
  type ValueReader,
} from './attribute-values.ts';
import { READY } from './ready.ts';
import type { ExitRule, Ready } from './types.ts';

/** The value that each attribute of a step has once it is read. */
export interface AttributeValues {
  readonly id: string;
  readonly title: string;
  readonly timeout: number;
  readonly exit: ExitRule;
  readonly max: number;
  readonly within: number;
  readonly every: number;
  readonly retry: number;
  readonly backoff: number;
  readonly stable: number;
  readonly capture: string;
  readonly cwd: string;
  readonly stdin: string;
  readonly user: string;
  readonly interpreter: readonly string[];
  readonly if: string;
  readonly unless: string;
  readonly os: readonly string[];
  readonly background: true;
  readonly ready: readonly Ready[];
  readonly stop: string;
  readonly 'stop-timeout': number;
  readonly stops: string;
  readonly tty: true;
  readonly confirm: string;
  readonly 'keep-going': true;
  readonly 'on-fail': string;
  readonly secret: true;
  readonly file: string;
  readonly mode: number;
  readonly owner: string;
  readonly expand: true;
  readonly append: true;
}

export type AttributeName = keyof AttributeValues;

type ElementOf<Value> = [Value] extends [readonly Ready[]] ? Ready : Value;

/** An attribute: how its value is read, and what it is for. */
export interface AttributeDefinition<Value> {
  /** What it does, one line for the reference. */
  readonly help: string;
  /** An example of the whole word. */
  readonly example: string;
  /** `'flag'` for one that stands alone, without a value. */
  readonly value: [Value] extends [true] ? 'flag' : ValueReader<Value>;
  /** Whether it can stand more than once. */
  readonly repeatable?: true;
  /** Attributes of which one must be there for this one to mean anything. */
  readonly needs?: readonly AttributeName[];
  /** Whether it makes sense on a block that is a file. */
  readonly onFile?: true;
  /** `false` for one that is about a process or a file, and so has no meaning on an `http` step. */
  readonly onHttp?: false;
  /** Whether it makes sense on a step that a person does. */
  readonly onManual?: true;
}

type AttributeTable = {
  readonly [Name in AttributeName]: AttributeDefinition<ElementOf<AttributeValues[Name]>>;
};

/** Every attribute of a step that this version understands, but `env.NAME`. */
export const ATTRIBUTES: AttributeTable = {
  id: { value: ID, example: 'id=server', help: "the step's name", onFile: true, onManual: true },
  title: {
    value: TEXT,
    example: 'title="Start it"',
    help: "shown instead of the heading's text",
    onFile: true,
    onManual: true,
  },
  timeout: { value: DURATION, example: 'timeout=60s', help: 'limit of each attempt' },
  exit: { value: EXIT, example: 'exit=0,2', help: 'how the step has to end', onHttp: false },
  max: {
    value: DURATION,
    example: 'max=90s',
    help: 'longer than this is a failure, though everything else holds',
  },
  within: {
    value: DURATION,
    example: 'within=60s',
    help: 'repeat until everything passes, at most this long',
  },
  every: {
    value: DURATION,
    example: 'every=2s',
    help: 'pause between attempts',
    needs: ['within', 'stable', 'background'],
  },
  retry: { value: COUNT, example: 'retry=3', help: 'at most so many more attempts' },
  backoff: {
    value: DURATION,
    example: 'backoff=2s',
    help: 'pause before each further attempt',
    needs: ['retry'],
  },
  stable: { value: SEVERAL, example: 'stable=3', help: 'has to pass so many times in a row' },
  capture: {
    value: NAME,
    example: 'capture=token',
    help: 'variable that becomes what the step prints on stdout',
    onManual: true,
  },
  cwd: { value: TEXT, example: 'cwd=web', help: 'folder of this step only', onHttp: false },
  stdin: {
    value: TEXT,
    example: 'stdin=answers.txt',
    help: 'file that the step reads',
    onHttp: false,
  },
  user: {
    value: USER,
    example: 'user=soni',
    help: 'runs as that user; it takes root or `sudo`, and no state comes back',
    onHttp: false,
  },
  interpreter: {
    value: COMMAND,
    example: 'interpreter="deno run {file}"',
    help: 'command that runs the block as a file, in any language but that of a shell',
    onHttp: false,
  },
  if: {
    value: TEXT,
    example: "if='test -f x'",
    help: 'skipped unless the command succeeds',
    onFile: true,
    onManual: true,
  },
  unless: {
    value: TEXT,
    example: "unless='command -v uv'",
    help: 'skipped if the command succeeds',
    onFile: true,
    onManual: true,
  },
  os: {
    value: SYSTEM_LIST,
    example: 'os=linux,macos',
    help: 'skipped elsewhere',
    onFile: true,
    onManual: true,
  },
  background: {
    value: 'flag',
    example: 'background',
    help: 'keeps running',
    needs: ['ready'],
    onHttp: false,
  },
  ready: {
    value: READY,
    example: 'ready=port:8000',
    help: 'what shows that it is up',
    repeatable: true,
    needs: ['background'],
    onHttp: false,
  },
  stop: {
    value: SIGNAL,
    example: 'stop=INT',
    help: 'signal that stops it',
    needs: ['background'],
    onHttp: false,
  },
  'stop-timeout': {
    value: DURATION,
    example: 'stop-timeout=5s',
    help: 'how long it may take to stop before it is killed',
    needs: ['background'],
    onHttp: false,
  },
  stops: {
    value: TEXT,
    example: 'stops=server',
    help: 'background step that is stopped first',
    onFile: true,
    onManual: true,
  },
  tty: {
    value: 'flag',
    example: 'tty',
    help: 'connected to the terminal directly; needs a person there',
    onHttp: false,
  },
  confirm: {
    value: TEXT,
    example: 'confirm="Really drop the database?"',
    help: 'asked before it runs; there is no default answer',
    onFile: true,
    onManual: true,
  },
  'keep-going': {
    value: 'flag',
    example: 'keep-going',
    help: 'the run goes on after a failure, and still fails',
    onFile: true,
    onManual: true,
  },
  'on-fail': {
    value: ANCHOR,
    example: 'on-fail=#server-wont-start',
    help: 'the section to show, and to find the cause with, when it fails',
    onFile: true,
  },
  secret: {
    value: 'flag',
    example: 'secret',
    help: 'what it prints, captures or writes is shown and kept nowhere',
    onFile: true,
    onManual: true,
  },
  file: {
    value: TEXT,
    example: 'file=app.conf',
    help: 'the block is this file',
    onFile: true,
    onHttp: false,
  },
  mode: {
    value: MODE,
    example: 'mode=0600',
    help: "the file's permission bits",
    needs: ['file'],
    onFile: true,
    onHttp: false,
  },
  owner: {
    value: OWNER,
    example: 'owner=soni:soni',
    help: "the file's user, and perhaps its group; it takes root",
    needs: ['file'],
    onFile: true,
    onHttp: false,
  },
  expand: {
    value: 'flag',
    example: 'expand',
    help: 'put values in for references in the file',
    needs: ['file'],
    onFile: true,
    onHttp: false,
  },
  append: {
    value: 'flag',
    example: 'append',
    help: 'add to the file instead of replacing it',
    needs: ['file'],
    onFile: true,
    onHttp: false,
  },
};

/** Whether this version understands an attribute of a step by this name. */
export function isAttributeName(name: string): name is AttributeName {
  return Object.hasOwn(ATTRIBUTES, name);
}
